// Texts of /proc: what a real machine said is taken over, and printed again in the same format.

import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { pageblockOrder } from "../../server/src/kernel-model/limits.js";
import { renderAddress } from "../../server/src/simulator/address.js";
import { parseProcText } from "../../server/src/simulator/proc-parse.js";
import { createMachineFromProc } from "../../server/src/simulator/proc-state.js";
import {
  renderBuddyinfo,
  renderPagetypeinfo,
  renderSlabinfo,
  renderVmallocinfo,
  renderZoneinfo,
} from "../../server/src/simulator/proc-text.js";
import { gfp, machineOf, profileOf } from "./helpers.js";

const text = readFileSync(
  new URL("../reference/proc-512M-6.1.txt", import.meta.url.replace("/test/out/", "/test/")),
  "utf8",
);

describe("a machine from /proc texts", () => {
  const loaded = createMachineFromProc(profileOf(), text, { memoryBytes: 0 });
  const state = parseProcText(text);

  it("has its zones, marks and free blocks", () => {
    expect(loaded.notes).toEqual([]);
    const snapshot = loaded.machine.snapshot();
    expect(snapshot.zones.map((zone) => zone.name)).toEqual(["DMA", "DMA32"]);
    for (const zone of snapshot.zones) {
      expect(zone.freeByOrder).toEqual(state.freeByOrder.get(zone.name));
      const proc = state.zones.find((candidate) => candidate.name === zone.name);
      expect([zone.min, zone.low, zone.high, zone.managedPages]).toEqual([
        proc?.min,
        proc?.low,
        proc?.high,
        proc?.managedPages,
      ]);
    }
    expect(loaded.machine.checkInvariants()).toEqual([]);
  });

  it("prints buddyinfo and pagetypeinfo as the real one did", () => {
    const snapshot = loaded.machine.snapshot();
    expect(text.includes(renderBuddyinfo(snapshot.zones).trimEnd())).toBe(true);
    const free = renderPagetypeinfo(snapshot.zones, pageblockOrder(profileOf())).split("\n").slice(0, 4);
    const lines = text.split("\n");
    expect(free.filter((line) => !lines.includes(line))).toEqual([]);
  });

  it("prints the lines of zoneinfo that the machine keeps", () => {
    const known =
      /^\s+(pages free|boost|min|low|high|spanned|present|managed|cma|protection|cpu|count|batch|start_pfn)\b|^Node/;
    const zonesOf = (zoneinfo: string) =>
      zoneinfo.slice(0, zoneinfo.search(/^Node 0, zone\s+Normal/m)).split("\n");
    const real = zonesOf(`${text.slice(0, text.indexOf("==> /proc/buddyinfo"))}`).filter(
      (line) => known.test(line) && !/count|pages free/.test(line),
    );
    const simulated = zonesOf(`${renderZoneinfo(loaded.machine.snapshot().zones)}Node 0, zone   Normal\n`);
    expect(simulated.filter((line) => known.test(line) && !/count|pages free/.test(line))).toEqual(real);
  });

  it("goes on from there", () => {
    const kernel = gfp(loaded.machine, "GFP_KERNEL");
    const pfns = Array.from({ length: 500 }, () => loaded.machine.pages.allocPages(kernel, 0));
    expect(pfns.every((pfn) => pfn !== undefined)).toBe(true);
    for (const pfn of pfns) if (pfn !== undefined) loaded.machine.pages.freePages(pfn, 0);
    loaded.machine.pages.drainAll();
    expect(loaded.machine.checkInvariants()).toEqual([]);
  });

  it("knows caches as counts", () => {
    expect(loaded.slabs.length).toBeGreaterThan(50);
    expect(loaded.slabs.every((slab) => slab.isApproximate)).toBe(true);
    expect(loaded.slabs.find((slab) => slab.name === "kmalloc-64")?.objectsPerSlab).toBe(64);
  });

  it("adds new objects to the counts of the text", () => {
    const count = () => loaded.machine.snapshot().slabs.find((slab) => slab.name === "kmalloc-64");
    const before = count();
    loaded.machine.kmalloc.kmalloc(64, gfp(loaded.machine, "GFP_KERNEL"));
    expect(count()?.objects).toBe((before?.objects ?? 0) + 1);
    expect(count()?.slabs).toBe((before?.slabs ?? 0) + 1);
  });

  it("survives texts that are none", () => {
    const odd = createMachineFromProc(profileOf(), "==> x <==\nnonsense\n\0\n", { memoryBytes: 2 ** 29 });
    expect(odd.machine.checkInvariants()).toEqual([]);
    expect(parseProcText("").zones).toEqual([]);
  });
});

describe("texts of a simulated machine", () => {
  it("can be read back", () => {
    const machine = machineOf(profileOf("6.1", "x86_64", { nrCpus: 2 }), { occupancy: "booted" });
    machine.kmalloc.kmalloc(100, gfp(machine, "GFP_KERNEL"));
    machine.vmalloc.vmalloc(10_000);
    const snapshot = machine.snapshot();
    const areas = snapshot.vmalloc.map(({ startAddress, ...area }) => ({
      start: renderAddress(machine.core.layout, startAddress),
      ...area,
    }));
    const parts = {
      zoneinfo: renderZoneinfo(snapshot.zones),
      buddyinfo: renderBuddyinfo(snapshot.zones),
      pagetypeinfo: renderPagetypeinfo(snapshot.zones, pageblockOrder(machine.core.profile)),
      slabinfo: renderSlabinfo(snapshot.slabs),
      vmallocinfo: renderVmallocinfo(areas, { physicalBytes: 8, isNuma: true }),
    };
    const joined = Object.entries(parts)
      .map(([name, body]) => `==> /proc/${name} <==\n${body}`)
      .join("\n");
    const again = parseProcText(joined);
    expect(again.unreadLines).toBe(0);
    expect(again.slabs.find((slab) => slab.name === "kmalloc-128")).toMatchObject({
      totalObjects: 32,
      slabs: 1,
    });
    expect(again.vmalloc).toMatchObject([{ bytes: 16384, pages: 3 }]);
    expect(again.zones.map((zone) => zone.managedPages)).toEqual(
      snapshot.zones.map((zone) => zone.managedPages),
    );
    expect(again.freeByOrder.get("DMA32")).toEqual(snapshot.zones[1]?.freeByOrder);
  });
});
