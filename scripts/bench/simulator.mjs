// Speed of the allocator simulator: kmalloc/kfree pairs, pages, and making a large machine.

import { createProfile } from "../../server/out/kernel-model/profile.js";
import { createMachine } from "../../server/out/simulator/machine.js";
import { runPlan } from "../../server/out/snippets/run-file.js";
import { planSnippets } from "../../server/out/snippets/snippet-plan.js";

const kernel = 0xcc0; // GFP_KERNEL of 6.1

/** Best of some rounds, in operations a second. */
function rate(count, round) {
  let best = 0;
  for (let i = 0; i < 5; i++) {
    const start = process.hrtime.bigint();
    round();
    best = Math.max(best, (count * 1e9) / Number(process.hrtime.bigint() - start));
  }
  return best;
}

/** A loop that allocates one small object each time: the yardstick. */
function yardstick() {
  const count = 3_000_000;
  let last;
  const speed = rate(count, () => {
    for (let i = 0; i < count; i++) last = { i, last: i & 1 ? last?.i : undefined };
  });
  if (last === undefined) throw new Error("optimised away");
  return speed;
}

export function run() {
  const base = yardstick();
  const show = (what, speed, unit) =>
    console.log(
      `${what.padEnd(42)} ${(speed / 1e6).toFixed(2)} M ${unit}/s, ${(speed / base).toFixed(3)} of a plain loop`,
    );
  const profile = createProfile();
  const machine = createMachine(profile, { memoryBytes: 2 ** 29, nrCpus: 1, recording: "nothing" });
  const { kmalloc, pages } = machine;
  const count = 500_000;
  const pairs = rate(count, () => {
    for (let i = 0; i < count; i++) kmalloc.kfree(kmalloc.kmalloc(100, kernel));
  });
  show("kmalloc(100), kfree at once", pairs, "pairs");
  const addresses = new Float64Array(count);
  const bulk = rate(count, () => {
    for (let i = 0; i < count; i++) addresses[i] = kmalloc.kmalloc(64, kernel);
    for (let i = 0; i < count; i++) kmalloc.kfree(addresses[i]);
  });
  show("kmalloc(64) 500,000 times, then kfree", bulk, "pairs");
  let loud = createMachine(profile, { memoryBytes: 2 ** 29, nrCpus: 1, onEvent: () => {} });
  const told = rate(count / 5, () => {
    for (let i = 0; i < count / 5; i++) loud.kmalloc.kfree(loud.kmalloc.kmalloc(100, kernel));
  });
  show("the same with events", told, "pairs");
  loud = undefined;
  const single = rate(100_000, () => {
    const pfns = [];
    for (let i = 0; i < 100_000; i++) pfns.push(pages.allocPages(kernel, 0));
    for (const pfn of pfns) if (pfn !== undefined) pages.freePages(pfn, 0);
  });
  show("100,000 single pages and back", single, "pairs");
  const before = process.memoryUsage();
  const cpu = process.cpuUsage();
  const large = createMachine(profile, { memoryBytes: 64 * 2 ** 30, recording: "nothing" });
  const used = process.cpuUsage(cpu);
  const after = process.memoryUsage();
  const megabytes = (after.heapUsed + after.external - before.heapUsed - before.external) / 2 ** 20;
  console.log(
    `a machine of 64 GiB: ${((used.user + used.system) / 1000).toFixed(0)} ms of cpu, ${megabytes.toFixed(1)} MB`,
  );
  if (large.checkInvariants().length > 0) throw new Error("the machine is broken");
  runStatements();
  runEndless();
}

/** Runs the one snippet of a text as the command does. */
function runText(text) {
  const [plan] = planSnippets(text).plans;
  const readState = () => ({ kind: "failed", reason: "no files here" });
  const start = process.hrtime.bigint();
  const { runs } = runPlan({
    file: "bench.c",
    text,
    headers: [],
    plan,
    defaults: {},
    failEach: false,
    readState,
  });
  return { run: runs[0], seconds: Number(process.hrtime.bigint() - start) / 1e9 };
}

function runStatements() {
  const { run, seconds } = runText(`#include <linux/slab.h>
// @kmem run
static int bench(void)
{
	unsigned int i, sum = 0;

	for (i = 0; i < 500000; i++) {
		if (i & 1)
			sum += i;
		sum ^= i >> 3;
	}
	return sum & 1;
}
`);
  console.log(
    `${run.steps.toLocaleString("en-US")} interpreted statements: ${seconds.toFixed(2)} s, ${run.stop.reason}`,
  );
}

function runEndless() {
  const { run, seconds } = runText(`#include <linux/slab.h>
// @kmem run machine=x86_64:512M
static int endless(void)
{
	while (1)
		kmalloc(4096, GFP_KERNEL);
}
`);
  console.log(
    `while (1) kmalloc(4096, GFP_KERNEL) on 512 MiB: ${seconds.toFixed(2)} s, ${run.stop.reason}: ${run.stop.message}`,
  );
}
