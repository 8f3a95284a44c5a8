// The world that a snippet runs in, a kernel on its machine or a process with its heap: what it can call, what happened
// in it, and how it stands.

import { findLibc } from "../kernel-model/libc.js";
import { modelOf } from "../kernel-model/model.js";
import { renderAddress } from "../simulator/address.js";
import type { SimulatorEvent } from "../simulator/events.js";
import { createMachine } from "../simulator/machine.js";
import { createUserHeap } from "../simulator/malloc-heap.js";
import type { PlaceMap } from "../simulator/place-map.js";
import { createMachineFromProc } from "../simulator/proc-state.js";
import type { SnippetContext } from "./annotations.js";
import { userBuiltins } from "./builtins-user.js";
import { eventReportOf, faultKindOf, kernelState, processState } from "./event-reports.js";
import { createKernelWorld, type KernelWorld } from "./kernel-world.js";
import type { MachineSpec } from "./machine-spec.js";
import type { MemoryConfig } from "./memory.js";
import type { Builtin } from "./program.js";
import type { EventReport, StateReport } from "./report.js";
import type { Runtime } from "./runtime.js";
import type { SnippetPlan } from "./snippet-plan.js";

/** What decides a world. */
export interface WorldRequest {
  readonly plan: SnippetPlan;
  readonly spec: MachineSpec;
  readonly failNth?: number;
  readonly stateText?: string;
  readonly wantsTimeline?: boolean;
  /** The snippet works with boot memory: its machine has no page allocator yet. */
  readonly isBooting?: boolean;
}

/** The part of a run that is either a kernel or a process. */
export interface World {
  readonly builtins: ReadonlyMap<string, Builtin>;
  readonly kernel: KernelWorld | undefined;
  state(): StateReport;
  /** Pages and slots by place; of a process none. */
  readonly places: PlaceMap | undefined;
  readonly events: EventReport[];
  nrAllocations(): number;
  /** The program reads or writes memory of an allocator. */
  readonly onHeapAccess: HeapListener["hear"];
  /** What of a `state=` text could not be taken over, and what else is to be told of the run, as sentences. */
  readonly notes: string[];
}

/** Memory is made before the world that listens to it. */
export interface HeapListener {
  hear: MemoryConfig["onHeapAccess"];
}

/** Events that are kept in the report; a loop that allocates a million times has the rest counted only. */
const maxEvents = 50_000;

/** A kernel on a machine of its own. */
export function kernelWorld(request: WorldRequest, runtime: Runtime): World {
  const { spec, plan } = request;
  const { profile, memoryBytes } = spec;
  const model = modelOf(profile.release);
  const events: EventReport[] = [];
  let nrAllocations = 0;
  const onEvent = (event: SimulatorEvent): void => {
    if (event.kind === "allocated" || event.kind === "allocation-failed") nrAllocations++;
    // A loop without end makes millions: what nobody keeps is not written out.
    if (events.length < maxEvents) {
      const report = eventReportOf(event, (address) => renderAddress(machine.core.layout, address), model);
      if (report) events.push(report);
    }
    if (event.kind === "fault") {
      const kind = faultKindOf(event.fault);
      if (event.isFatal) runtime.fatal(kind, event.message);
      else runtime.recorded(kind, event.message);
    }
    if (event.kind === "oom-killed")
      kernel.noteOutOfMemory(`out of memory: no free pages of order ${event.order} in ${event.zone}`);
    if (event.kind === "nofail-endless") kernel.noteOutOfMemory("a __GFP_NOFAIL request would wait for ever");
  };
  const config = {
    memoryBytes,
    onEvent,
    tracksPlaces: request.wantsTimeline ?? false,
    phase: request.isBooting ? ("booting" as const) : ("running" as const),
    ...(request.failNth === undefined ? {} : { failNth: request.failNth }),
  };
  const loaded =
    request.stateText === undefined
      ? { machine: createMachine(profile, config), notes: [] }
      : createMachineFromProc(profile, request.stateText, config);
  const { machine } = loaded;
  const kernel = createKernelWorld({ machine, model, runtime });
  enterContext(machine.core.task, plan.options.context ?? "process");
  return {
    builtins: new Map(),
    kernel,
    events,
    nrAllocations: () => nrAllocations,
    notes: [...loaded.notes],
    onHeapAccess: (object, offset, sizeBytes, access) =>
      machine.dma.noteCpuAccess(kernel.toAddress({ object, offset }), sizeBytes, access),
    state: () => kernelState(machine.snapshot(), machine.core.layout),
    places: request.wantsTimeline ? machine.places : undefined,
  };
}

function enterContext(task: KernelWorld["machine"]["core"]["task"], context: SnippetContext): void {
  if (context === "atomic") task.preemptDepth += 1;
  else task.level = context;
}

/** A process with its heap. */
export function userWorld(request: WorldRequest, runtime: Runtime): World {
  const { profile, memoryBytes } = request.spec;
  const events: EventReport[] = [];
  const pointerBytes = profile.arch.bits === 64 ? 8 : 4;
  const libc = findLibc(request.plan.options.libc ?? "");
  const heap = createUserHeap({
    archId: profile.arch.id,
    ...(libc ? { libc } : {}),
    pageBytes: profile.config.pageSizeBytes,
    memoryBytes,
    onEvent: (event) => {
      const report =
        events.length < maxEvents
          ? eventReportOf(event, (address) => `0x${address.toString(16)}`, undefined)
          : undefined;
      if (report) events.push(report);
      if (event.kind === "fault") runtime.fatal(faultKindOf(event.fault), event.message);
    },
  });
  return {
    builtins: userBuiltins({ runtime, heap, pointerBytes, failNth: request.failNth, events }),
    kernel: undefined,
    events,
    notes: [],
    onHeapAccess: (object, offset, sizeBytes, access) =>
      heap.touch(object.address + offset, sizeBytes, access),
    nrAllocations: () => events.filter((event) => event.requestedBytes !== undefined).length,
    state: () => processState(heap.snapshot()),
    places: undefined,
  };
}
