// The boot model against booted machines: marks and managed pages before any sysctl was written; and zone tables of
// architectures that were not measured.

import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import {
  bytesOf,
  type Json,
  listAt,
  numberAt,
  numbersAt,
  profileOfKernel,
  textAt,
} from "../../server/src/cli/corpus/measurements/record.js";
import { zoneSpecs } from "../../server/src/simulator/zone-specs.js";
import {
  bootMinFreeKbytes,
  computeLowmemReserve,
  computeWatermarks,
  defaultSysctls,
} from "../../server/src/simulator/zones.js";
import { GiB, MiB, machineOf, profileOf } from "./helpers.js";

const kernels = ["6.1.192-amd64", "6.12.117-amd64", "6.1.176-i686-pae"] as const;

function bootsOf(kernel: string): readonly { readonly name: string; readonly run: Json }[] {
  const path = new URL(
    `../reference/${kernel}/zones_watermarks.json`,
    import.meta.url.replace("/test/out/", "/test/"),
  );
  const file: Json = JSON.parse(readFileSync(path, "utf8"));
  return listAt(file, "runs").map((run) => ({
    name: `${kernel} ${textAt(run, "how", "mem")} ${numberAt(run, "how", "smp")} cpus`,
    run,
  }));
}

describe("boot model", () => {
  it.each(kernels.flatMap(bootsOf))("$name", ({ name, run }) => {
    const profile = profileOfKernel(name, numberAt(run, "how", "smp"));
    if (!profile) throw new Error("unknown kernel");
    const specs = zoneSpecs(profile, bytesOf(textAt(run, "how", "mem")));
    const sysctls = { ...defaultSysctls(profile), minFreeKbytes: bootMinFreeKbytes(profile, specs) };
    const marks = computeWatermarks(profile, specs, sysctls, "boot");
    const reserves = computeLowmemReserve(profile, specs, sysctls.lowmemReserveRatio, "boot");
    const first = listAt(run, "records").find((record) => textAt(record, "cmd") === "zones");
    // A machine of 96 MiB keeps some more for itself than the model says.
    const share = name.includes("96M") ? 0.02 : 0.002;
    for (const zone of listAt(first, "out", "zones")) {
      const index = numberAt(zone, "idx");
      const close = (measured: number, simulated: number | undefined) => {
        expect(Math.abs((simulated ?? 0) - measured)).toBeLessThanOrEqual(Math.max(1, measured * share));
      };
      close(numberAt(zone, "present"), specs[index]?.presentPages);
      close(numberAt(zone, "managed"), specs[index]?.managedPages);
      close(numberAt(zone, "min"), marks[index]?.min);
      close(numberAt(zone, "low"), marks[index]?.low);
      close(numberAt(zone, "high"), marks[index]?.high);
      numbersAt(zone, "lowmem_reserve").forEach((measured, i) => {
        close(measured, reserves[index]?.[i]);
      });
    }
  });
});

describe("zones of", () => {
  const names = (machine: ReturnType<typeof machineOf>) => machine.snapshot().zones.map((zone) => zone.name);

  it("other architectures and releases", () => {
    expect(names(machineOf(profileOf("6.1", "arm64"), { memoryBytes: 8 * GiB }))).toEqual(["DMA", "Normal"]);
    expect(names(machineOf(profileOf("4.19", "arm64"), { memoryBytes: 8 * GiB }))).toEqual([
      "DMA32",
      "Normal",
    ]);
    expect(names(machineOf(profileOf("6.1", "arm"), { memoryBytes: GiB }))).toEqual(["Normal", "HighMem"]);
    expect(names(machineOf(profileOf("2.6.10", "x86_64"), { memoryBytes: GiB }))).toEqual(["DMA", "Normal"]);
    expect(names(machineOf(profileOf("6.1", "i386", { pae: false }), { memoryBytes: 512 * MiB }))).toEqual([
      "DMA",
      "Normal",
    ]);
  });

  it("large pages hold all memory", () => {
    const machine = machineOf(profileOf("6.1", "arm64", { pageSizeBytes: 65536 }), { memoryBytes: 4 * GiB });
    expect(machine.checkInvariants()).toEqual([]);
    const pages = machine.snapshot().zones.reduce((sum, zone) => sum + zone.presentPages, 0);
    expect(pages * 65536).toBe(4 * GiB);
  });

  it("i386 without PAE end at 4 GiB", () => {
    const machine = machineOf(profileOf("6.1", "i386", { pae: false }), { memoryBytes: 8 * GiB });
    const end = Math.max(...machine.snapshot().zones.map((zone) => zone.startPfn + zone.spannedPages));
    expect(end).toBeLessThanOrEqual((4 * GiB) / 4096);
  });
});
