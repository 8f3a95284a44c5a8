// Arguments of calls: expressions, or types where a macro takes one.

import type { Span } from "../base/span.js";
import type { SyntaxNode } from "../syntax/tree.js";
import type { Argument } from "./expression.js";
import { parseExpressionText } from "./lower.js";
import { lower } from "./lower-expressions.js";
import { typeFromWritten, typeOf } from "./lower-types.js";
import { type Lowering, spanOf, textOf } from "./lowering.js";
import { isIdentifier, parseTypeText, startsType } from "./type-names.js";

export function argumentsOf(list: SyntaxNode, lowering: Lowering): readonly Argument[] {
  if (list.kind === "argument_list" && list.children.some(isMisread))
    return argumentsBySegments(list, lowering);
  const result: Argument[] = [];
  for (const child of list.children) {
    if (child.kind !== "comment" && !child.kind.startsWith("preproc_"))
      result.push(argument(child, lowering));
  }
  return result;
}

/**
 * Whether the list is not what its text says because of this child. An error inside a call belongs to the list of that
 * call: where calls are nested, cutting the text of each list anew would read the innermost one again at every level.
 */
function isMisread(child: SyntaxNode): boolean {
  return child.kind === "ERROR" || (child.hasError && child.kind !== "call_expression");
}

export function argument(node: SyntaxNode, lowering: Lowering): Argument {
  if (node.kind === "type_descriptor") {
    return { kind: "type", type: typeOf(node, lowering), span: spanOf(node, lowering) };
  }
  if (node.kind === "identifier") {
    const written = textOf(node, lowering);
    if (!isIdentifier(written) || startsType(written)) {
      const type = typeFromWritten(written);
      if (type.kind !== "unknown") return { kind: "type", type, span: spanOf(node, lowering) };
    }
  }
  return lower(node, lowering);
}

/**
 * Arguments of a call whose list holds an ERROR, usually because one of them is a type of more than one word. The text
 * is cut at its commas and each piece is matched with the one node that covers it, or else read as a type.
 */
function argumentsBySegments(list: SyntaxNode, lowering: Lowering): readonly Argument[] {
  const result: Argument[] = [];
  const { children } = list;
  let next = 0;
  for (const segment of splitAtCommas(lowering.text, list.start + 1, list.end - 1)) {
    // Both are in order of the text.
    while (next < children.length && (children[next]?.start ?? 0) < segment.start) next++;
    let end = next;
    while (end < children.length && (children[end]?.end ?? 0) <= segment.end) end++;
    const only = end - next === 1 ? children[next] : undefined;
    if (only && only.kind !== "ERROR" && !(only.kind === "binary_expression" && only.hasError)) {
      result.push(argument(only, lowering));
      continue;
    }
    result.push(argumentFromText(segment, lowering));
  }
  return result;
}

/**
 * A piece that the parser could not place is read by itself only up to this length: types and slips are short. Longer
 * ones are calls nested so deep that the tree was cut there, and would be read again for each call around them.
 */
const maxReadAgain = 600;

/** A piece of the text that no single node stands for: a type, or an expression the parser could not place here. */
function argumentFromText(segment: Span, lowering: Lowering): Argument {
  const written = lowering.text.slice(segment.start, segment.end);
  const span = spanOf(segment, lowering);
  if (isIdentifier(written) && !startsType(written)) return { kind: "name", name: written, span };
  if (written.length > maxReadAgain) return { kind: "unknown", span };
  const type = parseTypeText(written);
  return type ? { kind: "type", type, span } : parseExpressionText(written, span.start);
}

/** Pieces of `text` between commas that stand outside brackets, quotes and comments; trimmed. */
function splitAtCommas(text: string, start: number, end: number): readonly Span[] {
  const result: Span[] = [];
  let depth = 0;
  let from = start;
  const push = (to: number): void => {
    let a = from;
    let b = to;
    while (a < b && /\s/.test(text.charAt(a))) a++;
    while (b > a && /\s/.test(text.charAt(b - 1))) b--;
    result.push({ start: a, end: b });
  };
  for (let i = start; i < end; i++) {
    const c = text.charAt(i);
    if (c === "(" || c === "[" || c === "{") depth++;
    else if (c === ")" || c === "]" || c === "}") depth--;
    else if (c === '"' || c === "'") i = skipQuoted(text, i, end);
    else if (c === "/" && text.charAt(i + 1) === "*") {
      const close = text.indexOf("*/", i + 2);
      i = close < 0 ? end : close + 1;
    } else if (c === "," && depth === 0) {
      push(i);
      from = i + 1;
    }
  }
  if (result.length > 0 || text.slice(start, end).trim() !== "") push(end);
  return result;
}

function skipQuoted(text: string, open: number, end: number): number {
  const quote = text.charAt(open);
  let i = open + 1;
  while (i < end && text.charAt(i) !== quote) i += text.charAt(i) === "\\" ? 2 : 1;
  return i;
}
