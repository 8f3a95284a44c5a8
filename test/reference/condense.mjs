// Condenses a folder of kernel measurements to what the simulator's tests compare: `node condense.mjs FROM TO`.
// Same shape as the originals (one file per kernel and topic, runs with records); fields that are noise, derived or not
// compared are dropped, and a file whose runs equal those of an earlier kernel names that kernel instead.

import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const [from, to] = process.argv.slice(2);
const topics = [
  "buddy_sequences",
  "custom_caches",
  "kmalloc_buckets",
  "slab_behaviour",
  "vmalloc_kvmalloc_dma_pools",
  "watermark_depth",
  "zones_watermarks",
];

const pick = (object, keys) =>
  Object.fromEntries(keys.filter((key) => object?.[key] !== undefined).map((key) => [key, object[key]]));
const mapValues = (object, change) =>
  Object.fromEntries(Object.entries(object ?? {}).map(([key, value]) => [key, change(value)]));
const pages = (state) => mapValues(state, (zone) => pick(zone, ["free", "free_inexact", "nr_free"]));
const slab = (counts) =>
  counts && {
    ...pick(counts, ["slabs", "partial", "cpu_slabs", "objects", "total_objects", "objects_partial"]),
    slabs_cpu_partial: pick(counts.slabs_cpu_partial, ["objects", "slabs"]),
  };

const cacheFields = [
  "create", "size", "object_size", "inuse", "align", "offset", "oo_order", "oo_objects", "min_order", "min_objects",
  "min_partial", "cpu_partial", "cpu_partial_slabs",
];
const zoneFields = [
  "idx", "name", "start_pfn", "spanned", "present", "managed", "min", "low", "high", "boost", "highatomic",
  "lowmem_reserve",
];
const keep = {
  consts: (out) => out,
  ksize: (out) => out,
  cc: (out) => pick(out, cacheFields),
  ca: (out) => ({ slab: slab(out.slab) }),
  cf: (out) => ({ slab: slab(out.slab) }),
  cshrink: (out) => ({ slab: slab(out.slab) }),
  cd: () => ({}),
  slab: (out) => ({
    attrs: pick(out.attrs, ["slab_size", "object_size", "objs_per_slab", "order", "min_partial", "cpu_partial", "align"]),
  }),
  zones: (out) => ({
    zones: out.zones.map((zone) => ({
      ...pick(zone, zoneFields),
      pcp: zone.pcp.slice(0, 1).map((set) => pick(set, ["high", "high_min", "batch", "stat_threshold"])),
    })),
  }),
  deplete: (out) => ({
    ...pick(out, ["per_zone", "wmarks"]),
    before: pages(out.before),
    at_failure: mapValues(out.at_failure, (zone) => pick(zone, ["free", "pcp"])),
  }),
  bseq: (out) => ({
    before: pages(out.before),
    steps: out.steps.map((step) => ({
      op: step.op,
      state: mapValues(step.state, (zone) => pick(zone, ["free", "nr_free"])),
    })),
  }),
  vm: (out) => pick(out, ["area_size", "nr_pages", "zone", "fail"]),
  kv: (out) => pick(out, ["vmalloc", "ksize", "cache", "page_order", "zone", "fail", "zero_size_ptr"]),
  exact: (out) => pick(out, ["pages_delta", "get_order", "fail"]),
  dma: (out) => pick(out, ["pages_delta", "zone", "fail"]),
  dmapool: (out) => pick(out, ["got", "distinct_blocks", "max_objs_per_block", "block_bytes", "first_offsets", "fail"]),
};
const files = new Set(["/proc/pagetypeinfo", "/proc/sys/vm/min_free_kbytes", "/proc/sys/vm/watermark_boost_factor"]);

/** One record, or undefined where nothing of it is compared. Only pages-after-4-to-8 sequences pass for exact. */
function condense(record, topic) {
  if (record.note !== undefined) return record.note === "LS" ? undefined : { note: record.note };
  if (record.file !== undefined) return files.has(record.file) ? pick(record, ["file", "text"]) : undefined;
  const command = record.cmd.split(" ")[0];
  if (command === "consts" && topic !== "kmalloc_buckets") return undefined;
  const isBypass = !/ a[01239]\b| a[01239]\*/.test(record.cmd);
  if (command === "bseq" && !isBypass) return undefined;
  if (topic === "slab_behaviour" && command === "cc") return { cmd: record.cmd, out: pick(record.out, ["size"]) };
  if (record.out?.error !== undefined) return undefined;
  const change = keep[command];
  return change ? { cmd: record.cmd, out: change(record.out) } : undefined;
}

/** might_sleep has one list of verdicts instead of runs. */
function condenseVerdicts(kernel) {
  let file;
  try {
    file = JSON.parse(readFileSync(join(from, kernel, "might_sleep.json"), "utf8"));
  } catch {
    return; // not measured on that kernel
  }
  const verdicts = file.verdicts.map((verdict) => pick(verdict, ["ctx", "call", "verdict"]));
  mkdirSync(join(to, kernel), { recursive: true });
  const lines = verdicts.map((verdict) => JSON.stringify(verdict)).join(",\n");
  writeFileSync(join(to, kernel, "might_sleep.json"), `{"kernel":"${kernel}","topic":"might_sleep","verdicts":[\n${lines}\n]}\n`);
}

const seen = new Map();
for (const kernel of readdirSync(from)) {
  condenseVerdicts(kernel);
  for (const topic of topics) {
    let file;
    try {
      file = JSON.parse(readFileSync(join(from, kernel, `${topic}.json`), "utf8"));
    } catch {
      continue; // that kernel was not measured on that topic
    }
    const runs = file.runs
      .filter((run) => run.how.complete !== false)
      .map((run) => ({
        how: pick(run.how, ["mem", "smp", "cmdline", "scenario"]),
        records: run.records.map((record) => condense(record, topic)).filter((record) => record !== undefined),
      }));
    const text = `[\n${runs.map((run) => `{"how":${JSON.stringify(run.how)},"records":[\n${run.records.map((r) => JSON.stringify(r)).join(",\n")}\n]}`).join(",\n")}\n]`;
    mkdirSync(join(to, kernel), { recursive: true });
    const same = seen.get(text);
    const body = same ? `"sameAs":${JSON.stringify(same)}` : `"runs":${text}`;
    if (!same) seen.set(text, `${kernel}/${topic}.json`);
    writeFileSync(join(to, kernel, `${topic}.json`), `{"kernel":${JSON.stringify(kernel)},"topic":"${topic}",${body}}\n`);
  }
}
