// What the C grammar is known to do with its node kinds, so that the copy of a tree need not ask the parser. Only for
// trees without errors: in others anything may be missing.

/** Anonymous tokens that carry no meaning beyond the shape of their parent. */
export const punctuation = new Set(["(", ")", "{", "}", "[", "]", ";", ",", ":", '"', "'", "\n"]);

/** Kinds spelled with the characters of a name. */
export const words = new Set([
  "identifier",
  "field_identifier",
  "type_identifier",
  "statement_identifier",
  "primitive_type",
  "storage_class_specifier",
  "true",
  "false",
]);

/** Kinds whose insides are not copied. */
export const atoms = new Set([
  "number_literal",
  "string_literal",
  "char_literal",
  "system_lib_string",
  "preproc_arg",
]);

/** For kinds whose children have no roles. */
export const noFields: readonly string[] = [];

/** Roles of the named children of a kind, in order, where they never vary. */
export const fixedFields: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries({
    binary_expression: ["left", "right"],
    assignment_expression: ["left", "right"],
    comma_expression: ["left", "right"],
    call_expression: ["function", "arguments"],
    field_expression: ["argument", "field"],
    subscript_expression: ["argument", "index"],
    pointer_expression: ["argument"],
    unary_expression: ["argument"],
    update_expression: ["argument"],
    cast_expression: ["type", "value"],
    if_statement: ["condition", "consequence", "alternative"],
    while_statement: ["condition", "body"],
    switch_statement: ["condition", "body"],
    init_declarator: ["declarator", "value"],
    compound_statement: noFields,
    translation_unit: noFields,
    expression_statement: noFields,
    parenthesized_expression: noFields,
    argument_list: noFields,
    parameter_list: noFields,
    initializer_list: noFields,
    field_declaration_list: noFields,
    enumerator_list: noFields,
    return_statement: noFields,
    else_clause: noFields,
    field_designator: noFields,
    concatenated_string: noFields,
    break_statement: noFields,
    continue_statement: noFields,
  }),
);

export const comma = 44;
export const closingParenthesis = 41;
const closingBracket = 93;
const closingBrace = 125;
const semicolon = 59;

/** The character of the token that always ends a kind, and that begins nothing in it. */
export const closings: ReadonlyMap<string, number> = new Map([
  ["argument_list", closingParenthesis],
  ["parameter_list", closingParenthesis],
  ["parenthesized_expression", closingParenthesis],
  ["subscript_expression", closingBracket],
  ["compound_statement", closingBrace],
  ["initializer_list", closingBrace],
  ["field_declaration_list", closingBrace],
  ["enumerator_list", closingBrace],
  ["expression_statement", semicolon],
  ["declaration", semicolon],
  ["field_declaration", semicolon],
  ["return_statement", semicolon],
  ["goto_statement", semicolon],
  ["break_statement", semicolon],
  ["continue_statement", semicolon],
]);

/** How many children a kind has, tokens included, where that never varies. */
export const childCounts: ReadonlyMap<string, number> = new Map([
  ["binary_expression", 3],
  ["assignment_expression", 3],
  ["field_expression", 3],
  ["call_expression", 2],
  ["pointer_expression", 2],
  ["unary_expression", 2],
  ["update_expression", 2],
  ["cast_expression", 4],
]);
