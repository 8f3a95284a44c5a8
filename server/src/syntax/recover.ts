// Parsing with holes: the parser's own recovery may swallow the functions after a mistake, so that a file in which a
// function is missing from the tree is parsed again piece by piece, each function by itself.

import type { Span } from "../base/span.js";
import { parseSegments, parseTree } from "./parse.js";
import type { MaskedReading } from "./prepass.js";
import type { SyntaxNode } from "./tree.js";
import type { ExpectedFunction } from "./walk-state.js";

/** The tree of a masked reading, and the text that it is the tree of. */
export interface Recovered {
  readonly text: string;
  readonly root: SyntaxNode;
}

/** Parses a reading; at most twice. */
export function parseRecovering(reading: MaskedReading): Recovered {
  const first = parseCut(reading, reading.segments);
  const { functions } = reading;
  if (!first.root.hasError || functions.length === 0 || !isAnyMissing(first.root, functions)) return first;
  const segments = aroundFunctions(functions, reading.masked.length);
  const second = parseCut(reading, segments);
  return countMissing(second.root, functions) < countMissing(first.root, functions) ? second : first;
}

function parseCut({ masked, groups }: MaskedReading, segments: readonly Span[]): Recovered {
  if (segments.length < 2) return { text: masked, root: parseTree(masked) };
  const across: Span[] = [];
  for (const group of groups.values()) {
    if (!segments.some(({ start, end }) => start <= group.start && group.end <= end))
      across.push(...group.lines);
  }
  const text = across.length === 0 ? masked : blankLines(masked, across);
  return { text, root: parseSegments(text, segments) };
}

function blankLines(text: string, lines: readonly Span[]): string {
  let at = 0;
  let out = "";
  for (const { start, end } of [...lines].sort((a, b) => a.start - b.start)) {
    out += text.slice(at, start) + text.slice(start, end).replace(/[^\r\n]/g, " ");
    at = end;
  }
  return out + text.slice(at);
}

/** Cuts before and after each function. */
function aroundFunctions(functions: readonly ExpectedFunction[], length: number): readonly Span[] {
  const segments: Span[] = [];
  let at = 0;
  for (const { start, end } of functions) {
    if (start < at) continue;
    if (start > at) segments.push({ start: at, end: start });
    segments.push({ start, end });
    at = end;
  }
  if (at < length) segments.push({ start: at, end: length });
  return segments;
}

function isAnyMissing(root: SyntaxNode, functions: readonly ExpectedFunction[]): boolean {
  return countMissing(root, functions) > 0;
}

function countMissing(root: SyntaxNode, functions: readonly ExpectedFunction[]): number {
  const bodies = new Set<number>();
  collectBodies(root.children, bodies);
  return functions.filter(({ body }) => !bodies.has(body)).length;
}

function collectBodies(nodes: readonly SyntaxNode[], bodies: Set<number>): void {
  for (const node of nodes) {
    if (node.kind === "function_definition") {
      const body = node.children.at(-1);
      if (body?.kind === "compound_statement") bodies.add(body.start);
    } else if (
      node.kind.startsWith("preproc_") ||
      node.kind === "linkage_specification" ||
      node.kind === "declaration_list"
    ) {
      collectBodies(node.children, bodies);
    }
  }
}
