// Our own view of a syntax tree: plain objects, made by our own parser or copied out of tree-sitter's. Offsets are UTF-16 code units of the original text.

import type { Span } from "../base/span.js";

/** A node of the tree. Punctuation is left out; an operator is kept as the node's `operator`. */
export interface SyntaxNode extends Span {
  /** The grammar's node type, e.g. `call_expression`; `ERROR` for text the parser could not place. */
  readonly kind: string;
  /** The role in the parent that the grammar names, e.g. `condition`, `body`, `declarator`. */
  readonly field: string | undefined;
  /** The anonymous token that decides the meaning: `+`, `&&`, `->`, `=`, `++`, `struct`, ... */
  readonly operator: string | undefined;
  /** Named children in order of the text. */
  readonly children: readonly SyntaxNode[];
  /** Whether this node or one below it is an ERROR or was made up by the parser (MISSING). */
  readonly hasError: boolean;
}

/** A node while its tree is being made. */
export interface OpenNode {
  kind: string;
  field: string | undefined;
  operator: string | undefined;
  start: number;
  end: number;
  children: SyntaxNode[];
  hasError: boolean;
}

/** What nodes without children share. */
export const noChildren: OpenNode[] = [];

/** The first child that has the role `field`. */
export function childByField(node: SyntaxNode, field: string): SyntaxNode | undefined {
  return node.children.find((child) => child.field === field);
}

/** The first child of the given kind. */
export function childOfKind(node: SyntaxNode, kind: string): SyntaxNode | undefined {
  return node.children.find((child) => child.kind === kind);
}
