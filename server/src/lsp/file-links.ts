// Open documents linked with the files around them, behind the work that a keystroke waits for: a document is checked by
// itself at once; a moment later the files of its module are linked in a thread of their own, and findings that come or
// go by that, in any open document, are shown. One link at a time; what is typed meanwhile asks for the next.

import type { RepairProposal } from "../fixes/index.js";
import type { Finding } from "../rules/finding.js";
import type { AnalyzedDocument } from "./analyses.js";
import type { AnalysisReply, CheckJob } from "./analysis-host.js";
import type { AnalysisRunner } from "./analysis-queue.js";
import type { DocumentStore, OpenDocument } from "./documents.js";
import type { DiskFiles } from "./files.js";
import { describeError, type Log } from "./guard.js";
import type { Headers } from "./headers.js";
import { findLinkedFiles } from "./linked-files.js";
import { carriedOver, linkedNow, type SourcedFinding } from "./linked-findings.js";
import { createEncodedText, type EncodedText } from "./text.js";

export interface FileLinksParts {
  readonly documents: DocumentStore;
  readonly files: Pick<DiskFiles, "read" | "list">;
  readonly headers: Pick<Headers, "of">;
  readonly log: Log;
  /** Starts the thread that links; called when there is something to link. */
  startRunner(): AnalysisRunner;
  /** Told of the documents whose findings are others now. */
  onLinked(uris: readonly string[]): void;
}

/** Long enough for a word to be typed, short enough that other files follow within a second. */
const delayMs = 150;
/** When nothing is typed for so long, there is time for what only makes findings better. */
const refineDelayMs = 1000;

/** What linking came to for a document. */
interface Linked {
  readonly job: CheckJob;
  readonly text: string;
  readonly findings: readonly Finding[];
  /** For each finding its place in the job's answer. */
  readonly indexes: readonly number[];
  /** What the file by itself came to for this text; undefined until that is known. */
  own: readonly Finding[] | undefined;
}

/** The links between open documents and the files around them. A class because it is state: what was linked last. */
export class FileLinks {
  readonly #parts: FileLinksParts;
  /** The documents as they were last checked by themselves. */
  readonly #checked = new Map<string, AnalyzedDocument>();
  readonly #linked = new Map<string, Linked>();
  #runner: AnalysisRunner | undefined;
  #timer: NodeJS.Timeout | undefined;
  /** Of the groups of documents that the thread knows. */
  #keys: readonly string[] = [];
  /** Linked before all of the kernel's headers was known. */
  #partial: { readonly members: readonly AnalyzedDocument[]; readonly job: CheckJob }[] = [];
  #nrJobs = 0;
  #isRunning = false;
  #isOutdated = false;
  #isClosed = false;

  constructor(parts: FileLinksParts) {
    this.#parts = parts;
  }

  /** A document was checked by itself: what it is linked with is to follow. */
  noticed(analyzed: AnalyzedDocument): void {
    const { uri } = analyzed.document;
    if (analyzed.state !== "checked") {
      this.forget(uri);
      return;
    }
    const before = this.#checked.get(uri);
    this.#checked.set(uri, analyzed);
    const linked = this.#linked.get(uri);
    if (linked?.text === analyzed.document.content.text) linked.own = analyzed.findings;
    if (!before || settingsKey(before) !== settingsKey(analyzed)) this.#schedule();
  }

  /** The text of an open document has changed. */
  changed(document: OpenDocument): void {
    const takesPart = ({ job }: Linked): boolean => job.files.some(({ path }) => path === document.path);
    if (this.#checked.has(document.uri) || [...this.#linked.values()].some(takesPart)) this.#schedule();
  }

  /** The document with the findings that linking brings and without those that it refutes. */
  merged(analyzed: AnalyzedDocument): AnalyzedDocument {
    const { uri, path, content } = analyzed.document;
    const linked = this.#linked.get(uri);
    if (!linked || analyzed.state !== "checked") return analyzed;
    const isNow = linked.text === content.text;
    if (isNow) linked.own ??= analyzed.findings;
    const known = { ...linked, own: linked.own ?? [] };
    const sourced = isNow ? linkedNow(known) : carriedOver(known, analyzed.findings, path, content.text);
    const texts = new Map<string, EncodedText>();
    return {
      ...analyzed,
      findings: sourced.map(({ finding }) => finding),
      sourceOf: (index) => sourced[index],
      textOf(other) {
        const text = analyzed.textOf(other) ?? texts.get(other);
        if (text) return text;
        const file = linked.job.files.find((candidate) => candidate.path === other);
        if (!file) return undefined;
        const made = createEncodedText(file.text, content.encoding);
        texts.set(other, made);
        return made;
      },
    };
  }

  /** The verified fixes of a finding that linking brought; none when a text has changed since. */
  async fixes({ document }: AnalyzedDocument, { index }: SourcedFinding): Promise<readonly RepairProposal[]> {
    const linked = this.#linked.get(document.uri);
    const findingIndex = linked?.indexes[index];
    if (!linked || findingIndex === undefined || !this.#isCurrent(linked.job)) return [];
    const { uri, version } = linked.job;
    const reply = await this.#ask({ kind: "fixes", uri, version, findingIndex });
    return reply?.kind === "fixed" && this.#isCurrent(linked.job) ? reply.proposals : [];
  }

  /** Files have changed on the disk, or settings: what was linked with them is linked again. */
  outdated(): void {
    if (this.#checked.size > 0) this.#schedule();
  }

  /** The document was closed, or is not checked any more. */
  forget(uri: string): void {
    this.#linked.delete(uri);
    if (this.#checked.delete(uri) && this.#checked.size > 0) this.#schedule();
  }

  /** Headers of a kernel tree have changed on the disk. */
  async forgetHeaders(): Promise<void> {
    if (this.#runner) await this.#ask({ kind: "forget" });
    this.outdated();
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    await this.#runner?.close();
  }

  #schedule(): void {
    if (this.#isRunning) {
      this.#isOutdated = true;
      return;
    }
    this.#runLater(() => this.#linkAll(), delayMs);
  }

  /** One run at a time, the last that was wanted; after it the next. */
  #runLater(run: () => Promise<void>, afterMs: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#isRunning = true;
      this.#isOutdated = false;
      run()
        .catch((error: unknown) => this.#parts.log.error(`link: ${describeError(error)}`))
        .finally(() => {
          this.#isRunning = false;
          if (this.#isClosed) return;
          if (this.#isOutdated) this.#schedule();
          else if (this.#partial.length > 0) this.#runLater(() => this.#refineAll(), refineDelayMs);
        });
    }, afterMs);
  }

  async #linkAll(): Promise<void> {
    this.#partial = [];
    const groups = new Map<string, AnalyzedDocument[]>();
    for (const analyzed of this.#checked.values()) {
      const key = settingsKey(analyzed);
      groups.set(key, [...(groups.get(key) ?? []), analyzed]);
    }
    for (const uri of this.#keys) if (!groups.has(uri)) await this.#ask({ kind: "release", uri });
    this.#keys = [...groups.keys()];
    for (const [key, members] of groups) await this.#linkGroup(key, members);
  }

  async #linkGroup(key: string, members: readonly AnalyzedDocument[]): Promise<void> {
    const [first] = members;
    const paths = members.map(({ document }) => document.path);
    const files = findLinkedFiles(paths, {
      read: (path) => this.#parts.documents.getByPath(path)?.content.text ?? this.#parts.files.read(path),
      list: (folder) => this.#parts.files.list(folder),
      headersOf: (file) => this.#parts.headers.of(file, first?.settings.tree?.path),
    });
    if (!first || files.length === 0) {
      this.#show(members, () => undefined);
      return;
    }
    const settings = first.settings.check;
    const job: CheckJob = { uri: key, version: ++this.#nrJobs, files, settings, documents: paths };
    const reply = await this.#ask({ kind: "check", job });
    if (reply?.kind !== "checked") return;
    this.#showLinked(members, job, reply.findings);
    if (reply.isPartial) this.#partial.push({ members, job });
  }

  /** Reads on in the kernel's headers as long as nothing changes, and shows what comes of it. */
  async #refineAll(): Promise<void> {
    for (let next = this.#partial.shift(); next; next = this.#partial.shift()) {
      const { members, job } = next;
      for (let kind = "refining"; kind === "refining" && !this.#isOutdated; ) {
        const reply = await this.#ask({ kind: "refine", uri: job.uri, version: job.version });
        if (reply?.kind === "checked") this.#showLinked(members, job, reply.findings);
        kind = reply?.kind ?? "failed";
      }
    }
  }

  #showLinked(members: readonly AnalyzedDocument[], job: CheckJob, found: readonly Finding[]): void {
    const { files } = job;
    this.#show(members, ({ document: { path, uri } }) => {
      const text = files.find((file) => file.path === path)?.text;
      const own = this.#checked.get(uri);
      if (text === undefined || !own) return undefined;
      const places = found.flatMap((finding, index) => (finding.file === path ? [index] : []));
      const findings = found.filter((finding) => finding.file === path);
      const isOwn = own.document.content.text === text;
      return { job, text, findings, indexes: places, own: isOwn ? own.findings : undefined };
    });
  }

  /** Takes what linking came to for each document, and tells of those that look otherwise by it. */
  #show(
    members: readonly AnalyzedDocument[],
    linkedOf: (member: AnalyzedDocument) => Linked | undefined,
  ): void {
    const changed: string[] = [];
    for (const member of members) {
      const { uri } = member.document;
      const checked = this.#checked.get(uri);
      const before = checked && shownOf(this.merged(checked));
      const linked = linkedOf(member);
      if (linked) this.#linked.set(uri, linked);
      else this.#linked.delete(uri);
      if (checked && shownOf(this.merged(checked)) !== before) changed.push(uri);
    }
    if (changed.length > 0) this.#parts.onLinked(changed);
  }

  /** Whether the texts of a job are those that the editor has open now. */
  #isCurrent({ files }: CheckJob): boolean {
    return files.every(({ path, text }) => {
      const open = this.#parts.documents.getByPath(path);
      return !open || open.content.text === text;
    });
  }

  /** A thread that dies or takes too long costs this link; the next change tries again, in a fresh one. */
  async #ask(request: Parameters<AnalysisRunner["run"]>[0]): Promise<AnalysisReply | undefined> {
    if (this.#isClosed) return undefined;
    this.#runner ??= this.#parts.startRunner();
    try {
      return await this.#runner.run(request);
    } catch (error) {
      if (!this.#isClosed) this.#parts.log.warn(`link: ${describeError(error)}`);
      return undefined;
    }
  }
}

function shownOf({ findings }: AnalyzedDocument): string {
  return JSON.stringify(findings);
}

/** Equal for documents that are checked alike. */
function settingsKey({ settings: { check } }: AnalyzedDocument): string {
  const { release, arch, config, build } = check.profile;
  return `link:${release.id} ${arch.id} ${JSON.stringify([config, build?.id, check.rules, check.knowledge])}`;
}
