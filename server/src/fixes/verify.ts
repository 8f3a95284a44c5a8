// Whether a fix holds: the edited text is checked again, this finding must be gone, and no other may have come.

import type { Span } from "../base/span.js";
import { type CheckResult, type CheckSettings, checkFiles, type SourceFile } from "../rules/engine.js";
import type { Finding } from "../rules/finding.js";
import { applyEdits, type FixEdit, type FixProposal } from "./proposal.js";

interface Checked {
  readonly files: readonly SourceFile[];
  readonly result: CheckResult;
  readonly settings: CheckSettings;
}

/** Whether `fix` makes `finding` go without bringing another one, in any of the files checked together. */
export function isMended(finding: Finding, fix: FixProposal, before: Checked): boolean {
  if (fix.edits.length === 0 || !isOrdered(fix.edits)) return false;
  const edited = before.files.map((file) => ({ ...file, text: applyEdits(file.text, file.path, fix.edits) }));
  const textOf = (files: readonly SourceFile[]) => new Map(files.map((file) => [file.path, file.text]));
  const oldTexts = textOf(before.files);
  const newTexts = textOf(edited);
  const rest = before.result.findings.filter((other) => !isSame(other, finding));
  const after = checkFiles(edited, before.settings).findings;
  return after.every((found) => {
    const start = oldOffset(found.file, found.span.start, fix.edits);
    const key = keyOf(found, newTexts);
    const known = rest.findIndex(
      (other) =>
        other.rule === found.rule &&
        other.file === found.file &&
        (other.span.start === start || keyOf(other, oldTexts) === key),
    );
    if (known === -1) return false;
    rest.splice(known, 1);
    return true;
  });
}

function isSame(a: Finding, b: Finding): boolean {
  return a.rule === b.rule && a.file === b.file && a.span.start === b.span.start && a.span.end === b.span.end;
}

/** What a finding is known by where its text has moved. */
function keyOf(finding: Finding, texts: ReadonlyMap<string, string>): string {
  const text = (texts.get(finding.file) ?? "").slice(finding.span.start, finding.span.end);
  return `${finding.functionName ?? ""} ${text.replace(/\s+/g, "")}`;
}

/** Where an offset of the edited text was before; undefined inside text that an edit put in. */
function oldOffset(file: string, offset: number, edits: readonly FixEdit[]): number | undefined {
  let shift = 0;
  for (const { span, newText } of own(file, edits)) {
    const start = span.start + shift;
    if (offset < start) break;
    if (offset < start + newText.length) return undefined;
    shift += newText.length - (span.end - span.start);
  }
  return offset - shift;
}

function own(file: string, edits: readonly FixEdit[]): FixEdit[] {
  return edits.filter((edit) => edit.file === file).sort((a, b) => a.span.start - b.span.start);
}

function isOrdered(edits: readonly FixEdit[]): boolean {
  const last = new Map<string, Span>();
  return edits.every(({ file, span }) => {
    const before = last.get(file);
    last.set(file, span);
    return span.start <= span.end && (before === undefined || before.end <= span.start);
  });
}
