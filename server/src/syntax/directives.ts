// The checker's own comments: `kmem-lens: ignore RULE[, RULE] -- reason` beside a statement, and `ignore-file` in the
// first comment of a file. What is meant for us but badly written is kept and says why; other comments are no directives.

import type { Span } from "../base/span.js";

/** One suppression comment; the span is the comment's. */
export interface Directive {
  readonly kind: "ignore" | "ignore-file";
  /** Rule ids as written; empty when none is named. */
  readonly rules: readonly string[];
  /** The words after `--`; empty when there are none. */
  readonly reason: string;
  readonly span: Span;
  /** Why the directive cannot be obeyed; absent when it can. */
  readonly malformed?: string;
}

/** Reads the directives among `comments`, which are in order of the text. */
export function parseDirectives(text: string, comments: readonly Span[]): readonly Directive[] {
  const directives: Directive[] = [];
  for (const [index, span] of comments.entries()) {
    const directive = parseDirective(text, span, index === 0);
    if (directive) directives.push(directive);
  }
  return directives;
}

/** Longer comments are prose; a directive is one line. */
const longestDirective = 2000;

function parseDirective(text: string, span: Span, isFirst: boolean): Directive | undefined {
  if (span.end - span.start > longestDirective) return undefined;
  const content = commentText(text.slice(span.start, span.end));
  const command = /(?:^|[\s*])kmem-lens:[ \t]*([\w-]*)(.*)/.exec(content);
  if (!command) return undefined;
  const [, word = "", rest = ""] = command;
  const isAtStart = /^[\s*]*kmem-lens:/.test(content);
  // The file's first comment is often a licence header, so there the directive may stand on a line of its own.
  if (!isAtStart && !(isFirst && word === "ignore-file")) return undefined;
  const kind = word === "ignore-file" ? "ignore-file" : "ignore";
  const dashes = /(?:^|\s)--(?:\s|$)/.exec(rest);
  const reason = dashes ? rest.slice(dashes.index + dashes[0].length).trim() : "";
  const listed = (dashes ? rest.slice(0, dashes.index) : rest).trim();
  const rules = listed === "" ? [] : listed.split(/[\s,]+/).filter((rule) => rule !== "");
  const malformed = complaint({ word, listed, rules, reason, isFirst });
  return { kind, rules, reason, span, ...(malformed === undefined ? {} : { malformed }) };
}

function commentText(comment: string): string {
  const isLine = comment.startsWith("//");
  const inner = isLine ? comment.slice(2) : comment.slice(2, comment.endsWith("*/") ? -2 : undefined);
  return inner.replace(/\r/g, "");
}

interface Parts {
  readonly word: string;
  readonly listed: string;
  readonly rules: readonly string[];
  readonly reason: string;
  readonly isFirst: boolean;
}

function complaint({ word, listed, rules, reason, isFirst }: Parts): string | undefined {
  if (word !== "ignore" && word !== "ignore-file")
    return `unknown directive '${word}', expected 'ignore' or 'ignore-file'`;
  if (word === "ignore-file" && !isFirst) return "'ignore-file' must stand in the first comment of the file";
  if (rules.length === 0) return "no rule named";
  const odd = rules.find((rule) => !/^[a-z][a-z0-9-]*$/.test(rule));
  if (odd !== undefined) return `'${odd}' is no rule id`;
  if (/,\s*(,|$)/.test(listed)) return "a rule is missing after the comma";
  if (reason === "") return "no reason given, expected '-- reason'";
  return undefined;
}
