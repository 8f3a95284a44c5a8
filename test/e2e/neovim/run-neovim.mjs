// A second real client: neovim's own, headless, over standard input and output. It has no diagnostic pull in the
// releases that Debian 12 carries, so it also proves that findings are pushed to those who cannot ask.

import { existsSync, readFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { commandPath } from "../../../scripts/lib/build.mjs";
import { run } from "../../../scripts/lib/house.mjs";

const limitMs = 60_000;

/** The neovim on PATH; absent when there is none. */
export function findNeovim() {
  const folders = (process.env.PATH ?? "").split(delimiter);
  return folders.map((folder) => join(folder, "nvim")).find((path) => existsSync(path));
}

/** Runs client.lua over a copy of the test workspace. Answers `{ name, durationMs, error? }[]`. */
export async function runNeovim({ workspace }) {
  const resultPath = join(workspace, "neovim-results.json");
  const script = join(import.meta.dirname, "client.lua");
  const env = {
    ...process.env,
    KMEM_LENS_NODE: process.execPath,
    KMEM_LENS_COMMAND: commandPath,
    KMEM_LENS_TEST_RESULTS: resultPath,
    // Its log and state go with the workspace, not into the user's own.
    XDG_STATE_HOME: workspace,
    XDG_CACHE_HOME: workspace,
    XDG_DATA_HOME: workspace,
  };
  const args = ["--headless", "-u", "NONE", "-i", "NONE", "-n", "-c", `luafile ${script}`];
  const { output } = await run(findNeovim(), args, {
    cwd: workspace,
    env,
    capture: true,
    timeoutMs: limitMs,
  });
  if (existsSync(resultPath)) return JSON.parse(readFileSync(resultPath, "utf8"));
  return [{ name: "runs to its end", durationMs: 0, error: `no results\n${output.trim()}` }];
}
