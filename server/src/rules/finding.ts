// What a rule says: a value that every surface renders and none recomputes.

import { moveSpans } from "../analysis/layout.js";
import type { Span } from "../base/span.js";
import type { SpansInText } from "../project/in-text.js";

export type Severity = "error" | "warning" | "info" | "hint";

/** Every rule id that exists; see docs/rules/. */
export type RuleId =
  | "sleep-in-atomic"
  | "oversized-kmalloc"
  | "unused-suppression"
  | "invalid-directive"
  | "invalid-config";

/** What a step of the evidence shows; readers tolerate others. */
export type StepRole = "registration" | "context" | "call" | "gfp" | "size" | "sleep" | "free" | "alloc";

/** One step of the evidence, from cause to effect. */
export interface PathStep {
  /** The path as the file was given to the project, `/`-separated. */
  readonly file: string;
  /** UTF-16 offsets in that file. */
  readonly span: Span;
  readonly role: StepRole;
  /** `spin_lock_irqsave(&d->lock) taken here`, `calls foo_grow()`, … */
  readonly message: string;
  /** The function the step stands in. */
  readonly functionName: string | undefined;
}

/** How a finding could be mended, as data; `fixes` turns one into edits when it is asked for. */
export type Repair =
  /** Replace the blocking gfp constant at `span` (the argument's text) by `flag`. */
  | { readonly kind: "replace-gfp"; readonly span: Span; readonly flag: "GFP_ATOMIC" | "GFP_NOWAIT" }
  /** Pass the caller's gfp parameter on instead of the constant at `span`. */
  | { readonly kind: "pass-gfp"; readonly span: Span; readonly parameter: string }
  /** Move the allocation statement above the statement that takes the lock. */
  | { readonly kind: "hoist-allocation"; readonly call: Span; readonly lock: Span }
  /** `kmalloc` → `kvmalloc`, with every matching free. */
  | { readonly kind: "use-kvmalloc"; readonly call: Span }
  /** `kmalloc(n * s)` → `kmalloc_array(n, s)`. */
  | { readonly kind: "use-array-allocator"; readonly call: Span }
  /** Put a suppression comment (or the kernel's own annotation) before the statement. */
  | { readonly kind: "suppress"; readonly statement: Span };

/** A defect, where it is to be mended, and the path that proves it. */
export interface Finding {
  readonly rule: RuleId;
  readonly severity: Severity;
  readonly file: string;
  /** The whole call that is to be mended, callee name to closing parenthesis; UTF-16 offsets in `file`. */
  readonly span: Span;
  /** The word to underline in text output, e.g. the gfp argument; `span` when there is none. */
  readonly focus: Span;
  readonly functionName: string | undefined;
  /** ≤ 100 characters where it can be, in kernel terms. */
  readonly message: string;
  /** Cause to effect; empty where the finding is about one place only. */
  readonly path: readonly PathStep[];
  /** Further ways to reach the same place, at most two. */
  readonly otherPaths: readonly (readonly PathStep[])[];
  readonly repairs: readonly Repair[];
}

/** The finding with offsets of the texts instead of their layouts'. */
export function findingInText(finding: Finding, inText: SpansInText): Finding {
  const own = (span: Span): Span => inText(finding.file, span);
  const path = (steps: readonly PathStep[]): readonly PathStep[] =>
    steps.map((step) => ({ ...step, span: inText(step.file, step.span) }));
  return {
    ...finding,
    span: own(finding.span),
    focus: own(finding.focus),
    path: path(finding.path),
    otherPaths: finding.otherPaths.map(path),
    repairs: finding.repairs.map((repair) => moveSpans(repair, own)),
  };
}
