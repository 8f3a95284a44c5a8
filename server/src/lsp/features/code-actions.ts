// The menu of fixes. Only fixes that the analysis has tried and found good are offered; the one that only silences a
// finding stands last; `source.fixAll.kmemLens` applies the safe ones and nothing else.

import {
  type AnnotatedTextEdit,
  type CancellationToken,
  type CodeAction,
  CodeActionKind,
  type CodeActionParams,
  type Diagnostic,
  type Range,
  type TextDocumentEdit,
  type TextEdit,
  type WorkspaceEdit,
} from "vscode-languageserver/node";
import type { Span } from "../../base/span.js";
import type { RepairProposal } from "../../fixes/index.js";
import type { FixEdit } from "../../fixes/proposal.js";
import type { Finding } from "../../rules/finding.js";
import type { AnalyzedDocument } from "../analyses.js";
import { guarded } from "../guard.js";
import type { Session } from "../session.js";
import { snippetFixes } from "./snippet-fixes.js";

/** The kind under which all safe fixes of a file are applied at once. */
export const fixAllKind = `${CodeActionKind.SourceFixAll}.kmemLens`;

/** How this client wants its edits. */
export interface EditStyle {
  readonly resolvesEdits: boolean;
  readonly takesDocumentChanges: boolean;
  readonly takesChangeAnnotations: boolean;
}

/** What an action carries until it is resolved. */
export interface CodeActionData {
  readonly uri: string;
  readonly version: number;
  readonly findingIndex: number;
  /** Which finding is meant: by what a file is linked with, it may have others though its text is the same. */
  readonly findingKey: string;
  readonly fixIndex: number;
}

/** A finding with what can be done about it. */
export interface OfferedFinding {
  readonly findingIndex: number;
  readonly finding: Finding;
  readonly fixes: readonly RepairProposal[];
}

/** Serves the menu, and the edits of what was chosen from it. */
export function registerCodeActions(session: Session): void {
  const { connection, abilities, log } = session;
  // A client from before code action literals would need commands of ours: it gets no menu.
  if (!abilities.takesCodeActionLiterals) return;
  const style: EditStyle = {
    resolvesEdits: abilities.resolvesCodeActionEdits,
    takesDocumentChanges: abilities.takesDocumentChanges,
    takesChangeAnnotations: abilities.takesChangeAnnotations,
  };
  connection.onCodeAction((params, token) =>
    guarded<CodeAction[]>("codeAction", log, [], () => codeActions(session, params, style, token)),
  );
  if (!style.resolvesEdits) return;
  connection.onCodeActionResolve((action, token) =>
    guarded("codeAction/resolve", log, action, async () => {
      const data = readCodeActionData(action.data);
      const analyzed = data && (await session.analyses.current(data.uri, token));
      // The text has moved on since the menu was opened: an edit of the old text would damage the new one.
      if (!data || analyzed?.document.version !== data.version) return action;
      const finding = analyzed.findings[data.findingIndex];
      if (!finding || keyOf(finding) !== data.findingKey) return action;
      const fix = (await session.analyses.fixes(analyzed, data.findingIndex))[data.fixIndex];
      return fix && titleOf(fix) === action.title ? resolveQuickFix(action, analyzed, fix, style) : action;
    }),
  );
}

async function codeActions(
  session: Session,
  params: CodeActionParams,
  style: EditStyle,
  token: CancellationToken,
): Promise<CodeAction[]> {
  const { only, diagnostics } = params.context;
  const wantsFixes = wantsKind(only, CodeActionKind.QuickFix);
  const wantsAll = wantsKind(only, fixAllKind);
  if (!wantsFixes && !wantsAll) return [];
  const analyzed = await session.analyses.current(params.textDocument.uri, token);
  if (!analyzed) return [];
  const actions: CodeAction[] = [];
  if (wantsFixes) {
    actions.push(
      ...snippetFixes(analyzed.document, session.snippets.finished(analyzed.document), diagnostics),
    );
    const here = findingsAt(analyzed, analyzed.document.content.spanOf(params.range));
    actions.push(
      ...toQuickFixes(analyzed, await offersFor(session, analyzed, here, token), diagnostics, style),
    );
  }
  if (wantsAll) {
    const everywhere = analyzed.findings.map((finding, findingIndex) => ({ finding, findingIndex }));
    const all = toFixAll(analyzed, await offersFor(session, analyzed, everywhere, token), style);
    if (all) actions.push(all);
  }
  return actions;
}

/** Each fix costs a re-analysis: the client may lose interest between two of them. */
async function offersFor(
  session: Session,
  analyzed: AnalyzedDocument,
  findings: readonly Omit<OfferedFinding, "fixes">[],
  token: CancellationToken,
): Promise<OfferedFinding[]> {
  const offered: OfferedFinding[] = [];
  for (const entry of findings) {
    if (token.isCancellationRequested) return [];
    offered.push({ ...entry, fixes: await session.analyses.fixes(analyzed, entry.findingIndex) });
  }
  return offered;
}

/** Whether a client that asked for `only` these kinds wants actions of `kind`; no list means all but the bulk ones. */
export function wantsKind(only: readonly string[] | undefined, kind: string): boolean {
  if (!only) return !kind.startsWith(CodeActionKind.Source);
  return only.some((wanted) => wanted === "" || kind === wanted || kind.startsWith(`${wanted}.`));
}

/** The findings that a range touches, cursor positions at either end included. */
export function findingsAt(
  analyzed: AnalyzedDocument,
  span: Span,
): { finding: Finding; findingIndex: number }[] {
  return analyzed.findings
    .map((finding, findingIndex) => ({ finding, findingIndex }))
    .filter(({ finding }) => finding.span.start <= span.end && span.start <= finding.span.end);
}

/** One action per fix, suppressions last, exactly one preferred. */
export function toQuickFixes(
  analyzed: AnalyzedDocument,
  offered: readonly OfferedFinding[],
  diagnostics: readonly Diagnostic[],
  style: EditStyle,
): CodeAction[] {
  const entries = offered.flatMap(({ finding, findingIndex, fixes }) =>
    fixes.map((fix, fixIndex) => ({ finding, findingIndex, fix, fixIndex })),
  );
  const ordered = [
    ...entries.filter(({ fix }) => !isSuppression(fix)),
    ...entries.filter(({ fix }) => isSuppression(fix)),
  ];
  const preferred = ordered.find(({ fix }) => !isSuppression(fix));
  return ordered.map((entry) => {
    const { finding, findingIndex, fix, fixIndex } = entry;
    const data: CodeActionData = {
      uri: analyzed.document.uri,
      version: analyzed.document.version,
      findingIndex,
      findingKey: keyOf(finding),
      fixIndex,
    };
    const mended = diagnostics.filter((diagnostic) =>
      isOf(diagnostic, finding, analyzed.document.content.rangeOf(finding.span)),
    );
    return {
      title: titleOf(fix),
      kind: CodeActionKind.QuickFix,
      data,
      ...(mended.length === 0 ? {} : { diagnostics: mended }),
      ...(entry === preferred ? { isPreferred: true } : {}),
      ...(style.resolvesEdits ? {} : { edit: toWorkspaceEdit(analyzed, fix.edits, fix.title, style) }),
    };
  });
}

/** What was left out of an action, worked out when the user has chosen it. */
export function resolveQuickFix(
  action: CodeAction,
  analyzed: AnalyzedDocument,
  fix: RepairProposal,
  style: EditStyle,
): CodeAction {
  return { ...action, edit: toWorkspaceEdit(analyzed, fix.edits, fix.title, style) };
}

/** All safe fixes of the file in one edit, first come first served where two touch the same text; none, no action. */
export function toFixAll(
  analyzed: AnalyzedDocument,
  offered: readonly OfferedFinding[],
  style: EditStyle,
): CodeAction | undefined {
  const taken: FixEdit[] = [];
  let nrFixed = 0;
  for (const { fixes } of offered) {
    const safe = fixes.find((fix) => fix.safety === "safe" && !isSuppression(fix));
    if (!safe || safe.edits.some((edit) => taken.some((other) => overlaps(edit, other)))) continue;
    taken.push(...safe.edits);
    nrFixed += 1;
  }
  if (nrFixed === 0) return undefined;
  const title = `Apply all safe Kmem Lens fixes (${nrFixed})`;
  return { title, kind: fixAllKind, edit: toWorkspaceEdit(analyzed, taken, title, style) };
}

/** Reads what `toQuickFixes` put into an action; undefined when it is not ours or was damaged on the way. */
export function readCodeActionData(data: unknown): CodeActionData | undefined {
  if (typeof data !== "object" || data === null) return undefined;
  const { uri, version, findingIndex, findingKey, fixIndex } = data as Readonly<Record<string, unknown>>; // every field is checked below
  if (typeof uri !== "string" || typeof version !== "number") return undefined;
  if (typeof findingKey !== "string" || typeof findingIndex !== "number" || typeof fixIndex !== "number")
    return undefined;
  return { uri, version, findingIndex, findingKey, fixIndex };
}

function keyOf({ rule, span }: Finding): string {
  return `${rule} ${span.start} ${span.end}`;
}

function isSuppression(fix: RepairProposal): boolean {
  return fix.repairKind === "suppress";
}

function titleOf(fix: RepairProposal): string {
  if (isSuppression(fix)) return fix.title;
  return fix.safety === "safe" ? `${fix.title} (safe)` : `${fix.title} (review)`;
}

function isOf(diagnostic: Diagnostic, finding: Finding, range: Range): boolean {
  const { start } = diagnostic.range;
  return (
    diagnostic.code === finding.rule &&
    start.line === range.start.line &&
    start.character === range.start.character
  );
}

function overlaps(a: FixEdit, b: FixEdit): boolean {
  return a.file === b.file && a.span.start <= b.span.end && b.span.start <= a.span.end;
}

/** The edits grouped by document, in order of place; edits of other files ask for confirmation where the client can. */
function toWorkspaceEdit(
  analyzed: AnalyzedDocument,
  edits: readonly FixEdit[],
  title: string,
  style: EditStyle,
): WorkspaceEdit {
  const byUri = new Map<string, TextEdit[]>();
  const own = analyzed.document.path;
  const rank = ({ file }: FixEdit): number => (file === own ? 0 : 1);
  for (const { file, span, newText } of [...edits].sort(
    (a, b) => rank(a) - rank(b) || a.span.start - b.span.start,
  )) {
    const range = analyzed.textOf(file)?.rangeOf(span);
    if (!range) continue;
    const uri = analyzed.uriOf(file);
    byUri.set(uri, [...(byUri.get(uri) ?? []), { range, newText }]);
  }
  if (!style.takesDocumentChanges) return { changes: Object.fromEntries(byUri) };
  const asksFirst =
    style.takesChangeAnnotations && [...byUri.keys()].some((uri) => uri !== analyzed.document.uri);
  const documentChanges: TextDocumentEdit[] = [...byUri].map(([uri, textEdits]) => {
    const version = uri === analyzed.document.uri ? analyzed.document.version : null;
    const annotated = asksFirst
      ? textEdits.map((edit): AnnotatedTextEdit => ({ ...edit, annotationId: "fix" }))
      : textEdits;
    return { textDocument: { uri, version }, edits: annotated };
  });
  if (!asksFirst) return { documentChanges };
  return { documentChanges, changeAnnotations: { fix: { label: title, needsConfirmation: true } } };
}
