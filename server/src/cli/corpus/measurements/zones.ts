// Replays zone tables: marks and reserves from managed pages, before and after sysctls were written.

import type { Profile } from "../../../kernel-model/profile.js";
import type { Sysctls } from "../../../simulator/core-types.js";
import { pcpBatch } from "../../../simulator/pcp.js";
import { type ZoneName, type ZoneSpec, zoneSpecs } from "../../../simulator/zone-specs.js";
import {
  bootMinFreeKbytes,
  computeLowmemReserve,
  computeWatermarks,
  defaultSysctls,
  statThreshold,
} from "../../../simulator/zones.js";
import {
  at,
  bytesOf,
  compare,
  type Json,
  listAt,
  type MeasuredRun,
  numberAt,
  numbersAt,
  type Outcome,
  textAt,
} from "./record.js";

/** Zone specs as the answer of `zones` tells them. */
export function specsOfAnswer(out: Json | undefined): ZoneSpec[] {
  return listAt(out, "zones").map((zone) => {
    const managedPages = numberAt(zone, "managed");
    return {
      name: textAt(zone, "name") as ZoneName, // names come from the kernel's own table
      index: numberAt(zone, "idx"),
      startPfn: numberAt(zone, "start_pfn"),
      spannedPages: numberAt(zone, "spanned"),
      presentPages: numberAt(zone, "present"),
      managedPages,
      managedAtBootPages: managedPages,
      freeAtBoot: [],
    };
  });
}

/** Compares one zone table with what the sysctls give on the managed pages it names. */
function compareTable(
  profile: Profile,
  specs: readonly ZoneSpec[],
  sysctls: Sysctls,
  phase: "boot" | "running",
  out: Json,
): [Record<string, string>, Record<string, string>] {
  const marks = computeWatermarks(profile, specs, sysctls, phase);
  const reserves = computeLowmemReserve(profile, specs, sysctls.lowmemReserveRatio, phase);
  const measured: Record<string, string> = {};
  const simulated: Record<string, string> = {};
  listAt(out, "zones").forEach((zone, i) => {
    const name = textAt(zone, "name");
    const spec = specs[i];
    const mark = marks[i];
    if (!spec || !mark) return;
    measured[name] = [
      numberAt(zone, "min"),
      numberAt(zone, "low"),
      numberAt(zone, "high"),
      numbersAt(zone, "lowmem_reserve"),
    ].join(" ");
    simulated[name] = [mark.min, mark.low, mark.high, reserves[i] ?? []].join(" ");
    const pcp = listAt(zone, "pcp")[0];
    if (pcp === undefined) return;
    const batch = pcpBatch(spec.managedPages, profile.config.pageSizeBytes);
    const fraction = sysctls.percpuPagelistHighFraction;
    const pages = fraction === 0 ? mark.low : Math.floor(spec.managedPages / fraction);
    const high = Math.max(Math.floor(pages / profile.config.nrCpus), batch * 4);
    const hasRange = at(pcp, "high_min") !== undefined;
    measured[`${name} pcp`] =
      `${numberAt(pcp, "batch")} ${numberAt(pcp, hasRange ? "high_min" : "high")} ${numberAt(pcp, "stat_threshold")}`;
    simulated[`${name} pcp`] =
      `${batch} ${high} ${statThreshold(profile, spec.managedPages, profile.config.nrCpus)}`;
  });
  return [measured, simulated];
}

/** The zone tables of one boot: the first as booted, the others after the sysctl that the remark before them names. */
export function replayZoneTables(profile: Profile, run: MeasuredRun): Outcome[] {
  const outcomes: Outcome[] = [];
  const memory = textAt(run.how, "mem");
  const kernelcore = /kernelcore=(\d+M)/.exec(textAt(run.how, "cmdline"))?.[1];
  let note: string | undefined;
  let base: Sysctls | undefined;
  for (const record of run.records) {
    if (record.note !== undefined) note = record.note;
    if (record.file === "/proc/sys/vm/min_free_kbytes" && base === undefined) {
      base = { ...defaultSysctls(profile), minFreeKbytes: Number(record.text) };
    }
    if (record.cmd !== "zones" || record.out === undefined) continue;
    const specs = specsOfAnswer(record.out);
    if (note === undefined) {
      outcomes.push(compareBoot(profile, { memory, kernelcore }, record.out));
    } else if (base !== undefined) {
      const sysctls = applyNote(base, note);
      // The scripts put min_free_kbytes and the scale factor back each time, but never the ratios.
      if (sysctls && note.startsWith("lowmem_reserve_ratio")) base = sysctls;
      if (!sysctls) {
        outcomes.push({
          topic: "watermarks",
          name: `${memory} ${note}`,
          grade: "best-effort",
          verdict: "not-modelled",
        });
        continue;
      }
      const [measured, simulated] = compareTable(profile, specs, sysctls, "running", record.out);
      outcomes.push(
        compare({ topic: "watermarks", name: `${memory} ${note}`, grade: "exact" }, measured, simulated),
      );
    }
  }
  return outcomes;
}

/** As booted, from the boot model alone. The model owes marks to 1 %, it gives what it gives. */
function compareBoot(
  profile: Profile,
  how: { memory: string; kernelcore: string | undefined },
  out: Json,
): Outcome {
  const specs = zoneSpecs(
    profile,
    bytesOf(how.memory),
    how.kernelcore === undefined ? undefined : bytesOf(how.kernelcore),
  );
  const sysctls = { ...defaultSysctls(profile), minFreeKbytes: bootMinFreeKbytes(profile, specs) };
  const [measured, simulated] = compareTable(profile, specs, sysctls, "boot", out);
  listAt(out, "zones").forEach((zone, i) => {
    const name = `${textAt(zone, "name")} pages`;
    measured[name] = [
      numberAt(zone, "start_pfn"),
      numberAt(zone, "spanned"),
      numberAt(zone, "present"),
      numberAt(zone, "managed"),
    ].join(" ");
    const spec = specs[i];
    simulated[name] = [spec?.startPfn, spec?.spannedPages, spec?.presentPages, spec?.managedPages].join(" ");
  });
  return compare({ topic: "boot model", name: how.memory, grade: "best-effort" }, measured, simulated);
}

/** `min_free_kbytes=1024` and the like on top of the boot values; undefined for a remark that names no sysctl. */
function applyNote(base: Sysctls, note: string): Sysctls | undefined {
  const [name = "", value = ""] = note.split("=");
  const numbers = [...value.matchAll(/\d+/g)].map((match) => Number(match[0]));
  const first = numbers[0] ?? 0;
  switch (name) {
    case "rewrite_same_min_free_kbytes":
      return base;
    case "min_free_kbytes":
      return { ...base, minFreeKbytes: first };
    case "watermark_scale_factor":
      return { ...base, watermarkScaleFactor: first };
    case "lowmem_reserve_ratio":
      return { ...base, lowmemReserveRatio: numbers };
    case "percpu_pagelist_high_fraction":
      return { ...base, percpuPagelistHighFraction: first };
    default:
      return undefined;
  }
}
