// From an open document to what is known of it: decides whether it is checked at all and with what settings, asks the
// analysis, and hands everyone the result of the version that is current when the answer comes.

import { setTimeout } from "node:timers/promises";
import type { RepairProposal } from "../fixes/index.js";
import type { Finding } from "../rules/finding.js";
import type { CheckJob, Inspection } from "./analysis-host.js";
import type { AnalysisService } from "./analysis-queue.js";
import { type DocumentStore, type OpenDocument, uriOfPath } from "./documents.js";
import type { FileLinks } from "./file-links.js";
import { describeError, type Log, Overtaken } from "./guard.js";
import type { Headers } from "./headers.js";
import { type FileProbe, findKernelEvidence } from "./kernel-code.js";
import type { SourcedFinding } from "./linked-findings.js";
import type { EffectiveSettings } from "./settings.js";
import { createEncodedText, type EncodedText } from "./text.js";

/** What is known of one document at one version. */
export interface AnalyzedDocument {
  readonly document: OpenDocument;
  readonly settings: EffectiveSettings;
  /** `silent`: not kernel code, switched off or too large. `failed`: our bug or out of time; the log says which. */
  readonly state: "checked" | "silent" | "failed";
  /** Findings in this document. */
  readonly findings: readonly Finding[];
  /** Where the fixes of a finding are asked for, by its index; undefined for an index that there is not. */
  sourceOf(findingIndex: number): SourcedFinding | undefined;
  /** The text that a path names, as it was analysed; undefined for a file that took no part. */
  textOf(path: string): EncodedText | undefined;
  /** The document's URI for a path that took part. */
  uriOf(path: string): string;
}

/** Stops waiting when the client no longer wants the answer. */
export interface Cancellation {
  readonly isCancellationRequested: boolean;
}

export interface AnalysesParts {
  readonly documents: DocumentStore;
  readonly service: AnalysisService;
  readonly files: FileProbe;
  readonly headers: Headers;
  readonly links: FileLinks;
  readonly log: Log;
  settingsFor(document: OpenDocument): Promise<EffectiveSettings>;
  /** Told when more is known of a document than before, its text being the same. */
  onRefined(uri: string): void;
  /** Told when the number of documents being worked on changes, for the status item. */
  onBusy(nrDocuments: number): void;
}

interface Entry {
  readonly key: string;
  readonly result: Promise<AnalyzedDocument>;
}

/** Longer than between two letters, shorter than a look at what was typed. */
const refineDelayMs = 400;

/** The analyses of all open documents. */
export class Analyses {
  readonly #parts: AnalysesParts;
  readonly #entries = new Map<string, Entry>();
  /** For each document the paths that were read along with it. */
  readonly #companions = new Map<string, ReadonlySet<string>>();
  /** Documents of which it was told that they are too large. */
  readonly #tooLarge = new Set<string>();
  readonly #toldProblems = new Set<string>();
  #settingsEpoch = 0;
  #nrBusy = 0;
  #isClosed = false;

  constructor(parts: AnalysesParts) {
    this.#parts = parts;
  }

  /**
   * What is known of the document's current text; waits for it, and goes on waiting when the text changes meanwhile.
   * Undefined when the document is closed or the client has lost interest.
   */
  async current(uri: string, cancellation?: Cancellation): Promise<AnalyzedDocument | undefined> {
    for (;;) {
      const document = this.#parts.documents.get(uri);
      if (!document || this.#isClosed || cancellation?.isCancellationRequested) return undefined;
      const entry = this.#entryOf(document);
      const result = await entry.result.catch((error: unknown) => {
        if (error instanceof Overtaken) return undefined;
        throw error;
      });
      const isCurrent =
        this.#entries.get(uri) === entry && this.#keyOf(this.#parts.documents.get(uri)) === entry.key;
      if (isCurrent && result) return this.#parts.links.merged(result);
      if (isCurrent) this.#entries.delete(uri);
    }
  }

  /** What is known at an offset of the analysed text, where the word `name` stands. */
  async inspect(analyzed: AnalyzedDocument, offset: number, name: string): Promise<Inspection> {
    const nothing: Inspection = { functionView: undefined, callView: undefined, namedFunction: undefined };
    if (analyzed.state !== "checked") return nothing;
    const { uri, version } = analyzed.document;
    const reply = await this.#askAgain(analyzed, { kind: "inspect", uri, version, offset, name });
    return reply.kind === "inspected" ? reply.inspection : nothing;
  }

  /** The verified fixes of one finding, in order of preference. */
  async fixes(analyzed: AnalyzedDocument, findingIndex: number): Promise<readonly RepairProposal[]> {
    const source = analyzed.sourceOf(findingIndex);
    if (analyzed.state !== "checked" || !source) return [];
    if (source.from === "link") return this.#parts.links.fixes(analyzed, source);
    const { uri, version } = analyzed.document;
    const reply = await this.#askAgain(analyzed, { kind: "fixes", uri, version, findingIndex: source.index });
    return reply.kind === "fixed" ? reply.proposals : [];
  }

  /** Settings or files on disk have changed: everything is worked out again when it is next asked for. */
  invalidate(): void {
    this.#settingsEpoch += 1;
  }

  /** The text of `path` has changed: what was worked out with its help is so no more. Those documents, if open. */
  invalidateDependents(path: string): OpenDocument[] {
    const dependents = this.dependentsOf(path);
    for (const { uri } of dependents) this.#entries.delete(uri);
    return dependents;
  }

  /** Open documents that the document at `path` is read along with. */
  dependentsOf(path: string): OpenDocument[] {
    const { documents } = this.#parts;
    return documents.all().filter(({ uri }) => this.#companions.get(uri)?.has(path));
  }

  /** Nothing more is worked out; whoever waits gets nothing. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await Promise.all([this.#parts.service.close(), this.#parts.links.close()]);
  }

  /** Headers that no document names by itself have changed: those of a kernel tree. */
  async forgetHeaders(): Promise<void> {
    this.invalidate();
    await Promise.all([this.#parts.service.ask({ kind: "forget" }), this.#parts.links.forgetHeaders()]);
  }

  /** The document was closed. */
  forget(uri: string): void {
    this.#entries.delete(uri);
    this.#companions.delete(uri);
    this.#parts.links.forget(uri);
    void this.#parts.service.ask({ kind: "release", uri }).catch(() => undefined); // a thread that is gone holds nothing
  }

  #keyOf(document: OpenDocument | undefined): string | undefined {
    return document && `${document.version}:${this.#settingsEpoch}`;
  }

  #entryOf(document: OpenDocument): Entry {
    const key = this.#keyOf(document) ?? "";
    const known = this.#entries.get(document.uri);
    if (known?.key === key) return known;
    const result = this.#analyze(document).then((analyzed) => {
      const isCurrent = this.#parts.documents.get(document.uri) === document;
      if (isCurrent && !this.#isClosed) this.#parts.links.noticed(analyzed);
      return analyzed;
    });
    const entry: Entry = { key, result };
    this.#entries.set(document.uri, entry);
    return entry;
  }

  async #analyze(document: OpenDocument): Promise<AnalyzedDocument> {
    const settings = await this.#parts.settingsFor(document);
    const job = this.#jobOf(document, settings);
    if (!job) return silent(document, settings);
    this.#busy(+1);
    try {
      const reply = await this.#parts.service.ask({ kind: "check", job });
      const { findings, problems } = reply.kind === "checked" ? reply : { findings: [], problems: [] };
      for (const problem of problems) this.#tellProblem(problem);
      if (reply.kind === "checked" && reply.isPartial) this.#refineLater({ document, settings, job });
      return this.#analyzedOf({ document, settings, job, findings, state: "checked" });
    } catch (error) {
      // A thread that died or ran out of time costs this version its findings; the next edit tries again.
      if (error instanceof Overtaken) throw error;
      this.#parts.log.error(`check of ${document.uri}: ${describeError(error)}`);
      return this.#analyzedOf({ document, settings, job, findings: [], state: "failed" });
    } finally {
      this.#busy(-1);
    }
  }

  #analyzedOf(analysis: Analysis): AnalyzedDocument {
    const { documents, files } = this.#parts;
    return analyzedOf(documents, analysis, (path) => files.read(path));
  }

  /** Goes on with what stands behind a document, and shows what comes of it if the text is still the same then. */
  #refineLater(checked: Pick<Analysis, "document" | "settings" | "job">): void {
    const { uri, version } = checked.document;
    const key = this.#keyOf(checked.document);
    const refine = async (): Promise<void> => {
      // Who types on is not to wait for a check that says nothing new of the text.
      await setTimeout(refineDelayMs, undefined, { ref: false });
      for (;;) {
        if (this.#keyOf(this.#parts.documents.get(uri)) !== key || this.#isClosed) return;
        const reply = await this.#parts.service.ask({ kind: "refine", uri, version });
        const entry = this.#entries.get(uri);
        const isCurrent = this.#keyOf(this.#parts.documents.get(uri)) === key && !this.#isClosed;
        if (!entry || entry.key !== key || !isCurrent || reply.kind === "unknown") return;
        if (reply.kind !== "checked") continue;
        const refined = this.#analyzedOf({ ...checked, findings: reply.findings, state: "checked" });
        this.#entries.set(uri, { ...entry, result: Promise.resolve(refined) });
        this.#parts.links.noticed(refined);
        this.#parts.onRefined(uri);
        return;
      }
    };
    refine().catch((error: unknown) => {
      if (!(error instanceof Overtaken)) this.#parts.log.warn(`headers for ${uri}: ${describeError(error)}`);
    });
  }

  #jobOf(document: OpenDocument, settings: EffectiveSettings): CheckJob | undefined {
    const { path, content, uri, version } = document;
    if (content.text.length > settings.maxFileSizeBytes) this.#tellTooLarge(uri);
    if (!isC(document) || content.text.length > settings.maxFileSizeBytes || content.text.includes("\0"))
      return undefined;
    const candidate = { path, text: content.text, enable: settings.enable };
    if (!findKernelEvidence(candidate, this.#parts.files)) return undefined;
    const file = { path, text: content.text };
    const companions = this.#parts.headers.of(file, settings.tree?.path);
    this.#companions.set(uri, new Set(companions.map((companion) => companion.path)));
    return { uri, version, files: [file, ...companions], settings: settings.check };
  }

  /** A file that the settings name and that is of no use is told of once. */
  #tellProblem(problem: string): void {
    if (this.#toldProblems.has(problem)) return;
    this.#toldProblems.add(problem);
    this.#parts.log.warn(problem);
  }

  #tellTooLarge(uri: string): void {
    if (this.#tooLarge.has(uri)) return;
    this.#tooLarge.add(uri);
    this.#parts.log.info(`${uri} is larger than kmemLens.maxFileSize: it is not checked here`);
  }

  /** The thread may have been replaced since the check: then it is checked once more, and asked again. */
  async #askAgain(analyzed: AnalyzedDocument, request: Parameters<AnalysisService["ask"]>[0]) {
    const reply = await this.#parts.service.ask(request);
    if (reply.kind !== "unknown") return reply;
    const { document, settings } = analyzed;
    if (this.#parts.documents.get(document.uri)?.version !== document.version) throw new Overtaken();
    const job = this.#jobOf(document, settings);
    if (!job) return reply;
    await this.#parts.service.ask({ kind: "check", job });
    return this.#parts.service.ask(request);
  }

  #busy(change: 1 | -1): void {
    this.#nrBusy += change;
    this.#parts.onBusy(this.#nrBusy);
  }
}

function isC({ languageId, path }: OpenDocument): boolean {
  return languageId === "c" || /\.[ch]$/.test(path);
}

function silent(document: OpenDocument, settings: EffectiveSettings): AnalyzedDocument {
  const uriOf = (path: string): string => (path === document.path ? document.uri : uriOfPath(path));
  const textOf = (path: string): EncodedText | undefined =>
    path === document.path ? document.content : undefined;
  const findings: readonly Finding[] = [];
  return {
    document,
    settings,
    state: "silent",
    findings,
    sourceOf: () => undefined,
    textOf,
    uriOf,
  };
}

interface Analysis {
  readonly document: OpenDocument;
  readonly settings: EffectiveSettings;
  readonly job: CheckJob;
  readonly findings: readonly Finding[];
  readonly state: "checked" | "failed";
}

function analyzedOf(
  documents: DocumentStore,
  analysis: Analysis,
  readText: (path: string) => string | undefined,
): AnalyzedDocument {
  const { document, settings, job, findings, state } = analysis;
  const texts = new Map<string, EncodedText>([[document.path, document.content]]);
  return {
    document,
    settings,
    state,
    findings,
    sourceOf(index) {
      const finding = findings[index];
      return finding && { finding, from: "file", index };
    },
    textOf(path) {
      const known = texts.get(path);
      if (known) return known;
      // A header of the kernel tree takes part without being one of the job's files.
      const read = job.files.find((candidate) => candidate.path === path)?.text ?? readText(path);
      if (read === undefined) return undefined;
      const text = createEncodedText(read, document.content.encoding);
      texts.set(path, text);
      return text;
    },
    uriOf: (path) =>
      path === document.path ? document.uri : (documents.getByPath(path)?.uri ?? uriOfPath(path)),
  };
}
