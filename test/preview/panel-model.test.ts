// The points of the panel's model: what they are called, and what their zones say of use.

import { describe, expect, it } from "vitest";
import { type PanelModel, panelModelOf } from "../../server/src/preview/panel-model.js";
import { sceneOf } from "../../server/src/preview/scene.js";
import { useRows, zoneRows, zoneTable } from "../../server/src/preview/zone-rows.js";
import { runSnippetsOf } from "../snippets/run-sample.js";

function modelOf(body: string): PanelModel {
  const text = `#include <linux/slab.h>\n// @kmem run machine=x86_64:512M\nstatic int f(void)\n{\n${body}\n\treturn 0;\n}\n`;
  const [judged] = runSnippetsOf("a.c", text);
  if (!judged) throw new Error("no snippet");
  return panelModelOf(judged.run, judged.failures);
}

function labelsOf(model: PanelModel): readonly (readonly [number, readonly string[]])[] {
  return model.points.flatMap(({ labels }, i) => (labels.length > 0 ? [[i, labels] as const] : []));
}

describe("the points of a run", () => {
  it("are known as start, peak and end, and by the labels of snapshots", () => {
    const model = modelOf(`	void *p = kmalloc(8000, GFP_KERNEL), *q;

	// @kmem snapshot "one"
	q = kmalloc(8000, GFP_KERNEL);
	kfree(p);
	kfree(q);`);
    expect(labelsOf(model)).toEqual([
      [0, ["start"]],
      [1, ["one"]],
      [2, ["peak"]],
      [4, ["end"]],
    ]);
  });

  it("have one more for a snapshot only where something changed that no call told of", () => {
    const body = (between: string): string => `	struct page *page = alloc_pages(GFP_KERNEL, 0);

	${between}
	// @kmem snapshot "here"
	__free_pages(page, 0);`;
    const same = modelOf(body(""));
    expect(same.points.map(({ title }) => title).filter((title) => title === "snapshot")).toEqual([]);
    expect(labelsOf(same)[1]).toEqual([1, ["here", "peak"]]);
    const changed = modelOf(body("kmap_local_page(page);"));
    expect(changed.points.map(({ title }) => title).indexOf("snapshot")).toBe(2);
    expect(changed.points[2]).toMatchObject({ labels: ["here"], event: 0 });
  });

  it("of a run that does nothing are its start and its end", () => {
    expect(labelsOf(modelOf(""))).toEqual([
      [0, ["start"]],
      [1, ["end"]],
    ]);
  });
});

describe("the use of pages", () => {
  const model = modelOf(`	kmalloc(100, GFP_KERNEL);
	alloc_pages(GFP_KERNEL, 2);
	kmalloc(100000, GFP_KERNEL | GFP_DMA);
	vmalloc(8192);`);
  const scene = sceneOf(model, { at: model.points.length - 1, comparedWith: 0 });
  if (!scene) throw new Error("no points");

  it("fills the bar of each zone, kind by kind", () => {
    const segments = zoneRows(scene, undefined).map(({ name, segments: all, total }) => {
      expect(all.reduce((sum, { amount }) => sum + amount, 0)).toBe(total);
      const shown = all.filter(({ kind, amount }) => amount > 0 && !["free", "pcp", "system"].includes(kind));
      return [name, Object.fromEntries(shown.map(({ kind, amount }) => [kind, amount]))];
    });
    expect(segments).toEqual([
      ["DMA", { pages: 32 }],
      ["DMA32", { slab: 1, pages: 4, vmalloc: 2 }],
    ]);
  });

  it("stands in the table of zones for kinds that there are, and adds up", () => {
    const { columns, rows } = zoneTable(scene);
    expect(columns.map(({ title }) => title)).toEqual([
      ...["Zone", "Managed", "Free", "Change", "Per cpu", "Slab", "Large kmalloc", "Page calls", "Vmalloc"],
      ...["Booted system", "Min", "Low", "High"],
    ]);
    for (const { cells } of rows) {
      const [managed, free, , ...others] = cells.slice(1, 10).map((cell) => Number(cell.replaceAll(",", "")));
      expect((free ?? 0) + others.reduce((sum, one) => sum + one, 0)).toBe(managed);
    }
  });

  it("is told over all zones with what changed", () => {
    expect(useRows(scene).map(({ name, text }) => [name, text])).toEqual([
      ["Slab", "1 page, +1"],
      ["Large kmalloc", "32 pages, +32"],
      ["Page calls", "4 pages, +4"],
      ["Vmalloc", "2 pages, +2"],
      ["Booted system", "8,700 pages"],
    ]);
  });
});
