// The text of `simulate`: the rows of the panel drawn with characters, and nothing of them lost.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { noPaint } from "../../server/src/cli/reports/paint.js";
import { renderRun } from "../../server/src/cli/reports/simulate-text.js";
import { barLines, barText, tableLines } from "../../server/src/cli/reports/text-charts.js";
import { type PanelModel, panelModelOf } from "../../server/src/preview/panel-model.js";
import type { Segment } from "../../server/src/preview/rows.js";
import { sceneOf } from "../../server/src/preview/scene.js";
import { slabRows } from "../../server/src/preview/slab-rows.js";
import { zoneRows } from "../../server/src/preview/zone-rows.js";
import { runSnippetsOf } from "../snippets/run-sample.js";

const seed = Number(process.env["SEED"] ?? Date.now() % 2 ** 31);

function modelOf(text: string): PanelModel {
  const [judged] = runSnippetsOf("a.c", text);
  if (!judged) throw new Error("no snippet");
  return panelModelOf(judged.run, judged.failures);
}

const sample = modelOf(readFileSync(join(import.meta.dirname, "../../samples/kmalloc-32.c"), "utf8"));

describe("a bar of characters", () => {
  const segment: fc.Arbitrary<Segment> = fc.record({
    kind: fc.constantFrom("free", "pcp", "slab", "vmalloc", "system"),
    amount: fc.nat({ max: 1e6 }),
  });

  it(`is as wide as asked and shows all there is (seed ${seed})`, () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(segment, { maxLength: 5, selector: ({ kind }) => kind }),
        fc.nat(1e6),
        fc.integer({ min: 8, max: 60 }),
        (segments, rest, width) => {
          const total = segments.reduce((sum, { amount }) => sum + amount, rest);
          const bar = barText(segments, total, width);
          expect(bar).toHaveLength(width);
          const nrShown = segments.filter(({ amount }) => amount > 0).length;
          expect(new Set(bar.replaceAll(" ", "")).size).toBe(nrShown);
        },
      ),
      { seed },
    );
  });

  it("keeps to the shares where they can be drawn", () => {
    const half: readonly Segment[] = [
      { kind: "free", amount: 50 },
      { kind: "slab", amount: 25 },
    ];
    expect(barText(half, 100, 8)).toBe("░░░░SS  ");
  });

  it("stands beside its numbers, marks below with theirs, and a key at the end", () => {
    const lines = barLines(
      [
        {
          id: "a",
          name: "A",
          total: 100,
          segments: [{ kind: "free", amount: 100 }],
          marks: [{ name: "low", amount: 50 }],
          text: "all free",
          note: "+1 page",
          isChanged: true,
        },
      ],
      10,
    );
    expect(lines).toEqual([
      `A  ${"░".repeat(16)}  all free, +1 page`,
      `   ${" ".repeat(8)}╵${" ".repeat(7)}  low 50`,
      "   ░ free",
    ]);
  });
});

describe("a table as text", () => {
  it("aligns its columns, leaves out those without content, and shows no control characters", () => {
    const data = {
      caption: "x",
      columns: [{ title: "Name" }, { title: "Empty" }, { title: "Bytes", isNumber: true }],
      rows: [{ cells: ["a\u001b[31m", "", "7"] }, { cells: ["long name", "", "12,000"] }],
      empty: "none",
    };
    expect(tableLines(data)).toEqual(["name        bytes", "a·[31m          7", "long name  12,000"]);
  });
});

describe("the text of a run", () => {
  const text = renderRun(sample, { paint: noPaint, width: 100 });

  it("holds the rows that the panel has at each named point and at the end", () => {
    const shown = sample.points.filter(({ labels }) =>
      labels.some((label) => label !== "start" && label !== "peak"),
    );
    expect(shown).toHaveLength(2);
    for (const point of shown) {
      const scene = sceneOf(sample, { at: sample.points.indexOf(point), comparedWith: 0 });
      if (!scene) throw new Error("no scene");
      for (const row of [...zoneRows(scene, undefined), ...slabRows(scene, undefined)])
        expect(text).toContain(row.note === undefined ? row.text : `${row.text}, ${row.note}`);
    }
    expect(text).toContain('memory at "one slab is full", line 14');
  });

  it("keeps its bars to the width it is given", () => {
    for (const width of [80, 100, 120]) {
      const bars = renderRun(sample, { paint: noPaint, width })
        .split("\n")
        .filter((line) => /░░/.test(line));
      expect(bars.length).toBeGreaterThan(3);
      for (const bar of bars) expect(bar.length, bar).toBeLessThanOrEqual(width);
    }
  });

  it("says how many snapshots of a loop it leaves out", () => {
    const loop = modelOf(`#include <linux/slab.h>
// @kmem run
static int f(void)
{
	int i;

	for (i = 0; i < 130; i++) {
		// @kmem snapshot "round"
		kfree(kmalloc(30, GFP_KERNEL));
	}
	return 0;
}
`);
    const rendered = renderRun(loop, { paint: noPaint, width: 100 });
    expect(rendered).toContain("30 snapshots after the first 100 were not kept");
    expect(rendered).toContain("… 88 more named points");
  });
});
