// One run of one snippet, from its text to its report: reads the units, makes the machine or the process, sets the
// parameters, runs, and looks at what is left. Deterministic: the same request gives the same report.

import { createEnvironment, type TypeEnvironment } from "../c-types/environment.js";
import { defaultLibc, findLibc } from "../kernel-model/libc.js";
import { pageblockOrder } from "../kernel-model/limits.js";
import { modelOf } from "../kernel-model/model.js";
import { usesBootMemory } from "./builtins-boot.js";
import type { Callbacks } from "./builtins-deferred.js";
import { kernelBuiltins } from "./builtins-kernel.js";
import { miscBuiltins } from "./builtins-misc.js";
import { textBuiltins } from "./builtins-text.js";
import { ProgramExit } from "./builtins-user.js";
import { createDirectiveRunner, type DirectiveRunner } from "./directive-runner.js";
import { toBigInt } from "./integers.js";
import type { KernelWorld } from "./kernel-world.js";
import { scanLeaks } from "./leaks.js";
import type { MachineSpec } from "./machine-spec.js";
import { addressOfPointer, createMemory, hexAddress } from "./memory.js";
import { setParameters } from "./parameters.js";
import { parsePiece } from "./piece.js";
import { readPrelude } from "./prelude.js";
import type { MacroTable } from "./preprocess.js";
import { type Builtin, createProgram, type Program } from "./program.js";
import type { SnippetRun, StopReason } from "./report.js";
import { checkUnloaded, registeredIn, settleLater } from "./run-later.js";
import { createRunTypes } from "./run-types.js";
import { type HeapListener, kernelWorld, userWorld, type World } from "./run-world.js";
import { type Budget, createRuntime, defaultBudget, RunStop, type Runtime, type Value } from "./runtime.js";
import { checkedCall } from "./sleep-rules.js";
import type { SnippetPlan } from "./snippet-plan.js";
import { compileLockCall, compileVariadicCall } from "./special-calls.js";
import { recordTimeline, type TimelineRecorder } from "./timeline.js";
import { readUnit } from "./unit.js";
import { createVaLists } from "./va-lists.js";

/** What is to be run. */
export interface SnippetRequest {
  readonly file: string;
  readonly text: string;
  /** Headers that the file names and that were found, each after those it needs. */
  readonly headers: readonly { readonly path: string; readonly text: string }[];
  /** What the file needs of a kernel tree's headers, as one text. */
  readonly treeText?: string;
  readonly plan: SnippetPlan;
  readonly spec: MachineSpec;
  readonly budget?: Partial<Budget>;
  /** Fails that allocation, counting from 1. */
  readonly failNth?: number;
  /** The text that `state=` names. */
  readonly stateText?: string;
  /** Keep the states between the events. */
  readonly wantsTimeline?: boolean;
}

/** Runs a snippet; never throws for what the program does. */
export function runSnippet(request: SnippetRequest): SnippetRun {
  const { plan, spec } = request;
  const { profile } = spec;
  const pointerBytes = profile.arch.bits === 64 ? 8 : 4;
  const listener: HeapListener = { hear: undefined };
  const runtime = createRuntime({ ...defaultBudget, ...request.budget }, (faults) =>
    createMemory({
      pointerBytes,
      faults,
      onHeapAccess: (object, offset, sizeBytes, access) => listener.hear?.(object, offset, sizeBytes, access),
    }),
  );
  const vaLists = createVaLists(runtime.memory);
  const world = plan.isKernel
    ? kernelWorld({ ...request, isBooting: usesBootMemory(request.text) }, runtime)
    : userWorld(request, runtime);
  listener.hear = world.onHeapAccess;
  const text = textBuiltins({ runtime, pointerBytes, dialect: plan.isKernel ? "kernel" : "libc", vaLists });
  const macros: MacroTable = new Map();
  const units = readUnits(request, macros);
  const types = createRunTypes(units.environment, profile);
  const model = plan.isKernel ? modelOf(profile.release) : undefined;
  const { kernel } = world;
  const timeline = request.wantsTimeline ? recordTimeline(world) : undefined;
  const builtins = settlingFirst(
    new Map<string, Builtin>([
      ...text,
      ...world.builtins,
      ...later.builtins(kernel, () => program, plan.options.seed),
    ]),
    timeline,
  );
  const runner = createDirectiveRunner({
    runtime,
    state: world.state,
    pageBytes: profile.config.pageSizeBytes,
    events: world.events,
    task: kernel?.machine.core.task,
  });
  const piece = (pieceText: string, line: number | undefined) => parsePiece(pieceText, line, macros, profile);
  const program: Program = createProgram({
    units: units.units,
    types,
    runtime,
    model,
    builtins,
    models: new Map(
      plan.attached.flatMap((one) => (one.kind === "model" ? [[one.name, one.expression] as const] : [])),
    ),
    directives: plan.inside,
    variable: () => undefined,
    compileDirective: (directive, scope, inner) => runner.compile(directive, scope, inner, piece),
    compileSpecialCall: (name, call, scope) =>
      compileVariadicCall(name, call, scope, vaLists) ??
      (kernel && model && !builtins.has(name)
        ? compileLockCall(name, call, scope, { model, locks: { apply: kernel.applyLock } })
        : undefined),
    parsePiece: piece,
  });
  return execute({ request, runtime, world, program, runner, piece, timeline });
}

/** Only builtins change the state, so before each of them what happened since the last is over. */
function settlingFirst(
  builtins: Map<string, Builtin>,
  timeline: TimelineRecorder | undefined,
): Map<string, Builtin> {
  if (!timeline) return builtins;
  const settling =
    (run: Builtin): Builtin =>
    (values, call) => {
      timeline.settle();
      return run(values, call);
    };
  return new Map([...builtins].map(([name, run]) => [name, settling(run)]));
}

/** Builtins that call back into the program, which does not exist when they are made. */
const later = {
  builtins(
    kernel: KernelWorld | undefined,
    program: () => Program,
    seed: number | undefined,
  ): ReadonlyMap<string, Builtin> {
    if (!kernel) return new Map();
    const callbacks: Callbacks = {
      named: (name, values) => program().callByName(name, values),
      through(pointer, values) {
        const name = pointer.object?.functionName;
        if (name !== undefined) return program().callByName(name, values);
        return kernel.runtime.fatal("wild-dereference", "calls back through a pointer that is no function");
      },
    };
    const table = kernelBuiltins(kernel, callbacks);
    for (const [name, run] of miscBuiltins(kernel, seed)) table.set(name, run);
    return new Map([...table].map(([name, run]) => [name, checkedCall(name, run, kernel)]));
  },
};

function readUnits(request: SnippetRequest, macros: MacroTable) {
  const { profile } = request.spec;
  const prelude = readPrelude(request.plan.isKernel ? "kernel" : "user", profile);
  for (const [name, macro] of prelude.macros) macros.set(name, macro);
  const tree = request.treeText ? [readUnit(request.treeText, macros, profile, "other")] : [];
  const headers = request.headers.map(({ text }) => readUnit(text, macros, profile, "other"));
  const main = readUnit(request.text, macros, profile, "user");
  let environment: TypeEnvironment = createEnvironment(prelude.read.types);
  for (const header of [...tree, ...headers]) environment = createEnvironment(header.types, [environment]);
  environment = createEnvironment(main.types, [environment]);
  return { units: [prelude.read, ...tree, ...headers, main].map(({ unit }) => unit), environment };
}

interface Execution {
  readonly request: SnippetRequest;
  readonly runtime: Runtime;
  readonly world: World;
  readonly program: Program;
  readonly runner: DirectiveRunner;
  readonly piece: Parameters<DirectiveRunner["compile"]>[3];
  readonly timeline: TimelineRecorder | undefined;
}

interface Ending {
  readonly reason: StopReason;
  readonly line: number;
  readonly message: string;
  readonly value: Value | undefined;
}

function execute(execution: Execution): SnippetRun {
  const { request, runtime, world, program, runner } = execution;
  const { plan, spec } = request;
  const before = world.state();
  runner.start(before);
  const ending = runTarget(execution);
  const after = world.state();
  const isModule = plan.target === "module" && plan.exitName !== undefined && ending.reason === "returned";
  const returned = typeof ending.value === "object" ? ending.value : undefined;
  const { leaks, held, nrLeaks } = scanLeaks({
    memory: runtime.memory,
    pointerBytes: spec.profile.arch.bits === 64 ? 8 : 4,
    roots: isModule ? [] : [...runtime.memory.rootObjects()],
    registered: registeredIn(world),
    returned,
    frames: ending.reason === "returned" ? [] : runtime.frames,
    stopLine: ending.reason === "returned" ? undefined : ending.line,
  });
  const expectations = runner.finish({
    nrLeaks,
    nrHeld: held.length,
    ending,
    returned: returnedNumber(ending.value, spec.profile.arch.bits),
    attached: plan.attached,
    program,
    piece: execution.piece,
    lineOf: lineCounter(request.text),
  });
  const shown = returnedText(ending.value, spec.profile.arch.bits);
  const notes = [...world.notes, ...runner.notes()];
  return {
    file: request.file,
    function: plan.functionName,
    line: plan.line,
    machine: {
      kernel: spec.profile.release.id,
      arch: spec.profile.arch.id,
      memoryBytes: spec.memoryBytes,
      cpus: spec.profile.config.nrCpus,
      pageSize: spec.profile.config.pageSizeBytes,
      ...(plan.isKernel
        ? {
            pageblockOrder: pageblockOrder(spec.profile),
            ...(spec.profile.config.pae ? { pae: true as const } : {}),
          }
        : { libc: (findLibc(plan.options.libc ?? "") ?? defaultLibc).id }),
    },
    stop: { reason: ending.reason, line: ending.line, message: ending.message },
    ...(notes.length === 0 ? {} : { notes }),
    ...(shown === undefined ? {} : { returned: shown }),
    before,
    after,
    events: world.events,
    leaks,
    held,
    faults: runtime.faults,
    queries: runner.queries(queryLinesOf(execution), world.events),
    expectations,
    snapshots: runner.snapshots,
    console: runtime.console.at(-1) === "" ? runtime.console.slice(0, -1) : runtime.console,
    allocations: world.nrAllocations(),
    steps: runtime.steps,
    ...(execution.timeline ? { timeline: execution.timeline.finish() } : {}),
  };
}

function runTarget(execution: Execution): Ending {
  const { request, runtime, program, world } = execution;
  const { plan } = request;
  try {
    const times = plan.options.repeat ?? 1;
    let value: Value | undefined;
    for (let i = 0; i < times; i++) {
      value = callTarget(plan.functionName, execution);
      settleLater(world);
      const isFailed = typeof value === "number" && value !== 0;
      if (plan.target === "module" && plan.exitName !== undefined && !isFailed)
        program.functionCode(plan.exitName)?.call([], []);
      if (plan.target === "module") checkUnloaded(world, runtime);
    }
    return { reason: "returned", line: runtime.line, message: `${plan.functionName}() returned`, value };
  } catch (end) {
    // The one place where a run's end arrives, from whatever depth.
    if (end instanceof ProgramExit)
      return { reason: "returned", line: end.line, message: end.message, value: end.status };
    if (!(end instanceof RunStop)) throw end;
    return { reason: end.reason, line: end.line, message: end.message, value: undefined };
  }
}

function callTarget(name: string, execution: Execution): Value | undefined {
  const { program, runtime, request, piece } = execution;
  const code = program.functionCode(name);
  if (!code)
    return runtime.unsupported(`${name}(), which this file does not define in a form that can be run`);
  const values = setParameters({
    program,
    runtime,
    name,
    plan: request.plan,
    piece,
    lineOf: lineCounter(request.text),
  });
  const result = code.call(values, []);
  return code.returns.kind === "void" ? undefined : result;
}

/** Queries of the lines that this run is about: its function, or the whole file for a module or a program. */
function queryLinesOf({ request, program }: Execution): readonly number[] {
  const { plan } = request;
  const definition = plan.target === "function" ? program.functionNode(plan.functionName) : undefined;
  if (!definition) return plan.queryLines;
  const { unit, node } = definition;
  const first = unit.lineOf(node.start) ?? 0;
  const last = unit.lineOf(node.end - 1) ?? 0;
  return plan.queryLines.filter((line) => line >= first && line <= last);
}

function lineCounter(text: string): (offset: number) => number {
  return (offset) => {
    let line = 1;
    for (let i = 0; i < offset && i < text.length; i++) if (text.charCodeAt(i) === 10) line++;
    return line;
  };
}

function returnedNumber(value: Value | undefined, bits: number): bigint | undefined {
  if (value === undefined) return undefined;
  return typeof value === "object"
    ? BigInt.asIntN(bits, BigInt(Math.trunc(addressOfPointer(value))))
    : toBigInt(value);
}

function returnedText(value: Value | undefined, bits: number): string | undefined {
  if (value === undefined) return undefined;
  return typeof value === "object" ? hexAddress(addressOfPointer(value), bits / 8) : value.toString();
}
