// The annotation language of snippets: `@kmem …` in comments, and `//?`. Reads the directives out of a file's comments
// with their exact place, and says of each wrong one what is wrong. What a directive means is decided by who runs it.

import { shortened } from "../base/format.js";
import { nearestWord } from "../base/nearest-word.js";
import type { Span } from "../base/span.js";

/** Contexts that a snippet can be put into. */
export const snippetContexts = ["process", "softirq", "hardirq", "atomic"] as const;
export type SnippetContext = (typeof snippetContexts)[number];

/** What follows `run`. */
export interface RunOptions {
  readonly machine?: string;
  readonly kernel?: string;
  readonly cpus?: number;
  readonly context?: SnippetContext;
  readonly seed?: number;
  readonly state?: string;
  readonly repeat?: number;
  readonly libc?: string;
}

/** One `@kmem` directive; `span` is that of its words. */
export type Directive = { readonly span: Span } & (
  | { readonly kind: "run"; readonly options: RunOptions }
  | { readonly kind: "let"; readonly assignments: readonly Assignment[] }
  | { readonly kind: "model"; readonly name: string; readonly expression: string }
  | { readonly kind: "repeat"; readonly count: string }
  | { readonly kind: "context"; readonly context: SnippetContext }
  | { readonly kind: "end" }
  | { readonly kind: "fail"; readonly nth: number | "each" }
  | { readonly kind: "expect"; readonly expression: string }
  | { readonly kind: "snapshot"; readonly label: string }
);

export type DirectiveKind = Directive["kind"];

/** One `LVALUE = EXPR` of a `let`. */
export interface Assignment {
  readonly target: string;
  readonly value: string;
}

/** A directive that cannot be obeyed. */
export interface AnnotationProblem {
  readonly span: Span;
  readonly message: string;
}

export interface Annotations {
  /** In order of the text. */
  readonly directives: readonly Directive[];
  /** The `//?` comments. */
  readonly queries: readonly Span[];
  readonly problems: readonly AnnotationProblem[];
}

export const directiveKinds: readonly DirectiveKind[] = [
  "run",
  "let",
  "model",
  "repeat",
  "context",
  "end",
  "fail",
  "expect",
  "snapshot",
];

export const runOptionNames = [
  "machine",
  "kernel",
  "cpus",
  "context",
  "seed",
  "state",
  "repeat",
  "libc",
] as const;

/** Reads the annotations among the comments of a file; never fails. */
export function parseAnnotations(text: string, comments: readonly Span[]): Annotations {
  const directives: Directive[] = [];
  const queries: Span[] = [];
  const problems: AnnotationProblem[] = [];
  for (const comment of comments) {
    const written = text.slice(comment.start, comment.end);
    if (/^(?:\/\/\?\s*|\/\*\?\s*\*\/)$/.test(written)) {
      queries.push(comment);
      continue;
    }
    for (const span of directiveSpans(text, comment)) {
      const result = parseDirective(text, span);
      if ("message" in result) problems.push({ ...result, message: shortened(result.message) });
      else directives.push(result);
    }
  }
  problems.push(...unbalanced(directives));
  return { directives, queries, problems };
}

/** Each line of a comment that starts with `@kmem`, without the comment's own marks. */
function directiveSpans(text: string, comment: Span): Span[] {
  const written = text.slice(comment.start, comment.end);
  if (!written.includes("@kmem")) return [];
  const isBlock = written.startsWith("/*");
  const spans: Span[] = [];
  let offset = comment.start;
  for (const line of written.split("\n")) {
    const match = /^(\s*(?:\/\/+|\/\*+|\*+)?\s*)(@kmem\b.*)$/.exec(line.replace(/\r$/, ""));
    if (match) {
      const start = offset + (match[1]?.length ?? 0);
      const words = isBlock ? (match[2] ?? "").replace(/\*+\/\s*$/, "") : (match[2] ?? "");
      spans.push({ start, end: start + words.trimEnd().length });
    }
    offset += line.length + 1;
  }
  return spans;
}

function parseDirective(text: string, span: Span): Directive | AnnotationProblem {
  const words = text.slice(span.start, span.end);
  const [, verb = "", rest = ""] = /^@kmem\s*([\w-]*)\s*(.*)$/.exec(words) ?? [];
  const wrong = (message: string): AnnotationProblem => ({ span, message });
  switch (verb) {
    case "run":
      return parseRun(rest, span);
    case "let": {
      const assignments = parseAssignments(rest);
      return typeof assignments === "string" ? wrong(assignments) : { kind: "let", assignments, span };
    }
    case "model": {
      const match = /^(\w+)\s*(?:\([^)]*\))?\s*=\s*(.+)$/.exec(rest);
      if (!match) return wrong("'model' wants NAME = EXPR, as in 'model foo_ready = 1'");
      return { kind: "model", name: match[1] ?? "", expression: (match[2] ?? "").trim(), span };
    }
    case "repeat":
      return rest === "" ? wrong("'repeat' wants how many times") : { kind: "repeat", count: rest, span };
    case "context": {
      const context = contextOf(rest);
      return context ? { kind: "context", context, span } : wrong(notContext(rest));
    }
    case "end":
      return rest === "" ? { kind: "end", span } : wrong("'end' stands alone");
    case "fail":
      return parseFail(rest, span);
    case "expect":
      return rest === ""
        ? wrong("'expect' wants what to expect")
        : { kind: "expect", expression: rest, span };
    case "snapshot": {
      const label = /^"([^"]*)"$/.exec(rest)?.[1];
      return label === undefined
        ? wrong("'snapshot' wants a label in quotes")
        : { kind: "snapshot", label, span };
    }
    case "":
      return wrong(`'@kmem' wants one of ${directiveKinds.join(", ")}`);
    default:
      return wrong(`unknown directive '${verb}'${didYouMean(verb, directiveKinds)}`);
  }
}

function didYouMean(word: string, known: readonly string[]): string {
  const near = nearestWord(word, known);
  return near === undefined ? `, expected one of ${known.join(", ")}` : `, did you mean '${near}'?`;
}

function contextOf(word: string): SnippetContext | undefined {
  return snippetContexts.find((context) => context === word);
}

function notContext(word: string): string {
  return word === ""
    ? `'context' wants one of ${snippetContexts.join(", ")}`
    : `'${word}' is no context${didYouMean(word, snippetContexts)}`;
}

function parseRun(rest: string, span: Span): Directive | AnnotationProblem {
  const options: { -readonly [Name in keyof RunOptions]: RunOptions[Name] } = {};
  for (const word of rest.split(/\s+/)) {
    if (word === "") continue;
    const at = word.indexOf("=");
    const name = at < 0 ? word : word.slice(0, at);
    const value = at < 0 ? "" : word.slice(at + 1);
    const problem = setRunOption(options, name, value);
    if (problem !== undefined) return { span, message: problem };
  }
  return { kind: "run", options, span };
}

function setRunOption(
  options: { -readonly [Name in keyof RunOptions]: RunOptions[Name] },
  name: string,
  value: string,
): string | undefined {
  if (!runOptionNames.some((known) => known === name))
    return `'run' has no option '${name}'${didYouMean(name, runOptionNames)}`;
  if (value === "") return `'${name}' wants a value, as in '${name}=…'`;
  switch (name) {
    case "machine":
    case "kernel":
    case "state":
    case "libc":
      options[name] = value;
      return undefined;
    case "cpus":
    case "seed":
    case "repeat": {
      const number = Number(value);
      const least = name === "seed" ? 0 : 1;
      const most = name === "cpus" ? 8192 : 1_000_000_000;
      if (!Number.isInteger(number) || number < least || number > most)
        return `'${name}' wants a whole number from ${least}, not '${value}'`;
      options[name] = number;
      return undefined;
    }
    default: {
      const context = contextOf(value);
      if (!context) return notContext(value);
      options.context = context;
      return undefined;
    }
  }
}

function parseFail(rest: string, span: Span): Directive | AnnotationProblem {
  if (rest === "each") return { kind: "fail", nth: "each", span };
  const nth = /^nth=(\d+)$/.exec(rest)?.[1];
  if (nth === undefined || Number(nth) < 1)
    return { span, message: "'fail' wants 'nth=N' (from 1) or 'each'" };
  return { kind: "fail", nth: Number(nth), span };
}

/** Splits `a = 1, b->c = f(2, 3)` at the commas outside brackets; a text is what is wrong. */
function parseAssignments(rest: string): readonly Assignment[] | string {
  if (rest === "") return "'let' wants LVALUE = EXPR";
  const result: Assignment[] = [];
  for (const piece of splitAtCommas(rest)) {
    const match = /^((?:->|[^=!<>])+?)\s*=(?!=)\s*(.+)$/s.exec(piece.trim());
    if (!match) return `'let' wants LVALUE = EXPR, not '${piece.trim()}'`;
    result.push({ target: match[1] ?? "", value: match[2] ?? "" });
  }
  return result;
}

/** Pieces between commas that stand outside brackets and quotes. */
export function splitAtCommas(text: string): string[] {
  const pieces: string[] = [];
  let depth = 0;
  let from = 0;
  let quote = "";
  for (let i = 0; i < text.length; i++) {
    const c = text.charAt(i);
    if (quote !== "") {
      if (c === "\\") i++;
      else if (c === quote) quote = "";
    } else if (c === '"' || c === "'") quote = c;
    else if (c === "(" || c === "[" || c === "{") depth++;
    else if (c === ")" || c === "]" || c === "}") depth--;
    else if (c === "," && depth === 0) {
      pieces.push(text.slice(from, i));
      from = i + 1;
    }
  }
  pieces.push(text.slice(from));
  return pieces;
}

/** `repeat` and `context` want an `end`, and an `end` something to close. */
function unbalanced(directives: readonly Directive[]): AnnotationProblem[] {
  const problems: AnnotationProblem[] = [];
  const open: Directive[] = [];
  for (const directive of directives) {
    if (directive.kind === "repeat" || directive.kind === "context") open.push(directive);
    else if (directive.kind === "end" && !open.pop())
      problems.push({ span: directive.span, message: "'end' closes nothing here" });
  }
  for (const { span, kind } of open) problems.push({ span, message: `'${kind}' has no 'end'` });
  return problems;
}
