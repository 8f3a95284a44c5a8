// All runs that a file's snippets come to: one each, and with `fail each` one more for every allocation that the first
// run made.

import { parseProcText } from "../simulator/proc-parse.js";
import { sliceHeaders } from "./header-slice.js";
import { knownNames } from "./known-names.js";
import { type MachineDefaults, type MachineSpec, machineSpecOf } from "./machine-spec.js";
import { readPrelude } from "./prelude.js";
import type { SnippetRun } from "./report.js";
import { runSnippet, type SnippetRequest } from "./run-snippet.js";
import type { Budget } from "./runtime.js";
import type { SnippetPlan } from "./snippet-plan.js";
import type { TreeHeaders } from "./tree-headers.js";

export interface RunFileRequest {
  readonly file: string;
  readonly text: string;
  readonly headers: SnippetRequest["headers"];
  readonly plan: SnippetPlan;
  /** The headers of a kernel tree, for kernel code. */
  readonly tree?: TreeHeaders | undefined;
  readonly defaults: MachineDefaults;
  /** `fail each` although the snippet does not ask for it. */
  readonly failEach: boolean;
  readonly budget?: Partial<Budget>;
  /** Keep the states between the events of the first run, for stepping through it. */
  readonly wantsTimeline?: boolean;
  /** Reads the file that `state=` names, relative to the C file. */
  readState(
    name: string,
  ): { readonly kind: "text"; readonly text: string } | { readonly kind: "failed"; readonly reason: string };
}

/** `treeHeaders` are the names that were looked for in the kernel tree. */
export type PlanResult =
  | { readonly kind: "runs"; readonly runs: readonly SnippetRun[]; readonly treeHeaders: ReadonlySet<string> }
  | { readonly kind: "failed"; readonly reason: string };

/** More injected runs than anybody reads; the report of the last one kept says so. */
const maxInjectedRuns = 200;
/** Events that are kept before and after the allocation that fails. */
const maxEventsAround = 1000;

/** Runs one snippet as its directives say. */
export function runPlan(request: RunFileRequest): PlanResult {
  const { plan } = request;
  const spec = machineSpecOf(plan.options, request.defaults);
  if (spec.kind === "failed") return spec;
  const { state } = plan.options;
  const loaded = state === undefined ? undefined : request.readState(state);
  if (loaded?.kind === "failed") return loaded;
  const reason = loaded ? whyNoState(loaded.text) : undefined;
  if (reason !== undefined) return { kind: "failed", reason: `state=${state}: ${reason}` };
  const tree = treePartOf(request, spec.spec);
  const treeHeaders = tree?.names ?? new Set<string>();
  const base: SnippetRequest = {
    file: request.file,
    text: request.text,
    headers: request.headers,
    ...(tree ? { treeText: tree.text } : {}),
    plan,
    spec: spec.spec,
    ...(request.budget ? { budget: request.budget } : {}),
    ...(loaded ? { stateText: loaded.text } : {}),
  };
  const fail = plan.attached.find((directive) => directive.kind === "fail");
  const nth = fail?.kind === "fail" ? fail.nth : undefined;
  if (typeof nth === "number")
    return {
      kind: "runs",
      runs: [injectedRun({ ...base, wantsTimeline: request.wantsTimeline ?? false }, nth)],
      treeHeaders,
    };
  const first = runSnippet({ ...base, wantsTimeline: request.wantsTimeline ?? false });
  if (nth !== "each" && !request.failEach) return { kind: "runs", runs: [first], treeHeaders };
  const runs = [first];
  const nrAllocations = Math.min(first.allocations, maxInjectedRuns);
  const isTimeUp = (): boolean => request.budget?.shouldStop?.() ?? false;
  // A run begun too late would only fail for want of time; the one that was cut says why there are no more.
  for (let i = 1; i <= nrAllocations && !isTimeUp(); i++) runs.push(injectedRun(base, i));
  const nrInjected = runs.length - 1;
  if (nrInjected < first.allocations) {
    const note = `${nrInjected} of the run's ${first.allocations} allocations were let fail, the others not`;
    runs[0] = { ...first, notes: [...(first.notes ?? []), note] };
  }
  return { kind: "runs", runs, treeHeaders };
}

/** Larger counts than any machine has: a garbled text, not a state. */
const maxPages = 2 ** 36;

/** Why a text is no machine's state; undefined where it is one. */
function whyNoState(text: string): string | undefined {
  const { zones, freeByOrder, slabs } = parseProcText(text);
  if (zones.length === 0 && freeByOrder.size === 0 && slabs.length === 0)
    return "holds neither /proc/zoneinfo nor buddyinfo nor slabinfo; make it with 'tail -n +1 /proc/zoneinfo …'";
  const isOdd = (pages: number): boolean => !Number.isSafeInteger(pages) || pages > maxPages;
  const odd = zones.find((zone) => [zone.spannedPages, zone.managedPages, zone.startPfn].some(isOdd));
  if (odd) return `zone ${odd.name} has more pages than a machine can have`;
  const full = zones.find(
    (zone) => zone.managedPages > zone.presentPages || zone.presentPages > zone.spannedPages,
  );
  if (full) return `zone ${full.name} has more managed pages than present or spanned ones`;
  const block = [...freeByOrder].find(([name, counts]) => {
    const zone = zones.find((one) => one.name === name);
    const pages = counts.reduce((sum, count, order) => sum + count * 2 ** order, 0);
    return zone !== undefined && (isOdd(pages) || pages > zone.managedPages);
  });
  return block ? `zone ${block[0]} has more free pages in buddyinfo than managed ones` : undefined;
}

/** The part of the tree's headers that the file needs. */
function treePartOf(
  { tree, plan, text, headers }: RunFileRequest,
  { profile }: MachineSpec,
): { readonly text: string; readonly names: ReadonlySet<string> } | undefined {
  if (!tree || !plan.isKernel) return undefined;
  const known = knownNames(readPrelude("kernel", profile), profile);
  const texts = [text, ...headers.map((header) => header.text)];
  const { index, names } = tree.find(texts, profile);
  return { text: sliceHeaders(texts, index, known), names };
}

function injectedRun(base: SnippetRequest, nth: number): SnippetRun {
  const run = runSnippet({ ...base, failNth: nth });
  const at = run.events.findIndex((one) => one.reason === "injected");
  const event = run.events[at];
  // There are many such runs, and only what is around the failure is of interest.
  const from = Math.max(0, at - maxEventsAround);
  const events = run.events.slice(from, from + 2 * maxEventsAround);
  return { ...run, events, injected: { nth, line: event?.line ?? 0, call: event?.call ?? "" } };
}

/** Why a run counts as failed, as sentences; empty when it is as it should be. */
export function failuresOf(run: SnippetRun, plan: SnippetPlan): readonly string[] {
  const failures = run.expectations
    .filter(({ ok }) => !ok)
    .map(({ text, line, actual }) => `line ${line}: expected ${text}, found ${actual}`);
  const expected = [...plan.attached, ...plan.inside].flatMap((one) =>
    one.kind === "expect" ? [one.expression] : [],
  );
  const allowsFaults = expected.some((text) => /^faults\b/.test(text.trim()));
  const allowsStop = expected.some((text) => /^stops\b/.test(text.trim()));
  if (!allowsFaults)
    failures.push(...run.faults.map(({ line, kind, message }) => `line ${line}: ${kind}: ${message}`));
  const isFaultStop = run.stop.reason === "fault" && (allowsFaults || run.faults.length > 0);
  if (run.stop.reason !== "returned" && !allowsStop && !isFaultStop)
    failures.push(`line ${run.stop.line}: ${run.stop.message}`);
  return failures;
}
