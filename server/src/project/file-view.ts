// What the analysis knows about one file, asked by offset: the one value that hover, lens and fixes read.

import type { Span } from "../base/span.js";
import type { Range } from "../c-types/ranges.js";

/** Where code may run. `atomic`: must not sleep, for a reason that is not an interrupt. */
export type ContextKind = "process" | "softirq" | "hardirq" | "nmi" | "atomic" | "unknown";

/** One way a function is entered. */
export interface EntryContext {
  readonly kind: ContextKind;
  /** `hard interrupt handler: request_irq()`, `called by foo_xmit() with d->lock held`, … */
  readonly why: string;
  /** Where that is seen; the file may be another one. */
  readonly place: { readonly file: string; readonly span: Span } | undefined;
}

/** A function defined in the file. */
export interface FunctionView {
  readonly name: string;
  /** The whole definition. */
  readonly span: Span;
  readonly nameSpan: Span;
  readonly entries: readonly EntryContext[];
  /** Whether a call of it may sleep, and the shortest reason. */
  readonly maySleep: "yes" | "sometimes" | "no" | "unknown";
  readonly sleepReason: string | undefined;
  /** Whether every statement of it could be read. */
  readonly isClean: boolean;
}

/** What is held where a call stands, on one way through the function. */
export interface HeldLock {
  /** `d->lock`; empty for preemption, interrupts or RCU. */
  readonly lock: string;
  /** The call that took it: `spin_lock_irqsave`. */
  readonly by: string;
  readonly span: Span;
  readonly isAtomic: boolean;
}

/** A call in the file. */
export interface CallView {
  readonly callee: string;
  readonly span: Span;
  readonly functionName: string;
  /** Locks held on some way to the call; empty when none is on any. */
  readonly held: readonly HeldLock[];
  /** Present where the callee allocates. */
  readonly allocation: AllocationView | undefined;
}

/** The size and gfp mask of an allocation as far as the text says. */
export interface AllocationView {
  /** Bytes asked for, bounds included; undefined when unknown. */
  readonly sizeBytes: Range | undefined;
  /** Names of the gfp values that may reach the call: `GFP_KERNEL`, … ; empty when unknown or none is taken. */
  readonly gfp: readonly string[];
  readonly gfpSpan: Span | undefined;
  readonly sizeSpan: Span | undefined;
}

export interface FileView {
  readonly path: string;
  readonly functions: readonly FunctionView[];
  functionAt(offset: number): FunctionView | undefined;
  callAt(offset: number): CallView | undefined;
}
