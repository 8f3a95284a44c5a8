// Expressions and types back to text: compact C for messages. Keys, which tell whether two expressions name the same
// thing, are another matter: keys.ts.

import { unreachable } from "../base/assert.js";
import type { Argument, CType, Expression } from "./expression.js";
import { forEachOperand } from "./walk.js";

/** Longest text that a message can carry; the rest becomes `…`. */
const maxRenderedLength = 120;

/** Renders an expression as compact C. With `text`, what could not be understood is quoted from it by its span. */
export function renderExpression(expression: Argument, text?: string): string {
  const rendered = render(expression, 0, text);
  return rendered.length <= maxRenderedLength ? rendered : `${rendered.slice(0, maxRenderedLength - 1)}…`;
}

/** Renders a type as C writes it, without a name: `struct foo *`, `u8[4]`. */
export function renderType(type: CType): string {
  switch (type.kind) {
    case "named":
      return type.name;
    case "tagged":
      return `${type.tag} ${type.name}`;
    case "anonymous":
      return `${type.definition.slice(0, Math.max(0, type.definition.indexOf("#")))} {…}`;
    case "pointer": {
      const { target } = type;
      if (target.kind === "function") return `${target.returns ? renderType(target.returns) : "void"} (*)()`;
      if (target.kind === "array") return `${renderType(target.element)} (*)[${renderLength(target.length)}]`;
      const rendered = renderType(target);
      return rendered.endsWith("*") ? `${rendered}*` : `${rendered} *`;
    }
    case "array":
      return `${renderType(type.element)}[${renderLength(type.length)}]`;
    case "function":
      return `${type.returns ? renderType(type.returns) : "void"} ()`;
    case "typeof":
      return `typeof(${render(type.operand, 0, undefined)})`;
    case "unknown":
      return "?";
    default:
      return unreachable(type);
  }
}

function renderLength(length: Expression | undefined): string {
  return length ? render(length, 0, undefined) : "";
}

const precedences: Readonly<Record<string, number>> = {
  "||": 4,
  "&&": 5,
  "|": 6,
  "^": 7,
  "&": 8,
  "==": 9,
  "!=": 9,
  "<": 10,
  ">": 10,
  "<=": 10,
  ">=": 10,
  "<<": 11,
  ">>": 11,
  "+": 12,
  "-": 12,
  "*": 13,
  "/": 13,
  "%": 13,
};

const unaryPrecedence = 14;
const postfixPrecedence = 15;

function wrap(text: string, own: number, outer: number): string {
  return own < outer ? `(${text})` : text;
}

function render(e: Argument, outer: number, text: string | undefined): string {
  switch (e.kind) {
    case "type":
      return renderType(e.type);
    case "literal":
      return renderLiteral(e.value, e.suffix, e.span.end - e.span.start, outer);
    case "string":
      return JSON.stringify(e.text);
    case "name":
      return e.name;
    case "unary":
      return renderUnary(e.operator, e.operand, outer, text);
    case "address":
      return renderUnary("&", e.operand, outer, text);
    case "dereference":
      return renderUnary("*", e.operand, outer, text);
    case "binary": {
      const own = precedences[e.operator] ?? 1;
      const left = render(e.left, own, text);
      return wrap(`${left} ${e.operator} ${render(e.right, own + 1, text)}`, own, outer);
    }
    case "conditional": {
      const whenTrue = e.whenTrue ? ` ${render(e.whenTrue, 3, text)} ` : "";
      const rendered = `${render(e.condition, 4, text)} ?${whenTrue}: ${render(e.whenFalse, 3, text)}`;
      return wrap(rendered, 3, outer);
    }
    case "member":
      return `${render(e.object, postfixPrecedence, text)}${e.arrow ? "->" : "."}${e.member}`;
    case "index":
      return `${render(e.object, postfixPrecedence, text)}[${render(e.index, 0, text)}]`;
    case "call": {
      const operands = e.arguments.map((operand) => render(operand, 2, text)).join(", ");
      return `${render(e.callee, postfixPrecedence, text)}(${operands})`;
    }
    case "cast":
      return wrap(
        `(${renderType(e.type)})${render(e.operand, unaryPrecedence, text)}`,
        unaryPrecedence,
        outer,
      );
    case "sizeofType":
      return `sizeof(${renderType(e.type)})`;
    case "sizeofExpression":
      return `sizeof(${render(e.operand, 0, text)})`;
    case "assignment": {
      const value = render(e.value, 2, text);
      return wrap(`${render(e.target, unaryPrecedence, text)} ${e.operator} ${value}`, 2, outer);
    }
    case "update": {
      const target = render(e.target, unaryPrecedence, text);
      return wrap(e.prefix ? `${e.operator}${target}` : `${target}${e.operator}`, unaryPrecedence, outer);
    }
    case "comma":
      return wrap(e.items.map((item) => render(item, 2, text)).join(", "), 1, outer);
    case "statementExpression":
      return "({…})";
    case "compoundLiteral":
      return e.type.kind === "unknown" ? "{…}" : `(${renderType(e.type)}){…}`;
    case "unknown":
      return text === undefined ? "…" : text.slice(e.span.start, e.span.end).replace(/\s+/g, " ") || "…";
    default:
      return unreachable(e);
  }
}

/** `-(-x)` must not become the operator `--`. */
function renderUnary(operator: string, operand: Expression, outer: number, text: string | undefined): string {
  const inner = render(operand, unaryPrecedence, text);
  const separated = operator !== "*" && inner.startsWith(operator) ? `(${inner})` : inner;
  return wrap(`${operator}${separated}`, unaryPrecedence, outer);
}

/** A negative literal binds like a unary minus; a big round one reads better in hexadecimal. */
function renderLiteral(value: bigint, suffix: string, writtenLength: number, outer: number): string {
  const isLongHex = value >= 0x10000n && writtenLength > 2 && (value & 0xfffn) === 0n;
  const digits = isLongHex ? `0x${value.toString(16)}` : value.toString();
  return value < 0n ? wrap(digits, unaryPrecedence, outer) : `${digits}${suffix.toUpperCase()}`;
}

/**
 * The identifiers that an expression's value depends on, each once, in order of the text: variables, constants and the
 * names of members (as `->name` and `.name`, both given as `name` after a dot). Types are left out.
 */
export function namesIn(expression: Argument): readonly string[] {
  const names = new Set<string>();
  collectNames(expression, names);
  return [...names];
}

function collectNames(e: Argument, names: Set<string>): void {
  if (e.kind === "name") names.add(e.name);
  else if (e.kind === "call" && e.callee.kind === "name") {
    for (const operand of e.arguments) collectNames(operand, names);
  } else forEachOperand(e, (operand) => collectNames(operand, names));
  if (e.kind === "member") names.add(`.${e.member}`);
}
