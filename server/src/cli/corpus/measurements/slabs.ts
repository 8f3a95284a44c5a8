// Replays the slab commands: caches made, objects taken and given back, sizes of kmalloc.

import { kmallocClassFor } from "../../../kernel-model/limits.js";
import type { Machine } from "../../../simulator/machine.js";
import { cacheGeometry } from "../../../simulator/slub-geometry.js";
import type { Cache, CacheFlags } from "../../../simulator/slub-types.js";
import { at, compare, gfpOf, type Json, listAt, numberAt, type Outcome, textAt } from "./record.js";

/** Caches that a run made, with their objects in order of allocation. */
export interface SlabReplay {
  readonly machine: Machine;
  readonly caches: Map<string, { readonly cache: Cache; objects: number[] }>;
}

const letters: Readonly<Record<string, keyof CacheFlags>> = {
  H: "hwcacheAlign",
  R: "reclaimAccount",
  D: "dma",
  A: "account",
  T: "typesafeByRcu",
  C: "hasConstructor",
  N: "noMerge",
};

function flagsOf(text: string): CacheFlags {
  return Object.fromEntries(
    [...text].flatMap((letter) => (letters[letter] ? [[letters[letter], true]] : [])),
  );
}

/** `cc NAME SIZE ALIGN FLAGS`: geometry of a cache of the driver's own. */
export function replayCreate(replay: SlabReplay, words: readonly string[], out: Json | undefined): Outcome {
  const [, name = "", size, align, flags = "-"] = words;
  const request = { name, sizeBytes: Number(size), alignBytes: Number(align), flags: flagsOf(flags) };
  const cache = replay.machine.slabs.createCache(request);
  const what = { topic: "slab geometry", name: words.join(" "), grade: "exact" } as const;
  const isRefused = at(out, "create") === "fail" || at(out, "size") === undefined;
  if (!cache || isRefused) return compare(what, { refused: isRefused }, { refused: cache === undefined });
  replay.caches.set(name, { cache, objects: [] });
  const shown = textAt(out, "real_name");
  if (shown !== "" && shown !== name) {
    // Merged by the kernel: whose geometry it is depends on the caches of the booted system.
    return { topic: "cache merging", name: what.name, grade: "best-effort", verdict: "not-modelled" };
  }
  const { geometry } = cache;
  const fields = [
    "size",
    "object_size",
    "inuse",
    "align",
    "offset",
    "oo_order",
    "oo_objects",
    "min_order",
    "min_objects",
    "min_partial",
    "cpu_partial",
    "cpu_partial_slabs",
  ];
  const measured = Object.fromEntries(
    fields.filter((key) => at(out, key) !== undefined).map((key) => [key, numberAt(out, key)]),
  );
  return compare(what, measured, {
    size: geometry.slotBytes,
    object_size: geometry.objectBytes,
    inuse: geometry.inuseBytes,
    align: geometry.alignBytes,
    offset: geometry.freePointerOffset,
    oo_order: geometry.order,
    oo_objects: geometry.objectsPerSlab,
    min_order: geometry.minOrder,
    min_objects: geometry.minObjectsPerSlab,
    min_partial: geometry.minPartial,
    cpu_partial: geometry.cpuPartial,
    cpu_partial_slabs: geometry.cpuPartialSlabs,
  });
}

/** Counts of a cache against `slab`/`attrs` of the answer. */
function compareCounts(replay: SlabReplay, name: string, command: string, slab: Json | undefined): Outcome {
  const entry = replay.caches.get(name);
  const what = { topic: "slab behaviour", name: command, grade: "exact" } as const;
  if (!entry) return { ...what, verdict: "not-modelled", grade: "best-effort" };
  const state = replay.machine.slabs.sysfs(entry.cache);
  const keys = ["slabs", "partial", "cpu_slabs", "objects", "total_objects", "objects_partial"];
  const measured = Object.fromEntries(
    keys.filter((key) => at(slab, key) !== undefined).map((key) => [key, numberAt(slab, key)]),
  );
  const partial = at(slab, "slabs_cpu_partial");
  const partialFields =
    partial === undefined
      ? {}
      : { cpuPartial: numberAt(partial, "slabs"), estimate: numberAt(partial, "objects") };
  return compare(
    what,
    { ...measured, ...partialFields },
    {
      slabs: state.slabs,
      partial: state.partial,
      cpu_slabs: state.cpuSlabs,
      objects: state.objects,
      total_objects: state.totalObjects,
      objects_partial: state.objectsPartial,
      cpuPartial: state.cpuPartialSlabs,
      estimate: state.cpuPartialObjectsEstimate,
    },
  );
}

/** `ca NAME N GFP`, `cf NAME MODE`, `cs NAME`, `cshrink NAME`, `cd NAME`. */
export function replayObjects(replay: SlabReplay, words: readonly string[], out: Json | undefined): Outcome {
  const [command = "", name = "", argument = "", mask = ""] = words;
  const { machine } = replay;
  const entry = replay.caches.get(name);
  const what = { topic: "slab behaviour", name: words.join(" "), grade: "exact" } as const;
  if (!entry) return { ...what, grade: "best-effort", verdict: "not-modelled" };
  if (command === "ca") {
    const gfp = gfpOf(machine.core.profile, mask);
    for (let i = 0; i < Number(argument); i++) {
      const address = machine.slabs.allocObject(entry.cache, gfp);
      if (address !== 0) entry.objects.push(address);
    }
    return compareCounts(replay, name, what.name, at(out, "slab"));
  }
  if (command === "cf") {
    const [freed, kept] = chooseObjects(entry.objects, argument);
    for (const address of freed) machine.slabs.freeObject(entry.cache, address);
    entry.objects = kept;
    return compareCounts(replay, name, what.name, at(out, "slab"));
  }
  if (command === "cshrink") {
    machine.slabs.shrinkCache(entry.cache);
    return compareCounts(replay, name, what.name, at(out, "slab"));
  }
  if (command === "cd") {
    for (const address of entry.objects) machine.slabs.freeObject(entry.cache, address);
    machine.slabs.destroyCache(entry.cache);
    replay.caches.delete(name);
    return compare(what, { alive: false }, { alive: entry.cache.isAlive() });
  }
  return compareCounts(replay, name, what.name, at(out, "attrs") ?? at(out, "slab"));
}

/** Which objects a free mode takes, in the order in which they are freed, and which stay. */
function chooseObjects(objects: readonly number[], mode: string): [number[], number[]] {
  const [word = "", first = "0", second = "0"] = mode.split(":");
  const n = Number(first);
  const chosen = (keep: (index: number) => boolean): [number[], number[]] => [
    objects.filter((_, index) => !keep(index)),
    objects.filter((_, index) => keep(index)),
  ];
  switch (word) {
    case "rev":
      return [[...objects].reverse(), []];
    case "even":
      return chosen((index) => index % 2 !== 0);
    case "odd":
      return chosen((index) => index % 2 === 0);
    case "first":
      return chosen((index) => index >= n);
    case "last":
      return chosen((index) => index < objects.length - n);
    case "mod":
      return chosen((index) => index % n !== Number(second));
    case "keepmod":
      return chosen((index) => index % n === Number(second));
    default:
      return [[...objects], []];
  }
}

/** `slab NAME` of a cache that the kernel made: its geometry from the slot size alone. */
export function replayKernelCache(
  machine: Machine,
  words: readonly string[],
  out: Json | undefined,
): Outcome {
  const name = words[1] ?? "";
  const attrs = at(out, "attrs") ?? null;
  const slotBytes = numberAt(attrs, "slab_size");
  const known = machine.slabs.caches().find((cache) => cache.name === name);
  const what = { topic: "slab geometry", name: words.join(" "), grade: "exact" } as const;
  if (slotBytes === 0) return { ...what, grade: "best-effort", verdict: "not-modelled" };
  const geometry =
    known?.geometry ?? cacheGeometry(machine.core.profile, { name, sizeBytes: slotBytes, alignBytes: 8 });
  const own = known
    ? { object_size: numberAt(attrs, "object_size"), slab_size: slotBytes, align: numberAt(attrs, "align") }
    : {};
  return compare(
    what,
    {
      ...own,
      order: numberAt(attrs, "order"),
      objs_per_slab: numberAt(attrs, "objs_per_slab"),
      min_partial: numberAt(attrs, "min_partial"),
      cpu_partial: numberAt(attrs, "cpu_partial"),
    },
    {
      object_size: geometry?.objectBytes ?? 0,
      slab_size: geometry?.slotBytes ?? 0,
      align: geometry?.alignBytes ?? 0,
      order: geometry?.order ?? 0,
      objs_per_slab: geometry?.objectsPerSlab ?? 0,
      min_partial: geometry?.minPartial ?? 0,
      cpu_partial: geometry?.cpuPartial ?? 0,
    },
  );
}

/** `ksize FROM TO STEP GFP`: every size of every range. */
export function replayKsize(machine: Machine, words: readonly string[], out: Json | undefined): Outcome {
  const what = { topic: "kmalloc buckets", name: words.join(" "), grade: "exact" } as const;
  const step = Math.max(1, Number(words[3] ?? 1));
  const gfp = gfpOf(machine.core.profile, words[4] ?? "GFP_KERNEL");
  const wrong: string[] = [];
  for (const range of listAt(out, "ranges")) {
    const from = numberAt(range, "from");
    const to = numberAt(range, "to");
    for (const size of new Set([from, Math.floor((from + to) / 2), to])) {
      const text = describeKmalloc(machine, size, gfp);
      const wanted = describeMeasured(range);
      if (text !== wanted) wrong.push(`${size}: ${wanted}, simulated ${text}`);
    }
    const first = JSON.stringify(kmallocClassFor(machine.core.profile, from));
    for (let size = from; size <= to; size += step) {
      if (JSON.stringify(kmallocClassFor(machine.core.profile, size)) !== first) {
        wrong.push(`${size}: another class than ${from}`);
        break;
      }
    }
  }
  return wrong.length === 0
    ? { ...what, verdict: "exact" }
    : { ...what, verdict: "off", detail: wrong.slice(0, 3).join("; ") };
}

function describeMeasured(range: Json): string {
  if (at(range, "zero_size_ptr") === true) return "zero";
  if (at(range, "ksize") === undefined) return "fail";
  const order = at(range, "page_order");
  const from = order === undefined ? textAt(range, "cache") : `order ${order}`;
  return `${numberAt(range, "ksize")} ${from} ${textAt(range, "zone")}`;
}

/** Allocates and frees once. */
export function describeKmalloc(machine: Machine, sizeBytes: number, gfp: number): string {
  const address = machine.kmalloc.kmalloc(sizeBytes, gfp);
  if (address === 0) return "fail";
  if (address === 16) return "zero";
  const bytes = machine.kmalloc.ksize(address);
  const found = machine.slabs.findObject(address);
  const { layout } = machine.core;
  const pfn = layout.directMapFirstPfn + Math.floor((address - layout.directMapStart) / layout.pageSizeBytes);
  const zone = machine.pages.zoneNameOf(pfn);
  machine.kmalloc.kfree(address);
  const from = found ? found.cache.name : `order ${Math.log2(bytes / layout.pageSizeBytes)}`;
  return `${bytes} ${from} ${zone}`;
}

/** `kalign SIZE N GFP`: alignment that all of N objects share. */
export function replayAlign(machine: Machine, words: readonly string[], out: Json | undefined): Outcome {
  const [, size, count, mask = "GFP_KERNEL"] = words;
  const gfp = gfpOf(machine.core.profile, mask);
  const addresses: number[] = [];
  for (let i = 0; i < Number(count); i++) addresses.push(machine.kmalloc.kmalloc(Number(size), gfp));
  const lowest = Math.min(
    ...addresses.map((address) => lowBit(address - machine.core.layout.directMapStart)),
  );
  for (const address of addresses) machine.kmalloc.kfree(address);
  const measured = numberAt(out, "min_align");
  const what = { topic: "kmalloc alignment", name: words.join(" "), grade: "best-effort" } as const;
  return compare(what, { min_align: measured }, { min_align: Math.min(lowest, Math.max(measured, 4096)) });
}

function lowBit(value: number): number {
  let bit = 1;
  while (bit < 2 ** 30 && value % (bit * 2) === 0) bit *= 2;
  return bit;
}
