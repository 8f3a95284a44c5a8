// The reduced control-flow graph of one function: what analysis needs of it and nothing more. Plain data without any
// context in it, because the context at a call depends on callees in other files; see docs/architecture.md.

import type { Span } from "../base/span.js";
import type { Argument, Expression } from "../c-types/expression.js";

/** Something that happens at a program point, in order of evaluation. */
export type Event = CallEvent | AssignEvent | ReturnEvent | GuardEvent | UnguardEvent | ForgetEvent;

/** A call by name or through a pointer. Its result is known to expressions by the place of the call. */
export interface CallEvent {
  readonly kind: "call";
  readonly callee: Expression;
  readonly arguments: readonly Argument[];
  readonly span: Span;
  /** In a function that was cut down to the calls that matter: what was cut away here. */
  readonly distilled?: DistilledCall;
}

/** What a call of a function without its text stands for. */
export interface DistilledCall {
  /** The function that makes the call, where that is one further down. */
  readonly within?: string;
  /** So many calls between the function and the one that makes it are left out, */
  readonly nrCalls: number;
  /** and so many files besides the function's own that they lead through. */
  readonly nrFiles: number;
  /** What leads to it is not certain: the same as a guess in a function that is followed. */
  readonly isGuess: boolean;
  /** Something that the function's caller may hold was given back on the way to it. */
  readonly isOpen: boolean;
  /** The interrupts in which the function asks where it runs, and does without it; absent for none. */
  readonly silentIn?: readonly ("hardirq" | "softirq")[];
}

/** `target = value`; `value` is absent where nothing is known of it (`i++`, `int x;`, a loop macro's cursor). */
export interface AssignEvent {
  readonly kind: "assign";
  readonly target: Expression;
  readonly value: Expression | undefined;
  readonly span: Span;
}

export interface ReturnEvent {
  readonly kind: "return";
  readonly value: Expression | undefined;
  readonly span: Span;
}

/** `guard(class)(args)` or the head of a `scoped_guard`: holds until the `unguard` of the same id. */
export interface GuardEvent {
  readonly kind: "guard";
  readonly id: number;
  readonly className: string;
  readonly arguments: readonly Argument[];
  readonly span: Span;
}

export interface UnguardEvent {
  readonly kind: "unguard";
  readonly id: number;
  readonly span: Span;
}

/** What memory the condition of a loop reads may have changed since the last round. */
export interface ForgetEvent {
  readonly kind: "forget";
  readonly condition: Expression;
}

/** A condition without `&&`, `||` and `!`, and whether it held. */
export interface Guard {
  readonly condition: Expression;
  readonly taken: boolean;
}

export interface Edge {
  readonly to: number;
  /** All hold on this edge; empty where the edge is always open. */
  readonly guards: readonly Guard[];
}

/** A basic block. */
export interface Block {
  readonly events: readonly Event[];
  readonly edges: readonly Edge[];
}

/** Block 0 is the entry; a block without edges leaves the function. */
export interface EventGraph {
  readonly blocks: readonly Block[];
}
