// What the simulation panel would show of a real run: rows and tables against the run itself, and the state of the
// page under any sequence of moves. Drawing is looked at by the tests in a real editor.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { withOwnExpectations } from "../../client/src/own-expectations.js";
import { placeMarks } from "../../client/webview/src/bars.js";
import {
  currentScene,
  moved,
  movedTo,
  type State,
  startState,
  toggled,
  withRuns,
} from "../../client/webview/src/state.js";
import type { PanelModel } from "../../server/src/lsp/protocol.js";
import { chunkTable, heapRows, heapTable } from "../../server/src/preview/heap-rows.js";
import { eventTable, expectationTable, faultTable, leakTable } from "../../server/src/preview/lists.js";
import { panelModelOf } from "../../server/src/preview/panel-model.js";
import { zoneMap } from "../../server/src/preview/place-rows.js";
import { slabRows, slabTable } from "../../server/src/preview/slab-rows.js";
import { slotRows } from "../../server/src/preview/slot-rows.js";
import { bytesText, changeText, countText } from "../../server/src/preview/words.js";
import { orderTable, useParts, zoneRows, zoneTable } from "../../server/src/preview/zone-rows.js";
import { runSnippetsOf } from "../snippets/run-sample.js";

function modelOf(sample: string): PanelModel {
  const path = join(import.meta.dirname, "../../samples", sample);
  const [first] = runSnippetsOf(sample, readFileSync(path, "utf8"));
  if (first === undefined) throw new Error(`${sample} has no snippet`);
  return panelModelOf(first.run, first.failures);
}

function shownState(model: PanelModel, startAt: "first" | "last"): State {
  return withRuns(startState, { fileName: "x.c", runs: [model], runIndex: 0, startAt });
}

function sceneAtEnd(model: PanelModel) {
  const scene = currentScene(shownState(model, "last"));
  if (scene === undefined) throw new Error("no scene");
  return scene;
}

const kernel = modelOf("kmalloc-32.c");
const program = modelOf("malloc-states.c");

describe("the numbers of the panel", () => {
  it("fill each bar of a zone exactly", () => {
    const rows = zoneRows(sceneAtEnd(kernel), undefined);
    expect(rows.map(({ name }) => name)).toEqual(["DMA", "DMA32"]);
    for (const { segments, total } of rows)
      expect(segments.reduce((sum, { amount }) => sum + amount, 0)).toBe(total);
  });

  it("count free pages the same in zones and by order", () => {
    const { point } = sceneAtEnd(kernel);
    for (const { freeByOrder, freePages } of point.zones)
      expect(freeByOrder.reduce((sum, amount, order) => sum + amount * 2 ** order, 0)).toBe(freePages);
  });

  it("give every picture a table with the same rows", () => {
    const scene = sceneAtEnd(kernel);
    const names = (rows: readonly { readonly cells: readonly string[] }[]) =>
      rows.map(({ cells }) => cells[0]);
    expect(names(zoneTable(scene).rows)).toEqual(zoneRows(scene, undefined).map(({ name }) => name));
    expect(names(slabTable(scene).rows)).toEqual(slabRows(scene, undefined).map(({ name }) => name));
    for (const { columns, rows } of [zoneTable(scene), orderTable(scene), slabTable(scene), heapTable(scene)])
      for (const { cells } of rows) expect(cells).toHaveLength(columns.length);
  });

  it("account for every page in use", () => {
    const { point } = sceneAtEnd(kernel);
    const used = point.zones.reduce((sum, zone) => sum + zone.usedPages, 0);
    expect(useParts(point).reduce((sum, { amount }) => sum + amount, 0)).toBe(used);
  });

  it("show each slot of a cache once", () => {
    const state = movedTo(
      shownState(kernel, "first"),
      kernel.run.events.findIndex(({ line }) => line === 18),
    );
    const scene = currentScene(state);
    const slab = scene?.point.slabs.find(({ name }) => name === "kmalloc-32");
    const squares = scene === undefined ? [] : slotRows(scene, "kmalloc-32").flatMap((row) => row.squares);
    expect(squares).toHaveLength(slab?.capacity ?? -1);
    expect(squares.filter(({ kind }) => kind !== "free")).toHaveLength(slab?.objects ?? -1);
  });

  it("draw any zone with a number of squares that can be looked at", () => {
    const scene = sceneAtEnd(kernel);
    for (const { name } of scene.point.zones) {
      const nrSquares = zoneMap(scene, name)?.cells.length ?? 0;
      expect(nrSquares).toBeGreaterThan(200);
      expect(nrSquares).toBeLessThan(500);
    }
  });

  it("mark what a step changed, and against another point what differs", () => {
    const second = currentScene(movedTo(shownState(kernel, "first"), 1));
    const third = currentScene(movedTo(shownState(kernel, "first"), 2));
    const changed = (scene: typeof second) =>
      scene === undefined
        ? []
        : slabRows(scene, undefined)
            .filter((row) => row.isChanged)
            .map(({ name }) => name);
    expect(changed(second)).toEqual(["kmalloc-32"]);
    // The second object comes out of the slab that is there: no zone changes.
    expect(third && zoneRows(third, undefined).some((row) => row.isChanged)).toBe(false);
    const last = shownState(kernel, "last");
    const same = currentScene({ ...last, comparedWith: last.at });
    expect(changed(same)).toEqual([]);
    expect(changed(currentScene({ ...last, comparedWith: 5 }))).toEqual(["kmalloc-32"]);
  });

  it("show a program's heap in its nine states", () => {
    expect(program.points).toHaveLength(9);
    const mapped = program.points.map((_, at) => {
      const scene = currentScene(movedTo(shownState(program, "first"), at));
      return scene === undefined ? -1 : heapRows(scene).length - 1;
    });
    expect(mapped).toEqual([0, 0, 0, 1, 1, 0, 0, 0, 0]);
    for (const point of program.points) {
      const scene = currentScene(movedTo(shownState(program, "first"), program.points.indexOf(point)));
      const [heap] = scene === undefined ? [] : heapRows(scene);
      expect(heap?.segments.reduce((sum, { amount }) => sum + amount, 0)).toBe(point.heap?.brkBytes);
    }
  });
});

describe("the heap by place", () => {
  const sceneAt = (at: number) => {
    const scene = currentScene(movedTo(shownState(program, "first"), at));
    if (scene === undefined) throw new Error("the program has points");
    return scene;
  };
  const amountsAt = (at: number) =>
    heapRows(sceneAt(at))[0]?.segments.map(({ kind, amount }) => [kind, amount]);

  it("shows the nine states of the classic sequence", () => {
    // The library's own chunk is 0x290 bytes; each of the program's has 16 bytes more than asked.
    const [own, a, b, d] = [656, 30736, 40976, 102416];
    expect(amountsAt(0)).toEqual([]);
    expect(amountsAt(2)).toEqual([
      ["used", own],
      ["mine", a],
      ["mine", b],
      ["free", 135168 - own - a - b],
    ]);
    expect(amountsAt(6)).toEqual([
      ["used", own],
      ["mine", a],
      ["hole", b],
      ["mine", d],
      ["free", 307200 - own - a - b - d],
    ]);
    expect(amountsAt(8)).toEqual([
      ["used", own],
      ["free", 307200 - own],
    ]);
  });

  it("has a table of the chunks, with what a step changed", () => {
    const { rows } = chunkTable(sceneAt(6));
    expect(rows.map(({ cells }) => cells.at(-1))).toEqual([
      "the library's own (tcache)",
      "in use",
      "free, in a bin",
      "in use",
      "the top, free",
    ]);
    expect(rows.map(({ isChanged }) => isChanged)).toEqual([false, false, true, false, false]);
  });
});

describe("the lists of the panel", () => {
  it("hold one row for each thing that the run reports", () => {
    const { run } = kernel;
    expect(
      eventTable(run, 3)
        .rows.map(({ isChanged }) => isChanged)
        .indexOf(true),
    ).toBe(3);
    expect(eventTable(run, 3).rows).toHaveLength(run.events.length);
    expect(expectationTable(run).rows).toHaveLength(run.expectations.length);
    expect(leakTable(run).rows).toHaveLength(run.leaks.length + run.held.length);
    expect(faultTable(run).rows).toEqual([]);
  });

  it("hold of a long run the rows around the point, and only columns that say something", () => {
    const [event] = program.run.events;
    if (event === undefined) throw new Error("the program calls malloc");
    const long = { ...program.run, events: Array.from({ length: 5000 }, () => event) };
    for (const upTo of [-1, 0, 2500, 4999]) {
      const { rows, note } = eventTable(long, upTo);
      expect(rows).toHaveLength(400);
      expect(rows.filter(({ isChanged }) => isChanged)).toHaveLength(upTo < 0 ? 0 : 1);
      expect(note).toMatch(/of 5,000/);
    }
    const titles = eventTable(program.run, 0).columns.map(({ title }) => title);
    expect(titles).toContain("Asked");
    expect(titles).not.toContain("Zone");
  });
});

describe("the state of the panel", () => {
  it("stays inside the timeline whatever is pressed", () => {
    const move = fc.constantFrom("first", "previous", "next", "last" as const);
    fc.assert(
      fc.property(fc.array(move, { maxLength: 60 }), fc.integer({ min: -5, max: 500 }), (moves, jump) => {
        let state = movedTo(shownState(kernel, "first"), jump);
        for (const one of moves) state = moved(state, one as "first" | "previous" | "next" | "last");
        expect(kernel.points[state.at]).toBeDefined();
      }),
    );
  });

  it("swaps all pictures for tables and back", () => {
    const all = ["zones", "slabs"];
    const some = toggled(startState, ["zones"]);
    expect([...toggled(some, all).tables].sort()).toEqual(["slabs", "zones"]);
    expect(toggled(toggled(some, all), all).tables.size).toBe(0);
  });

  it("keeps the user's choices when a run is repeated", () => {
    const chosen = { ...toggled(shownState(kernel, "last"), ["zones"]), zone: "DMA", tab: "proc" as const };
    const again = withRuns(chosen, { fileName: "x.c", runs: [kernel], runIndex: 0, startAt: "last" });
    expect(again).toMatchObject({ zone: "DMA", tab: "proc", comparedWith: undefined, isOutdated: false });
    expect(again.tables.has("zones")).toBe(true);
  });
});

describe("the tests of a file", () => {
  it("hold each expectation once, under the snippet that it stands in", () => {
    const inside = { line: 15, text: "a" };
    const items = [
      { functionName: "f", line: 6, expectations: [{ line: 7, text: "leaks == 0" }, inside] },
      { functionName: "g", line: 25, expectations: [{ line: 24, text: "leaks == 0" }, inside] },
    ];
    expect(
      withOwnExpectations(items).map(({ expectations }) => expectations.map(({ line }) => line)),
    ).toEqual([[7, 15], [24]]);
    expect(withOwnExpectations([])).toEqual([]);
  });
});

describe("words and marks", () => {
  it("read as people write", () => {
    expect([0, 30, 4096, 1536, 536_870_912, -4096].map(bytesText)).toEqual([
      "0 B",
      "30 B",
      "4 KiB",
      "1.5 KiB",
      "512 MiB",
      "−4 KiB",
    ]);
    expect([3, -2, 0].map(changeText)).toEqual(["+3", "−2", "0"]);
    expect([countText(1, "page"), countText(2, "page")]).toEqual(["1 page", "2 pages"]);
  });

  it("never write the names of marks over each other", () => {
    const amounts = fc.array(fc.integer({ min: 0, max: 1000 }), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(amounts, (all) => {
        const placed = placeMarks(
          all.map((amount, i) => ({ name: `mark${i}`, amount })),
          0.3,
        );
        for (const [i, { nameX }] of placed.entries()) {
          const before = placed[i - 1];
          if (before) expect(nameX - before.nameX).toBeGreaterThan(before.name.length * 5.5);
        }
      }),
    );
  });
});
