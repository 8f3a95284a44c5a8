// GFP_KERNEL → GFP_ATOMIC or GFP_NOWAIT: only where the result is tested, because such an allocation does fail, and
// never for a function that cannot do without sleeping whatever its mask says.

import { allocatorRow } from "../kernel-model/allocators.js";
import type { Finding, Repair } from "../rules/finding.js";
import { argumentAt, calleeOf, type FixFile } from "./fix-file.js";
import { blockingNames } from "./gfp-argument.js";
import { isResultTested } from "./null-check.js";
import type { FixProposal } from "./proposal.js";

const notes: Readonly<Record<"GFP_ATOMIC" | "GFP_NOWAIT", string>> = {
  GFP_ATOMIC: "draws on the reserves, may fail",
  GFP_NOWAIT: "leaves the reserves alone, may fail",
};

/** Edits for a `replace-gfp` repair; undefined where the result is not tested or the callee sleeps anyway. */
export function draftReplaceGfp(
  repair: Extract<Repair, { kind: "replace-gfp" }>,
  _finding: Finding,
  file: FixFile,
): FixProposal | undefined {
  const place = argumentAt(file, repair.span);
  if (!place || !isResultTested(file, place.call, place.above)) return undefined;
  if (sleepsWhateverTheMask(file, calleeOf(file, place.call))) return undefined;
  const names = blockingNames(file, repair.span);
  if (names.length === 0) return undefined;
  return {
    title: `Use ${repair.flag} (${notes[repair.flag]})`,
    safety: "review",
    edits: names.map((span) => ({ file: file.path, span, newText: repair.flag })),
  };
}

/** vmalloc and kvmalloc build page tables with GFP_KERNEL inside (mm/vmalloc.c: __vmalloc_area_node(), 6.1). */
function sleepsWhateverTheMask(file: FixFile, callee: string | undefined): boolean {
  const row = callee === undefined ? undefined : allocatorRow(file.settings.profile.release, callee);
  return row !== undefined && (row.family === "vmalloc" || row.family === "kvmalloc");
}
