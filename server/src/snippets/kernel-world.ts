// The kernel side of a run: the machine, the objects that its allocators gave to the program, and the handles (caches,
// pools, devices) that C code holds as opaque pointers.

import type { LockRow } from "../kernel-model/locks.js";
import type { KernelModel } from "../kernel-model/model.js";
import type { Address } from "../simulator/address.js";
import type { DmaDevice } from "../simulator/core-types.js";
import type { ManagedDevice } from "../simulator/devm.js";
import type { DriverParts } from "../simulator/driver-parts.js";
import type { Machine } from "../simulator/machine.js";
import { whyNoSleep } from "../simulator/task-context.js";
import { createDeferredQueue, type DeferredQueue } from "./deferred.js";
import { addressOfPointer, type MemoryObject, nullPointer, type Pointer } from "./memory.js";
import type { Runtime } from "./runtime.js";

/** What an allocation is to the program. */
export interface Adoption {
  readonly call: string;
  /** Bytes that the program may use. */
  readonly sizeBytes: number;
  readonly content: "zero" | "uninitialised";
  /** The model's family: which frees take it. */
  readonly family: string;
  readonly cache?: string | undefined;
  readonly allocatedBytes?: number;
  readonly isManaged?: boolean;
  /** A part of the kernel that keeps it for its own use, so that no driver leaks it. */
  readonly owner?: string;
}

/** One handler of an interrupt. */
export interface IrqAction {
  readonly handler: Pointer;
  readonly thread: Pointer;
  readonly dev: Pointer;
}

export interface KernelWorld {
  readonly machine: Machine;
  readonly parts: DriverParts;
  readonly model: KernelModel;
  readonly runtime: Runtime;
  /** Runs an allocator; its address becomes an object of the program, 0 becomes NULL. */
  take(adoption: Adoption, run: () => Address): Pointer;
  /** Runs a call of the machine that gives nothing to the program. */
  act<Result>(run: () => Result): Result;
  /** The live heap object that `pointer` is the start of; undefined for NULL and ZERO_SIZE_PTR; else a fault. */
  owned(pointer: Pointer, call: string): MemoryObject | undefined;
  /** The object's life ends; then the machine takes it back. */
  release(object: MemoryObject, call: string, run: (address: Address) => void): void;
  toAddress(pointer: Pointer): Address;
  fromAddress(address: Address): Pointer;
  /** An opaque pointer that stands for `value`. */
  handle(name: string, value: object): Pointer;
  /** What a handle stands for; undefined for other pointers. */
  valueOf(pointer: Pointer): object | undefined;
  dropHandle(pointer: Pointer, call: string): void;
  device(pointer: Pointer): ManagedDevice & DmaDevice;
  setDmaMask(pointer: Pointer, mask: number, which: "streaming" | "coherent" | "both"): void;
  /** A call that may sleep is made. */
  mightSleep(call: string, why: string): void;
  applyLock(row: LockRow, name: string): void;
  /** An allocation was refused for want of memory until nothing could be killed. */
  noteOutOfMemory(message: string): void;
  /** What runs later, and the clock. */
  readonly deferred: DeferredQueue;
  /** What is handed to actions of devices, which run when the driver goes. */
  readonly managedData: Pointer[];
  /** Handlers by interrupt. */
  readonly irqActions: Map<number, readonly IrqAction[]>;
  readonly pageStructBytes: number;
  pageOf(pfn: number): Pointer;
  pfnOfPage(pointer: Pointer): number | undefined;
}

export interface KernelWorldParts {
  readonly machine: Machine;
  readonly model: KernelModel;
  readonly runtime: Runtime;
}

/** sizeof(struct page) with the usual configuration: include/linux/mm_types.h (6.1). */
const pageStructBytesWide = 64;
const pageStructBytesNarrow = 32;
const allOnes48 = 2 ** 48;

export function createKernelWorld({ machine, model, runtime }: KernelWorldParts): KernelWorld {
  const { memory } = runtime;
  const { layout, profile, task } = machine.core;
  const isWide = profile.arch.bits === 64;
  const values = new Map<MemoryObject, object>();
  const devices = new Map<number, { name: string; dmaMask: number; coherentDmaMask: number }>();
  let handleAddress = isWide ? -0x2_0000_0000 : 0x3800_0000;
  let outOfMemory: string | undefined;

  /** The machine keeps the low 48 bits; the program sees the sign. */
  function signedAddress(address: Address): number {
    if (!isWide || address < layout.pageSizeBytes) return address;
    return layout.highBits === "ones" || address >= 2 ** 47 ? address - allOnes48 : address;
  }

  function toAddress(pointer: Pointer): Address {
    const address = addressOfPointer(pointer);
    return isWide && address < 0 ? address + allOnes48 : address;
  }

  function fromAddress(address: Address): Pointer {
    return address === 0 ? nullPointer : memory.pointerTo(signedAddress(address));
  }

  function act<Result>(run: () => Result): Result {
    machine.setSite(runtime.line);
    const result = run();
    if (outOfMemory !== undefined) runtime.stop("oom", outOfMemory);
    return result;
  }

  function take(adoption: Adoption, run: () => Address): Pointer {
    const address = act(run);
    if (address === 0) return nullPointer;
    if (address < layout.pageSizeBytes) return { object: undefined, offset: address };
    const { call, sizeBytes, content, family, cache } = adoption;
    const { line } = runtime;
    const object = memory.create({
      kind: "heap",
      name: `${call}(${sizeBytes})`,
      address: signedAddress(address),
      sizeBytes,
      content,
      line,
      allocation: {
        call,
        allocatedBytes: adoption.allocatedBytes ?? allocatedBytesAt(address, sizeBytes),
        cache: cache ?? machine.slabs.findObject(address)?.cache.name,
        family,
        line,
        isManaged: adoption.isManaged ?? false,
        ...(adoption.owner === undefined ? {} : { owner: adoption.owner }),
      },
    });
    return { object, offset: 0 };
  }

  function allocatedBytesAt(address: Address, sizeBytes: number): number {
    const found = machine.slabs.findObject(address);
    if (found) return found.cache.geometry.slotBytes;
    return Math.ceil(sizeBytes / layout.pageSizeBytes) * layout.pageSizeBytes;
  }

  function owned(pointer: Pointer, call: string): MemoryObject | undefined {
    const address = addressOfPointer(pointer);
    if (address >= 0 && address <= 16) return undefined;
    const { object, offset } = pointer;
    if (object && !object.isAlive && object.allocation) {
      const by = object.freedBy ?? "kfree";
      const where = object.freedLine === undefined ? "" : ` at line ${object.freedLine}`;
      return runtime.fatal("double-free", `${call}() of '${object.name}', freed by ${by}()${where}`);
    }
    if (address < 0 && address >= -4095)
      return runtime.fatal("wrong-free", `${call}() of the error pointer ${address}`);
    if (!object?.allocation) return runtime.fatal("wrong-free", `${call}() of what no allocator gave`);
    if (offset !== 0)
      return runtime.fatal("wrong-free", `${call}() of byte ${offset} of '${object.name}', not its start`);
    const row = model.free(call);
    const { family, call: made, line } = object.allocation;
    if (row && !row.families.some((one) => one === family)) {
      const from = line === undefined ? "" : ` at line ${line}`;
      return runtime.fatal("wrong-free", `${call}() of memory from ${made}()${from}`);
    }
    return object;
  }

  function release(object: MemoryObject, call: string, run: (address: Address) => void): void {
    const address = toAddress({ object, offset: 0 });
    memory.kill(object, runtime.line, call);
    act(() => run(address));
  }

  function handle(name: string, value: object): Pointer {
    handleAddress += 0x100;
    const object = memory.create({
      kind: "opaque",
      name,
      address: handleAddress,
      sizeBytes: 0,
      content: "zero",
      line: runtime.line,
    });
    values.set(object, value);
    return { object, offset: 0 };
  }

  const deferred = createDeferredQueue({
    runtime,
    task,
    maySleep: () => whyNoSleep(task) === undefined,
  });
  const pageStructBytes = isWide ? pageStructBytesWide : pageStructBytesNarrow;
  let pageArray: MemoryObject | undefined;

  /** The array of page structs; what is in it is the kernel's own business. */
  function pages(): MemoryObject {
    const sizeBytes = 2 ** 33;
    const address = isWide ? -0x1600_0000_0000 : 0x4000_0000;
    pageArray ??= memory.create({ kind: "opaque", name: "struct page", address, sizeBytes, content: "zero" });
    return pageArray;
  }

  function device(pointer: Pointer) {
    const address = addressOfPointer(pointer);
    const known = devices.get(address);
    if (known) return known;
    const made = { name: pointer.object?.name ?? "NULL", dmaMask: 2 ** 32 - 1, coherentDmaMask: 2 ** 32 - 1 };
    devices.set(address, made);
    return made;
  }

  function mightSleep(call: string, why: string): void {
    const reason = whyNoSleep(task);
    if (reason !== undefined) runtime.recorded("sleep-in-atomic", `${call}() ${why}, but ${reason}`);
  }

  return {
    machine,
    parts: machine.driver,
    model,
    runtime,
    take,
    act,
    owned,
    release,
    toAddress,
    fromAddress,
    handle,
    valueOf: (pointer) => (pointer.object?.isAlive ? values.get(pointer.object) : undefined),
    dropHandle(pointer, call) {
      if (!pointer.object) return;
      memory.kill(pointer.object, runtime.line, call);
      values.delete(pointer.object);
    },
    device,
    setDmaMask(pointer, mask, which) {
      const known = device(pointer);
      if (which !== "coherent") known.dmaMask = mask;
      if (which !== "streaming") known.coherentDmaMask = mask;
    },
    mightSleep,
    applyLock(row, name) {
      applyLock(row, name, { task, runtime, mightSleep, preemptRt: profile.config.preemptRt });
      // Where bottom halves are enabled again, those that were raised meanwhile run: kernel/softirq.c (6.1).
      if (row.effect === "release" && row.what.includes("bh")) deferred.runSoftirqs();
    },
    deferred,
    managedData: [],
    irqActions: new Map(),
    noteOutOfMemory(message) {
      outOfMemory ??= message;
    },
    pageStructBytes,
    pageOf: (pfn) => ({ object: pages(), offset: pfn * pageStructBytes }),
    pfnOfPage(pointer) {
      if (!pageArray || pointer.object !== pageArray) return undefined;
      return Math.floor(pointer.offset / pageStructBytes);
    },
  };
}

interface LockSetting {
  readonly task: Machine["core"]["task"];
  readonly runtime: Runtime;
  readonly mightSleep: (call: string, why: string) => void;
  readonly preemptRt: boolean;
}

/** Depths go up and down with the lock's effects; a release without its acquire stays at zero. */
function applyLock(row: LockRow, name: string, { task, mightSleep, preemptRt }: LockSetting): void {
  if (row.effect !== "release" && row.what.includes("sleeplock") && row.effect !== "try")
    mightSleep(name, "may sleep");
  if (preemptRt && !row.atomicOnRt && row.what.includes("spin")) return;
  const step = row.effect === "release" ? -1 : 1;
  const move = (depth: number): number => Math.max(0, depth + step);
  for (const effect of row.what) {
    switch (effect) {
      case "spin":
        task.spinlockDepth = move(task.spinlockDepth);
        break;
      case "irq":
        task.irqDisableDepth = move(task.irqDisableDepth);
        break;
      case "bh":
        task.bhDepth = move(task.bhDepth);
        break;
      case "preempt":
        task.preemptDepth = move(task.preemptDepth);
        break;
      case "rcu":
        task.rcuDepth = move(task.rcuDepth);
        break;
      case "pagefault":
        task.pagefaultDisableDepth = move(task.pagefaultDisableDepth);
        break;
      default:
        break;
    }
  }
}
