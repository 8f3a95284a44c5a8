// What is still allocated when a run is over: leaked, or held by something that lives on. Conservative: any word of
// reachable memory that is an address inside an allocation holds it.

import { addressOfPointer, type Memory, type MemoryObject, type Pointer } from "./memory.js";
import type { HeldReport, LeakReport } from "./report.js";
import type { Frame } from "./runtime.js";

export interface LeakScan {
  readonly memory: Memory;
  readonly pointerBytes: 4 | 8;
  /** Objects that live on: globals, parameters; not after a module's exit. */
  readonly roots: Iterable<MemoryObject>;
  /** What the kernel holds for the program: armed timers, queued work, the arguments of handlers. */
  readonly registered: readonly (readonly [Pointer, string])[];
  /** The value that the function returned. */
  readonly returned: Pointer | undefined;
  /** A run that was stopped has calls under way, whose variables still hold what they point to. */
  readonly frames: readonly Frame[];
  /** Where it was stopped: what that line allocated may be on its way to a variable, and is no leak. */
  readonly stopLine: number | undefined;
}

/** More of them than anybody reads are counted only. */
const maxReported = 2000;

/** Sorts the live heap objects. */
export function scanLeaks(scan: LeakScan): { leaks: LeakReport[]; held: HeldReport[]; nrLeaks: number } {
  const holders = new Map<MemoryObject, string>();
  const open: [MemoryObject, string][] = [];
  const reach = (target: MemoryObject | undefined, by: string): void => {
    if (!target || holders.has(target)) return;
    holders.set(target, by);
    open.push([target, by]);
  };
  const { returned } = scan;
  if (returned) reach(liveTarget(returned, scan.memory), "the returned value");
  for (const root of scan.roots) reach(root, root.name);
  for (const [pointer, by] of scan.registered) reach(liveTarget(pointer, scan.memory), by);
  for (const frame of scan.frames)
    for (const pointer of frame.pointers)
      if (pointer) reach(liveTarget(pointer, scan.memory), "a variable of the call that was stopped");
  for (let next = open.pop(); next; next = open.pop()) {
    const [object, by] = next;
    for (const target of pointersFrom(object, scan)) reach(target, by);
  }
  const leaks: LeakReport[] = [];
  const held: HeldReport[] = [];
  let nrLeaks = 0;
  for (const object of scan.memory.heapObjects()) {
    const { allocation } = object;
    if (!allocation) continue;
    const { line, call, allocatedBytes, cache } = allocation;
    const report = {
      line: line ?? 0,
      call,
      bytes: allocatedBytes,
      ...(cache === undefined ? {} : { cache }),
    };
    const by = holders.get(object);
    const isUnderWay = scan.stopLine !== undefined && line === scan.stopLine;
    const owner = allocation.owner ?? (allocation.isManaged ? "its device (devm)" : undefined);
    if (by !== undefined || owner !== undefined || isUnderWay) {
      if (held.length < maxReported)
        held.push({
          ...report,
          by: allocation.owner ?? by ?? owner ?? "the line where the run was stopped",
        });
    } else {
      nrLeaks++;
      if (leaks.length < maxReported) leaks.push(report);
    }
  }
  return { leaks, held, nrLeaks };
}

function liveTarget(pointer: Pointer, memory: Memory): MemoryObject | undefined {
  return pointer.object?.isAlive ? pointer.object : memory.find(addressOfPointer(pointer));
}

/** Objects that words of `object` point into, also at places that no pointer type says. */
function* pointersFrom(object: MemoryObject, { memory, pointerBytes }: LeakScan): Iterable<MemoryObject> {
  const { bytes, written } = object;
  if (!bytes) return;
  for (let offset = 0; offset + pointerBytes <= bytes.byteLength; offset += pointerBytes) {
    // What was never written points nowhere.
    if (written?.[offset] === 0) continue;
    const low = bytes.getUint32(offset, true);
    const address = pointerBytes === 8 ? bytes.getInt32(offset + 4, true) * 2 ** 32 + low : low;
    if (address === 0) continue;
    const found = memory.find(address);
    if (found) yield found;
  }
}
