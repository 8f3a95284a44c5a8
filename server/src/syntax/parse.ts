// C text → our tree. Most texts are placed by our own direct parser; the rest goes to tree-sitter, which only this file
// touches: it parses, copies the tree out with one cursor pass and drops the native tree at once. Never fails: what the
// parser could not place is an ERROR node.
//
// The copy costs as much as tree-sitter's parse, because every question to the cursor is a call into native code. So in a tree
// without errors it asks for kinds only and finds positions itself: tokens follow one another with nothing but white
// space between, comments being masked. In a tree with errors it asks for everything. The parser is given a text without
// long runs of white space; one with errors is parsed as it is, because how the parser recovers depends on distances.

import Parser from "tree-sitter";
import C from "tree-sitter-c";
import type { Span } from "../base/span.js";
import { parseDirectly } from "./direct-parse.js";
import {
  atoms,
  childCounts,
  closingParenthesis,
  closings,
  comma,
  fixedFields,
  noFields,
  punctuation,
  words,
} from "./node-kinds.js";
import { type SqueezedText, squeeze } from "./squeeze.js";
import { noChildren, type OpenNode, type SyntaxNode } from "./tree.js";

/** Parses `text` as C. The text must already have gone through the pre-pass if kernel macros are to be understood. */
export function parseTree(text: string): SyntaxNode {
  return parseText(text);
}

/** Parses each of `segments`, which cover the text, by itself and puts their items under one root. */
export function parseSegments(text: string, segments: readonly Span[]): SyntaxNode {
  const children: SyntaxNode[] = [];
  let hasError = false;
  for (const { start, end } of segments) {
    const root = parseText(text.slice(start, end));
    if (root.hasError) hasError = true;
    shift(root, start);
    // A text that nothing could be made of comes back as one ERROR.
    if (root.kind === "translation_unit") for (const child of root.children) children.push(child);
    else children.push(root);
  }
  return {
    kind: "translation_unit",
    field: undefined,
    operator: undefined,
    start: 0,
    end: text.length,
    children,
    hasError,
  };
}

/** Moves a tree that was just copied, and that no one else has seen, to its place in the whole text. */
function shift(root: OpenNode, by: number): void {
  if (by === 0) return;
  const open: OpenNode[] = [root];
  for (let node = open.pop(); node; node = open.pop()) {
    node.start += by;
    node.end += by;
    for (const child of node.children) open.push(child as OpenNode);
  }
}

/** Parses and drops the tree: the yardstick that benchmarks compare with. */
export function parseOnly(text: string): void {
  parseNative(text);
}

/** The native parser, made on first use: it costs milliseconds and has no state between texts. */
let parser: Parser | undefined;

function parseNative(text: string): Parser.Tree {
  if (!parser) {
    parser = new Parser();
    // The package's types lag behind its language object.
    parser.setLanguage(C as unknown as Parser.Language);
  }
  return parser.parse(text, undefined, { bufferSize: text.length * 2 + 4096 });
}

/** What is known of a node kind, by the parser's number for it; learned as kinds are met. */
interface KindInfo {
  readonly kind: string;
  readonly isNamed: boolean;
  /** The word itself, for an anonymous token that decides its parent's meaning. */
  readonly operator: string | undefined;
  /** Length of an anonymous token; -1 where its spelling varies. */
  readonly length: number;
  readonly shape: "inner" | "word" | "atom";
  /** Roles of the named children in order, where they never vary; empty where there are none. */
  readonly fields: readonly string[] | undefined;
  /** The character that is always the last token, and begins nothing else there. */
  readonly closing: number | undefined;
  /** How many children, tokens included, where that never varies. */
  readonly nrChildren: number | undefined;
}

/** What stands for the whole text: its children have no roles. */
const rootInfo: KindInfo = {
  kind: "translation_unit",
  isNamed: true,
  operator: undefined,
  length: -1,
  shape: "inner",
  fields: noFields,
  closing: undefined,
  nrChildren: undefined,
};

// Tables of the grammar, filled as its numbers are met; the binding has no other way to ask for them.
const kinds: (KindInfo | undefined)[] = [];
const fieldNames: (string | undefined)[] = [];

function learnKind(cursor: Parser.TreeCursor, id: number): KindInfo {
  const kind = cursor.nodeType;
  const isNamed = cursor.nodeIsNamed;
  const info: KindInfo = {
    kind,
    isNamed,
    operator: isNamed || punctuation.has(kind) ? undefined : kind,
    length: kind.startsWith("#") || kind === "\n" ? -1 : kind.length,
    shape: words.has(kind) ? "word" : atoms.has(kind) ? "atom" : "inner",
    fields: fixedFields.get(kind),
    closing: closings.get(kind),
    nrChildren: childCounts.get(kind),
  };
  // The number of an ERROR does not fit a dense table.
  if (id < 4096) kinds[id] = info;
  return info;
}

function fieldOf(cursor: Parser.TreeCursor): string | undefined {
  const id = cursor.currentFieldId;
  if (!id) return undefined;
  const known = fieldNames[id];
  if (known !== undefined) return known;
  const name = cursor.currentFieldName;
  fieldNames[id] = name;
  return name;
}

/**
 * What lies deeper in a tree is one ERROR: whoever walks the tree may then call itself at each level. The deepest of
 * some thousand drivers has 68 levels; ten times as many as here would need more stack than a thread has.
 */
const maxTreeDepth = 400;

/** Makes `node` stand for all that lies in it, unread. */
function giveUpAt(node: OpenNode, open: readonly OpenNode[]): void {
  node.kind = "ERROR";
  node.hasError = true;
  for (let i = open.length - 1; i >= 0; i--) {
    const outer = open[i];
    if (!outer || outer.hasError) return;
    outer.hasError = true;
  }
}

function parseText(text: string): OpenNode {
  return parseDirectly(text, maxTreeDepth) ?? parseByGrammar(text);
}

/** The tree that tree-sitter makes of a text: what the direct parser makes of it as well, if it makes one. */
export function parseByGrammar(text: string): OpenNode {
  const squeezed = squeeze(text);
  const short = parseNative(squeezed.text);
  if (!short.rootNode.hasError) return copyClean(short, squeezed);
  return copyWithErrors(parseNative(text));
}

function openRoot({ rootNode }: Parser.Tree): OpenNode {
  return {
    kind: rootNode.type,
    field: undefined,
    operator: undefined,
    start: rootNode.startIndex,
    end: rootNode.endIndex,
    children: [],
    hasError: rootNode.hasError,
  };
}

/** A node whose children are being copied. */
interface OpenParent {
  readonly node: OpenNode;
  readonly info: KindInfo;
  /** Where its children begin in the list of nodes that have no parent yet. */
  readonly firstChild: number;
  /** How many children were met, tokens included. */
  nrSeen: number;
}

/** Copies a tree without errors, of a text that was squeezed; no stack of calls, however deep the tree. */
function copyClean(tree: Parser.Tree, { text, cuts, nrMissing }: SqueezedText): OpenNode {
  const root = openRoot(tree);
  const cursor = tree.walk();
  // How much is missing before the token at hand, and where that changes next.
  let missing = 0;
  let nrCuts = 0;
  let nextCut = cuts[0] ?? Number.POSITIVE_INFINITY;
  const passCuts = (from: number): void => {
    while (from > nextCut) {
      missing = nrMissing[nrCuts++] ?? 0;
      nextCut = cuts[nrCuts] ?? Number.POSITIVE_INFINITY;
    }
  };
  const outer: OpenParent[] = [];
  let parent: OpenParent = { node: root, info: rootInfo, firstChild: 0, nrSeen: 0 };
  // Children wait here until all are known: an array that grows by itself takes room for sixteen.
  const waiting: OpenNode[] = [];
  let nrWaiting = 0;
  let at = root.start;
  passCuts(at + 1);
  root.start += missing;
  root.end += nrMissing.at(-1) ?? 0;
  if (!cursor.gotoFirstChild()) return root;
  for (;;) {
    const start = skipSpace(text, at);
    if (start >= nextCut) passCuts(start + 1);
    const code = text.charCodeAt(start);
    parent.nrSeen++;
    // Where the text tells which token it is, the cursor need not be asked.
    if (code === parent.info.closing || code === comma || code === closingParenthesis) at = start + 1;
    else {
      const id = cursor.nodeTypeId;
      const info = kinds[id] ?? learnKind(cursor, id);
      if (info.isNamed) {
        const { fields } = parent.info;
        const node: OpenNode = {
          kind: info.kind,
          field: fields === undefined ? fieldOf(cursor) : fields[nrWaiting - parent.firstChild],
          operator: undefined,
          start: start + missing,
          end: start + missing,
          children: noChildren,
          hasError: false,
        };
        waiting[nrWaiting++] = node;
        if (info.shape === "inner" && outer.length >= maxTreeDepth) {
          const isKnown = parent.node.hasError;
          giveUpAt(node, isKnown ? [] : [...outer.map((item) => item.node), parent.node]);
        } else if (info.shape === "inner" && cursor.gotoFirstChild()) {
          outer.push(parent);
          parent = { node, info, firstChild: nrWaiting, nrSeen: 0 };
          at = start;
          continue;
        }
        at = info.shape === "word" ? wordEnd(text, start) : -1;
        if (at < 0) at = cursor.endIndex;
        if (at > nextCut) passCuts(at);
        node.end = at + missing;
      } else {
        if (parent.node.operator === undefined) parent.node.operator = info.operator;
        at = info.length < 0 ? cursor.endIndex : start + info.length;
        if (at > nextCut) passCuts(at);
      }
    }
    let isLast = code === parent.info.closing || parent.nrSeen === parent.info.nrChildren;
    while (isLast || !cursor.gotoNextSibling()) {
      const { node, firstChild } = parent;
      if (nrWaiting > firstChild) node.children = waiting.slice(firstChild, nrWaiting);
      nrWaiting = firstChild;
      const next = outer.pop();
      if (!next) return root;
      cursor.gotoParent();
      node.end = at + missing;
      parent = next;
      isLast = parent.nrSeen === parent.info.nrChildren;
    }
  }
}

/** The next offset that is no white space, as the grammar counts it. */
function skipSpace(text: string, from: number): number {
  let at = from;
  for (;;) {
    const c = text.charCodeAt(at);
    if (c === 32 || (c >= 9 && c <= 13)) at++;
    else if (c === 92 && text.charCodeAt(at + 1) === 10) at += 2;
    else if (c === 92 && text.charCodeAt(at + 1) === 13 && text.charCodeAt(at + 2) === 10) at += 3;
    else if (c > 127 && /\s/.test(text.charAt(at))) at++;
    else return at;
  }
}

/** End of the word at `start`; -1 when it holds more than ASCII, which only the parser can judge. */
function wordEnd(text: string, start: number): number {
  let at = start;
  for (;;) {
    const c = text.charCodeAt(at);
    if ((c >= 97 && c <= 122) || c === 95 || (c >= 65 && c <= 90) || (c >= 48 && c <= 57)) at++;
    else return c === 36 || c === 92 || c > 127 ? -1 : at;
  }
}

/** The same with every position and role asked from the parser. */
function copyWithErrors(tree: Parser.Tree): OpenNode {
  const root = openRoot(tree);
  const cursor = tree.walk();
  if (!cursor.gotoFirstChild()) return root;
  const open: OpenNode[] = [root];
  let parent = root;
  for (;;) {
    const id = cursor.nodeTypeId;
    const info = kinds[id] ?? learnKind(cursor, id);
    const isMissing = cursor.nodeIsMissing;
    if (info.isNamed) {
      const node: OpenNode = {
        kind: info.kind,
        field: fieldOf(cursor),
        operator: undefined,
        start: cursor.startIndex,
        end: cursor.endIndex,
        children: [],
        hasError: isMissing || info.kind === "ERROR",
      };
      parent.children.push(node);
      if (info.shape === "inner" && open.length >= maxTreeDepth) giveUpAt(node, open);
      else if (info.shape === "inner" && cursor.gotoFirstChild()) {
        open.push(node);
        parent = node;
        continue;
      }
      if (node.hasError) parent.hasError = true;
    } else {
      if (isMissing) parent.hasError = true;
      else if (parent.operator === undefined) parent.operator = info.operator;
    }
    while (!cursor.gotoNextSibling()) {
      cursor.gotoParent();
      open.pop();
      const outer = open[open.length - 1];
      if (!outer) return root;
      if (parent.hasError) outer.hasError = true;
      parent = outer;
    }
  }
}
