// The tests in real editors: `npm start` itself, VS Code's extension host, its page in a browser, neovim.
//   node test/e2e/run.mjs --vsix FILE --results FILE [SUITE…]       SUITE: start, in-host, browser, panel, neovim

import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { exitOnSignals } from "../../scripts/lib/house.mjs";
import { runBrowserTests } from "./browser/run-browser.mjs";
import { runPanelTests } from "./browser/run-panel.mjs";
import { runInHost } from "./in-host/run-in-host.mjs";
import { findChromium } from "./lib/browser.mjs";
import { findNeovim, runNeovim } from "./neovim/run-neovim.mjs";
import { runStart } from "./start/run-start.mjs";

/** A hung browser or editor must not hang the run: past this the process ends, whatever waits. */
const hardLimitMs = 10 * 60_000;

const suites = {
  start: { run: runStart, needs: "Linux", isThere: () => process.platform === "linux" },
  "in-host": { run: runInHost, needs: "Chromium", isThere: () => findChromium() !== undefined },
  browser: { run: runBrowserTests, needs: "Chromium", isThere: () => findChromium() !== undefined },
  panel: { run: runPanelTests, needs: "Chromium", isThere: () => findChromium() !== undefined },
  neovim: { run: runNeovim, needs: "neovim", isThere: () => findNeovim() !== undefined },
};

/** Each suite gets a fresh copy of the workspace, because its tests edit files. */
async function runSuite(name, vsixPath) {
  const scratch = mkdtempSync(join(tmpdir(), `kmem-lens-${name}-`));
  const workspace = join(scratch, "workspace");
  cpSync(join(import.meta.dirname, "workspace"), workspace, { recursive: true });
  cpSync(join(import.meta.dirname, "../../samples"), join(workspace, "samples"), { recursive: true });
  try {
    return await suites[name].run({ vsixPath, workspace });
  } catch (error) {
    return [{ name: "starts and ends", durationMs: 0, error: error.stack ?? String(error) }];
  } finally {
    rmSync(scratch, { recursive: true, force: true, maxRetries: 5 });
  }
}

async function main() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { vsix: { type: "string" }, results: { type: "string" } },
  });
  const chosen = positionals.length === 0 ? Object.keys(suites) : positionals;
  const total = { passed: 0, failed: 0, skipped: 0 };
  for (const name of chosen) {
    const suite = suites[name];
    if (suite === undefined) throw new Error(`no suite named ${name}`);
    console.log(`\n${name}`);
    if (!suite.isThere() && !process.env.CI) {
      console.log(`  skipped: ${suite.needs} is missing`);
      total.skipped += 1;
      continue;
    }
    const results = suite.isThere()
      ? await runSuite(name, values.vsix)
      : [{ name: "can run", durationMs: 0, error: `${suite.needs} is missing, and CI must not skip` }];
    for (const { name: test, durationMs, error } of results) {
      console.log(`  ${error === undefined ? "✓" : "✗"} ${test} (${durationMs} ms)`);
      if (error !== undefined) console.log(error.replace(/^/gm, "      "));
      total[error === undefined ? "passed" : "failed"] += 1;
    }
  }
  if (values.results !== undefined) writeFileSync(values.results, JSON.stringify(total));
  return total.failed === 0 ? 0 : 1;
}

exitOnSignals();
setTimeout(() => {
  console.error(`the editor tests did not end within ${hardLimitMs / 60_000} minutes`);
  process.exit(1);
}, hardLimitMs).unref();
// A clean-up that hangs must not hang the run either: the results are known here.
process.exit(await main());
