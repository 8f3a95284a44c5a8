// What stands beside zones and slabs: shown where a run touched it, with the machine's own figures.

import { describe, expect, it } from "vitest";
import { type PanelModel, panelModelOf } from "../../server/src/preview/panel-model.js";
import { partView } from "../../server/src/preview/part-rows.js";
import type { PartId, PartView } from "../../server/src/preview/parts.js";
import { sceneOf } from "../../server/src/preview/scene.js";
import { runSnippetsOf } from "../snippets/run-sample.js";

function modelOf(machine: string, body: string): PanelModel {
  const text = `#include <linux/slab.h>\n// @kmem run ${machine}\nstatic int f(struct device *dev)\n{\n${body}\n\treturn 0;\n}\n`;
  const [judged] = runSnippetsOf("a.c", text);
  if (!judged) throw new Error("no snippet");
  expect(judged.run.stop).toMatchObject({ reason: "returned" });
  return panelModelOf(judged.run, judged.failures);
}

function viewAt(model: PanelModel, at: number, id: PartId): PartView {
  const scene = sceneOf(model, { at });
  if (!scene) throw new Error("no scene");
  return partView(id, scene);
}

/** The cells of a part's table by the point at which they stand. */
function cellsAt(model: PanelModel, at: number, id: PartId): readonly (readonly string[])[] {
  return viewAt(model, at, id).table.rows.map(({ cells }) => cells);
}

const everything = modelOf(
  "machine=i386:1200M cpus=2",
  `	dma_addr_t bus, block, mapped;
	char *ring = dma_alloc_coherent(dev, 5000, &bus, GFP_KERNEL);
	struct dma_pool *pool = dma_pool_create("descriptors", dev, 64, 64, 0);
	void *descriptor = dma_pool_alloc(pool, GFP_KERNEL, &block);
	char *packet = devm_kzalloc(dev, 1500, GFP_KERNEL);
	void *counters = __alloc_percpu(16, 8);
	mempool_t *spare = mempool_create_kmalloc_pool(4, 256);
	void *element = mempool_alloc(spare, GFP_KERNEL);
	struct page *page = alloc_pages(GFP_HIGHUSER, 0);
	void *window, *registers;

	mapped = dma_map_single(dev, packet, 1500, DMA_TO_DEVICE);
	window = kmap(page);
	request_mem_region(0xfe000000, 0x1000, "ring");
	registers = ioremap(0xfe000000, 0x1000);
	// @kmem snapshot "all"
	iounmap(registers);
	kunmap(page);
	dma_unmap_single(dev, mapped, 1500, DMA_TO_DEVICE);
	dma_free_coherent(dev, 5000, ring, bus);`,
);
const all = everything.points.findIndex(({ labels }) => labels.includes("all"));

describe("the parts of a machine", () => {
  it("are those that the run has touched, and no others", () => {
    expect(everything.touched).toEqual([
      ...["dma-pools", "coherent", "streaming", "percpu", "mempools", "kmap", "regions", "devres"],
    ]);
    expect(modelOf("", "\tkfree(kmalloc(30, GFP_KERNEL));").touched).toEqual([]);
  });

  it("say where DMA memory is, how much of it was asked for, and whose it is", () => {
    expect(cellsAt(everything, all, "coherent")).toEqual([
      [
        expect.stringMatching(/^0xc/),
        expect.stringMatching(/^0x/),
        "dev",
        ...["4.9 KiB", "8 KiB", "1", "line 6"],
      ],
    ]);
    expect(cellsAt(everything, all, "dma-pools")).toEqual([["descriptors", "64 B", "63", "1", "63", "1"]]);
    expect(cellsAt(everything, all, "streaming")[0]?.slice(2)).toEqual([
      ...["dev", "1.5 KiB", "to-device", "device", "no", "line 16"],
    ]);
    const last = everything.points.length - 1;
    expect([cellsAt(everything, last, "coherent"), cellsAt(everything, last, "streaming")]).toEqual([[], []]);
  });

  it("show the copies of per-cpu memory where they lie in a unit", () => {
    const { picture, table } = viewAt(everything, all, "percpu");
    expect(table.rows[0]?.cells.slice(1)).toEqual(["0", "0x0", "16 B", "32 B", "line 10"]);
    expect(picture?.rows[0]).toMatchObject({ name: "chunk 0", text: "1 area, 16 B × 2 cpus" });
  });

  it("tell a mempool's reserve from what is in use", () => {
    expect(cellsAt(everything, all, "mempools")).toEqual([["kmalloc pool", "4", "4", "1"]]);
  });

  it("show each slot of the kmap window", () => {
    const squares = viewAt(everything, all, "kmap").picture?.rows.flatMap((row) =>
      "squares" in row ? row.squares : [],
    );
    expect(squares?.length).toBe(1024);
    expect(squares?.filter(({ kind }) => kind === "mine").map(({ title }) => title)).toEqual([
      expect.stringMatching(/^slot 1, 0xfec01000: frame 0x\w+, 1 user$/),
    ]);
  });

  it("name what a driver requested and mapped, and what its device will release", () => {
    expect(cellsAt(everything, all, "regions")).toEqual([
      ["0xfe000000–0xfe000fff", "4,096", "memory, requested", "ring"],
      ["0xfe000000–0xfe000fff", "4,096", "mapped", expect.stringMatching(/^0xf/)],
    ]);
    expect(cellsAt(everything, all, "devres")).toEqual([
      ["dev", "1", "devm_kzalloc(1500)", expect.stringMatching(/^0xc/), "1,500"],
    ]);
  });

  it("show boot memory until the page allocator has it", () => {
    const model = modelOf(
      "machine=x86_64:512M",
      `	memblock_reserve(0x8000000, 0x100000);
	memblock_free_all();
	kfree(kmalloc(30, GFP_KERNEL));`,
    );
    expect(model.touched).toEqual(["memblock"]);
    expect(cellsAt(model, 1, "memblock")).toContainEqual(["reserved", "0x8000000", "0x80fffff", "1,048,576"]);
    expect(viewAt(model, 1, "memblock").title).toBe("Boot memory");
    expect(viewAt(model, 2, "memblock").title).toBe("Boot memory, handed over");
    const free = model.points.map(({ zones }) => zones.reduce((sum, { freePages }) => sum + freePages, 0));
    expect(free.slice(0, 2)).toEqual([0, 0]);
    expect(free[2]).toBeGreaterThan(100_000);
  });

  it("mark what a step added", () => {
    const model = modelOf(
      "",
      `	dma_addr_t bus;
	struct dma_pool *pool = dma_pool_create("a", dev, 64, 64, 0);
	void *one = dma_pool_alloc(pool, GFP_KERNEL, &bus);
	void *two = dma_pool_alloc(pool, GFP_KERNEL, &bus);`,
    );
    const marks = model.points.map((_, at) =>
      viewAt(model, at, "dma-pools").table.rows.map(({ isChanged }) => isChanged),
    );
    expect(marks.slice(-2)).toEqual([[true], [true]]);
    expect(viewAt(model, model.points.length - 1, "coherent").table.rows).toEqual([]);
  });
});
