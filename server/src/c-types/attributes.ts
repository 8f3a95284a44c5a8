// Attributes that change a layout, wherever they stand: masked by the pre-pass and on its record, or in the tree as
// `__attribute__((…))`. Others are ignored; a macro of the file that expands to one of these is looked through.

import type { HiddenMacro } from "../syntax/parsed-file.js";
import type { SyntaxNode } from "../syntax/tree.js";
import type { Expression } from "./expression.js";
import type { LayoutAttributes } from "./file-types.js";
import { parseExpressionText } from "./lower.js";

/** Where attributes are looked for: the original text and what the pre-pass hid of it, in order. */
export interface AttributeSource {
  readonly text: string;
  readonly hidden: readonly HiddenMacro[];
  /** Replacement text of a macro that the file defines. */
  macroBody(name: string, operands?: string): string | undefined;
}

interface Collected {
  isPacked: boolean;
  readonly aligns: Expression[];
}

/** Macros that align to a cache line. include/linux/cache.h (6.1). */
const cacheLineMacros = new Set([
  "____cacheline_aligned",
  "____cacheline_aligned_in_smp",
  "__cacheline_aligned",
  "__cacheline_aligned_in_smp",
  "____cacheline_internodealigned_in_smp",
]);

/** Alignment for DMA: include/linux/crypto.h: CRYPTO_MINALIGN_ATTR; include/linux/slab.h: ARCH_SLAB_MINALIGN (6.1). */
const minAlignMacros = new Set(["CRYPTO_MINALIGN_ATTR", "__dma_aligned", "__dma_from_device_aligned_begin"]);

/** Attributes that stand in `[start, end)`: on record as hidden, or among `nodes`. */
export function attributesBetween(
  source: AttributeSource,
  start: number,
  end: number,
  nodes: readonly SyntaxNode[] = [],
): LayoutAttributes | undefined {
  const collected: Collected = { isPacked: false, aligns: [] };
  for (let i = firstHiddenAt(source.hidden, start); i < source.hidden.length; i++) {
    const macro = source.hidden[i];
    if (!macro || macro.start >= end) break;
    if (isAttribute(macro)) addMacro(source, macro, collected);
  }
  for (const node of nodes) {
    if (node.kind === "attribute_specifier" && node.start >= start && node.end <= end) {
      addText(source, source.text.slice(node.start, node.end), collected, 0);
    }
  }
  return collected.isPacked || collected.aligns.length > 0 ? collected : undefined;
}

/** Attributes right after `offset`, with nothing but space and comments between: those of a struct after its `}`. */
export function attributesFollowing(source: AttributeSource, offset: number): LayoutAttributes | undefined {
  const collected: Collected = { isPacked: false, aligns: [] };
  let at = offset;
  for (let i = firstHiddenAt(source.hidden, offset); i < source.hidden.length; i++) {
    const macro = source.hidden[i];
    if (!macro || !isBlank(source.text.slice(at, macro.start))) break;
    if (isAttribute(macro)) addMacro(source, macro, collected);
    at = macro.end;
  }
  return collected.isPacked || collected.aligns.length > 0 ? collected : undefined;
}

/** Both together. */
export function uniteAttributes(
  a: LayoutAttributes | undefined,
  b: LayoutAttributes | undefined,
): LayoutAttributes | undefined {
  if (!a || !b) return a ?? b;
  return { isPacked: a.isPacked || b.isPacked, aligns: [...a.aligns, ...b.aligns] };
}

/** Index of the first hidden macro that starts at or after `offset`. */
export function firstHiddenAt(hidden: readonly HiddenMacro[], offset: number): number {
  let low = 0;
  let high = hidden.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((hidden[middle]?.start ?? 0) < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

function isAttribute(macro: HiddenMacro): boolean {
  return macro.kind === "attribute" || macro.kind === "other";
}

function isBlank(text: string): boolean {
  return /^(?:\s|\\|\/\*[\s\S]*?\*\/|\/\/[^\n]*)*$/.test(text);
}

function addMacro(source: AttributeSource, macro: HiddenMacro, collected: Collected): void {
  const { argumentsSpan } = macro;
  const operands = argumentsSpan ? source.text.slice(argumentsSpan.start, argumentsSpan.end) : "";
  addNamed(source, macro.name, operands, collected, 0);
}

function addNamed(
  source: AttributeSource,
  name: string,
  operands: string,
  collected: Collected,
  depth: number,
): void {
  if (cacheLineMacros.has(name)) collected.aligns.push(nameExpression("SMP_CACHE_BYTES"));
  else if (minAlignMacros.has(name)) collected.aligns.push(nameExpression("ARCH_KMALLOC_MINALIGN"));
  else if (/^(?:__)?aligned(?:__)?$/.test(name)) addAlign(operands, collected);
  else if (/^__attribute(?:__)?$/.test(name)) addText(source, operands, collected, depth);
  else {
    const body = depth < 3 ? source.macroBody(name) : undefined;
    if (body !== undefined) addText(source, body, collected, depth + 1);
    else if (/packed(?:__)?$/i.test(name)) collected.isPacked = true;
  }
}

/** Reads words and their arguments out of the text of an attribute or of a macro that stands for one. */
function addText(source: AttributeSource, text: string, collected: Collected, depth: number): void {
  const words = /[A-Za-z_]\w*/g;
  for (let match = words.exec(text); match; match = words.exec(text)) {
    const word = match[0];
    const open = /^\s*\(/.exec(text.slice(words.lastIndex));
    const isWrapper = /^__attribute(?:__)?$/.test(word);
    if (!open || isWrapper) {
      if (!isWrapper) addNamed(source, word, "", collected, depth);
      continue;
    }
    const from = words.lastIndex + open[0].length;
    const to = closingParenthesis(text, from);
    addNamed(source, word, text.slice(from, to), collected, depth);
    words.lastIndex = to;
  }
}

function closingParenthesis(text: string, from: number): number {
  let depth = 1;
  for (let i = from; i < text.length; i++) {
    const c = text.charAt(i);
    if (c === "(") depth++;
    else if (c === ")" && --depth === 0) return i;
  }
  return text.length;
}

/** `aligned` alone means the largest alignment of the machine (16 bytes on all of ours but 32-bit arm, 8). */
function addAlign(operands: string, collected: Collected): void {
  const inside = operands.trim();
  collected.aligns.push(
    inside === "" ? nameExpression("__BIGGEST_ALIGNMENT__") : parseExpressionText(inside),
  );
}

function nameExpression(name: string): Expression {
  return { kind: "name", name, span: { start: 0, end: 0 } };
}
