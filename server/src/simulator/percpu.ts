// Per-cpu memory: one address for the driver, one copy for each cpu. Areas are cut from chunks, first fit, whose pages
// come into being when an area first needs them. Source: mm/percpu.c: pcpu_alloc(), free_percpu(),
// include/linux/percpu.h (6.1). Simplified: one list of chunks in place of lists by free size, an empty chunk but the
// first is given back at once, and unit sizes other than those of x86_64's embedding allocator are 64 KiB.

import type { Address } from "./address.js";
import { emitFault } from "./emit-fault.js";
import { gfpBitsOf } from "./gfp-bits.js";
import { noteSleep } from "./might-sleep.js";
import { type Core, ownerAt, type PageSource, type Part } from "./part.js";

export interface PercpuAreaState {
  readonly address: Address;
  /** Bytes on each cpu. */
  readonly bytes: number;
  readonly chunk: number;
  /** Byte of each unit of the chunk at which it begins. */
  readonly offset: number;
  readonly site?: number;
}

export interface PercpuState {
  readonly unitBytes: number;
  readonly nrCpus: number;
  readonly nrChunks: number;
  /** Pages taken from the page allocator for all cpus; the first chunk's belong to the booted system. */
  readonly nrPages: number;
  readonly areas: readonly PercpuAreaState[];
}

export interface Percpu extends Part<PercpuState> {
  /** __alloc_percpu(), __alloc_percpu_gfp(): the per-cpu pointer, 0 when it fails. */
  alloc(sizeBytes: number, alignBytes: number, gfp?: number, call?: string): Address;
  free(address: Address): void;
  /** per_cpu_ptr(): where the copy of one cpu stands; 0 for no area or no such cpu. */
  addressOn(address: Address, cpu: number): Address;
}

interface Chunk {
  readonly base: Address;
  /** Areas in ascending order of their offset in a unit. */
  readonly areas: { readonly offset: number; readonly bytes: number; readonly site?: number }[];
  /** Pages of a unit that exist, by number, with the page frames of all cpus. */
  readonly populated: Map<number, readonly number[]>;
  readonly isFirst: boolean;
}

const minAllocBytes = 4;
/** PCPU_MIN_UNIT_SIZE: also the largest area. */
const maxAreaBytes = 32 * 1024;

export function createPercpu({ core, pages }: { readonly core: Core; readonly pages: PageSource }): Percpu {
  const { profile, layout } = core;
  const { nrCpus } = profile.config;
  const pageBytes = profile.config.pageSizeBytes;
  const bits = gfpBitsOf(profile.release);
  const unitBytes = unitSize(profile.arch.id === "x86_64", nrCpus);
  /** Dynamic part of the first chunk, there from boot: PERCPU_DYNAMIC_RESERVE. */
  const reserveBytes = (profile.arch.bits === 64 ? 28 : 20) * 1024;
  const chunks: Chunk[] = [newChunk(0)];

  /** Chunks are placed from the top of the vmalloc range: pcpu_get_vm_areas(). */
  function newChunk(number: number): Chunk {
    const base = layout.vmallocEnd - (number + 1) * unitBytes * nrCpus;
    return { base, areas: [], populated: new Map(), isFirst: number === 0 };
  }

  function limitOf(chunk: Chunk): number {
    return chunk.isFirst ? reserveBytes : unitBytes;
  }

  /** Lowest free place in a unit; in atomic context only among pages that exist. */
  function findOffset(
    chunk: Chunk,
    bytes: number,
    alignBytes: number,
    mayPopulate: boolean,
  ): number | undefined {
    let offset = 0;
    for (const area of [...chunk.areas, { offset: limitOf(chunk), bytes: 0 }]) {
      for (; offset + bytes <= area.offset; offset = Math.floor(offset / alignBytes + 1) * alignBytes) {
        if (mayPopulate || isPopulated(chunk, offset, bytes)) return offset;
      }
      offset = Math.ceil((area.offset + area.bytes) / alignBytes) * alignBytes;
    }
    return undefined;
  }

  function pagesOf(offset: number, bytes: number): readonly number[] {
    const first = Math.floor(offset / pageBytes);
    const last = Math.floor((offset + bytes - 1) / pageBytes);
    return Array.from({ length: last - first + 1 }, (_, index) => first + index);
  }

  function isPopulated(chunk: Chunk, offset: number, bytes: number): boolean {
    return chunk.isFirst || pagesOf(offset, bytes).every((page) => chunk.populated.has(page));
  }

  /** pcpu_alloc_pages(): a page for every cpu, highmem is fine. */
  function populate(chunk: Chunk, offset: number, bytes: number, gfp: number): boolean {
    if (chunk.isFirst) return true;
    for (const page of pagesOf(offset, bytes)) {
      if (chunk.populated.has(page)) continue;
      const pfns: number[] = [];
      while (pfns.length < nrCpus) {
        const pfn = pages.allocPages(gfp | bits.highmem, 0);
        if (pfn === undefined) {
          for (const back of pfns) pages.freePages(back, 0);
          return false;
        }
        pages.setOwner(pfn, 1, ownerAt("percpu", core.site()));
        pfns.push(pfn);
      }
      chunk.populated.set(page, pfns);
    }
    return true;
  }

  function failed(
    call: string,
    requestedBytes: number,
    gfp: number,
    reason: "bad-request" | "out-of-memory" | "injected",
  ): Address {
    if (core.recording !== "nothing") {
      core.emit({
        kind: "allocation-failed",
        call,
        requestedBytes,
        gfp,
        reason,
        isSilent: (gfp & bits.nowarn) !== 0,
      });
    }
    return 0;
  }

  function alloc(sizeBytes: number, alignBytes: number, gfp: number, call: string): Address {
    const mayPopulate = (gfp & bits.kernel) === bits.kernel;
    noteSleep(core, gfp, call);
    const align = Math.max(alignBytes, minAllocBytes);
    const bytes = Math.ceil(sizeBytes / minAllocBytes) * minAllocBytes;
    const isBad =
      bytes <= 0 || bytes > maxAreaBytes || align > pageBytes || !Number.isInteger(Math.log2(align));
    if (isBad) {
      const message = `illegal size (${sizeBytes}) or align (${alignBytes}) for percpu allocation`;
      emitFault(core, { fault: "bad-size", call, message });
      return failed(call, sizeBytes, gfp, "bad-request");
    }
    if (core.shouldFail(gfp)) return failed(call, sizeBytes, gfp, "injected");
    const place = findPlace(bytes, align, mayPopulate);
    if (!place || !populate(place.chunk, place.offset, bytes, gfp))
      return failed(call, sizeBytes, gfp, "out-of-memory");
    const site = core.site();
    place.chunk.areas.push({ offset: place.offset, bytes, ...(site === undefined ? {} : { site }) });
    place.chunk.areas.sort((a, b) => a.offset - b.offset);
    const address = place.chunk.base + place.offset;
    if (core.recording !== "nothing") {
      core.emit({
        kind: "allocated",
        call,
        address,
        requestedBytes: sizeBytes,
        allocatedBytes: bytes * nrCpus,
        gfp,
      });
    }
    return address;
  }

  function findPlace(
    bytes: number,
    alignBytes: number,
    mayPopulate: boolean,
  ): { chunk: Chunk; offset: number } | undefined {
    for (const chunk of chunks) {
      const offset = findOffset(chunk, bytes, alignBytes, mayPopulate);
      if (offset !== undefined) return { chunk, offset };
    }
    if (!mayPopulate) return undefined;
    const chunk = newChunk(chunks.length);
    chunks.push(chunk);
    return { chunk, offset: 0 };
  }

  function findArea(address: Address): { chunk: Chunk; index: number } | undefined {
    for (const chunk of chunks) {
      const index = chunk.areas.findIndex((area) => chunk.base + area.offset === address);
      if (index !== -1) return { chunk, index };
    }
    return undefined;
  }

  function free(address: Address): void {
    if (address === 0) return;
    const found = findArea(address);
    const [area] = found ? found.chunk.areas.splice(found.index, 1) : [];
    if (!found || !area) {
      emitFault(core, {
        fault: "wrong-free",
        call: "free_percpu",
        message: "free_percpu() of no per-cpu area",
        address,
        isFatal: true,
      });
      return;
    }
    if (core.recording !== "nothing") {
      core.emit({ kind: "freed", call: "free_percpu", address, freedBytes: area.bytes * nrCpus });
    }
    if (found.chunk.areas.length === 0 && !found.chunk.isFirst) depopulate(found.chunk);
  }

  /** Pages go back, the chunk's address range stays for the next one. */
  function depopulate(chunk: Chunk): void {
    for (const pfn of [...chunk.populated.values()].flat()) {
      pages.setOwner(pfn, 1, undefined);
      pages.freePages(pfn, 0);
    }
    chunk.populated.clear();
  }

  return {
    alloc: (sizeBytes, alignBytes, gfp = bits.kernel, call = "__alloc_percpu") =>
      alloc(sizeBytes, alignBytes, gfp, call),
    free,
    addressOn(address, cpu) {
      return findArea(address) && cpu >= 0 && cpu < nrCpus ? address + cpu * unitBytes : 0;
    },
    snapshot: () => ({
      unitBytes,
      nrCpus,
      nrChunks: chunks.length,
      nrPages: chunks.reduce((sum, chunk) => sum + chunk.populated.size * nrCpus, 0),
      areas: chunks.flatMap((chunk, number) =>
        chunk.areas.map((area) => ({ ...area, address: chunk.base + area.offset, chunk: number })),
      ),
    }),
    checkInvariants() {
      return chunks.flatMap((chunk, number) => {
        let end = 0;
        return chunk.areas.flatMap(({ offset, bytes }) => {
          const problems = [
            ...(offset < end ? [`per-cpu chunk ${number}: areas overlap at ${offset}`] : []),
            ...(isPopulated(chunk, offset, bytes)
              ? []
              : [`per-cpu chunk ${number}: no pages behind ${offset}`]),
          ];
          end = offset + bytes;
          return problems;
        });
      });
    },
  };
}

/** pcpu_build_alloc_info() with 2 MiB atoms: as many units to an atom as there are cpus, each at least the minimum. */
function unitSize(isEmbedded: boolean, nrCpus: number): number {
  if (!isEmbedded) return 2 * maxAreaBytes;
  return Math.max(2 * maxAreaBytes, 2 ** 21 / 2 ** Math.ceil(Math.log2(nrCpus)));
}
