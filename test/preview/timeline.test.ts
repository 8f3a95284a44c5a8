// The states kept of a run, and the panel's model of them: bounded whatever the run does, and true to the run.

import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { panelModelOf } from "../../server/src/preview/panel-model.js";
import type { EventReport, StateReport } from "../../server/src/snippets/report.js";
import { recordTimeline, type Timeline } from "../../server/src/snippets/timeline.js";
import { runSnippetsOf } from "../snippets/run-sample.js";

const seed = Number(process.env["SEED"] ?? Date.now() % 2 ** 31);

/** What is kept of calls that make so many events each, with so many areas after each call. */
function recorded(eventsOfCalls: readonly number[], nrAreas: (call: number) => number): Timeline {
  const events: EventReport[] = [];
  let call = 0;
  const state = (): StateReport => ({
    vmalloc: Array.from({ length: nrAreas(call) }, () => ({
      startAddress: "0x0",
      bytes: 8192,
      pages: 1,
      use: "vmalloc" as const,
    })),
  });
  const recorder = recordTimeline({ events, state, places: undefined });
  for (const nrEvents of eventsOfCalls) {
    for (let i = 0; i < nrEvents; i++) events.push({ line: call + 1, call: "kmalloc", ok: true });
    recorder.settle();
    call++;
  }
  return recorder.finish();
}

describe("a timeline", () => {
  it("of calls with two events each is as long as that of calls with one", () => {
    const single = recorded(new Array<number>(4000).fill(1), () => 0);
    const double = recorded(new Array<number>(4000).fill(2), () => 0);
    expect(double.steps.map(({ line }) => line)).toEqual(single.steps.map(({ line }) => line));
    expect(single.steps.length).toBeGreaterThan(250);
  });

  it("of many areas keeps fewer states, not more memory", () => {
    const { steps, stride } = recorded(new Array<number>(5000).fill(1), (call) => call);
    const nrRows = steps.slice(0, -1).reduce((sum, { state }) => sum + (state.vmalloc?.length ?? 0), 0);
    expect(nrRows).toBeLessThanOrEqual(100_000);
    expect(steps.length).toBeGreaterThan(10);
    expect(stride).toBeGreaterThan(1);
  });

  it(`is in order, ends with the last event and stays bounded (seed ${seed})`, () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 2500 }), (calls) => {
        const { steps } = recorded(calls, () => 3);
        const nrEvents = calls.reduce((sum, one) => sum + one, 0);
        const indices = steps.map(({ event }) => event);
        expect(indices).toEqual([...new Set(indices)].sort((a, b) => a - b));
        expect(indices.at(-1)).toBe(nrEvents === 0 ? undefined : nrEvents - 1);
        expect(steps.length).toBeLessThanOrEqual(513);
      }),
      { seed, numRuns: 30 },
    );
  });
});

describe("the panel's model of a run", () => {
  const text = `// @kmem run machine=x86_64:512M
static int fill(void)
{
	void *area = vmalloc(8192);
	int i;

	for (i = 0; i < 200; i++)
		kmalloc(64, GFP_KERNEL);
	vfree(area);
	return 0;
}
`;
  const [judged] = runSnippetsOf("fill.c", text);
  if (!judged) throw new Error("no snippet");
  const { run, failures } = judged;
  const { points } = panelModelOf(run, failures);

  it("begins and ends with the states that the run reports", () => {
    for (const [point, state] of [[points.at(0), run.before] as const, [points.at(-1), run.after] as const])
      expect(point?.zones.map(({ name, freePages }) => [name, freePages])).toEqual(
        state.zones?.map(({ name, freePages }) => [name, freePages]),
      );
  });

  it("says of each step what it changed", () => {
    for (const [i, point] of points.entries())
      for (const [z, zone] of point.zones.entries()) {
        const before = points[i - 1]?.zones[z]?.freePages ?? zone.freePages;
        expect(zone.changedPages).toBe(zone.freePages - before);
        expect(zone.freePages + zone.pcpPages + zone.usedPages).toBe(zone.managedPages);
      }
  });

  it("shows the run's own areas while they are there", () => {
    const areas = points.map(({ addressSpace }) => addressSpace.flatMap((row) => row.areas).length);
    expect(areas.slice(0, 3)).toEqual([0, 1, 1]);
    expect(areas.at(-1)).toBe(0);
  });

  it("counts the objects of the run itself", () => {
    const cache = points.at(-1)?.slabs.find(({ name }) => name === "kmalloc-64");
    expect(cache?.ownObjects).toBe(200);
  });
});
