// `npm test`: installs, builds and runs every test there is. The last line sums them up: "N passed, N failed".
//   npm test [-- --unit | --e2e] [SUITE…]

import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { compile, packageExtension, vsixPath } from "./lib/build.mjs";
import { root, run, runMain, say, userError } from "./lib/house.mjs";
import { ensureInstalled } from "./lib/install.mjs";

/** Where the kernel source of a distribution may lie unpacked. */
const kernelTreePlaces = ["/usr/src/linux-source-6.1", "/var/cache/kmem-lens/linux-source-6.1"];

/** The environment of the tests, with the kernel tree named where one is found; CI must have one. */
function testEnvironment() {
  const tree =
    process.env.KMEM_LENS_KERNEL_TREE ?? kernelTreePlaces.find((place) => existsSync(join(place, "Kconfig")));
  if (tree !== undefined && existsSync(join(tree, "Kconfig")))
    return { ...process.env, KMEM_LENS_KERNEL_TREE: tree };
  const reason = tree === undefined ? "KMEM_LENS_KERNEL_TREE is not set" : `${tree} is no kernel tree`;
  if (process.env.CI) throw userError(`the tests need the source of Linux 6.1: ${reason}`);
  say(`tests on the kernel's own source are skipped: ${reason}`);
  const { KMEM_LENS_KERNEL_TREE: _, ...others } = process.env;
  return others;
}

/** Counts of a vitest report; a file that could not be loaded has no tests and counts as one failure. */
function countUnitTests(report) {
  const broken = report.testResults.filter(
    ({ status, assertionResults }) => status === "failed" && assertionResults.length === 0,
  );
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + broken.length,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

/** Runs a test command that leaves its figures in a JSON file; one that leaves none counts as a failure. */
async function runCounted(args, env, resultsPath, count) {
  const { status } = await run(process.execPath, args, { env });
  if (!existsSync(resultsPath)) return { passed: 0, failed: 1, skipped: 0 };
  const counts = count(JSON.parse(readFileSync(resultsPath, "utf8")));
  // An error outside any test (an unhandled rejection) fails the run though no test did.
  return status !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
}

function runUnitTests(env, scratch) {
  const results = join(scratch, "unit.json");
  const runner = join(root, "node_modules/vitest/vitest.mjs");
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${results}`];
  return runCounted([runner, "run", ...reporters], env, results, countUnitTests);
}

async function runEditorTests(env, scratch, suites) {
  await ensureInstalled(join(root, "test/e2e"));
  await packageExtension();
  const results = join(scratch, "editors.json");
  const args = [join(root, "test/e2e/run.mjs"), "--vsix", vsixPath, "--results", results, ...suites];
  return runCounted(args, env, results, (counts) => counts);
}

async function main(args) {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { unit: { type: "boolean" }, e2e: { type: "boolean" } },
  });
  await ensureInstalled();
  say("building …");
  await compile();
  const env = testEnvironment();
  const scratch = mkdtempSync(join(tmpdir(), "kmem-lens-test-"));
  const all = [];
  try {
    if (!values.e2e) all.push(await runUnitTests(env, scratch));
    if (!values.unit) all.push(await runEditorTests(env, scratch, positionals));
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
  const sum = (key) => all.reduce((total, counts) => total + counts[key], 0);
  const [passed, failed, skipped] = [sum("passed"), sum("failed"), sum("skipped")];
  console.log(`\n${passed} passed, ${failed} failed${skipped === 0 ? "" : `, ${skipped} skipped`}`);
  return failed === 0 && passed > 0 ? 0 : 1;
}

await runMain(async (args) => {
  try {
    return await main(args);
  } catch (error) {
    // What keeps the tests from running is a failure too: whoever reads only the last line must learn of it.
    console.error(error.isForUser ? `kmem-lens: ${error.message}` : error);
    console.log("\n0 passed, 1 failed");
    return 1;
  }
});
