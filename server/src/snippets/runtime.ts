// What a running snippet carries: where it is, what it has spent, what it said, and how it ends. One exception type
// leaves the interpreter from any depth (a fault, a spent budget, something unsupported); it is caught where the run
// was started and nowhere else, because threading a result through every closure would cost more than the program.

import { shortened } from "../base/format.js";
import type { FaultSink, Memory, Pointer } from "./memory.js";
import type { FaultKind, FaultReport, StopReason } from "./report.js";
import type { RunType } from "./run-types.js";

/** Ends a run from any depth. */
export class RunStop extends Error {
  override readonly name = "RunStop";
  readonly reason: StopReason;
  readonly line: number;
  constructor(reason: StopReason, message: string, line: number) {
    super(message);
    this.reason = reason;
    this.line = line;
  }
}

/** How much a run may spend. */
export interface Budget {
  /** Statements and calls. */
  readonly maxSteps: number;
  /** Bytes of host memory for the program's objects, roughly. */
  readonly maxMemoryBytes: number;
  /** Depth of calls: a kernel stack is 16 KiB, and ours is finite too. */
  readonly maxCallDepth: number;
  /** Bytes of console output that are kept. */
  readonly maxConsoleBytes: number;
  /** Asked now and then; true ends the run (cancelled, or out of time). */
  readonly shouldStop?: () => boolean;
}

export const defaultBudget: Budget = {
  maxSteps: 20_000_000,
  maxMemoryBytes: 256 * 1024 * 1024,
  maxCallDepth: 200,
  maxConsoleBytes: 1024 * 1024,
};

/** The state of one run outside the program's memory. */
export interface Runtime {
  readonly memory: Memory;
  readonly budget: Budget;
  /** Line of the user's file that runs now; code of headers and of our prelude keeps the caller's. */
  line: number;
  steps: number;
  depth: number;
  readonly faults: FaultReport[];
  /** The calls that are under way; a run that was stopped leaves them here. */
  readonly frames: Frame[];
  /** Console output, one entry per line; the last one may be open. */
  readonly console: string[];
  print(text: string): void;
  stop(reason: StopReason, message: string): never;
  unsupported(what: string): never;
  fatal(kind: FaultKind, message: string): never;
  recorded(kind: FaultKind, message: string): void;
  /** Counts one step; ends the run when there are none left. */
  step(): void;
  spendMemory(bytes: number): void;
}

/** More faults of the same kind on one line tell nothing new. */
const maxFaults = 200;
/** How often somebody outside is asked whether to go on. */
const stepsBetweenQuestions = 0x3fff;

export function createRuntime(budget: Budget, makeMemory: (faults: FaultSink) => Memory): Runtime {
  let spentBytes = 0;
  let consoleBytes = 0;
  const told = new Set<string>();
  const faults: FaultReport[] = [];
  const lines: string[] = [];

  function record(kind: FaultKind, message: string): void {
    const key = `${kind} ${runtime.line} ${kind === "uninitialised" ? "" : message}`;
    if (told.has(key) || faults.length >= maxFaults) return;
    told.add(key);
    faults.push({ line: runtime.line, kind, message });
  }

  function stop(reason: StopReason, message: string): never {
    throw new RunStop(reason, message, runtime.line);
  }

  function print(text: string): void {
    consoleBytes += text.length;
    if (consoleBytes > budget.maxConsoleBytes) return;
    const pieces = text.split("\n");
    const open = lines.length === 0 ? "" : (lines.pop() ?? "");
    lines.push(open + (pieces[0] ?? ""), ...pieces.slice(1));
  }

  function spendMemory(bytes: number): void {
    spentBytes += bytes;
    if (bytes > 0 && spentBytes > budget.maxMemoryBytes)
      stop("budget", `stopped: the program's objects need more than ${budget.maxMemoryBytes >> 20} MiB here`);
  }

  function fatal(kind: FaultKind, message: string): never {
    record(kind, message);
    return stop("fault", `${kind}: ${message}`);
  }

  const runtime: Runtime = {
    memory: makeMemory({ fatal, recorded: record, spendMemory }),
    budget,
    line: 0,
    steps: 0,
    depth: 0,
    faults,
    frames: [],
    console: lines,
    print,
    stop,
    unsupported: (what) => stop("unsupported", `unsupported: ${shortened(what)}`),
    fatal,
    recorded: record,
    step() {
      const steps = ++runtime.steps;
      if (steps > budget.maxSteps) stop("budget", `stopped after ${budget.maxSteps} steps`);
      if ((steps & stepsBetweenQuestions) === 0 && budget.shouldStop?.())
        stop("budget", "stopped: its time is up");
    },
    spendMemory,
  };
  return runtime;
}

/** One call of one function. */
export interface Frame {
  readonly ints: (number | bigint | undefined)[];
  readonly pointers: (Pointer | undefined)[];
  /** What `return` gave. */
  result: Value | undefined;
  /** The label that a `goto`, a `case` or a `continue` is on its way to. */
  label: string | undefined;
  readonly varargs: readonly VariadicArgument[];
  /** What is to be called when blocks are left, innermost last. */
  exits?: ((frame: Frame) => void)[];
}

export type Value = number | bigint | Pointer;

/** An argument behind the `...`. */
export interface VariadicArgument {
  readonly value: Value;
  readonly type: RunType;
}
