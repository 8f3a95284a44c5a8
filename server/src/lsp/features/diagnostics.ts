// Findings as the editor shows them: pulled by clients that can, pushed to the others. A finding's evidence becomes
// related information; a client that cannot show that gets the chain in the message.

import { createHash } from "node:crypto";
import {
  type CancellationToken,
  type Diagnostic,
  DiagnosticRefreshRequest,
  type DiagnosticRelatedInformation,
  DiagnosticSeverity,
  type DocumentDiagnosticReport,
  type FullDocumentDiagnosticReport,
  LSPErrorCodes,
  ResponseError,
  type UnchangedDocumentDiagnosticReport,
} from "vscode-languageserver/node";
import { isPackPath } from "../../project/pack/read-pack.js";
import { packedPlace } from "../../project/pack/slim.js";
import type { Finding, PathStep, Severity } from "../../rules/finding.js";
import { parseProjectConfig, projectConfigFileName, type RuleLevel } from "../../rules/project-config.js";
import type { AnalyzedDocument } from "../analyses.js";
import type { OpenDocument } from "../documents.js";
import { describeError, guarded } from "../guard.js";
import type { Session } from "../session.js";
import { snippetDiagnosticsOf } from "./snippet-diagnostics.js";

/** How this client wants its findings. */
export interface DiagnosticStyle {
  readonly showsRelatedInformation: boolean;
  /** Where a rule's page can be opened; undefined when it cannot. */
  ruleHref(rule: string): string | undefined;
}

/** What a diagnostic carries for the code actions on it. */
export interface DiagnosticData {
  /** Its place among the document's findings. */
  readonly findingIndex: number;
}

type Report = FullDocumentDiagnosticReport | UnchangedDocumentDiagnosticReport;

const lspSeverity: Readonly<Record<Severity, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  info: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};

/** All diagnostics of a document, in order of its findings. */
export function toLspDiagnostics(analyzed: AnalyzedDocument, style: DiagnosticStyle): Diagnostic[] {
  return analyzed.findings.map((finding, index) => toLspDiagnostic(analyzed, finding, index, style));
}

function toLspDiagnostic(
  analyzed: AnalyzedDocument,
  finding: Finding,
  findingIndex: number,
  style: DiagnosticStyle,
): Diagnostic {
  const data: DiagnosticData = { findingIndex };
  const href = style.ruleHref(finding.rule);
  const related = style.showsRelatedInformation ? toRelatedInformation(analyzed, finding) : [];
  return {
    range: analyzed.document.content.rangeOf(finding.span),
    severity: lspSeverity[finding.severity],
    code: finding.rule,
    source: "kmem-lens",
    message: style.showsRelatedInformation ? finding.message : messageWithChain(analyzed, finding),
    data,
    ...(href === undefined ? {} : { codeDescription: { href } }),
    ...(related.length === 0 ? {} : { relatedInformation: related }),
  };
}

/** The whole path, cause first; a second and third way to the same place follow and say so. */
function toRelatedInformation(analyzed: AnalyzedDocument, finding: Finding): DiagnosticRelatedInformation[] {
  // A step that says of the finding's place what the finding says is no news.
  const news = finding.path.filter(
    ({ file, span, message }) =>
      message !== finding.message || file !== finding.file || span.start !== finding.span.start,
  );
  const main = news.map((step) => relatedStep(analyzed, finding, step, ""));
  const others = finding.otherPaths.flatMap((path, index) =>
    path.map((step) => relatedStep(analyzed, finding, step, `${index === 0 ? "another" : "a third"} way: `)),
  );
  return [...main, ...others].filter((step) => step !== undefined);
}

/** `linux-6.1.192/mm/slub.c:3412` of a step in a file that only a knowledge pack knows. */
function packedStepPlace({ file, span }: PathStep): string | undefined {
  return isPackPath(file) ? `${file}:${packedPlace(span.start).line + 1}` : undefined;
}

function relatedStep(
  analyzed: AnalyzedDocument,
  finding: Finding,
  step: PathStep,
  prefix: string,
): DiagnosticRelatedInformation | undefined {
  const range = analyzed.textOf(step.file)?.rangeOf(step.span);
  if (range)
    return { location: { uri: analyzed.uriOf(step.file), range }, message: `${prefix}${step.message}` };
  const place = packedStepPlace(step);
  if (place === undefined) return undefined;
  // There is nothing to go to: it is told where it is come to.
  const { uri, content } = analyzed.document;
  const location = { uri, range: content.rangeOf(finding.span) };
  return { location, message: `${prefix}${step.message} (${place})` };
}

/** `…; spin_lock(&d->lock) taken here (line 30), calls foo_grow() (line 33)`. The last step is the finding itself. */
function messageWithChain(analyzed: AnalyzedDocument, finding: Finding): string {
  const steps = finding.path.filter(
    (step) => !(step.file === finding.file && step.span.start === finding.span.start),
  );
  const words = steps.map((step) => {
    const line = analyzed.textOf(step.file)?.positionAt(step.span.start).line;
    const place = step.file === finding.file ? "line" : `${step.file.slice(step.file.lastIndexOf("/") + 1)}:`;
    const packed = packedStepPlace(step);
    if (packed !== undefined) return `${step.message} (${packed})`;
    return line === undefined
      ? step.message
      : `${step.message} (${place === "line" ? "line " : place}${line + 1})`;
  });
  return words.length === 0 ? finding.message : `${finding.message}; ${words.join(", ")}`;
}

/** A name for these very diagnostics: the same when nothing that the user sees has changed. */
export function resultIdOf(diagnostics: readonly Diagnostic[]): string {
  return createHash("sha1").update(JSON.stringify(diagnostics)).digest("base64url");
}

/** The answer to a pull: `unchanged` when the client already has it. */
export function toReport(diagnostics: Diagnostic[], previousResultId: string | undefined): Report {
  const resultId = resultIdOf(diagnostics);
  if (resultId === previousResultId) return { kind: "unchanged", resultId };
  return { kind: "full", resultId, items: diagnostics };
}

/** A pull's answer with the reports of the documents that depend on this one. */
export function withRelated(report: Report, related: ReadonlyMap<string, Report>): DocumentDiagnosticReport {
  return related.size === 0 ? report : { ...report, relatedDocuments: Object.fromEntries(related) };
}

/** What is wrong in an open `.kmem-lens.json`, at the level that `invalid-config` has there. */
export function toConfigDiagnostics(
  document: OpenDocument,
  level: RuleLevel,
  style: DiagnosticStyle,
): Diagnostic[] {
  if (level === "off") return [];
  const href = style.ruleHref("invalid-config");
  return parseProjectConfig(document.content.text).problems.map(({ span, message }) => ({
    range: document.content.rangeOf(span),
    severity: lspSeverity[level],
    code: "invalid-config",
    source: "kmem-lens",
    message,
    ...(href === undefined ? {} : { codeDescription: { href } }),
  }));
}

/** Serves pulls, and pushes to clients that do not pull. */
export function registerDiagnostics(session: Session): void {
  const { connection, abilities } = session;
  if (!abilities.pullsDiagnostics) {
    registerPush(session);
    return;
  }
  connection.languages.diagnostics.on(async (params, token) => {
    const { uri } = params.textDocument;
    const empty: DocumentDiagnosticReport = { kind: "full", items: [] };
    return guarded("diagnostics", session.log, empty, async () => {
      const diagnostics = await diagnosticsOf(session, uri, token);
      if (!diagnostics) return cancelledOr(empty, token);
      const report = toReport(diagnostics, params.previousResultId);
      const related = abilities.takesRelatedDocuments ? await relatedReports(session, uri, token) : new Map();
      return withRelated(report, related);
    });
  });
  session.onOutdated.add(() => {
    if (!abilities.refreshesDiagnostics) return;
    const refused = (error: unknown): void => session.log.warn(`diagnostic refresh: ${describeError(error)}`);
    connection.sendRequest(DiagnosticRefreshRequest.type).catch(refused);
  });
}

/** A closed document has no findings; a pull that was overtaken is to be asked again, not taken for "no findings". */
function cancelledOr(empty: DocumentDiagnosticReport, token: CancellationToken): DocumentDiagnosticReport {
  if (!token.isCancellationRequested) return empty;
  throw new ResponseError(LSPErrorCodes.ServerCancelled, "overtaken by a newer text", {
    retriggerRequest: true,
  });
}

async function diagnosticsOf(
  session: Session,
  uri: string,
  token?: CancellationToken,
): Promise<Diagnostic[] | undefined> {
  const style: DiagnosticStyle = {
    showsRelatedInformation: session.abilities.showsRelatedInformation,
    ruleHref: (rule) => (session.abilities.showsCodeDescription ? session.rulePages.hrefOf(rule) : undefined),
  };
  const document = session.documents.get(uri);
  if (document?.path.endsWith(`/${projectConfigFileName}`)) {
    const { check } = await session.configuration.settingsFor(document);
    return toConfigDiagnostics(document, check.rules["invalid-config"] ?? "warning", style);
  }
  const analyzed = await session.analyses.current(uri, token);
  if (!analyzed) return undefined;
  return [...toLspDiagnostics(analyzed, style), ...snippetDiagnosticsOf(session, analyzed.document)];
}

/** Open files that include this one: they may look different after its change. */
async function relatedReports(
  session: Session,
  uri: string,
  token: CancellationToken,
): Promise<Map<string, Report>> {
  const reports = new Map<string, Report>();
  const document = session.documents.get(uri);
  for (const dependent of document ? session.analyses.dependentsOf(document.path) : []) {
    const diagnostics = await diagnosticsOf(session, dependent.uri, token);
    if (diagnostics) reports.set(dependent.uri, toReport(diagnostics, undefined));
  }
  return reports;
}

/** Long enough that a half-typed word does not flash, short enough to feel at once. Clients that pull choose their own. */
const pushDelayMs = 120;

/** One loop per document at a time: a change while it runs is seen by `Analyses.current`, which waits for the newest. */
function registerPush(session: Session): void {
  const running = new Set<string>();
  const shown = new Set<string>();
  const publish = async (uri: string): Promise<void> => {
    if (running.has(uri)) return;
    running.add(uri);
    if (shown.has(uri)) await new Promise((resolve) => setTimeout(resolve, pushDelayMs));
    const diagnostics = await diagnosticsOf(session, uri).finally(() => running.delete(uri));
    const version = session.documents.get(uri)?.version;
    if (version === undefined || !diagnostics) return;
    shown.add(uri);
    await session.connection.sendDiagnostics({ uri, version, diagnostics });
  };
  session.onOutdated.add((uris) => {
    for (const uri of uris === "all" ? session.documents.all().map((document) => document.uri) : uris) {
      publish(uri).catch((error: unknown) => session.log.error(`push: ${describeError(error)}`));
    }
  });
}
