// Pages and slots by place at each point of a run: in agreement with the counts of that point, and each cell telling
// what it is.

import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type PanelModel, panelModelOf } from "../../server/src/preview/panel-model.js";
import { frameWindow, ownBlocksTable, zoneMap } from "../../server/src/preview/place-rows.js";
import { blocksIn, placesAt, slabsOf, slotsOf } from "../../server/src/preview/places.js";
import type { Scene } from "../../server/src/preview/rows.js";
import { sceneOf } from "../../server/src/preview/scene.js";
import { slotRows, slotTable } from "../../server/src/preview/slot-rows.js";
import { runSnippetsOf } from "../snippets/run-sample.js";

function modelOf(body: string): PanelModel {
  const text = `#include <linux/slab.h>\n// @kmem run machine=x86_64:128M\nstatic int f(void)\n{\n${body}\n\treturn 0;\n}\n`;
  const [judged] = runSnippetsOf("a.c", text);
  if (!judged) throw new Error("no snippet");
  return panelModelOf(judged.run, judged.failures);
}

function sceneAt(model: PanelModel, at: number, comparedWith?: number): Scene {
  const scene = sceneOf(model, { at, comparedWith });
  if (!scene) throw new Error(`no point ${at}`);
  return scene;
}

/** What is wrong between the places of a point and its counts, as sentences. */
function disagreements(model: PanelModel, at: number): string[] {
  const { places: all, points } = model;
  const point = points[at];
  if (!all || !point) return ["no places"];
  const places = placesAt(all, at);
  const problems: string[] = [];
  const same = (what: string, found: number, counted: number): void => {
    if (found !== counted) problems.push(`point ${at}: ${found} ${what}, ${counted} counted`);
  };
  for (const { name, startPfn, endPfn } of all.zones) {
    const zone = point.zones.find((one) => one.name === name);
    if (!zone) return [`no zone ${name}`];
    const pages = new Map<string, number>();
    for (const { order, use } of blocksIn(places, startPfn, endPfn))
      pages.set(use, (pages.get(use) ?? 0) + 2 ** order);
    same(`free pages in ${name}`, pages.get("free") ?? 0, zone.freePages);
    same(`pages on lists in ${name}`, pages.get("pcp") ?? 0, zone.pcpPages);
    same(`slab pages in ${name}`, pages.get("slab") ?? 0, zone.use.slabPages);
    same(`vmalloc pages in ${name}`, pages.get("vmalloc") ?? 0, zone.use.vmallocPages);
    same(`page calls in ${name}`, pages.get("pages") ?? 0, zone.use.directPages);
    same(`large kmallocs in ${name}`, pages.get("large-kmalloc") ?? 0, zone.use.largeKmallocPages);
  }
  for (const { name, slabs, objects, capacity } of point.slabs) {
    const found = slabsOf(places, name);
    const slots = found.flatMap(slotsOf);
    same(`slabs of ${name}`, found.length, slabs);
    same(`slots of ${name}`, slots.length, capacity);
    same(`live slots of ${name}`, slots.filter(({ isLive }) => isLive).length, objects);
  }
  return problems;
}

const seed = Number(process.env["SEED"] ?? Date.now() % 2 ** 31);

const statements = [
  "p[i % 64] = kmalloc(200 + i, GFP_KERNEL);",
  "kfree(p[(i * 7) % 64]); p[(i * 7) % 64] = NULL;",
  "free_pages(q[i % 8], 2); q[i % 8] = __get_free_pages(GFP_KERNEL, 2);",
  "vfree(v[i % 4]); v[i % 4] = vmalloc(9000 * (1 + i % 3));",
  "kfree(l[i % 2]); l[i % 2] = kmalloc(40000, GFP_KERNEL);",
];

describe("the places of a run", () => {
  it(`agree with the counts of every point, also where a long run keeps few (seed ${seed})`, () => {
    fc.assert(
      fc.property(
        fc.shuffledSubarray(statements, { minLength: 1 }),
        fc.constantFrom(5, 60, 600),
        (chosen, nrRounds) => {
          const model = modelOf(`	static void *p[64], *v[4], *l[2];
	static unsigned long q[8];
	int i;

	for (i = 0; i < ${nrRounds}; i++) {
		${chosen.join("\n\t\t")}
	}`);
          for (const at of new Set([0, 1, 2, Math.floor(model.points.length / 2), model.points.length - 1]))
            expect(disagreements(model, Math.min(at, model.points.length - 1))).toEqual([]);
        },
      ),
      { seed, numRuns: 6 },
    );
  });

  const model = modelOf(`	char *a = kmalloc(100, GFP_KERNEL);
	char *b = kmalloc(100, GFP_KERNEL);
	struct page *page = alloc_pages(GFP_KERNEL, 3);

	kfree(a);
	__free_pages(page, 3);
	kfree(b);`);

  it("tell which slot of which slab is whose", () => {
    const [slab] = slotRows(sceneAt(model, 2), "kmalloc-128");
    expect(slab?.squares.slice(0, 3)).toMatchObject([
      {
        kind: "mine",
        isChanged: false,
        title: expect.stringMatching(/^slot 0, 0xffff8\w+: taken at line 5$/),
      },
      {
        kind: "mine",
        isChanged: true,
        title: expect.stringMatching(/^slot 1, 0xffff8\w+: taken at line 6$/),
      },
      { kind: "free", isChanged: false, title: expect.stringMatching(/^slot 2, .*: free$/) },
    ]);
    const freed = slotRows(sceneAt(model, 4), "kmalloc-128")[0]?.squares ?? [];
    expect(freed.slice(0, 2).map(({ kind, isChanged }) => [kind, isChanged])).toEqual([
      ["free", true],
      ["mine", false],
    ]);
    expect(slotTable(sceneAt(model, 2), "kmalloc-128").rows[0]?.cells.slice(2)).toEqual([
      "0",
      "the cpu's own",
      "2",
      "32",
      "line 5: 1, line 6: 1",
    ]);
  });

  it("tell which frames are whose, and lead to what changed", () => {
    const window = frameWindow(sceneAt(model, 3), "DMA32", undefined);
    const changed = window?.blocks.filter(({ kind, isChanged }) => isChanged && kind === "pages");
    expect(changed).toMatchObject([
      { order: 3, title: expect.stringMatching(/order 3, 8 pages: page call, line 7$/) },
    ]);
    expect(window?.table.rows.find(({ line }) => line === 7)?.cells.slice(1)).toEqual([
      "1",
      "3",
      "8",
      "page call",
      "line 7",
    ]);
    const own = ownBlocksTable(sceneAt(model, 3), "DMA32").rows.map(({ cells }) => cells.slice(2));
    expect(own).toContainEqual(["0", "1", "slab of kmalloc-128", ""]);
    expect(own).toContainEqual(["3", "8", "page call", "line 7"]);
  });

  it("cover a zone with cells in which the run's own pages show", () => {
    const before = zoneMap(sceneAt(model, 0), "DMA32");
    const after = zoneMap(sceneAt(model, 3), "DMA32");
    expect(before?.cells.some(({ kind }) => kind === "pages")).toBe(false);
    const own = after?.cells.filter(({ kind }) => kind === "pages" || kind === "slab") ?? [];
    expect(own.length).toBeGreaterThan(0);
    expect(own.some(({ isChanged }) => isChanged)).toBe(true);
    expect(zoneMap(sceneAt(model, 3, 3), "DMA32")?.cells.some(({ isChanged }) => isChanged)).toBe(false);
  });

  it("can be walked from one end of a zone to the other", () => {
    const scene = sceneAt(model, 3);
    const zone = scene.placeZones.find(({ name }) => name === "DMA32");
    if (!zone) throw new Error("no zone");
    let nrPages = 0;
    for (let at: number | undefined = zone.startPfn; at !== undefined; ) {
      const window = frameWindow(scene, "DMA32", at);
      nrPages += window?.nrPages ?? 0;
      at = window?.higher;
    }
    expect(nrPages).toBe(zone.endPfn - zone.startPfn);
    expect(frameWindow(scene, "DMA32", zone.startPfn)?.lower).toBeUndefined();
  });
});
