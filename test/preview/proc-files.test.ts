// The texts of /proc at a point of a run: in the kernel's own form, only what the machine knows, and good enough to
// start another machine from.

import { describe, expect, it } from "vitest";
import { type PanelModel, panelModelOf } from "../../server/src/preview/panel-model.js";
import { procText } from "../../server/src/preview/proc-files.js";
import { parseProcText } from "../../server/src/simulator/proc-parse.js";
import { createMachineFromProc } from "../../server/src/simulator/proc-state.js";
import { profileOf } from "../simulator/helpers.js";
import { runSnippetsOf } from "../snippets/run-sample.js";

function modelOf(machine: string, body: string): PanelModel {
  const text = `#include <linux/slab.h>\n// @kmem run ${machine}\nstatic int f(void)\n{\n${body}\n\treturn 0;\n}\n`;
  const [judged] = runSnippetsOf("a.c", text);
  if (!judged) throw new Error("no snippet");
  return panelModelOf(judged.run, judged.failures);
}

function textAtEnd(model: PanelModel): string {
  const point = model.points.at(-1);
  if (!point) throw new Error("no point");
  return procText(point, model.run.machine);
}

const model = modelOf(
  "machine=x86_64:512M",
  `	int i;

	for (i = 0; i < 40; i++)
		kmalloc(100, GFP_KERNEL);
	vmalloc(10000);
	ioremap(0xfe000000, 0x1000);`,
);
const text = textAtEnd(model);

describe("the texts of /proc", () => {
  it("have the lines of the kernel", () => {
    const lines = text.split("\n");
    for (const form of [
      /^MemTotal: {7}[ \d]{8} kB$/,
      /^MemFree: {8}[ \d]{8} kB$/,
      /^VmallocTotal: {3}34359738367 kB$/,
      /^Node 0, zone {4}DMA32( +\d+){11} $/,
      /^Page block order: 9$/,
      /^Node {4}0, zone {4}DMA32, type {6}Movable( +\d+){11} $/,
      /^ {8}protection: \(0, 0, 0, 0, 0\)$/,
      /^ {14}batch: \d+$/,
      /^kmalloc-128 +64 +64 +128 +32 +1 : tunables +0 +0 +0 : slabdata +2 +2 +0$/,
      /^0xffff\w{12}-0xffff\w{12} {3}16384 pages=3 vmalloc N0=3$/,
      /^0xffff\w{12}-0xffff\w{12} {4}8192 phys=0x00000000fe000000 ioremap$/,
    ])
      expect(
        lines.some((line) => form.test(line)),
        String(form),
      ).toBe(true);
  });

  it("leave out what only a booted system knows", () => {
    expect(text).not.toMatch(/Slab:|Cached:|PageTables|Committed|nr_inactive|kmalloc-64 /);
  });

  it("agree with the point", () => {
    const zones = model.points.at(-1)?.zones ?? [];
    const kib = (name: string): number => Number(new RegExp(`^${name}: +(\\d+) kB$`, "m").exec(text)?.[1]);
    expect(kib("MemTotal")).toBe(zones.reduce((sum, { managedPages }) => sum + managedPages * 4, 0));
    expect(kib("MemFree")).toBe(zones.reduce((sum, { freePages }) => sum + freePages * 4, 0));
    const parsed = parseProcText(text);
    expect(parsed.unreadLines).toBe(0);
    for (const { name, freeByOrder } of zones) expect(parsed.freeByOrder.get(name)).toEqual(freeByOrder);
  });

  it("start another machine where this one stands", () => {
    const { machine, notes } = createMachineFromProc(profileOf(), text, { memoryBytes: 0 });
    expect(notes).toEqual(["2 vmalloc areas were not taken over"]);
    for (const zone of machine.snapshot().zones) {
      const here = model.points.at(-1)?.zones.find(({ name }) => name === zone.name);
      expect([zone.min, zone.high, zone.managedPages, zone.freeByOrder]).toEqual([
        here?.min,
        here?.high,
        here?.managedPages,
        here?.freeByOrder,
      ]);
    }
  });

  it("tell high from low memory where there is highmem", () => {
    const high = textAtEnd(modelOf("machine=i386:1200M", "\talloc_pages(GFP_HIGHUSER, 0);"));
    const kib = (name: string): number => Number(new RegExp(`^${name}: +(\\d+) kB$`, "m").exec(high)?.[1]);
    expect(kib("HighTotal")).toBeGreaterThan(300_000);
    expect(kib("HighTotal") + kib("LowTotal")).toBe(kib("MemTotal"));
    expect(kib("HighFree") + kib("LowFree")).toBe(kib("MemFree"));
    expect(text).not.toMatch(/HighTotal|LowTotal/);
  });
});
