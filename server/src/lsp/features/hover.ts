// The card under the pointer: finds what stands there and asks the file that knows how to speak of it.

import type { Hover, HoverParams } from "vscode-languageserver/node";
import type { Span } from "../../base/span.js";
import { findRule } from "../../rules/catalogue.js";
import { explainName, renderExplanation } from "../../rules/explain.js";
import type { AnalyzedDocument } from "../analyses.js";
import type { Inspection } from "../analysis-host.js";
import { guarded } from "../guard.js";
import type { Session } from "../session.js";
import { renderAllocation } from "./hover-allocation.js";
import { renderFunction, renderPlace } from "./hover-function.js";
import { isGfpName, renderGfp, renderMask } from "./hover-gfp.js";
import { renderLock } from "./hover-lock.js";
import { tablesAsLines } from "./hover-table.js";
import { annotationHelp, lineStory } from "./snippet-hover.js";

/** A word of the text. */
export interface Word {
  readonly text: string;
  readonly span: Span;
}

/** Serves hovers. */
export function registerHover(session: Session): void {
  const { connection, abilities, analyses, log } = session;
  connection.onHover((params, token) =>
    guarded<Hover | null>("hover", log, null, async () => {
      const snippet = hoverOfSnippet(session, params);
      if (snippet?.isAll) return snippet.hover;
      const analyzed = await analyses.current(params.textDocument.uri, token);
      if (analyzed?.state !== "checked") return snippet?.hover ?? null;
      const { content } = analyzed.document;
      const word = findWord(content.text, content.offsetAt(params.position));
      if (!word) return snippet?.hover ?? null;
      const inspection = await analyses.inspect(analyzed, word.span.start, word.text);
      const markdown = renderHover(word, inspection, analyzed);
      if (markdown === undefined) return snippet?.hover ?? null;
      const all = joined([snippet?.story, markdown]) ?? markdown;
      const value = abilities.showsMarkdownHover ? all : plainOf(all);
      const kind = abilities.showsMarkdownHover ? "markdown" : "plaintext";
      return { contents: { kind, value }, range: content.rangeOf(word.span) };
    }),
  );
}

/** What the snippets say of a place; `isAll` where nothing else has anything to say of it. */
function hoverOfSnippet(
  { documents, snippets, abilities }: Session,
  { textDocument, position }: HoverParams,
): { readonly hover: Hover; readonly story: string; readonly isAll: boolean } | undefined {
  const document = documents.get(textDocument.uri);
  if (!document?.content.text.includes("@kmem")) return undefined;
  const help = annotationHelp(document.content.text, document.content.offsetAt(position));
  const story = help ?? lineStory(snippets.finished(document), position.line);
  if (story === undefined) return undefined;
  const value = abilities.showsMarkdownHover ? story : plainOf(story);
  const kind = abilities.showsMarkdownHover ? "markdown" : "plaintext";
  return { hover: { contents: { kind, value } }, story, isAll: help !== undefined };
}

/** The card for a word, or undefined when there is nothing to say of it. The file's own definition comes first. */
export function renderHover(
  word: Word,
  inspection: Inspection,
  analyzed: AnalyzedDocument,
): string | undefined {
  const { profile } = analyzed.settings.check;
  const { namedFunction, functionView } = inspection;
  const { text } = analyzed.document.content;
  if (isSuppressedRule(text, word)) return renderKnown(word.text, analyzed);
  if (isInCommentOrString(text, word.span.start)) return undefined;
  if (namedFunction) return renderFunction(namedFunction, analyzed);
  if (isGfpName(profile, word.text))
    return joined([renderGfp(profile, word.text), maskAround(word, inspection, analyzed)]);
  const call = callOf(word, inspection);
  const place = renderPlace(call, functionView, analyzed);
  const lock = renderLock(profile, word.text);
  if (lock !== undefined) return lock;
  const allocation = renderAllocation(profile, word.text, call);
  if (allocation !== undefined)
    return joined([callText(call, word, text), allocation, place, profileLine(analyzed)]);
  const known = renderKnown(word.text, analyzed);
  return known && joined([known, call ? place : undefined]);
}

/** What is known of the name wherever it stands: frees, guards, predicates, functions that sleep, rules. */
function renderKnown(name: string, { settings }: AnalyzedDocument): string | undefined {
  const explanations = explainName(name, settings.check.profile);
  if (explanations.length === 0) return undefined;
  return explanations.map((explanation) => renderExplanation(explanation, "markdown")).join("\n\n---\n\n");
}

/** The call whose callee the word is; a word inside the arguments is not the call. */
function callOf(word: Word, { callView }: Inspection): Inspection["callView"] {
  return callView?.callee === word.text && callView.span.start === word.span.start ? callView : undefined;
}

/** The whole mask that the flag is part of, where a call is given several. */
function maskAround(word: Word, { callView }: Inspection, analyzed: AnalyzedDocument): string | undefined {
  const span = callView?.allocation?.gfpSpan;
  if (!span || word.span.start < span.start || word.span.end > span.end) return undefined;
  const names = analyzed.document.content.text
    .slice(span.start, span.end)
    .split("|")
    .map((part) => part.trim());
  return renderMask(analyzed.settings.check.profile, names);
}

/** The call as it is written, on one line; the bare name where the call was not understood. */
function callText(call: Inspection["callView"], word: Word, text: string): string {
  if (!call) return `**${word.text}**()`;
  const written = text.slice(call.span.start, call.span.end).replace(/\s+/g, " ");
  const short = written.length > 160 ? `${written.slice(0, 157)}…` : written;
  return `\`\`\`c\n${short}\n\`\`\``;
}

function profileLine({ settings: { check, origins } }: AnalyzedDocument): string {
  const { release, arch, config } = check.profile;
  const isOfTree = [origins.release, origins.arch, ...Object.values(origins.options)].includes("kernel tree");
  const words = [`Linux ${release.version}`, arch.id, `${config.nrCpus} CPUs`];
  if (config.preemptRt) words.push("PREEMPT_RT");
  return `${words.join(", ")}${isOfTree ? " (by the kernel tree)" : ""}`;
}

/** Whether the word is a rule's id inside a `kmem-lens:` comment. */
function isSuppressedRule(text: string, word: Word): boolean {
  if (!findRule(word.text)) return false;
  const lineStart = text.lastIndexOf("\n", word.span.start) + 1;
  return text.slice(lineStart, word.span.start).includes("kmem-lens:");
}

/** The C identifier, or the dashed rule id, at the offset. */
export function findWord(text: string, offset: number): Word | undefined {
  const lineStart = text.lastIndexOf("\n", offset - 1) + 1;
  const lineEnd = text.indexOf("\n", offset);
  const line = text.slice(lineStart, lineEnd === -1 ? text.length : lineEnd);
  const column = offset - lineStart;
  const pattern = line.includes("kmem-lens:") ? /[A-Za-z_][\w-]*/g : /[A-Za-z_]\w*/g;
  for (const match of line.matchAll(pattern)) {
    const start = match.index;
    const end = start + match[0].length;
    if (start <= column && column <= end) {
      return { text: match[0], span: { start: lineStart + start, end: lineStart + end } };
    }
  }
  return undefined;
}

/** Whether the offset lies in a comment, a literal or the name of a header; one pass from the start of the file. */
function isInCommentOrString(text: string, offset: number): boolean {
  const lineStart = text.lastIndexOf("\n", offset) + 1;
  if (/^[ \t]*#[ \t]*include\b/.test(text.slice(lineStart, offset))) return true;
  const pattern = /\/\*[\s\S]*?(?:\*\/|$)|\/\/[^\n]*|"(?:[^"\\\n]|\\[\s\S])*"|'(?:[^'\\\n]|\\[\s\S])+'/g;
  for (const match of text.matchAll(pattern)) {
    if (match.index > offset) return false;
    if (offset < match.index + match[0].length) return true;
  }
  return false;
}

function joined(parts: readonly (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined && part !== "").join("\n\n");
}

/** Markdown as a terminal would show it: marks away, a table's heads beside its cells. */
export function plainOf(markdown: string): string {
  return tablesAsLines(markdown)
    .replace(/```c?\n|\n```/g, "")
    .replace(/\[([^\]]*)\]\([^)]*\)/g, "$1")
    .replaceAll("**", "")
    .replaceAll("`", "")
    .replaceAll("\\|", "|");
}
