// `kmem-lens check` over all drivers of a kernel tree, or a seeded sample of them, against parsing the same files and
// nothing else, and against Coccinelle's rule for the same defect where `spatch` is installed.

import { createHash } from "node:crypto";
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { commandPath } from "../lib/build.mjs";
import { userError } from "../lib/house.mjs";
import { runCommandMeasured, runNodeMeasured } from "./lib/measured.mjs";

/** With fewer files the command would take them as one driver and link them, which is another measurement. */
const minSampleFiles = 401;

const parseScript = fileURLToPath(new URL("./lib/parse-alone.mjs", import.meta.url));

export async function run(options) {
  if (options.tree === undefined) {
    console.log("left out: needs --tree TREE, an unpacked kernel source");
    return;
  }
  const drivers = join(options.tree, "drivers");
  const files = chooseFiles(drivers, options);
  const bytes = files.reduce((sum, file) => sum + statSync(file).size, 0);
  console.log(`${files.length} files, ${(bytes / 1e6).toFixed(1)} MB, ${options.nrWorkers} workers`);
  if (files.length < minSampleFiles)
    throw userError(`the sample has under ${minSampleFiles} files: take more`);
  const isWhole = options.samplePercent === 100;
  const folder = mkdtempSync(join(tmpdir(), "kmem-lens-bench-"));
  try {
    const list = join(folder, "files");
    writeFileSync(list, files.join("\n"));
    const workers = String(options.nrWorkers);
    const parse = await runNodeMeasured(parseScript, [list, workers]);
    show("parse alone", parse, undefined);
    const paths = isWhole ? [drivers] : files;
    const how = ["--jobs", workers, "--no-cache", "--format", "json", "--fail-on", "never"];
    const check = await runNodeMeasured(commandPath, ["check", ...how, ...paths]);
    show("kmem-lens check", check, parse);
    // Coccinelle takes files with nothing between them as one program.
    const groups = join(folder, "groups");
    writeFileSync(groups, files.join("\n\n"));
    await runCoccinelle(options, isWhole ? drivers : groups, check);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** All C files of the drivers, or those whose path's hash with the seed falls under the wanted share. */
function chooseFiles(drivers, { samplePercent, seed }) {
  const names = readdirSync(drivers, { recursive: true, encoding: "utf8" }).filter((name) =>
    name.endsWith(".c"),
  );
  const isChosen = (name) => {
    const hash = createHash("sha1").update(`${seed}:drivers/${name}`).digest();
    return samplePercent === 100 || (hash.readUInt32BE(0) / 2 ** 32) * 100 < samplePercent;
  };
  return names
    .filter(isChosen)
    .sort()
    .map((name) => join(drivers, name));
}

async function runCoccinelle({ tree, samplePercent, nrWorkers }, target, check) {
  const rule = join(tree, "scripts/coccinelle/locks/call_kern.cocci");
  const what = samplePercent === 100 ? ["--dir", target] : ["--file-groups", target];
  // As `make coccicheck` runs it, with the options that the rule itself asks for.
  const options = [
    "-D",
    "report",
    "--no-includes",
    "--include-headers",
    "--very-quiet",
    "-j",
    String(nrWorkers),
  ];
  // With -j it keeps its workers' files in a folder of the current one, and leaves it there.
  const scratch = mkdtempSync(join(tmpdir(), "kmem-lens-cocci-"));
  const args = [...options, "--cocci-file", resolve(rule), ...what];
  const used = await runCommandMeasured("spatch", args, { cwd: scratch });
  rmSync(scratch, { recursive: true, force: true });
  if (!used) console.log("coccinelle call_kern      left out: spatch is not installed");
  else {
    show("coccinelle call_kern", used, undefined);
    console.log(`check takes ${(check.cpuSeconds / used.cpuSeconds).toFixed(2)} of Coccinelle's CPU time`);
  }
}

function show(what, used, yardstick) {
  const memory =
    used.maxRssBytes === undefined ? "" : `, peak ${(used.maxRssBytes / 2 ** 30).toFixed(2)} GiB`;
  const ratio = yardstick
    ? `; ${(used.wallSeconds / yardstick.wallSeconds).toFixed(2)} times wall, ` +
      `${(used.cpuSeconds / yardstick.cpuSeconds).toFixed(2)} times CPU of parse alone`
    : "";
  console.log(
    `${what.padEnd(25)} ${used.wallSeconds.toFixed(1)} s wall, ${used.cpuSeconds.toFixed(1)} s CPU${memory}` +
      ` (load ${used.load.toFixed(1)})${ratio}`,
  );
}
