// From what a rule suggests to what a user is offered: a repair is turned into edits of the current text, the edited
// text is checked again, and only what makes this finding go and brings no other is offered. Bias: where anything is
// unsure there is no fix.

import { unreachable } from "../base/assert.js";
import { type CheckResult, type CheckSettings, checkFiles, type SourceFile } from "../rules/engine.js";
import type { Finding, Repair } from "../rules/finding.js";
import { draftAnnotation } from "./annotate.js";
import { createFixFile, type FixFile } from "./fix-file.js";
import { draftHoist } from "./hoist-allocation.js";
import { draftPassGfp } from "./pass-gfp.js";
import { applyEdits, type FixProposal } from "./proposal.js";
import { draftReplaceGfp } from "./replace-gfp.js";
import { draftSuppression } from "./suppress.js";
import { draftArrayAllocator } from "./use-array-allocator.js";
import { draftKvmalloc } from "./use-kvmalloc.js";
import { isMended } from "./verify.js";

/** The check that a finding came from. */
export interface FixContext {
  readonly files: readonly SourceFile[];
  readonly result: CheckResult;
  readonly settings: CheckSettings;
}

/** A proposal with the kind of repair it carries out; `annotate` states in the kernel's own words what holds. */
export interface RepairProposal extends FixProposal {
  readonly repairKind: Repair["kind"] | "annotate";
}

/**
 * Every fix of a finding that holds, best first: those that keep the behaviour, then those that change it, then
 * the kernel's own annotation, then the suppression. Each costs a check of the files on the finding's path.
 */
export function proposeFixes(finding: Finding, context: FixContext): RepairProposal[] {
  const scope = scopeOf(finding, context);
  const file = scope && fixFileOf(finding, scope);
  if (!scope || !file) return [];
  const drafts = [...finding.repairs]
    .sort((a, b) => rankOf(a) - rankOf(b))
    .flatMap((repair): (RepairProposal | undefined)[] => {
      const draft = named(draftRepair(repair, finding, file), repair.kind);
      return repair.kind === "suppress"
        ? [named(draftAnnotation(finding, file), "annotate"), draft]
        : [draft];
    });
  return drafts.filter((draft) => draft !== undefined).filter((draft) => isMended(finding, draft, scope));
}

/** The edits of one repair; undefined where its conditions do not hold or the edited text is not better. */
export function repairToEdits(
  repair: Repair,
  finding: Finding,
  source: SourceFile,
  settings: CheckSettings,
): FixProposal | undefined {
  const files = [source];
  const context = { files, result: checkFiles(files, settings), settings };
  const file = createFixFile(source, context.result.views[0], settings);
  const draft = draftRepair(repair, finding, file);
  return draft && isMended(finding, draft, context) ? draft : undefined;
}

/** What `fixSafely` made of the files. */
export interface SafelyFixed {
  /** Texts that changed, by path. */
  readonly texts: ReadonlyMap<string, string>;
  readonly nrFixes: ReadonlyMap<string, number>;
  /** The check of the texts as they are now. */
  readonly result: CheckResult;
}

/** A file with more safe fixes than this has a rule gone wrong. */
const maxFixes = 2000;

/**
 * Applies safe fixes to the files of `editable`, one after the other, each on the text that the one before it left,
 * until none is left.
 */
export function fixSafely(start: FixContext, editable: ReadonlySet<string>): SafelyFixed {
  const texts = new Map<string, string>();
  const nrFixes = new Map<string, number>();
  let context = start;
  for (let i = 0; i < maxFixes; i++) {
    const next = nextSafeFix(context, editable);
    if (!next) break;
    const [path, fix] = next;
    const current = context.files.find((file) => file.path === path);
    if (!current) break;
    const text = applyEdits(current.text, path, fix.edits);
    texts.set(path, text);
    nrFixes.set(path, (nrFixes.get(path) ?? 0) + 1);
    const files = context.files.map((file) => (file.path === path ? { ...file, text } : file));
    context = { ...context, files, result: checkFiles(files, context.settings) };
  }
  return { texts, nrFixes, result: context.result };
}

function nextSafeFix(context: FixContext, editable: ReadonlySet<string>): [string, FixProposal] | undefined {
  for (const finding of context.result.findings) {
    if (!editable.has(finding.file)) continue;
    const isCandidate = finding.repairs.some(
      (repair) => repair.kind !== "suppress" && !alwaysReviewed.has(repair.kind),
    );
    if (!isCandidate) continue;
    const fix = proposeFixes(finding, context).find(
      ({ safety, repairKind }) => safety === "safe" && repairKind !== "suppress" && repairKind !== "annotate",
    );
    // A fix of several files would have to be tried on all of them together: it is left to the user.
    if (fix?.edits.every((edit) => edit.file === finding.file)) return [finding.file, fix];
  }
  return undefined;
}

/** Repairs that are never safe: no need to work them out for a bulk run. */
const alwaysReviewed: ReadonlySet<Repair["kind"]> = new Set([
  "replace-gfp",
  "use-kvmalloc",
  "hoist-allocation",
]);

const order: readonly Repair["kind"][] = [
  "use-array-allocator",
  "pass-gfp",
  "hoist-allocation",
  "use-kvmalloc",
  "replace-gfp",
  "suppress",
];

function rankOf(repair: Repair): number {
  return order.indexOf(repair.kind);
}

function draftRepair(repair: Repair, finding: Finding, file: FixFile): FixProposal | undefined {
  switch (repair.kind) {
    case "replace-gfp":
      return draftReplaceGfp(repair, finding, file);
    case "pass-gfp":
      return draftPassGfp(repair, finding, file);
    case "hoist-allocation":
      return draftHoist(repair, finding, file);
    case "use-kvmalloc":
      return draftKvmalloc(repair, file);
    case "use-array-allocator":
      return draftArrayAllocator(repair, finding, file);
    case "suppress":
      return draftSuppression(repair, finding, file);
    default:
      return unreachable(repair);
  }
}

function named(
  draft: FixProposal | undefined,
  repairKind: RepairProposal["repairKind"],
): RepairProposal | undefined {
  return draft && { ...draft, repairKind };
}

function fixFileOf(finding: Finding, context: FixContext): FixFile | undefined {
  const index = context.files.findIndex((file) => file.path === finding.file);
  const source = context.files[index];
  return source && createFixFile(source, context.result.views[index], context.settings);
}

/** A whole group is checked again for each fix only while it is small. */
const maxScopeFiles = 24;

/**
 * The smallest check that shows the finding: the files on its paths alone where they are enough, else all files of
 * the check; undefined where that would be too many to check again for each fix.
 */
function scopeOf(finding: Finding, context: FixContext): FixContext | undefined {
  if (context.files.length === 1) return context;
  const paths = new Set([finding, ...finding.path, ...finding.otherPaths.flat()].map((step) => step.file));
  const files = context.files.filter((file) => paths.has(file.path) || file.path.endsWith(".h"));
  const result = checkFiles(files, context.settings);
  if (result.findings.some((other) => isSameFinding(other, finding))) return { ...context, files, result };
  return context.files.length <= maxScopeFiles ? context : undefined;
}

function isSameFinding(a: Finding, b: Finding): boolean {
  return a.rule === b.rule && a.file === b.file && a.span.start === b.span.start && a.severity === b.severity;
}
