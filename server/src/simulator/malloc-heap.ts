// Userspace malloc: the heap of one process with one thread. The public calls of the C library (malloc, free, realloc,
// mallopt, ...), which sit on the arena of the other malloc-* files. Bad use is what the library says before it aborts,
// as an event; afterwards the process is gone and every call answers 0. Source: glibc 2.36 malloc/malloc.c,
// __libc_malloc() and its neighbours.

import type { ArchitectureId } from "../kernel-model/architectures.js";
import { defaultLibc, type LibcRelease } from "../kernel-model/libc.js";
import type { Address } from "./address.js";
import type { FaultKind, SimulatorEvent } from "./events.js";
import {
  type Arena,
  abortProcess,
  chunkSize,
  createArena,
  isMmapped,
  ProcessEnd,
  sizeField,
  toChunk,
} from "./malloc-arena.js";
import {
  callocInner,
  freeInner,
  freeMapping,
  isPowerOfTwo,
  mallocInner,
  memalignInner,
  reallocInner,
  usableSize,
} from "./malloc-calls.js";
import {
  alignUp,
  chunkBytesFor,
  createHeapGeometry,
  fastbinLimit,
  type HeapGeometry,
  tcacheChunkBytes,
  tcacheIndexOf,
} from "./malloc-geometry.js";
import { createProcessMemory, type MemoryCall, type ProcessLayout } from "./malloc-memory.js";
import { setOption } from "./malloc-options.js";
import { trimArena } from "./malloc-resize.js";
import { findHeapDefects, type HeapState, heapChunks, type MallocInfo, mallocInfo } from "./malloc-state.js";
import type { Part } from "./part.js";

/** Values of GLIBC_TUNABLES (glibc.malloc.*) that a process starts with; absent ones keep their default. */
export interface HeapTunables {
  readonly tcacheCount?: number;
  readonly tcacheMaxBytes?: number;
  readonly tcacheUnsortedLimit?: number;
  readonly mmapThresholdBytes?: number;
  readonly trimThresholdBytes?: number;
  readonly topPadBytes?: number;
  readonly maxFastBytes?: number;
}

export interface UserHeapConfig {
  readonly archId: ArchitectureId;
  /** Default glibc 2.36. */
  readonly libc?: LibcRelease;
  readonly pageBytes?: number;
  /** RAM and swap: a single request above it is refused. Unlimited unless given. */
  readonly memoryBytes?: number;
  /** Where the break starts, where mappings end, what the break runs into; typical addresses unless given. */
  readonly heapStart?: Address;
  readonly mmapTop?: Address;
  readonly heapLimit?: Address;
  readonly tunables?: HeapTunables;
  readonly recording?: "nothing" | "calls" | "everything";
  readonly onEvent: (event: SimulatorEvent) => void;
}

/** posix_memalign() answers an error number instead of setting errno. */
export type AlignedResult =
  | { readonly kind: "allocated"; readonly address: Address }
  | { readonly kind: "failed"; readonly error: "EINVAL" | "ENOMEM" };

/** The heap of a process. Addresses are numbers, 0 is NULL; sizes are bytes. */
export interface UserHeap extends Part<HeapState> {
  malloc(sizeBytes: number): Address;
  calloc(n: number, sizeBytes: number): Address;
  realloc(address: Address, sizeBytes: number): Address;
  reallocarray(address: Address, n: number, sizeBytes: number): Address;
  /** memalign() and aligned_alloc(); valloc() and pvalloc() are aligned to a page. */
  memalign(alignBytes: number, sizeBytes: number, call?: string): Address;
  posixMemalign(alignBytes: number, sizeBytes: number): AlignedResult;
  valloc(sizeBytes: number): Address;
  pvalloc(sizeBytes: number): Address;
  free(address: Address): void;
  /** malloc_usable_size(). */
  usableSize(address: Address): number;
  /** mallopt() with the M_* number of <malloc.h>; 1 on success. */
  mallopt(parameter: number, value: number): 0 | 1;
  /** malloc_trim(): 1 when memory was given back. */
  mallocTrim(padBytes: number): 0 | 1;
  mallinfo2(): MallocInfo;
  /** sbrk() of the program itself, behind malloc's back; undefined: ENOMEM. */
  sbrk(incrementBytes: number): Address | undefined;
  /** mmap() and munmap() of the program's own anonymous memory. */
  mmap(sizeBytes: number): Address | undefined;
  munmap(address: Address, sizeBytes: number): void;
  /** The program reads or writes its memory: pages come into being on first touch. */
  touch(address: Address, bytes: number, access: "read" | "write"): void;
  /** The program stores zeroes (memset): what the allocator had left there is gone. */
  clear(address: Address, bytes: number): void;
  /** The program overwrites one word that the allocator may look at: for overflows and writes after free. */
  pokeWord(address: Address, value: number): void;
  /** Whether a pointer is inside the heap or a mapping. */
  isMapped(address: Address): boolean;
  /** Whether the page behind an address exists: it was touched since it was mapped. */
  isPresent(address: Address): boolean;
  /** The chunk size field in front of a pointer, flags included: what a program peeking at ((size_t *)p)[-1] sees. */
  sizeFieldOf(address: Address): number;
  /** True after the library aborted or a wild pointer was followed. */
  hasEnded(): boolean;
  setSite(site: number | undefined): void;
}

/** Typical addresses of a position-independent program without randomisation. */
function processLayout(config: UserHeapConfig, geometry: HeapGeometry): ProcessLayout {
  const isWide = geometry.wordBytes === 8;
  const mmapTop = config.mmapTop ?? (isWide ? 0x7fff_f7dd_1000 : 0xf7d8_0000);
  return {
    heapStart: config.heapStart ?? (isWide ? 0x5555_5555_a000 : 0x5655_a000),
    mmapTop,
    heapLimit: config.heapLimit ?? mmapTop,
    commitLimitBytes: config.memoryBytes ?? Number.POSITIVE_INFINITY,
    pageBytes: geometry.pageBytes,
    wordBytes: geometry.wordBytes,
  };
}

/** The heap of a fresh process. */
export function createUserHeap(config: UserHeapConfig): UserHeap {
  const libc = config.libc ?? defaultLibc;
  const geometry = createHeapGeometry(config.archId, libc, config.pageBytes ?? 4096);
  const recording = config.recording ?? "calls";
  let site: number | undefined;
  let hasEnded = false;

  function emit(event: SimulatorEvent): void {
    if (recording === "nothing") return;
    config.onEvent(site === undefined ? event : { ...event, site });
  }

  const layout = processLayout(config, geometry);
  const binBase = layout.mmapTop + 0x1000_0000 - (layout.mmapTop % 0x1000);
  const memory = createProcessMemory(
    layout,
    binBase,
    (call) => emit(heapEventOf(call)),
    (reason, address) =>
      abortProcess(reason === "bad-access" ? "Segmentation fault" : "endless loop in malloc", address),
  );
  const arena = createArena(libc, geometry, memory, binBase);
  applyTunables(arena, config.tunables ?? {});

  /** Runs one call. The library may abort at any depth: the one exception of the simulator, which ends here. */
  function run<Result>(call: string, whenDead: Result, action: () => Result): Result {
    if (hasEnded) return whenDead;
    memory.beginCall();
    try {
      return action();
    } catch (end) {
      // abort() and SIGSEGV leave from anywhere inside the allocator; threading a result through every step would
      // hide the algorithm.
      if (!(end instanceof ProcessEnd)) throw end;
      hasEnded = true;
      const fault = faultKindOf(end.message);
      emit({ kind: "fault", fault, call, message: end.message, isFatal: true, address: end.address });
      return whenDead;
    }
  }

  /** What can still be read of a heap whose lists the program has broken; looking does not end the process. */
  function readable<Result>(whenBroken: Result, action: () => Result): Result {
    memory.beginCall();
    try {
      return action();
    } catch (end) {
      // A broken list leads to addresses that are not there, which is no mistake of ours.
      if (!(end instanceof ProcessEnd)) throw end;
      return whenBroken;
    }
  }

  function report(call: string, address: Address, requestedBytes: number): Address {
    if (recording === "nothing") return address;
    if (address === 0) {
      emit({ kind: "allocation-failed", call, requestedBytes, reason: "out-of-memory", isSilent: true });
    } else {
      const allocatedBytes = chunkSize(arena, toChunk(arena, address));
      emit({ kind: "allocated", call, address, requestedBytes, allocatedBytes, origin: arena.origin });
    }
    return address;
  }

  function malloc(sizeBytes: number, call = "malloc"): Address {
    return run(call, 0, () => report(call, mallocInner(arena, sizeBytes), sizeBytes));
  }

  function free(address: Address, call = "free"): void {
    run(call, undefined, () => {
      if (address === 0) return;
      const chunk = toChunk(arena, address);
      const freedBytes = chunkSize(arena, chunk);
      const isMapping = isMmapped(arena, chunk);
      const before = arena.tuning.mmapThresholdBytes;
      if (isMapping) freeMapping(arena, chunk);
      else freeInner(arena, chunk);
      emit({ kind: "freed", call, address, freedBytes });
      const bytes = arena.tuning.mmapThresholdBytes;
      if (bytes !== before) emit({ kind: "heap-threshold-raised", call, address: 0, bytes });
    });
  }

  function memalign(alignBytes: number, sizeBytes: number, call = "memalign"): Address {
    return run(call, 0, () => report(call, memalignInner(arena, alignBytes, sizeBytes), sizeBytes));
  }

  function realloc(address: Address, sizeBytes: number, call = "realloc"): Address {
    if (address === 0) return malloc(sizeBytes, call);
    if (sizeBytes === 0) {
      free(address, call);
      return 0;
    }
    return run(call, 0, () => {
      const freedBytes = chunkSize(arena, toChunk(arena, address));
      const moved = reallocInner(arena, address, sizeBytes);
      if (moved !== 0) emit({ kind: "freed", call, address, freedBytes });
      return report(call, moved, sizeBytes);
    });
  }

  return {
    malloc: (sizeBytes) => malloc(sizeBytes),
    calloc: (n, sizeBytes) =>
      run("calloc", 0, () => report("calloc", callocInner(arena, n * sizeBytes), n * sizeBytes)),
    realloc: (address, sizeBytes) => realloc(address, sizeBytes),
    reallocarray: (address, n, sizeBytes) =>
      n * sizeBytes >= 2 * geometry.maxRequestBytes
        ? report("reallocarray", 0, n * sizeBytes)
        : realloc(address, n * sizeBytes, "reallocarray"),
    memalign,
    posixMemalign(alignBytes, sizeBytes) {
      const isValid = alignBytes % geometry.wordBytes === 0 && isPowerOfTwo(alignBytes);
      if (!isValid) return { kind: "failed", error: "EINVAL" };
      const address = memalign(alignBytes, sizeBytes, "posix_memalign");
      return address === 0 ? { kind: "failed", error: "ENOMEM" } : { kind: "allocated", address };
    },
    valloc: (sizeBytes) => memalign(geometry.pageBytes, sizeBytes, "valloc"),
    pvalloc: (sizeBytes) => memalign(geometry.pageBytes, alignUp(sizeBytes, geometry.pageBytes), "pvalloc"),
    free: (address) => free(address),
    usableSize: (address) => run("malloc_usable_size", 0, () => usableSize(arena, address)),
    mallopt: (parameter, value) => run("mallopt", 0, () => setOption(arena, parameter, value)),
    mallocTrim: (padBytes) => run("malloc_trim", 0, () => (trimArena(arena, padBytes) ? 1 : 0)),
    mallinfo2: () => run("mallinfo2", noInfo, () => mallocInfo(arena)),
    sbrk: (incrementBytes) => run("sbrk", undefined, () => memory.sbrk(incrementBytes)),
    mmap: (sizeBytes) => run("mmap", undefined, () => memory.map(alignUp(sizeBytes, geometry.pageBytes))),
    munmap: (address, sizeBytes) =>
      run("munmap", undefined, () => memory.unmap(address, alignUp(sizeBytes, geometry.pageBytes))),
    touch: (address, bytes, access) => run("access", undefined, () => memory.touch(address, bytes, access)),
    clear: (address, bytes) => run("access", undefined, () => memory.clear(address, bytes)),
    pokeWord: (address, value) => run("access", undefined, () => memory.write(address, value)),
    isMapped: (address) => memory.isMapped(address),
    isPresent: (address) => memory.isPresent(address),
    sizeFieldOf: (address) => run("access", 0, () => sizeField(arena, toChunk(arena, address))),
    hasEnded: () => hasEnded,
    setSite(next) {
      site = next;
    },
    snapshot: () => heapState(arena, layout.heapStart, readable),
    // A process that died of a broken heap has one.
    checkInvariants: () => (hasEnded ? [] : findHeapDefects(arena)),
  };
}

function heapEventOf(call: MemoryCall): SimulatorEvent {
  switch (call.call) {
    case "brk":
      return {
        kind: call.to > call.from ? "heap-grown" : "heap-trimmed",
        call: "brk",
        address: call.to,
        bytes: Math.abs(call.to - call.from),
      };
    case "mmap":
      return { kind: "heap-mapped", call: "mmap", address: call.address, bytes: call.bytes };
    case "munmap":
      return { kind: "heap-unmapped", call: "munmap", address: call.address, bytes: call.bytes };
    case "madvise":
      return { kind: "heap-pages-dropped", call: "madvise", address: call.address, bytes: call.bytes };
    case "mremap":
      return { kind: "heap-remapped", call: "mremap", address: call.address, bytes: call.bytes };
  }
}

function faultKindOf(message: string): FaultKind {
  if (message.includes("double free")) return "double-free";
  if (message === "Segmentation fault") return "bad-pointer";
  return message.endsWith("invalid pointer") || message === "free(): invalid size"
    ? "wrong-free"
    : "heap-corruption";
}

function applyTunables(arena: Arena, tunables: HeapTunables): void {
  const { tuning, geometry, libc } = arena;
  if (tunables.tcacheCount !== undefined) tuning.tcacheCount = tunables.tcacheCount;
  if (tunables.tcacheUnsortedLimit !== undefined) tuning.tcacheUnsortedLimit = tunables.tcacheUnsortedLimit;
  if (tunables.tcacheMaxBytes !== undefined && libc.tcache) {
    const largest = tcacheChunkBytes(geometry, libc.tcache.nrBins - 1);
    const bytes = chunkBytesFor(geometry, tunables.tcacheMaxBytes) ?? largest;
    if (bytes <= largest) tuning.tcacheBins = tcacheIndexOf(geometry, bytes) + 1;
  }
  if (tunables.maxFastBytes !== undefined)
    tuning.maxFastChunkBytes = fastbinLimit(geometry, tunables.maxFastBytes);
  if (tunables.topPadBytes !== undefined) tuning.topPadBytes = tunables.topPadBytes;
  if (tunables.trimThresholdBytes !== undefined) tuning.trimThresholdBytes = tunables.trimThresholdBytes;
  if (tunables.mmapThresholdBytes !== undefined) tuning.mmapThresholdBytes = tunables.mmapThresholdBytes;
  const isFixed = [tunables.topPadBytes, tunables.trimThresholdBytes, tunables.mmapThresholdBytes];
  if (isFixed.some((value) => value !== undefined)) tuning.isDynamic = false;
}

const noInfo: MallocInfo = {
  arena: 0,
  ordblks: 0,
  smblks: 0,
  hblks: 0,
  hblkhd: 0,
  usmblks: 0,
  fsmblks: 0,
  uordblks: 0,
  fordblks: 0,
  keepcost: 0,
};

type Readable = <Result>(whenBroken: Result, action: () => Result) => Result;

function heapState(arena: Arena, brkStart: Address, readable: Readable): HeapState {
  const info = readable(noInfo, () => mallocInfo(arena));
  return {
    brkStart,
    brkBytes: arena.memory.currentBreak() - brkStart,
    mmaps: arena.memory.mappings(),
    topBytes: info.keepcost,
    inUseBytes: info.uordblks,
    freeBytes: info.fordblks,
    residentPages: arena.memory.nrResidentPages(),
    zeroPages: arena.memory.nrZeroPages(),
    minorFaults: arena.memory.nrMinorFaults(),
    mmapThresholdBytes: arena.tuning.mmapThresholdBytes,
    trimThresholdBytes: arena.tuning.trimThresholdBytes,
    info,
    chunks: readable([], () => heapChunks(arena)),
  };
}
