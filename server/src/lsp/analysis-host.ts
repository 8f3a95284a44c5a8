// The side of the server that computes: it checks a document, keeps the result, and answers questions about it by
// offset. It runs in a thread of its own (analysis-worker.ts), or in place in tests; requests and replies are plain data.

import type { FixContext, RepairProposal } from "../fixes/index.js";
import type { CallView, FunctionView } from "../project/file-view.js";
import type { CheckResult, CheckSettings, SourceFile } from "../rules/engine.js";
import type { Finding } from "../rules/finding.js";
import { placeUnderPath } from "../rules/place-under-path.js";
import { type EditorKnowledge, noKnowledge, type OpenedKnowledge } from "./editor-knowledge.js";

/** A document, or several that are linked, and what is read along with them; documents come first in `files`. */
export interface CheckJob {
  readonly uri: string;
  readonly version: number;
  readonly files: readonly SourceFile[];
  readonly settings: CheckSettings;
  /** Paths of the files whose findings are asked for; the first file's where it is absent. */
  readonly documents?: readonly string[];
}

export type AnalysisRequest =
  | { readonly kind: "check"; readonly job: CheckJob }
  | {
      readonly kind: "inspect";
      readonly uri: string;
      readonly version: number;
      readonly offset: number;
      /** The word that stands there. */
      readonly name: string;
    }
  | { readonly kind: "fixes"; readonly uri: string; readonly version: number; readonly findingIndex: number }
  /** Reads more of what stands behind a document that was checked, and checks it again once that is all. */
  | { readonly kind: "refine"; readonly uri: string; readonly version: number }
  | { readonly kind: "release"; readonly uri: string }
  /** Headers have changed on the disk. */
  | { readonly kind: "forget" };

/** What is known at one offset. */
export interface Inspection {
  readonly functionView: FunctionView | undefined;
  readonly callView: CallView | undefined;
  /** The function of this file that the word at the offset names. */
  readonly namedFunction: FunctionView | undefined;
}

export type AnalysisReply =
  | {
      readonly kind: "checked";
      readonly findings: readonly Finding[];
      readonly functionCount: number;
      /** Files of the settings that could not be used, each in a line for the log. */
      readonly problems: readonly string[];
      /** Whether more will be known of what stands behind the files: `refine` goes on with it. */
      readonly isPartial: boolean;
    }
  /** More has been read, and there is more to read. */
  | { readonly kind: "refining" }
  | { readonly kind: "inspected"; readonly inspection: Inspection }
  | { readonly kind: "fixed"; readonly proposals: readonly RepairProposal[] }
  /** The document or version asked about is not the one that is kept. */
  | { readonly kind: "unknown" };

/** The engine. */
export type CheckFiles = (files: readonly SourceFile[], settings: CheckSettings) => CheckResult;

/** Every verified fix of a finding, best first. */
export type ProposeFixes = (finding: Finding, check: FixContext) => readonly RepairProposal[];

/** Answers requests one after the other. */
export interface AnalysisHost {
  answer(request: AnalysisRequest): AnalysisReply;
}

interface Kept {
  readonly job: CheckJob;
  readonly result: CheckResult;
  /** Findings of the document itself, by index as the caller knows them. */
  readonly findings: readonly Finding[];
  readonly proposals: Map<number, readonly RepairProposal[]>;
}

/** The engine and the fix producer behind one door. */
export function createAnalysisHost(
  check: CheckFiles,
  proposeFixes: ProposeFixes,
  knowledge: EditorKnowledge = noKnowledge,
): AnalysisHost {
  const kept = new Map<string, Kept>();
  const find = (uri: string, version: number): Kept | undefined => {
    const entry = kept.get(uri);
    return entry?.job.version === version ? entry : undefined;
  };
  return {
    answer(request) {
      switch (request.kind) {
        case "check": {
          const { job } = request;
          const opened = knowledge.open(job.uri, job.settings);
          const entry = checkJob(withKnowledge(job, opened), check);
          kept.set(job.uri, entry);
          return checkedReply(entry, opened);
        }
        case "refine": {
          const before = find(request.uri, request.version);
          if (!before) return { kind: "unknown" };
          const { job } = before;
          const opened = knowledge.refine(job.uri, job.settings, job.files);
          if (!opened) return { kind: "refining" };
          const entry = checkJob(withKnowledge(job, opened), check);
          if (opened.isPartial()) return { kind: "refining" };
          kept.set(job.uri, entry);
          return checkedReply(entry, opened);
        }
        case "inspect": {
          const entry = find(request.uri, request.version);
          return entry
            ? { kind: "inspected", inspection: inspect(entry, request.offset, request.name) }
            : { kind: "unknown" };
        }
        case "fixes": {
          const entry = find(request.uri, request.version);
          if (!entry) return { kind: "unknown" };
          return { kind: "fixed", proposals: proposalsOf(entry, request.findingIndex, proposeFixes) };
        }
        case "release":
          kept.delete(request.uri);
          knowledge.release(request.uri);
          return { kind: "unknown" };
        case "forget":
          knowledge.forget();
          return { kind: "unknown" };
      }
    },
  };
}

function withKnowledge(job: CheckJob, { behind }: OpenedKnowledge): CheckJob {
  const { behind: before, ...settings } = job.settings;
  void before;
  return { ...job, settings: { ...settings, ...(behind && { behind }) } };
}

function checkedReply({ findings, result }: Kept, opened: OpenedKnowledge): AnalysisReply {
  const { functions: functionCount } = result.stats;
  return {
    kind: "checked",
    findings,
    functionCount,
    problems: opened.problems,
    isPartial: opened.isPartial(),
  };
}

function checkJob(job: CheckJob, check: CheckFiles): Kept {
  const result = check(job.files, job.settings);
  const documents = new Set(job.documents ?? job.files.slice(0, 1).map(({ path }) => path));
  const placed = placeUnderPath([...result.findings, ...(result.outside ?? [])], (file) =>
    documents.has(file),
  );
  const findings = placed
    .filter(({ file }) => documents.has(file))
    .sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
  return { job, result, findings, proposals: new Map() };
}

function inspect({ job, result }: Kept, offset: number, name: string): Inspection {
  const view = result.views.find(({ path }) => path === job.files[0]?.path);
  return {
    functionView: view?.functionAt(offset),
    callView: view?.callAt(offset),
    namedFunction: view?.functions.find((candidate) => candidate.name === name),
  };
}

/** Each fix costs a re-analysis, so what was worked out once for a version is kept with it. */
function proposalsOf(
  entry: Kept,
  findingIndex: number,
  proposeFixes: ProposeFixes,
): readonly RepairProposal[] {
  const known = entry.proposals.get(findingIndex);
  if (known) return known;
  const finding = entry.findings[findingIndex];
  const { files, settings } = entry.job;
  const proposals = finding ? proposeFixes(finding, { files, result: entry.result, settings }) : [];
  entry.proposals.set(findingIndex, proposals);
  return proposals;
}
