// What lowering carries along: the text, where a piece of it stands, and how deep it is nested.

import type { Span } from "../base/span.js";
import type { SyntaxNode } from "../syntax/tree.js";
import type { Expression } from "./expression.js";

/** Deeper nesting than any human writes; a cap so that generated or hostile text cannot overflow the stack. */
export const maxDepth = 300;

export interface Lowering {
  readonly text: string;
  /** Added to every offset: where the parsed piece stands in the text that spans speak of. */
  readonly shift: number;
  depth: number;
}

export function spanOf(node: Span, lowering: Lowering): Span {
  const { shift } = lowering;
  return { start: node.start + shift, end: node.end + shift };
}

export function textOf(node: Span, lowering: Lowering): string {
  return lowering.text.slice(node.start, node.end);
}

export function unknownAt(node: SyntaxNode, lowering: Lowering): Expression {
  return { kind: "unknown", span: spanOf(node, lowering) };
}

export function firstMeaningful(node: SyntaxNode): SyntaxNode | undefined {
  for (const child of node.children) {
    if (child.kind !== "comment" && child.kind !== "ERROR") return child;
  }
  return undefined;
}
