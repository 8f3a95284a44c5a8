// How many elements `static const struct foo table[] = { … }` has. Read from the original text, because the pre-pass
// may mask bulk tables. Gives up wherever an element may be more or less than one: designators, `#if`, macros.

import type { CType } from "./expression.js";
import { stringLengthBytes } from "./literal.js";
import type { LoweredDeclarator } from "./lower.js";
import { parseExpressionText } from "./lower.js";

/** Initialisers longer than this are not counted: reading them costs more than the answer is worth. */
const maxInitializerLength = 65_536;

/** The declared type, with the length that its initialiser gives where none is written. */
export function completeArrayLength(declared: LoweredDeclarator, text: string): CType {
  const { type, value } = declared;
  if (type.kind !== "array" || type.length !== undefined || !value) return type;
  const nrElements = countElements(text.slice(value.start, value.end), value.kind);
  if (nrElements === undefined) return type;
  const span = { start: value.start, end: value.end };
  return { ...type, length: { kind: "literal", value: BigInt(nrElements), suffix: "", span } };
}

function countElements(initializer: string, kind: string): number | undefined {
  if (initializer.length > maxInitializerLength) return undefined;
  if (kind === "string_literal" || kind === "concatenated_string") {
    const string = parseExpressionText(initializer);
    return string.kind === "string" ? stringLengthBytes(string.text) + 1 : undefined;
  }
  if (kind !== "initializer_list") return undefined;
  const close = initializer.lastIndexOf("}");
  if (close < 0) return undefined;
  const inside = initializer.slice(1, close).replace(/\/\*[\s\S]*?\*\/|\/\/[^\n]*/g, " ");
  return countTopLevelElements(inside);
}

function countTopLevelElements(inside: string): number | undefined {
  let depth = 0;
  let nrElements = 0;
  let from = 0;
  for (let i = 0; i <= inside.length; i++) {
    const c = i < inside.length ? inside.charAt(i) : ",";
    if (c === "(" || c === "{" || c === "[") depth++;
    else if (c === ")" || c === "}" || c === "]") depth--;
    else if (c === '"' || c === "'") i = endOfQuoted(inside, i);
    else if (c === "#") return undefined;
    else if (c === "," && depth === 0) {
      const element = inside.slice(from, i).trim();
      from = i + 1;
      if (element === "" && i >= inside.length - 1) break;
      if (!isOneElement(element)) return undefined;
      nrElements++;
    }
  }
  return depth === 0 ? nrElements : undefined;
}

function endOfQuoted(text: string, open: number): number {
  const quote = text.charAt(open);
  let i = open + 1;
  while (i < text.length && text.charAt(i) !== quote) i += text.charAt(i) === "\\" ? 2 : 1;
  return i;
}

/** A braced initialiser, an address, a string, a number, or a plain name: surely one element. */
function isOneElement(element: string): boolean {
  if (/^\{[\s\S]*\}$/.test(element)) return !/\}\s*\{/.test(element);
  return /^(?:&[\w.>[\]-]+|-?\d\w*|"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|[A-Za-z_]\w*)$/.test(element);
}
