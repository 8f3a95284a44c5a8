// Replays the commands that take one thing and tell its size: vmalloc, kvmalloc, exact pages, DMA buffers and pools.

import { gfpValue } from "../../../kernel-model/gfp.js";
import { getOrder } from "../../../kernel-model/limits.js";
import { poolGeometry } from "../../../simulator/dma-pool.js";
import type { Machine } from "../../../simulator/machine.js";
import { createMempools } from "../../../simulator/mempool.js";
import { machineInState, type PageReplay } from "./page-state.js";
import {
  at,
  compare,
  gfpOf,
  type Json,
  listAt,
  numberAt,
  numbersAt,
  type Outcome,
  textAt,
} from "./record.js";
import { describeKmalloc } from "./slabs.js";

const device = (maskBits: number) => ({
  name: "device",
  dmaMask: 2 ** maskBits - 1,
  coherentDmaMask: 2 ** maskBits - 1,
});

/** `vm SIZE HOW`: pages and area. */
export function replayVmalloc(machine: Machine, words: readonly string[], out: Json | undefined): Outcome {
  const [, size = "0", how = "vmalloc"] = words;
  const what = { topic: "vmalloc", name: words.join(" "), grade: "exact" } as const;
  const low = gfpValue(machine.core.profile.release, "GFP_DMA32") ?? 0;
  const kernel = gfpValue(machine.core.profile.release, "GFP_KERNEL") ?? 0;
  const is32 = how === "vmalloc_32" && machine.core.profile.arch.bits === 64;
  const address = machine.vmalloc.vmalloc(Number(size), is32 ? kernel | low : kernel, how);
  const area = machine.vmalloc.findArea(address);
  const zone = machine.pages.zoneNameOf(machine.vmalloc.pfnBehind(address) ?? -1);
  machine.vmalloc.vfree(address);
  if (at(out, "fail") === true) return compare(what, { fail: true }, { fail: address === 0 });
  const measured = { area_size: numberAt(out, "area_size"), nr_pages: numberAt(out, "nr_pages") };
  const isHighmemChoice = how === "vmalloc_32" && machine.core.profile.arch.bits === 32;
  const zones = isHighmemChoice ? {} : { zone: textAt(out, "zone") };
  return compare(
    what,
    { ...measured, ...zones },
    { area_size: area?.bytes ?? 0, nr_pages: area?.pages ?? 0, zone },
  );
}

/** `kv SIZE GFP`: slab, pages or vmalloc. */
export function replayKvmalloc(machine: Machine, words: readonly string[], out: Json | undefined): Outcome {
  const [, size = "0", mask = "GFP_KERNEL"] = words;
  const what = { topic: "kvmalloc", name: words.join(" "), grade: "exact" } as const;
  return compare(
    what,
    { got: measuredKvmalloc(out) },
    { got: simulatedKvmalloc(machine, Number(size), gfpOf(machine.core.profile, mask)) },
  );
}

export function measuredKvmalloc(out: Json | undefined): string {
  if (at(out, "zero_size_ptr") === true) return "zero";
  if (at(out, "fail") === true) return "fail";
  if (at(out, "vmalloc") === true) return "vmalloc";
  const order = at(out, "page_order");
  return `${numberAt(out, "ksize")} ${order === undefined ? textAt(out, "cache") : `order ${order}`} ${textAt(out, "zone")}`;
}

export function simulatedKvmalloc(machine: Machine, sizeBytes: number, gfp: number): string {
  const address = machine.kmalloc.kvmalloc(sizeBytes, gfp);
  const isArea = machine.vmalloc.isVmallocAddress(address);
  machine.kmalloc.kvfree(address);
  if (isArea) return "vmalloc";
  return address === 0 ? "fail" : describeKmalloc(machine, sizeBytes, gfp);
}

/** `exact SIZE GFP`: pages that stay taken. */
export function replayExact(machine: Machine, words: readonly string[], out: Json | undefined): Outcome {
  const [, size = "0", mask = "GFP_KERNEL"] = words;
  const what = { topic: "alloc_pages_exact", name: words.join(" "), grade: "exact" } as const;
  const before = usedPages(machine);
  const address = machine.pages.allocPagesExact(Number(size), gfpOf(machine.core.profile, mask));
  const pages = usedPages(machine) - before;
  if (address !== 0) machine.pages.freePagesExact(address, Number(size));
  if (at(out, "fail") === true) return compare(what, { fail: true }, { fail: address === 0 });
  const order = getOrder(machine.core.profile, Number(size));
  return compare(
    what,
    { pages: numberAt(out, "pages_delta"), get_order: numberAt(out, "get_order") },
    { pages, get_order: order },
  );
}

function usedPages(machine: Machine): number {
  return machine.pages
    .snapshot()
    .reduce((sum, zone) => sum + zone.managedPages - zone.freePages - zone.pcpPages, 0);
}

/** `dma SIZE MASKBITS GFP`. */
export function replayDma(machine: Machine, words: readonly string[], out: Json | undefined): Outcome {
  const [, size = "0", maskBits = "32", mask = "GFP_KERNEL"] = words;
  const what = { topic: "dma_alloc_coherent", name: words.join(" "), grade: "exact" } as const;
  const before = usedPages(machine);
  const target = device(Number(maskBits));
  const buffer = machine.dma.allocCoherent(target, Number(size), gfpOf(machine.core.profile, mask));
  const pages = usedPages(machine) - before;
  const zone = buffer
    ? machine.pages.zoneNameOf(buffer.busAddress / machine.core.profile.config.pageSizeBytes)
    : "";
  if (buffer) machine.dma.freeCoherent(target, Number(size), buffer);
  if (at(out, "fail") === true) return compare(what, { fail: true }, { fail: buffer === undefined });
  return compare(what, { pages: numberAt(out, "pages_delta"), zone: textAt(out, "zone") }, { pages, zone });
}

/** `dmapool SIZE ALIGN BOUNDARY N`. */
export function replayPool(machine: Machine, words: readonly string[], out: Json | undefined): Outcome {
  const [, size = "0", align = "0", boundary = "0", count = "0"] = words;
  const what = { topic: "dma_pool", name: words.join(" "), grade: "exact" } as const;
  const request = { sizeBytes: Number(size), alignBytes: Number(align), boundaryBytes: Number(boundary) };
  const target = device(32);
  const pool = machine.dma.createPool({ name: "replay", device: target, ...request });
  if (at(out, "fail") === true) return compare(what, { fail: true }, { fail: pool === undefined });
  const geometry = poolGeometry(machine.core.profile, request);
  if (!pool || !geometry) return compare(what, { made: true }, { made: false });
  const kernel = gfpValue(machine.core.profile.release, "GFP_KERNEL") ?? 0;
  const buffers = Array.from({ length: Number(count) }, () => machine.dma.allocFromPool(pool, kernel));
  const got = buffers.filter((buffer) => buffer !== undefined);
  const state = machine.dma.snapshot().find((candidate) => candidate.name === "replay");
  const first = got.slice(0, numberAt(out, "max_objs_per_block"));
  const base = Math.min(...first.map((buffer) => buffer.address));
  const offsets = first
    .map((buffer) => buffer.address - base)
    .slice(0, numbersAt(out, "first_offsets").length);
  for (const buffer of got) machine.dma.freeToPool(pool, buffer);
  machine.dma.destroyPool(pool);
  return compare(
    what,
    {
      got: numberAt(out, "got"),
      blocks: numberAt(out, "distinct_blocks"),
      most: numberAt(out, "max_objs_per_block"),
      bytes: numberAt(out, "block_bytes"),
      offsets: numbersAt(out, "first_offsets").join(" "),
    },
    {
      got: got.length,
      blocks: state?.pages ?? 0,
      most: Math.min(got.length, geometry.offsets.length),
      bytes: geometry.allocationBytes,
      offsets: offsets.join(" "),
    },
  );
}

/** `mempool N`: elements kept, and handed out once the allocator behind fails. */
export function replayMempool(machine: Machine, words: readonly string[], out: Json | undefined): Outcome {
  const count = Number(words[1]);
  const what = { topic: "mempool", name: words.join(" "), grade: "exact" } as const;
  const pools = createMempools(machine);
  let isDry = false;
  const kernel = gfpValue(machine.core.profile.release, "GFP_KERNEL") ?? 0;
  const nowait = gfpValue(machine.core.profile.release, "GFP_NOWAIT") ?? 0;
  const alloc = (gfp: number) => (isDry ? 0 : machine.kmalloc.kmalloc(64, gfp));
  const free = (element: number) => machine.kmalloc.kfree(element);
  const pool = pools.create("replay", count, { kind: "custom", alloc, free });
  if (!pool) return compare(what, { made: true }, { made: false });
  const created = pools.snapshot()[0]?.reserved ?? 0;
  isDry = true;
  const got: number[] = [];
  for (;;) {
    const element = pools.alloc(pool, nowait & ~kernel);
    if (element === 0) break;
    got.push(element);
  }
  for (const element of got) pools.free(pool, element);
  const after = pools.snapshot()[0]?.reserved ?? 0;
  isDry = false;
  pools.destroy(pool);
  return compare(
    what,
    {
      created: numberAt(out, "curr_nr_after_create"),
      got: numberAt(out, "got_when_backing_fails"),
      after: numberAt(out, "curr_nr_after_free"),
    },
    { created, got: got.length, after },
  );
}

/** `frag N`: kvmalloc of several sizes while only every N-th page frame is free. */
export function replayPieces(replay: PageReplay, words: readonly string[], out: Json | undefined): Outcome {
  const what = { topic: "kvmalloc, in pieces", name: words.join(" "), grade: "best-effort" } as const;
  if (replay.specs.length === 0) return { ...what, verdict: "not-modelled" };
  const machine = machineInState(replay, at(out, "state"), undefined);
  const tries = listAt(out, "kvmalloc");
  const named = (values: readonly boolean[]) =>
    Object.fromEntries(
      values.map((isArea, i) => [`${numberAt(tries[i], "size")}`, isArea ? "vmalloc" : "kmalloc"]),
    );
  const simulated = tries.map((one) => {
    const gfp = gfpOf(machine.core.profile, textAt(one, "gfp"));
    return simulatedKvmalloc(machine, numberAt(one, "size"), gfp) === "vmalloc";
  });
  return compare(what, named(tries.map((one) => at(one, "vmalloc") === true)), named(simulated));
}
