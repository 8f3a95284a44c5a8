// The facts of a file that is being typed in, from one version of its text to the next: a function whose text is what
// it was keeps its facts, the very same object, so that what was worked out of them can be kept too. What comes out is
// what build-facts.ts makes of the text afresh, but for its offsets, which are those of a layout.

import type { Span } from "../base/span.js";
import { hasDeclarationsForFile, isReadAlone } from "../syntax/hollow.js";
import { firstHiddenFrom, type HiddenMacro, parseMasked } from "../syntax/parsed-file.js";
import { type MaskedFile, maskFile } from "../syntax/prepass.js";
import type { ExpectedFunction } from "../syntax/walk-state.js";
import { factsOf } from "./build-facts.js";
import type { FileFacts, FunctionFacts } from "./facts.js";
import { type Layout, layOut, moveSpans, type Piece, toLayout } from "./layout.js";

/** A function of the text, or what stands between two. */
interface Part extends Span {
  readonly function: ExpectedFunction | undefined;
}

/** One version of a file. */
export interface FileVersion {
  readonly text: string;
  readonly facts: FileFacts;
  /** The same object as long as nothing outside the bodies of functions has changed. */
  readonly frame: object;
  readonly masked: string;
  readonly hidden: readonly HiddenMacro[];
  readonly parts: readonly Part[];
  readonly pieces: readonly Piece[];
}

/** How many parts at the start and at the end two versions have in common. */
interface Common {
  readonly nrFirst: number;
  readonly nrLast: number;
}

/** The version that follows `before`, or a first one. Total, like build-facts.ts. */
export function nextVersion(path: string, text: string, before: FileVersion | undefined): FileVersion {
  const mask = maskFile(text, new Map());
  const [{ masked, hidden, functions }] = mask.readings;
  const parts = partsOf(functions, text.length);
  const now = { text, masked, hidden, parts };
  const common = before ? commonParts(before, now) : { nrFirst: 0, nrLast: 0 };
  const kept = before && keepPieces(before, parts, common);
  const pieces = kept ?? freshPieces(parts);
  const layout: Layout = { pieces };
  const known =
    before && kept ? knownFunctions(before, now, mask, common) : new Map<ExpectedFunction, FunctionFacts>();
  const facts = factsWith(path, text, mask, known);
  const old = new Set(known.values());
  const moved = inLayout(facts, layout, old);
  const frame = before && kept && hasSameFrame(before, now, common) ? before.frame : {};
  return { ...now, facts: moved, pieces, frame };
}

function factsWith(
  path: string,
  text: string,
  mask: MaskedFile,
  functions: ReadonlyMap<ExpectedFunction, FunctionFacts>,
): FileFacts {
  const known = new Map([...functions].map(([{ body, start, end }, facts]) => [body, { start, end, facts }]));
  const bodies = [...functions.keys()].filter(({ body, end }) => end > body + 2);
  const facts = factsOf(path, parseMasked(text, mask, { bodies }), known);
  // Where the parser sees a function otherwise than the walk before it, what it makes of an empty body is nothing.
  const placed = new Set(facts.functions);
  const isPlaced = [...functions.values()].every((item) => placed.has(item));
  return isPlaced ? facts : factsOf(path, parseMasked(text, mask), known);
}

function partsOf(functions: readonly ExpectedFunction[], length: number): readonly Part[] {
  const parts: Part[] = [];
  let at = 0;
  for (const item of functions) {
    if (item.start < at || item.end > length) continue;
    if (item.start > at) parts.push({ start: at, end: item.start, function: undefined });
    parts.push({ start: item.start, end: item.end, function: item });
    at = item.end;
  }
  if (at < length) parts.push({ start: at, end: length, function: undefined });
  return parts;
}

type Texts = Pick<FileVersion, "text" | "masked" | "parts">;

function commonParts(before: Texts, now: Texts): Common {
  const most = Math.min(before.parts.length, now.parts.length);
  let nrFirst = 0;
  while (nrFirst < most && isSamePart(before, before.parts[nrFirst], now, now.parts[nrFirst])) nrFirst++;
  let nrLast = 0;
  while (
    nrLast < most - nrFirst &&
    isSamePart(before, before.parts.at(-1 - nrLast), now, now.parts.at(-1 - nrLast))
  )
    nrLast++;
  return { nrFirst, nrLast };
}

function isSamePart(before: Texts, a: Part | undefined, now: Texts, b: Part | undefined): boolean {
  if (!a || !b || a.end - a.start !== b.end - b.start || !a.function !== !b.function) return false;
  if (a.function && b.function && a.function.body - a.start !== b.function.body - b.start) return false;
  return (
    before.text.slice(a.start, a.end) === now.text.slice(b.start, b.end) &&
    before.masked.slice(a.start, a.end) === now.masked.slice(b.start, b.end)
  );
}

/** Pieces where the common parts have kept their place; undefined where there is no room for what has changed. */
function keepPieces(
  before: FileVersion,
  parts: readonly Part[],
  { nrFirst, nrLast }: Common,
): readonly Piece[] | undefined {
  const nrOld = before.pieces.length - nrLast;
  const last = before.pieces[nrFirst - 1];
  const start = last ? last.start + last.length + 1 : 0;
  const end = before.pieces[nrOld]?.start ?? Number.MAX_SAFE_INTEGER;
  const changed = parts.slice(nrFirst, parts.length - nrLast);
  const lengths = changed.map((part) => part.end - part.start);
  // One part that grows in its own place stays where it was: another edit of it then needs no new layout either.
  const own = nrOld - nrFirst === changed.length ? before.pieces[nrFirst]?.start : undefined;
  const from = changed.length === 1 ? (own ?? start) : start;
  const middle = layOut(lengths, changed[0]?.start ?? 0, { start: from, room: end - from });
  if (changed.length > 0 && !middle) return undefined;
  const moved = (piece: Piece, part: Part | undefined): Piece => ({ ...piece, textStart: part?.start ?? 0 });
  return [
    ...before.pieces.slice(0, nrFirst),
    ...(middle ?? []),
    ...before.pieces.slice(nrOld).map((piece, i) => moved(piece, parts[parts.length - nrLast + i])),
  ];
}

function freshPieces(parts: readonly Part[]): readonly Piece[] {
  return (
    layOut(
      parts.map(({ start, end }) => end - start),
      0,
    ) ?? []
  );
}

/** The functions of this version whose facts are those of the version before. */
function knownFunctions(
  before: FileVersion,
  now: Omit<Texts, "facts"> & { readonly hidden: readonly HiddenMacro[] },
  mask: MaskedFile,
  { nrFirst, nrLast }: Common,
): ReadonlyMap<ExpectedFunction, FunctionFacts> {
  const known = new Map<ExpectedFunction, FunctionFacts>();
  const oldByStart = new Map<number, FunctionFacts | undefined>();
  // Two facts from one place are two readings of it.
  for (const item of before.facts.functions)
    oldByStart.set(item.span.start, oldByStart.has(item.span.start) ? undefined : item);
  const [reading] = mask.readings;
  const from = now.parts.length - nrLast;
  for (const [i, part] of now.parts.entries()) {
    if (!part.function || (i >= nrFirst && i < from)) continue;
    const oldIndex = i < nrFirst ? i : i - now.parts.length + before.parts.length;
    const old = before.parts[oldIndex];
    const piece = before.pieces[oldIndex];
    const facts = piece && oldByStart.get(piece.start);
    if (!old || !piece || !facts?.isClean || facts.span.end !== piece.start + piece.length) continue;
    if (facts.kind !== "function") continue;
    if (isReadAlone(part.function, reading) && isSameHidden(before.hidden, old, now.hidden, part))
      known.set(part.function, facts);
  }
  return known;
}

function isSameHidden(
  before: readonly HiddenMacro[],
  old: Span,
  now: readonly HiddenMacro[],
  part: Span,
): boolean {
  const inside = (hidden: readonly HiddenMacro[], { start, end }: Span): string =>
    hidden
      .slice(firstHiddenFrom(hidden, start), firstHiddenFrom(hidden, end))
      .map((item) => {
        const args = item.argumentsSpan;
        const place = args ? `${args.start - start} ${args.end - start}` : "";
        return `${item.kind} ${item.name} ${item.start - start} ${item.end - start} ${place}`;
      })
      .join("\n");
  return inside(before, old) === inside(now, part);
}

/** The facts with the layout's offsets; those in `old` have them already. */
function inLayout(facts: FileFacts, layout: Layout, old: ReadonlySet<FunctionFacts>): FileFacts {
  const moved = (span: Span): Span => toLayout(layout, span);
  return {
    ...facts,
    functions: facts.functions.map((item) => (old.has(item) ? item : moveSpans(item, moved))),
    opsEntries: moveSpans(facts.opsEntries, moved),
    fileLevelCalls: moveSpans(facts.fileLevelCalls, moved),
    layout,
  };
}

/** Whether only bodies have changed, and none that declares something for the file. */
function hasSameFrame(before: Texts, now: Texts, { nrFirst, nrLast }: Common): boolean {
  if (before.parts.length !== now.parts.length) return false;
  for (let i = nrFirst; i < now.parts.length - nrLast; i++) {
    const [a, b] = [before.parts[i], now.parts[i]];
    if (!a?.function || !b?.function) return false;
    if (before.text.slice(a.start, a.function.body) !== now.text.slice(b.start, b.function.body))
      return false;
    if (before.masked.slice(a.start, a.function.body) !== now.masked.slice(b.start, b.function.body))
      return false;
    const hasOwn = (texts: Texts, of: ExpectedFunction): boolean =>
      hasDeclarationsForFile(texts.masked, of) || /^[ \t]*#/m.test(texts.text.slice(of.body, of.end));
    if (hasOwn(before, a.function) || hasOwn(now, b.function)) return false;
  }
  return true;
}
