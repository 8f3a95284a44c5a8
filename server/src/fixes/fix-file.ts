// The file that a fix edits, as the fixes see it: its text, its tree, and questions about statements and functions
// that several repairs ask.

import type { Span } from "../base/span.js";
import type { FileView } from "../project/file-view.js";
import type { CheckSettings, SourceFile } from "../rules/engine.js";
import { type ParsedFile, parseFile } from "../syntax/parsed-file.js";
import { childByField, type SyntaxNode } from "../syntax/tree.js";

export interface FixFile {
  readonly path: string;
  readonly text: string;
  readonly settings: CheckSettings;
  readonly view: FileView | undefined;
  /** Parsed when first asked for. */
  readonly parsed: () => ParsedFile;
}

/** A file for fixes; `view` is what the check of the same text said. */
export function createFixFile(
  source: SourceFile,
  view: FileView | undefined,
  settings: CheckSettings,
): FixFile {
  let parsed: ParsedFile | undefined;
  return {
    path: source.path,
    text: source.text,
    settings,
    view,
    parsed: () => {
      parsed ??= parseFile(source.text);
      return parsed;
    },
  };
}

/** The text of a node or span. */
export function textOf(file: FixFile, span: Span): string {
  return file.text.slice(span.start, span.end);
}

/** The text without white space and comments: equal for expressions that are written alike. */
export function bareText(file: FixFile, span: Span): string {
  return textOf(file, span)
    .replace(/\/\*.*?\*\/|\/\/[^\n]*/gs, "")
    .replace(/\s+/g, "");
}

/** The nodes from the root down to the smallest one that covers `span`; never empty. */
export function nodesAt(file: FixFile, span: Span): SyntaxNode[] {
  const path = [file.parsed().readings[0].root];
  for (;;) {
    const last = path[path.length - 1];
    const next = last?.children.find((child) => child.start <= span.start && span.end <= child.end);
    if (!next) return path;
    path.push(next);
  }
}

/** The call expression whose text is exactly `span`, with the nodes above it; undefined where there is none. */
export function callAt(
  file: FixFile,
  span: Span,
): { call: SyntaxNode; above: readonly SyntaxNode[] } | undefined {
  const path = nodesAt(file, span);
  const index = path.findLastIndex((node) => node.kind === "call_expression");
  const call = path[index];
  if (!call || call.hasError || call.start !== span.start) return undefined;
  return { call, above: path.slice(0, index) };
}

/** The innermost call whose arguments cover `span`, with the index of the argument. */
export function argumentAt(
  file: FixFile,
  span: Span,
): { call: SyntaxNode; argument: SyntaxNode; index: number; above: readonly SyntaxNode[] } | undefined {
  const path = nodesAt(file, span);
  for (let i = path.length - 1; i > 0; i--) {
    const list = path[i];
    const call = path[i - 1];
    if (list?.kind !== "argument_list" || call?.kind !== "call_expression") continue;
    const args = argumentsOf(call);
    const index = args.findIndex((arg) => arg.start <= span.start && span.end <= arg.end);
    const argument = args[index];
    return argument && !call.hasError ? { call, argument, index, above: path.slice(0, i - 1) } : undefined;
  }
  return undefined;
}

/** The arguments of a call, comments left out. */
export function argumentsOf(call: SyntaxNode): SyntaxNode[] {
  return (childByField(call, "arguments")?.children ?? []).filter((child) => child.kind !== "comment");
}

/** The name of the function that is called; undefined for calls through pointers. */
export function calleeOf(file: FixFile, call: SyntaxNode): string | undefined {
  const callee = childByField(call, "function");
  return callee?.kind === "identifier" ? textOf(file, callee) : undefined;
}

/** Every node below (and with) `node`, in order of the text. */
export function* descendants(node: SyntaxNode): Generator<SyntaxNode> {
  yield node;
  for (const child of node.children) yield* descendants(child);
}

/** Inner expression of parentheses, `likely()`, `unlikely()` and `!!`. */
export function withoutWrapping(file: FixFile, node: SyntaxNode): SyntaxNode {
  if (node.kind === "parenthesized_expression") {
    const inner = node.children.find((child) => child.kind !== "comment");
    return inner ? withoutWrapping(file, inner) : node;
  }
  const callee = node.kind === "call_expression" ? calleeOf(file, node) : undefined;
  if (callee === "likely" || callee === "unlikely") {
    const inner = argumentsOf(node)[0];
    return inner ? withoutWrapping(file, inner) : node;
  }
  return node;
}

/** The function definition around the nodes. */
export function functionOf(above: readonly SyntaxNode[]): SyntaxNode | undefined {
  return above.findLast((node) => node.kind === "function_definition");
}

/** The name that a function definition or parameter declares; undefined where there is none. */
export function declaredName(file: FixFile, node: SyntaxNode): string | undefined {
  let declarator = childByField(node, "declarator");
  while (declarator && declarator.kind !== "identifier") {
    declarator =
      childByField(declarator, "declarator") ??
      declarator.children.find((child) => child.kind === "identifier");
  }
  return declarator && textOf(file, declarator);
}

/** The start of the line that `offset` stands on. */
export function lineStart(file: FixFile, offset: number): number {
  let at = offset;
  while (at > 0 && file.text[at - 1] !== "\n" && file.text[at - 1] !== "\r") at--;
  return at;
}

/** Just past the line break of the line that `offset` stands on. */
export function nextLineStart(file: FixFile, offset: number): number {
  let at = offset;
  while (at < file.text.length && file.text[at] !== "\n" && file.text[at] !== "\r") at++;
  if (file.text[at] === "\r" && file.text[at + 1] === "\n") return at + 2;
  return Math.min(at + 1, file.text.length);
}

/** The blanks and tabs before `offset` on its line; undefined where something else stands there. */
export function indentationOf(file: FixFile, offset: number): string | undefined {
  const before = file.text.slice(lineStart(file, offset), offset);
  return /^[ \t]*$/.test(before) ? before : undefined;
}

/** The line break that the file uses. */
export function lineBreakOf(file: FixFile): string {
  return /\r\n/.test(file.text) ? "\r\n" : "\n";
}

/** Line number of an offset, from 1. */
export function lineNumber(file: FixFile, offset: number): number {
  let line = 1;
  for (let at = file.text.indexOf("\n"); at !== -1 && at < offset; at = file.text.indexOf("\n", at + 1))
    line++;
  return line;
}

/** Whether the span stands in a preprocessor directive, or its line goes on from one by a backslash. */
export function isInDirective(file: FixFile, span: Span): boolean {
  const start = lineStart(file, span.start);
  if (/^[ \t]*#/.test(file.text.slice(start, span.start + 1))) return true;
  return /\\\r?\n$/.test(file.text.slice(Math.max(0, start - 3), start));
}
