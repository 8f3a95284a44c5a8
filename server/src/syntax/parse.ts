// C text → our tree. The only file that touches tree-sitter: it parses, copies the tree out with one cursor pass and
// drops the native tree at once. Never fails: what the parser could not place is an ERROR node.

import Parser from "tree-sitter";
import C from "tree-sitter-c";
import type { SyntaxNode } from "./tree.js";

/** Anonymous tokens that carry no meaning beyond the shape of their parent. */
const punctuation = new Set(["(", ")", "{", "}", "[", "]", ";", ",", ":", '"', "'", "\n"]);

interface OpenNode {
  kind: string;
  field: string | undefined;
  operator: string | undefined;
  start: number;
  end: number;
  children: SyntaxNode[];
  hasError: boolean;
}

let parser: Parser | undefined;

function cParser(): Parser {
  if (!parser) {
    parser = new Parser();
    parser.setLanguage(C as unknown as Parser.Language);
  }
  return parser;
}

/** Parses `text` as C. The text must already have gone through the pre-pass if kernel macros are to be understood. */
export function parseTree(text: string): SyntaxNode {
  const tree = cParser().parse(text, undefined, { bufferSize: text.length * 2 + 4096 });
  const cursor = tree.walk();
  return copyNode(cursor);
}

function copyNode(cursor: Parser.TreeCursor): SyntaxNode {
  const kind = cursor.nodeType;
  const node: OpenNode = {
    kind,
    field: cursor.currentFieldName ?? undefined,
    operator: undefined,
    start: cursor.startIndex,
    end: cursor.endIndex,
    children: [],
    hasError: kind === "ERROR" || cursor.nodeIsMissing,
  };
  if (cursor.gotoFirstChild()) {
    do {
      if (cursor.nodeIsNamed) {
        const child = copyNode(cursor);
        if (child.hasError) node.hasError = true;
        node.children.push(child);
      } else {
        if (cursor.nodeIsMissing) node.hasError = true;
        const token = cursor.nodeType;
        if (node.operator === undefined && !punctuation.has(token)) node.operator = token;
      }
    } while (cursor.gotoNextSibling());
    cursor.gotoParent();
  }
  return node;
}

/** Parses and copies, and says how long each took; for measurements. */
export function parseTimed(text: string): { readonly parseNs: number; readonly copyNs: number } {
  const start = performance.now();
  const tree = cParser().parse(text, undefined, { bufferSize: text.length * 2 + 4096 });
  const parsed = performance.now();
  copyNode(tree.walk());
  const copied = performance.now();
  return { parseNs: (parsed - start) * 1e6, copyNs: (copied - parsed) * 1e6 };
}
