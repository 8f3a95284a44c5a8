// One batch of the parse measurement, in a thread of its own.

import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { relative } from "node:path";
import { parentPort, workerData } from "node:worker_threads";
import { createLineIndex, type LineIndex } from "../../base/span.js";
import { parseOnly, parseTree } from "../../syntax/parse.js";
import type { HiddenMacro, ParsedFile } from "../../syntax/parsed-file.js";
import { parseFile } from "../../syntax/parsed-file.js";
import { maskFile } from "../../syntax/prepass.js";
import type { SyntaxNode } from "../../syntax/tree.js";
import { childByField } from "../../syntax/tree.js";
import { emptyReport, type ParseReport, type ParseRequest } from "./parse-report.js";
import { callLikeNames } from "./plain-lexer.js";

interface TaggedFunction {
  readonly name: string;
  /** Lines from 1, as ctags counts. */
  readonly line: number;
  readonly endLine: number;
}

// The dispatcher starts this file with exactly this value.
const request = workerData as ParseRequest;
parentPort?.postMessage(measure(request));

function measure({ tree, paths }: ParseRequest): ParseReport {
  const report = emptyReport();
  const tags = readTags(paths);
  for (const path of paths) measureFile(report, path, relative(tree, path), tags.get(path) ?? []);
  return report;
}

function readTags(paths: readonly string[]): Map<string, TaggedFunction[]> {
  const { stdout } = spawnSync(
    "ctags",
    ["--fields=+ne", "--c-kinds=f", "--languages=C", "-f", "-", "-L", "-"],
    {
      input: paths.join("\n"),
      encoding: "latin1",
      maxBuffer: 2 ** 30,
    },
  );
  const tags = new Map<string, TaggedFunction[]>();
  for (const row of stdout.split("\n")) {
    const [name = "", path = ""] = row.split("\t");
    const line = /\tline:(\d+)/.exec(row)?.[1];
    const end = /\tend:(\d+)/.exec(row)?.[1];
    if (line === undefined || end === undefined) continue;
    const list = tags.get(path) ?? [];
    list.push({ name, line: Number(line), endLine: Number(end) });
    tags.set(path, list);
  }
  return tags;
}

function measureFile(
  report: ParseReport,
  path: string,
  shownPath: string,
  tags: readonly TaggedFunction[],
): void {
  const text = readFileSync(path, "utf8");
  report.bytes += text.length;
  const maskStart = process.hrtime.bigint();
  const { readings } = maskFile(text, new Map());
  const parseStart = process.hrtime.bigint();
  for (const { masked } of readings) parseOnly(masked);
  const copyStart = process.hrtime.bigint();
  for (const { masked } of readings) parseTree(masked);
  const end = process.hrtime.bigint();
  report.maskNs += Number(parseStart - maskStart);
  report.parseNs += Number(copyStart - parseStart);
  report.copyNs += Number(end - copyStart) - Number(copyStart - parseStart);
  const file = parseFile(text);
  const lines = createLineIndex(text);
  const place = (offset: number, what: string): void => {
    report.places.push(`${what}\t${shownPath}:${lines.positionAt(offset).line + 1}`);
  };
  report.files++;
  report.droppedArms += file.droppedArms;
  if (file.readings.length > 1) report.secondReadings++;
  const error = file.readings.map(({ root }) => firstError(root)).find((node) => node !== undefined);
  if (error) {
    report.errorFiles++;
    place(error.start, "error");
  }
  measureFunctions(report, { file, lines, tags, place });
}

function firstError(node: SyntaxNode): SyntaxNode | undefined {
  if (!node.hasError) return undefined;
  return node.children.map(firstError).find((found) => found !== undefined) ?? node;
}

interface Measured {
  readonly file: ParsedFile;
  readonly lines: LineIndex;
  readonly tags: readonly TaggedFunction[];
  place(offset: number, what: string): void;
}

function measureFunctions(report: ParseReport, { file, lines, tags, place }: Measured): void {
  const seen = new Set<string>();
  const calls = new Set<number>();
  for (const { root } of file.readings) collect(root, file, { lines, seen, calls });
  const cover = hiddenCover(file.hidden);
  const names = callLikeNames(file.text);
  for (const tag of tags) {
    report.functions++;
    const at = lines.offsetAt({ line: tag.line - 1, column: 0 });
    if (seen.has(`${tag.name}:${tag.line}:${tag.endLine}`)) report.cleanFunctions++;
    else place(at, `function ${tag.name}`);
    const end = lines.offsetAt({ line: tag.endLine, column: 0 });
    const open = bodyStart(file.text, at, end);
    for (const { start, name } of within(names, open, end)) {
      report.calls++;
      if (calls.has(start) || cover(start)) report.seenCalls++;
      else place(start, `call ${name}`);
    }
  }
}

/** The first brace that begins a body: at the start of a line or after the parameters. */
function bodyStart(text: string, at: number, end: number): number {
  const open = text.indexOf("{", at);
  return open < 0 || open > end ? end : open;
}

function within<T extends { readonly start: number }>(
  names: readonly T[],
  start: number,
  end: number,
): readonly T[] {
  let low = 0;
  let high = names.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((names[middle]?.start ?? 0) < start) low = middle + 1;
    else high = middle;
  }
  let past = low;
  while (past < names.length && (names[past]?.start ?? 0) < end) past++;
  return names.slice(low, past);
}

interface Found {
  readonly lines: LineIndex;
  readonly seen: Set<string>;
  readonly calls: Set<number>;
}

function collect(root: SyntaxNode, file: ParsedFile, { lines, seen, calls }: Found): void {
  const open: SyntaxNode[] = [root];
  for (let node = open.pop(); node; node = open.pop()) {
    if (node.kind === "function_definition" && !node.hasError) {
      const name = declaredName(node);
      const lastLine = lines.positionAt(node.end - 1).line + 1;
      if (name) {
        const text = file.text.slice(name.start, name.end);
        seen.add(`${text}:${lines.positionAt(name.start).line + 1}:${lastLine}`);
      }
    } else if (node.kind === "call_expression") {
      const callee = childByField(node, "function");
      const name = callee?.kind === "field_expression" ? childByField(callee, "field") : callee;
      if (name) calls.add(name.start);
    }
    open.push(...node.children);
  }
}

function declaredName(node: SyntaxNode): SyntaxNode | undefined {
  let inner: SyntaxNode | undefined = childByField(node, "declarator");
  while (inner && inner.kind !== "identifier") {
    const next: SyntaxNode | undefined = childByField(inner, "declarator");
    if (!next && inner.kind === "parenthesized_declarator") inner = inner.children[0];
    else inner = next;
  }
  return inner;
}

/** Whether an offset stands in the record: the macro's own name, or anywhere in what was made one word or blanked. */
function hiddenCover(hidden: readonly HiddenMacro[]): (offset: number) => boolean {
  const starts = new Set(hidden.map((macro) => macro.start));
  const whole = new Set(["attribute", "type-argument", "string", "initializer"]);
  const spans = hidden.filter((macro) => whole.has(macro.kind));
  return (offset) => starts.has(offset) || spans.some((macro) => macro.start <= offset && offset < macro.end);
}
