// The findings of a document as its linking with other files leaves them: what those bring, what those refute. While a
// newer text is not linked yet, what was learned of the older one is carried over, as far as the edit left it alone.

import type { Span } from "../base/span.js";
import type { Finding, PathStep } from "../rules/finding.js";

/** A finding and where its fixes are asked for: by its place in what the file itself, or the linking, came to. */
export interface SourcedFinding {
  readonly finding: Finding;
  readonly from: "file" | "link";
  readonly index: number;
}

/** What linking came to for one text of a document. */
export interface LinkedFindings {
  readonly text: string;
  readonly findings: readonly Finding[];
  /** What the file by itself came to for the same text. */
  readonly own: readonly Finding[];
}

/** The findings of a text that was linked; those that the file itself has too keep their fixes. */
export function linkedNow({ findings, own }: LinkedFindings): SourcedFinding[] {
  return findings.map((finding, index) => {
    const known = own.findIndex((other) => isSame(other, finding));
    return known === -1 ? { finding, from: "link", index } : { finding, from: "file", index: known };
  });
}

/** The findings `own` of a newer text, with what is known from linking an older one. */
export function carriedOver(
  before: LinkedFindings,
  own: readonly Finding[],
  path: string,
  text: string,
): SourcedFinding[] {
  const refuted = before.own
    .filter((finding) => !before.findings.some((other) => isSame(other, finding)))
    .map((finding) => keyOf(finding, before.text));
  const kept = own.flatMap((finding, index): SourcedFinding[] =>
    refuted.includes(keyOf(finding, text)) ? [] : [{ finding, from: "file", index }],
  );
  const shift = shiftBetween(before.text, text);
  const added = before.findings.flatMap((finding, index): SourcedFinding[] => {
    if (before.own.some((other) => isSame(other, finding))) return [];
    const moved = moveFinding(finding, path, shift);
    return moved && !own.some((other) => isSame(other, moved))
      ? [{ finding: moved, from: "link", index }]
      : [];
  });
  return [...kept, ...added].sort((a, b) => a.finding.span.start - b.finding.span.start);
}

function isSame(a: Finding, b: Finding): boolean {
  return a.rule === b.rule && a.span.start === b.span.start && a.span.end === b.span.end;
}

/** What a finding is known by where its text may have moved. */
function keyOf({ rule, functionName, span }: Finding, text: string): string {
  return `${rule} ${functionName} ${text.slice(span.start, span.end).replace(/\s+/g, "")}`;
}

type Shift = (span: Span) => Span | undefined;

/** Where a span of the old text stands in the new one; undefined where the edit touches it. */
function shiftBetween(before: string, now: string): Shift {
  const most = Math.min(before.length, now.length);
  let first = 0;
  while (first < most && before[first] === now[first]) first++;
  let last = 0;
  while (last < most - first && before[before.length - 1 - last] === now[now.length - 1 - last]) last++;
  const by = now.length - before.length;
  return ({ start, end }) => {
    if (end <= first) return { start, end };
    return start >= before.length - last ? { start: start + by, end: end + by } : undefined;
  };
}

/** The finding with its places in this document moved; undefined where one of them is gone. */
function moveFinding(finding: Finding, file: string, shift: Shift): Finding | undefined {
  const span = shift(finding.span);
  const focus = shift(finding.focus);
  const path = movePath(finding.path, file, shift);
  if (!span || !focus || !path) return undefined;
  const otherPaths = finding.otherPaths.flatMap((other) => {
    const moved = movePath(other, file, shift);
    return moved ? [moved] : [];
  });
  return { ...finding, span, focus, path, otherPaths, repairs: [] };
}

function movePath(path: readonly PathStep[], file: string, shift: Shift): readonly PathStep[] | undefined {
  const moved: PathStep[] = [];
  for (const step of path) {
    const span = step.file === file ? shift(step.span) : step.span;
    if (!span) return undefined;
    moved.push({ ...step, span });
  }
  return moved;
}
