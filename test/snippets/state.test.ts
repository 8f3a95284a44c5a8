// `state=`: a run that starts from the /proc text of a real machine; `seed=`; what the machine hears of the
// program's accesses to memory; and what a run that was stopped leaves behind.

import { readFileSync } from "node:fs";
import fc from "fast-check";
import { expect, test } from "vitest";
import { type PlanResult, runPlan } from "../../server/src/snippets/run-file.js";
import { planSnippets } from "../../server/src/snippets/snippet-plan.js";

const machineText = readFileSync(new URL("../reference/proc-512M-6.1.txt", import.meta.url), "utf8");

function run(text: string, stateText = ""): PlanResult {
  const [plan] = planSnippets(text).plans;
  if (!plan) throw new Error("no snippet");
  return runPlan({
    file: "demo.c",
    text,
    headers: [],
    plan,
    defaults: {},
    failEach: false,
    readState: () => ({ kind: "text", text: stateText }),
  });
}

function firstOf(result: PlanResult) {
  if (result.kind === "failed") throw new Error(result.reason);
  const [first] = result.runs;
  if (!first) throw new Error("no run");
  return first;
}

const demo = `// @kmem run state=board.txt
// @kmem expect slab["kmalloc-64"].objects += 1
int demo(void)
{
	return kmalloc(60, GFP_KERNEL) ? 0 : -ENOMEM;
}
`;

test("starts where the machine stood", () => {
  const first = firstOf(run(demo, machineText));
  expect(first.returned).toBe("0");
  expect(first.expectations.map(({ ok }) => ok)).toEqual([true]);
  const buddy = /^Node 0, zone\s+DMA32\s+([\d ]+)$/m.exec(machineText)?.[1] ?? "";
  const counts = buddy.trim().split(/\s+/).map(Number);
  expect(first.before.zones?.find(({ name }) => name === "DMA32")?.freeByOrder).toEqual(counts);
  const row = /^kmalloc-64\s+(\d+)\s+(\d+)/m.exec(machineText);
  const slab = first.before.slabs?.find(({ name }) => name === "kmalloc-64");
  expect([slab?.objects, slab?.capacity]).toEqual([Number(row?.[1]), Number(row?.[2])]);
  expect(slab?.isApproximate).toBe(true);
});

test.each([
  ["", "holds neither"],
  ["int main(void) { return 0; }\n", "holds neither"],
  ["==> /proc/meminfo <==\nMemTotal: 1 kB\n", "holds neither"],
  [machineText.replace(/managed {2}\d+/g, "managed  99999999999999999999"), "more"],
  [machineText.replace(/^(Node 0, zone\s+DMA32\s+)\d+/m, "$199999999999"), "more free pages"],
])("a garbled state is named, not run: %#", (text, reason) => {
  const result = run(demo, text);
  expect(result.kind === "failed" ? result.reason : "ran").toContain(reason);
  expect(result.kind === "failed" ? result.reason : "ran").toMatch(/^state=board\.txt: /);
});

test("what is not understood is told", () => {
  const first = firstOf(run(demo, `${machineText}\n==> /proc/vmallocinfo <==\nnonsense\n`));
  expect(first.notes?.join()).toContain("1 lines were not understood");
});

test("any cut of the text runs or is refused", () => {
  const seed = 6111;
  fc.assert(
    fc.property(fc.nat(machineText.length), fc.nat(2000), (at, length) => {
      const cut = machineText.slice(0, at) + machineText.slice(at + length);
      const result = run(demo, cut);
      if (result.kind === "runs") expect(result.runs).toHaveLength(1);
      else expect(result.reason).toMatch(/^state=/);
    }),
    { seed, numRuns: 30 },
  );
});

const random = (options: string) =>
  `// @kmem run ${options}\nunsigned int f(void)\n{\n\treturn get_random_u32();\n}\n`;

test("seed= chooses the random numbers that the program gets", () => {
  const once = firstOf(run(random("seed=7"))).returned;
  expect(firstOf(run(random("seed=7"))).returned).toBe(once);
  expect(firstOf(run(random("seed=8"))).returned).not.toBe(once);
});

test("touching a buffer that the device owns is a fault", () => {
  const text = `// @kmem run
int f(struct device *dev)
{
	char *p = kmalloc(64, GFP_KERNEL);
	dma_addr_t a = dma_map_single(dev, p, 64, DMA_TO_DEVICE);

	p[0] = 1;
	dma_unmap_single(dev, a, 64, DMA_TO_DEVICE);
	p[1] = 1;
	kfree(p);
	return 0;
}
`;
  const { faults } = firstOf(run(text));
  expect(faults.map(({ line, kind }) => [line, kind])).toEqual([[7, "dma-misuse"]]);
});

test("pages of a process come into being when they are touched", () => {
  const text = `// @kmem run
// @kmem expect heap.residentPages += 0
int main(void)
{
	char *p = malloc(100 * 4096);
	int i;

	// @kmem snapshot "asked"
	for (i = 0; i < 100; i++)
		p[i * 4096 + 8] = 1;
	// @kmem snapshot "touched"
	free(p);
	return 0;
}
`;
  const { snapshots } = firstOf(run(text));
  const [asked, touched] = snapshots.map(({ state }) => state.heap?.residentPages ?? 0);
  expect((touched ?? 0) - (asked ?? 0)).toBeGreaterThanOrEqual(99);
});

test("a run that was stopped leaks what no variable of it holds", () => {
  const text = `// @kmem run
int f(int *nowhere)
{
	char *kept = kmalloc(32, GFP_KERNEL);
	char *lost = kmalloc(64, GFP_KERNEL);

	nowhere = NULL;
	lost = NULL;
	return *nowhere + (kept == lost);
}
`;
  const { stop, leaks, held } = firstOf(run(text));
  expect(stop.reason).toBe("fault");
  expect(leaks.map(({ line }) => line)).toEqual([5]);
  expect(held.map(({ line }) => line)).toEqual([4]);
});

test("what the last line allocated is no leak yet", () => {
  const text = `// @kmem run
struct box { void *p; };
int f(struct box *b)
{
	b = NULL;
	b->p = kmalloc(32, GFP_KERNEL);
	return 0;
}
`;
  const { stop, leaks } = firstOf(run(text));
  expect(stop.reason).toBe("fault");
  expect(leaks).toEqual([]);
});
