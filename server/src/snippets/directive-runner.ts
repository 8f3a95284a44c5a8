// Directives inside functions as statements, and expectations: checked where they stand, or at the end of the run.

import { shortened } from "../base/format.js";
import type { TaskContext } from "../simulator/task-context.js";
import type { Directive, SnippetContext } from "./annotations.js";
import { compileExpression, Unsupported } from "./compile-expression.js";
import { checkExpectation, type ExpectationWorld } from "./expectations.js";
import { type Int, toBigInt } from "./integers.js";
import { addressOfPointer } from "./memory.js";
import { compileLet } from "./parameters.js";
import type { Piece } from "./piece.js";
import type { Program } from "./program.js";
import type { EventReport, ExpectationReport, SnapshotReport, StateReport } from "./report.js";
import type { Frame, Runtime } from "./runtime.js";
import type { Scope } from "./scope.js";
import { completed, type Statement } from "./statements.js";

type ParsePiece = (text: string, line: number | undefined) => Piece;

export interface DirectiveRunner {
  start(before: StateReport): void;
  compile(directive: Directive, scope: Scope, inner: Statement | undefined, piece: ParsePiece): Statement;
  /** Checks what stands with `run`, and says which others were never reached. */
  finish(end: RunEnd): readonly ExpectationReport[];
  queries(
    lines: readonly number[],
    events: readonly EventReport[],
  ): readonly { line: number; text: string }[];
  readonly snapshots: readonly SnapshotReport[];
  /** What was too much to keep, as sentences. */
  notes(): readonly string[];
}

/** More named points than anybody names: a `snapshot` in a loop would keep a state for each round. */
const maxSnapshots = 100;

export interface RunEnd {
  readonly nrLeaks: number;
  readonly nrHeld: number;
  readonly ending: { readonly reason: string };
  readonly returned: bigint | undefined;
  readonly attached: readonly Directive[];
  readonly program: Program;
  readonly piece: ParsePiece;
  readonly lineOf: (offset: number) => number;
}

export interface RunnerSetting {
  readonly runtime: Runtime;
  readonly state: () => StateReport;
  readonly pageBytes: number;
  readonly events: readonly EventReport[];
  /** Absent in userspace. */
  readonly task: TaskContext | undefined;
}

interface Entry extends ExpectationReport {
  readonly isInvalid?: boolean;
}

export function createDirectiveRunner(setting: RunnerSetting): DirectiveRunner {
  const { runtime, state, events, task } = setting;
  const snapshots: SnapshotReport[] = [];
  let nrLostSnapshots = 0;
  /** By directive: a loop checks one several times, and the first failure stays. */
  const results = new Map<Directive, Entry>();
  const expected = new Map<Directive, number>();
  let before: StateReport = {};

  function worldNow(evaluate: (text: string) => bigint | string): ExpectationWorld {
    return {
      before,
      now: state,
      pageBytes: setting.pageBytes,
      nrFaults: (kind) => runtime.faults.filter((fault) => kind === undefined || fault.kind === kind).length,
      nrLeaks: () => undefined,
      nrHeld: () => undefined,
      returned: () => undefined,
      stops: () => undefined,
      evaluate,
      nrEvents: (call) => events.filter((event) => call === undefined || event.call === call).length,
      consoleText: () => runtime.console.join("\n"),
    };
  }

  function note(directive: Directive & { kind: "expect" }, line: number, world: ExpectationWorld): void {
    const previous = results.get(directive);
    if (previous && !previous.ok) return;
    const result = checkExpectation(directive.expression, world);
    const text = directive.expression;
    if (result.kind === "invalid") results.set(directive, { line, text, ok: false, actual: result.reason });
    else results.set(directive, { line, text, ok: result.ok, actual: result.actual });
  }

  function expectStatement(
    directive: Directive & { kind: "expect" },
    scope: Scope,
    piece: ParsePiece,
  ): Statement {
    const line = lineIn(scope, directive);
    expected.set(directive, line);
    return plain((frame) =>
      note(
        directive,
        line,
        worldNow((text) => evaluateIn(text, scope, frame, piece)),
      ),
    );
  }

  function takeSnapshot(line: number, label: string): void {
    if (snapshots.length < maxSnapshots)
      snapshots.push({ line, event: events.length - 1, label, state: state() });
    else nrLostSnapshots++;
  }

  function contextStatement(context: SnippetContext, inner: Statement | undefined): Statement {
    if (!inner) return plain(() => undefined);
    return wrapped(inner, (frame, run) => {
      const leave = task ? enter(task, context) : () => undefined;
      const completion = run(frame);
      leave();
      return completion;
    });
  }

  function repeatStatement(
    directive: Directive & { kind: "repeat" },
    scope: Scope,
    inner: Statement | undefined,
    piece: ParsePiece,
  ): Statement {
    const count = piece(directive.count, undefined);
    const operand = compileExpression(count.expression, { ...scope, unit: count.unit });
    if (operand.kind !== "integer" || !inner) throw new Unsupported(`repeat ${directive.count}`);
    return wrapped(inner, (frame, run) => {
      const times = Number(operand.run(frame));
      for (let i = 0; i < times; i++) {
        runtime.step();
        const completion = run(frame);
        if (completion !== completed) return completion;
      }
      return completed;
    });
  }

  function compile(
    directive: Directive,
    scope: Scope,
    inner: Statement | undefined,
    piece: ParsePiece,
  ): Statement {
    try {
      switch (directive.kind) {
        case "expect":
          return expectStatement(directive, scope, piece);
        case "snapshot": {
          const line = lineIn(scope, directive);
          return plain(() => takeSnapshot(line, directive.label));
        }
        case "context":
          return contextStatement(directive.context, inner);
        case "repeat":
          return repeatStatement(directive, scope, inner, piece);
        case "let": {
          const line = lineIn(scope, directive);
          const actions = directive.assignments.map(({ target, value }) =>
            compileLet(target, value, line, scope, piece),
          );
          return plain((frame) => {
            for (const action of actions) action(frame);
          });
        }
        default:
          return inner ?? plain(() => undefined);
      }
    } catch (problem) {
      // As with statements: what is unsupported stops the run when it is reached.
      if (!(problem instanceof Unsupported)) throw problem;
      return plain(() => runtime.unsupported(`@kmem ${directive.kind}: ${problem.message}`));
    }
  }

  function finish(end: RunEnd): readonly ExpectationReport[] {
    const world: ExpectationWorld = {
      ...worldNow((text) => evaluateIn(text, end.program.fileScope, undefined, end.piece)),
      nrLeaks: () => end.nrLeaks,
      nrHeld: () => end.nrHeld,
      returned: () => end.returned,
      stops: () => end.ending.reason,
    };
    for (const directive of end.attached) {
      if (directive.kind === "expect") note(directive, end.lineOf(directive.span.start), world);
    }
    for (const [directive, line] of expected) {
      if (!results.has(directive) && directive.kind === "expect")
        results.set(directive, { line, text: directive.expression, ok: false, actual: "not reached" });
    }
    return [...results.values()].sort((a, b) => a.line - b.line);
  }

  return {
    start(first) {
      before = first;
    },
    compile,
    finish,
    queries: (lines, all) => lines.map((line) => ({ line, text: answer(line, all) })),
    snapshots,
    notes: () =>
      nrLostSnapshots === 0
        ? []
        : [`${nrLostSnapshots} snapshots after the first ${maxSnapshots} were not kept`],
  };
}

function lineIn(scope: Scope, directive: Directive): number {
  return scope.unit.lineOfSource(directive.span.start);
}

function plain(run: (frame: Frame) => unknown): Statement {
  const statement = (frame: Frame): 0 => {
    run(frame);
    return completed;
  };
  return { run: statement, labels: undefined, enter: statement };
}

/** A statement around another; a jump into it enters the inner one without what surrounds it. */
function wrapped(
  inner: Statement,
  around: (frame: Frame, run: Statement["run"]) => ReturnType<Statement["run"]>,
): Statement {
  return { run: (frame) => around(frame, inner.run), labels: inner.labels, enter: inner.enter };
}

function enter(task: TaskContext, context: SnippetContext): () => void {
  const level = task.level;
  if (context === "atomic") {
    task.preemptDepth += 1;
    return () => {
      task.preemptDepth -= 1;
    };
  }
  task.level = context;
  return () => {
    task.level = level;
  };
}

/** A constant, or with a frame any expression of the scope. */
function evaluateIn(
  text: string,
  scope: Scope,
  frame: Frame | undefined,
  parse: ParsePiece,
): bigint | string {
  try {
    const piece = parse(text, undefined);
    const operand = compileExpression(piece.expression, { ...scope, unit: piece.unit });
    if (operand.kind === "integer") {
      const value: Int | undefined = frame
        ? operand.run(frame)
        : (operand.constant ?? operand.run(emptyFrame()));
      return toBigInt(value);
    }
    if (operand.kind === "pointer")
      return BigInt(Math.trunc(addressOfPointer(operand.run(frame ?? emptyFrame()))));
    return `'${shortened(text)}' is no number`;
  } catch (problem) {
    if (!(problem instanceof Unsupported)) throw problem;
    // An expectation that cannot be read fails and says why.
    return `'${shortened(text)}' cannot be read: ${shortened(problem.message)}`;
  }
}

function emptyFrame(): Frame {
  return { ints: [], pointers: [], result: undefined, label: undefined, varargs: [] };
}

/** What a line did, in words. */
function answer(line: number, events: readonly EventReport[]): string {
  const here = events.filter((event) => event.line === line);
  if (here.length === 0) return "no allocation or free here";
  const first = here[0];
  const isSame = here.every(
    (event) => event.call === first?.call && event.requestedBytes === first.requestedBytes && event.ok,
  );
  if (first && isSame) return here.length === 1 ? describe(first) : `${here.length} × ${describe(first)}`;
  return [...new Set(here.map(describe))].slice(0, 4).join("; ");
}

function describe(event: EventReport): string {
  const { call, requestedBytes, allocatedBytes, freedBytes, cache } = event;
  if (!event.ok) return `${call}: ${bytesText(requestedBytes ?? 0)} refused (${event.reason ?? "no memory"})`;
  if (freedBytes !== undefined)
    return `${call}: ${bytesText(freedBytes)} back${cache === undefined ? "" : ` to ${cache}`}`;
  if (requestedBytes === undefined || allocatedBytes === undefined) return `${call}: ${cache ?? "done"}`;
  const unused =
    allocatedBytes > 0 ? Math.round(((allocatedBytes - requestedBytes) / allocatedBytes) * 100) : 0;
  const where = cache ?? (event.order === undefined ? call : `order ${event.order}`);
  return `${where}: ${requestedBytes} of ${allocatedBytes} bytes, ${unused} % unused`;
}

function bytesText(bytes: number): string {
  return bytes === 1 ? "1 byte" : `${bytes} bytes`;
}
