// The C library's allocator and its company, on the simulated heap of a process.

import type { Address } from "../simulator/address.js";
import type { UserHeap } from "../simulator/malloc-heap.js";
import { num, ptr, writeText } from "./builtins-text.js";
import { readText } from "./format.js";
import { addressOfPointer, type MemoryObject, movePointer, nullPointer, type Pointer } from "./memory.js";
import type { Builtin } from "./program.js";
import type { EventReport } from "./report.js";
import type { Runtime, Value } from "./runtime.js";
import { RunStop } from "./runtime.js";

/** `exit()` of the program: ends the run as a return from `main` would. */
export class ProgramExit extends RunStop {
  readonly status: number;
  constructor(status: number, line: number) {
    super("returned", `exit(${status})`, line);
    this.status = status;
  }
}

interface UserSetting {
  readonly runtime: Runtime;
  readonly heap: UserHeap;
  readonly pointerBytes: 4 | 8;
  /** That request fails, counting from 1: the heap itself knows no fault injection. */
  readonly failNth: number | undefined;
  readonly events: EventReport[];
}

export function userBuiltins({
  runtime,
  heap,
  pointerBytes,
  failNth,
  events,
}: UserSetting): Map<string, Builtin> {
  const { memory } = runtime;
  const table = new Map<string, Builtin>();
  const objects = new Map<Address, MemoryObject>();

  function take(
    call: string,
    sizeBytes: number,
    content: "zero" | "uninitialised",
    run: () => Address,
  ): Pointer {
    heap.setSite(runtime.line);
    if (isInjected(call, sizeBytes)) return nullPointer;
    const address = run();
    return address === 0 ? nullPointer : adopt(call, address, sizeBytes, content);
  }

  let nrRequests = 0;

  function isInjected(call: string, sizeBytes: number): boolean {
    nrRequests++;
    if (nrRequests !== failNth) return false;
    events.push({ line: runtime.line, call, requestedBytes: sizeBytes, reason: "injected", ok: false });
    return true;
  }

  function adopt(
    call: string,
    address: Address,
    sizeBytes: number,
    content: "zero" | "uninitialised",
  ): Pointer {
    const allocatedBytes = heap.sizeFieldOf(address) & ~7;
    const { line } = runtime;
    const allocation = { call, allocatedBytes, cache: undefined, family: "malloc", line, isManaged: false };
    const object = memory.create({
      kind: "heap",
      name: `${call}(${sizeBytes})`,
      address,
      sizeBytes,
      content,
      line,
      allocation,
    });
    objects.set(address, object);
    return { object, offset: 0 };
  }

  /** The live object behind a pointer to its start; anything else is a fault that ends the run. */
  function owned(value: Value | undefined, call: string): MemoryObject | undefined {
    const pointer = ptr(value);
    const { object } = pointer;
    if (addressOfPointer(pointer) === 0) return undefined;
    if (object && !object.isAlive && object.kind === "heap") {
      const where = object.freedLine === undefined ? "" : ` at line ${object.freedLine}`;
      return runtime.fatal(
        "double-free",
        `${call}() of '${object.name}', freed by ${object.freedBy ?? "free"}()${where}`,
      );
    }
    if (object?.kind !== "heap" || pointer.offset !== 0)
      return runtime.fatal("wrong-free", `${call}() of what malloc() did not give`);
    return object;
  }

  function release(object: MemoryObject, call: string): void {
    objects.delete(object.address);
    memory.kill(object, runtime.line, call);
  }

  table.set("malloc", ([n]) => take("malloc", num(n), "uninitialised", () => heap.malloc(num(n))));
  table.set("calloc", ([n, s]) => take("calloc", num(n) * num(s), "zero", () => heap.calloc(num(n), num(s))));
  table.set("aligned_alloc", ([a, n]) =>
    take("aligned_alloc", num(n), "uninitialised", () => heap.memalign(num(a), num(n), "aligned_alloc")),
  );
  table.set("memalign", ([a, n]) =>
    take("memalign", num(n), "uninitialised", () => heap.memalign(num(a), num(n))),
  );
  table.set("valloc", ([n]) => take("valloc", num(n), "uninitialised", () => heap.valloc(num(n))));
  table.set("pvalloc", ([n]) => take("pvalloc", num(n), "uninitialised", () => heap.pvalloc(num(n))));
  table.set("posix_memalign", ([out, a, n]) => {
    heap.setSite(runtime.line);
    if (isInjected("posix_memalign", num(n))) return 12;
    const result = heap.posixMemalign(num(a), num(n));
    if (result.kind === "failed") return result.error === "EINVAL" ? 22 : 12;
    memory.writePointer(ptr(out), adopt("posix_memalign", result.address, num(n), "uninitialised"));
    return 0;
  });
  table.set("free", ([p]) => {
    const object = owned(p, "free");
    if (!object) return undefined;
    heap.setSite(runtime.line);
    heap.free(object.address);
    release(object, "free");
    return undefined;
  });
  const resize = (
    p: Value | undefined,
    sizeBytes: number,
    call: string,
    run: (old: Address) => Address,
  ): Pointer => {
    const old = owned(p, call);
    heap.setSite(runtime.line);
    if (sizeBytes > 0 && isInjected(call, sizeBytes)) return nullPointer;
    const address = run(old?.address ?? 0);
    if (address === 0) {
      if (old && sizeBytes === 0) release(old, call);
      return nullPointer;
    }
    const kept = old && {
      bytes: Math.min(old.sizeBytes, sizeBytes),
      copy: memory.temporaryCopy({ object: old, offset: 0 }, Math.min(old.sizeBytes, sizeBytes)),
    };
    if (old) release(old, call);
    const pointer = adopt(call, address, sizeBytes, "uninitialised");
    if (kept && kept.bytes > 0) memory.copy(pointer, kept.copy, kept.bytes);
    return pointer;
  };
  table.set("realloc", ([p, n]) => resize(p, num(n), "realloc", (old) => heap.realloc(old, num(n))));
  table.set("reallocarray", ([p, n, s]) =>
    resize(p, num(n) * num(s), "reallocarray", (old) => heap.reallocarray(old, num(n), num(s))),
  );
  table.set("malloc_usable_size", ([p]) => heap.usableSize(num(p)));
  table.set("mallopt", ([which, value]) => heap.mallopt(num(which), num(value)));
  table.set("malloc_trim", ([padding]) => heap.mallocTrim(num(padding)));
  table.set("sbrk", ([increment]) => {
    const address = heap.sbrk(num(increment));
    if (address === undefined) return { object: undefined, offset: -1 };
    const bytes = Math.max(num(increment), 0);
    if (bytes === 0) return memory.pointerTo(address);
    const object = memory.create({
      kind: "global",
      name: `sbrk(${bytes})`,
      address,
      sizeBytes: bytes,
      content: "zero",
    });
    return { object, offset: 0 };
  });
  table.set("mallinfo2", () => {
    const info = heap.mallinfo2();
    const words = [
      info.arena,
      info.ordblks,
      info.smblks,
      info.hblks,
      info.hblkhd,
      info.usmblks,
      info.fsmblks,
      info.uordblks,
      info.fordblks,
      info.keepcost,
    ];
    const object = memory.create({
      kind: "opaque",
      name: "mallinfo2",
      address: 4096,
      sizeBytes: words.length * pointerBytes,
      content: "zero",
    });
    const start = { object, offset: 0 };
    for (const [i, word] of words.entries())
      memory.writeInt(movePointer(start, i * pointerBytes), word, {
        bits: pointerBytes * 8,
        isSigned: false,
      });
    return start;
  });
  const duplicate = (s: Value | undefined, max: number, call: string): Pointer => {
    const text = readText(memory, ptr(s), max);
    const pointer = take(call, text.length + 1, "uninitialised", () => heap.malloc(text.length + 1));
    if (pointer.object) writeText(memory, pointer, text);
    return pointer;
  };
  table.set("strdup", ([s]) => duplicate(s, 1_000_000, "strdup"));
  table.set("strndup", ([s, n]) => duplicate(s, num(n), "strndup"));
  addProcess(table, runtime);
  return table;
}

function addProcess(table: Map<string, Builtin>, runtime: Runtime): void {
  let random = 1;
  table.set("exit", ([status]) => {
    throw new ProgramExit(num(status) & 0xff, runtime.line);
  });
  table.set("abort", () => runtime.stop("fault", "abort()"));
  table.set("__kmem_assert", ([what]) =>
    runtime.stop("fault", `assertion failed: ${readText(runtime.memory, ptr(what))}`),
  );
  table.set("fflush", () => 0);
  table.set("getpid", () => 1);
  for (const call of ["sleep", "usleep"]) table.set(call, () => 0);
  addInput(table);
  table.set("abs", ([x]) => Math.abs(num(x)));
  table.set("labs", ([x]) => Math.abs(num(x)));
  table.set("srand", ([seed]) => {
    random = num(seed) >>> 0;
    return undefined;
  });
  // Deterministic, as every run is; not the library's own sequence.
  table.set("rand", () => {
    random = (Math.imul(random, 1103515245) + 12345) >>> 0;
    return (random >>> 1) & 0x7fffffff;
  });
}

/** Standard input is at its end: programs that wait for a key go on, and those that read nothing more stop reading. */
function addInput(table: Map<string, Builtin>): void {
  for (const call of ["getchar", "getc", "fgetc", "scanf", "fscanf"]) table.set(call, () => -1);
  table.set("fgets", () => nullPointer);
}
