// Where a pointer goes: its frees, its other allocations, or the fact that it gets out of sight. Bias: every use that
// is not on the short list of harmless ones counts as out of sight.

import { childByField, type SyntaxNode } from "../syntax/tree.js";
import { argumentsOf, bareText, calleeOf, type FixFile, textOf } from "./fix-file.js";

/** What holds the pointer. */
export type PointerOwner =
  | { readonly kind: "local"; readonly name: string; readonly definition: SyntaxNode }
  /** Every `->name` and `.name` of the file. */
  | { readonly kind: "field"; readonly name: string };

export type PointerUses =
  | {
      readonly kind: "seen";
      readonly frees: readonly SyntaxNode[];
      readonly allocations: readonly SyntaxNode[];
    }
  | { readonly kind: "escapes" };

/** Calls that read or write through a pointer and keep nothing of it. */
const harmlessCalls: ReadonlySet<string> = new Set([
  "memcpy",
  "memset",
  "memmove",
  "memcmp",
  "memchr",
  "memzero_explicit",
  "memcpy_fromio",
  "memcpy_toio",
  "memset32",
  "copy_from_user",
  "copy_to_user",
  "simple_read_from_buffer",
  "simple_write_to_buffer",
  "snprintf",
  "scnprintf",
  "sprintf",
  "sscanf",
  "strlen",
  "strnlen",
  "strcpy",
  "strncpy",
  "strscpy",
  "strlcpy",
  "strcmp",
  "strncmp",
  "kstrtoint",
  "kstrtouint",
  "kstrtoul",
  "kstrtou32",
  "kstrtou8",
  "seq_printf",
  "seq_puts",
  "seq_write",
  "crc32",
  "crc32_le",
  "hex_dump_to_buffer",
  "print_hex_dump",
  "WARN_ON",
  "WARN_ON_ONCE",
  "BUG_ON",
  "likely",
  "unlikely",
  "IS_ERR_OR_NULL",
]);

const frees: ReadonlySet<string> = new Set(["kfree", "kfree_sensitive"]);

/** Every use of the pointer; `isAllocator` names calls that may be assigned to it beside NULL. */
export function findPointerUses(
  file: FixFile,
  owner: PointerOwner,
  isAllocator: (name: string) => boolean,
): PointerUses {
  const root = owner.kind === "local" ? owner.definition : file.parsed().readings[0].root;
  const found = {
    frees: [] as SyntaxNode[],
    allocations: [] as SyntaxNode[],
    escapes: root.hasError && owner.kind === "local",
  };
  const visit = (node: SyntaxNode, above: SyntaxNode[]): void => {
    if (found.escapes) return;
    if (isOwner(file, node, owner)) {
      if (!addUse(file, { node, above, isAllocator }, found)) found.escapes = true;
      return;
    }
    for (const child of node.children) visit(child, [...above, node]);
  };
  visit(root, []);
  if (found.escapes || found.frees.length === 0) return { kind: "escapes" };
  return { kind: "seen", frees: found.frees, allocations: found.allocations };
}

function isOwner(file: FixFile, node: SyntaxNode, owner: PointerOwner): boolean {
  if (owner.kind === "local") return node.kind === "identifier" && textOf(file, node) === owner.name;
  if (node.kind !== "field_expression") return false;
  const field = childByField(node, "field");
  return field !== undefined && textOf(file, field) === owner.name;
}

interface Use {
  readonly node: SyntaxNode;
  readonly above: readonly SyntaxNode[];
  readonly isAllocator: (name: string) => boolean;
}

/** Takes the use into account; false where the pointer gets out of sight. */
function addUse(file: FixFile, use: Use, found: { frees: SyntaxNode[]; allocations: SyntaxNode[] }): boolean {
  const parent = use.above.at(-1);
  switch (parent?.kind) {
    // The declaration itself, its type, a look through the pointer, a test.
    case "pointer_declarator":
    case "declaration":
    case "parameter_declaration":
      return true;
    case "init_declarator":
      return use.node.field !== "value" && isKnownValue(file, parent, use, found);
    case "field_expression":
    case "subscript_expression":
      return use.node.field !== "index" && !isAddressTaken(use.above);
    case "pointer_expression":
      return parent.operator === "*" && !isAddressTaken(use.above);
    case "sizeof_expression":
      return true;
    case "unary_expression":
      return parent.operator === "!";
    case "binary_expression":
      if (["==", "!=", "&&", "||"].includes(parent.operator ?? "")) return true;
      return ["+", "-"].includes(parent.operator ?? "") && addOuterUse(file, parent, use, found);
    case "parenthesized_expression":
      return isCondition(use.above) || addOuterUse(file, parent, use, found);
    case "cast_expression":
      return addOuterUse(file, parent, use, found);
    case "if_statement":
    case "while_statement":
      return true;
    case "assignment_expression":
      return use.node.field === "left" && isKnownValue(file, parent, use, found);
    case "argument_list":
      return addArgumentUse(file, use, found);
    default:
      return false;
  }
}

/** `p + n`, `(p)` and `(u8 *)p` are the pointer still: what counts is what becomes of them. */
function addOuterUse(
  file: FixFile,
  outer: SyntaxNode,
  use: Use,
  found: { frees: SyntaxNode[]; allocations: SyntaxNode[] },
): boolean {
  return addUse(file, { ...use, node: outer, above: use.above.slice(0, -1) }, found);
}

/** `p = kmalloc(…)` or `p = NULL`; anything else may be memory of another kind. */
function isKnownValue(
  file: FixFile,
  assignment: SyntaxNode,
  use: Use,
  found: { allocations: SyntaxNode[] },
): boolean {
  const right = childByField(assignment, assignment.kind === "init_declarator" ? "value" : "right");
  if (!right) return true;
  if (/^(NULL|0)$/.test(bareText(file, right))) return true;
  const call = right.kind === "cast_expression" ? childByField(right, "value") : right;
  const callee = call?.kind === "call_expression" ? calleeOf(file, call) : undefined;
  if (!call || callee === undefined || !use.isAllocator(callee)) return false;
  found.allocations.push(call);
  // `q = p = kmalloc()` hands the pointer on.
  return use.above.at(-2)?.kind !== "assignment_expression";
}

function addArgumentUse(file: FixFile, use: Use, found: { frees: SyntaxNode[] }): boolean {
  const call = use.above.at(-2);
  const callee = call?.kind === "call_expression" ? calleeOf(file, call) : undefined;
  if (!call || callee === undefined) return false;
  const isPlain = use.node.kind === "identifier" || use.node.kind === "field_expression";
  if (frees.has(callee)) {
    if (!isPlain || argumentsOf(call)[0] !== use.node) return false;
    found.frees.push(call);
    return true;
  }
  return harmlessCalls.has(callee);
}

function isAddressTaken(above: readonly SyntaxNode[]): boolean {
  for (const node of [...above].reverse()) {
    if (node.kind === "pointer_expression" && node.operator === "&") return true;
    if (!["field_expression", "subscript_expression", "parenthesized_expression"].includes(node.kind))
      return false;
  }
  return false;
}

function isCondition(above: readonly SyntaxNode[]): boolean {
  const outer = above.findLast((node) => node.kind !== "parenthesized_expression");
  return outer?.kind === "if_statement" || outer?.kind === "while_statement";
}
