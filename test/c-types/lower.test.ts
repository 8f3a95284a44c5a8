import { describe, expect, it } from "vitest";
import type { Argument, CType, Expression } from "../../server/src/c-types/expression.js";
import {
  lowerDeclaration,
  lowerExpression,
  lowerParameters,
  parseExpressionText,
} from "../../server/src/c-types/lower.js";
import { parseTree } from "../../server/src/syntax/parse.js";
import { parseFile } from "../../server/src/syntax/parsed-file.js";
import type { SyntaxNode } from "../../server/src/syntax/tree.js";

/** A compact form for expectations: kinds as heads, so that a wrong shape is seen at a glance. */
function show(e: Argument): string {
  switch (e.kind) {
    case "literal":
      return `${e.value}${e.suffix}`;
    case "string":
      return JSON.stringify(e.text);
    case "name":
      return e.name;
    case "unary":
      return `(${e.operator} ${show(e.operand)})`;
    case "address":
      return `(& ${show(e.operand)})`;
    case "dereference":
      return `(* ${show(e.operand)})`;
    case "binary":
      return `(${show(e.left)} ${e.operator} ${show(e.right)})`;
    case "conditional":
      return `(${show(e.condition)} ? ${e.whenTrue ? show(e.whenTrue) : ""} : ${show(e.whenFalse)})`;
    case "member":
      return `${show(e.object)}${e.arrow ? "->" : "."}${e.member}`;
    case "index":
      return `${show(e.object)}[${show(e.index)}]`;
    case "call":
      return `${show(e.callee)}(${e.arguments.map(show).join(", ")})`;
    case "cast":
      return `(cast ${showType(e.type)} ${show(e.operand)})`;
    case "sizeofType":
      return `sizeof<${showType(e.type)}>`;
    case "sizeofExpression":
      return `sizeof{${show(e.operand)}}`;
    case "assignment":
      return `(${show(e.target)} ${e.operator} ${show(e.value)})`;
    case "update":
      return e.prefix ? `(${e.operator}${show(e.target)})` : `(${show(e.target)}${e.operator})`;
    case "comma":
      return `(${e.items.map(show).join(" , ")})`;
    case "statementExpression":
      return "({})";
    case "compoundLiteral":
      return `literal<${showType(e.type)}>`;
    case "type":
      return `<${showType(e.type)}>`;
    case "unknown":
      return "?";
  }
}

function showType(t: CType): string {
  switch (t.kind) {
    case "named":
      return t.name;
    case "tagged":
      return `${t.tag} ${t.name}`;
    case "anonymous":
      return t.definition.split("#")[0] ?? "";
    case "pointer":
      return `${showType(t.target)}*`;
    case "array":
      return `${showType(t.element)}[${t.length ? show(t.length) : ""}]`;
    case "function":
      return `fn:${t.returns ? showType(t.returns) : ""}`;
    case "typeof":
      return `typeof(${show(t.operand)})`;
    case "unknown":
      return "?";
  }
}

function findFirst(node: SyntaxNode, kind: string): SyntaxNode | undefined {
  if (node.kind === kind) return node;
  for (const child of node.children) {
    const found = findFirst(child, kind);
    if (found) return found;
  }
  return undefined;
}

function lowered(code: string): Expression {
  const text = `void f(void) { ${code}; }`;
  const statement = findFirst(parseFile(text).readings[0].root, "expression_statement");
  const node = statement?.children[0];
  if (!node) throw new Error(`no expression in ${code}`);
  return lowerExpression(node, text);
}

describe("lowering of expressions", () => {
  it.each([
    ["a + b * 2", "(a + (b * 2))"],
    ["((a)) - (b)", "(a - b)"],
    ["0x10UL + 017 + 'a' + '\\n' + '\\x41' + 1024", "(((((16ul + 15) + 97) + 10) + 65) + 1024)"],
    ["-1 + ~2 + !b", "((-1 + (~ 2)) + (! b))"],
    ["1.5", "?"],
    ["true + false", "(1 + 0)"],
    ["a ?: b", "(a ?  : b)"],
    ["a ? b : c", "(a ? b : c)"],
    ["&b->c[2].d", "(& b->c[2].d)"],
    ["*p = 3", "((* p) = 3)"],
    ["n |= 1 << 3", "(n |= (1 << 3))"],
    ["x++, --y, z", "((x++) , (--y) , z)"],
    ['f("a" "b\\n")', 'f("ab\\n")'],
    ['f("a" FOO "b")', "f(?)"],
    ["(struct foo){ .a = 1 }", "literal<struct foo>"],
    ["({ int x = 1; x; })", "({})"],
    ["kmalloc(sizeof *n, GFP_KERNEL)", "kmalloc(sizeof{(* n)}, GFP_KERNEL)"],
    ["sizeof(struct foo)", "sizeof<struct foo>"],
    ["sizeof(unsigned int)", "sizeof<unsigned int>"],
    ["sizeof(long unsigned)", "sizeof<unsigned long>"],
    ["sizeof(u8)", "sizeof{u8}"],
    ["sizeof(u8 *[4])", "sizeof<u8*[4]>"],
    ["sizeof(int (*)[4])", "sizeof<int[4]*>"],
    ["sizeof(typeof(*p))", "sizeof<typeof((* p))>"],
    ["sizeof(struct foo) * n", "(sizeof<struct foo> * n)"],
    ["(u32)(x)", "(cast u32 x)"],
    ["(u64)-1", "(cast u64 (- 1))"],
    ["(u64)*x << 3", "((cast u64 (* x)) << 3)"],
    ["(fn)(x)", "fn(x)"],
    ["(struct foo *)p", "(cast struct foo* p)"],
    ["(u32 __user *)p", "(cast u32* p)"],
    ["(typeof(x))y", "(cast typeof(x) y)"],
    ["(void (*)(int))p", "(cast fn:void* p)"],
    ["container_of(p, struct foo, b.c[0])", "container_of(p, <struct foo>, b.c[0])"],
    ["x = min_t(unsigned int, a, b)", "(x = min_t(<unsigned int>, a, b))"],
    ["min_t(size_t, a, f(b, c))", "min_t(size_t, a, f(b, c))"],
    ["x = f(const struct bar *, a)", "(x = f(<struct bar*>, a))"],
    ["offsetof(struct foo, bar.x[2].y)", "offsetof(<struct foo>, bar.x[2].y)"],
    ["x = f(u8 *, a + 1)", "(x = f(<u8*>, (a + 1)))"],
    ["p->ops->fn(a, /* c */ b)", "p->ops->fn(a, b)"],
    ["(*fn)(b)", "(* fn)(b)"],
  ])("%s", (code, expected) => {
    expect(show(lowered(code))).toBe(expected);
  });

  it("keeps spans of the text", () => {
    const expression = lowered("foo(bar)");
    expect(expression.span).toEqual({ start: 15, end: 23 });
  });

  it("survives absurd nesting", () => {
    const expression = lowered(`${"~".repeat(2000)}a`);
    expect(expression.kind).toBe("unary");
  });
});

describe("lowering of pieces of text", () => {
  it.each([
    ["(1 << 4) /* four */", "(1 << 4)"],
    ["sizeof(struct foo)", "sizeof<struct foo>"],
    ["a, b", "(a , b)"],
    ["", "?"],
    ["do { x(); } while (0)", "?"],
    [") + (", "?"],
    ["{ 1, 2 }", "?"],
  ])("%s", (piece, expected) => {
    expect(show(parseExpressionText(piece))).toBe(expected);
  });

  it("shifts spans to where the piece stands", () => {
    expect(parseExpressionText(" abc", 100).span).toEqual({ start: 101, end: 104 });
  });
});

describe("lowering of declarations", () => {
  function declared(code: string): string[] {
    const root = parseTree(code);
    const node = root.children[0];
    if (!node) throw new Error("nothing declared");
    return lowerDeclaration(node, code).map(({ name, type }) => `${name}: ${showType(type)}`);
  }

  it.each([
    ["int *a, b[3], (*c)[4];", ["a: int*", "b: int[3]", "c: int[4]*"]],
    ["int (*fn)(int, char *), *arr[N + 1];", ["fn: fn:int*", "arr: int*[(N + 1)]"]],
    ["unsigned long long x = 3;", ["x: unsigned long long"]],
    ["int multi[2][3];", ["multi: int[3][2]"]],
    ["struct foo *proto(int);", ["proto: fn:struct foo*"]],
    ["struct { int x; } v, *w;", ["v: struct", "w: struct*"]],
    ["typedef struct foo foo_t, *foo_p;", ["foo_t: struct foo", "foo_p: struct foo*"]],
    ["short int si;", ["si: short"]],
  ])("%s", (code, expected) => {
    expect(declared(code)).toEqual(expected);
  });

  it("names an anonymous struct by its text, wherever it stands", () => {
    const type = (code: string): CType | undefined => {
      const node = parseTree(code).children.at(-1);
      return node ? lowerDeclaration(node, code)[0]?.type : undefined;
    };
    expect(type("struct { int x; } v;")).toEqual(type("int y;\nstruct {\n\tint x;\n} v;"));
    expect(type("struct { int x; } v;")).not.toEqual(type("struct { int z; } v;"));
  });

  it("adjusts parameters as C does", () => {
    const text = "int f(int a, u8 buf[4], int cb(int), ...) { return 0; }";
    const list = findFirst(parseTree(text), "parameter_list");
    const shown = list
      ? lowerParameters(list, text).map(({ name, type }) => `${name}: ${showType(type)}`)
      : [];
    expect(shown).toEqual(["a: int", "buf: u8*", "cb: fn:int*"]);
  });
});
