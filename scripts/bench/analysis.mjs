// `kmem-lens check` over all drivers of a kernel tree, or a seeded sample of them, against parsing the same files and
// nothing else, and against Coccinelle's rule for the same defect where `spatch` is installed. Then, over a copy of more
// of the tree, what a second run takes, and one after a change of one file.

import { createHash } from "node:crypto";
import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { commandPath } from "../lib/build.mjs";
import { userError } from "../lib/house.mjs";
import { headersNamedBy } from "./lib/headers.mjs";
import { runCommandMeasured, runNodeMeasured } from "./lib/measured.mjs";

/** With fewer files the command would take them as one driver and link them, which is another measurement. */
const minSampleFiles = 401;

const parseScript = fileURLToPath(new URL("./lib/parse-alone.mjs", import.meta.url));

/** What a kernel is made of besides its architectures. */
const allFolders = ["drivers", "net", "sound", "fs", "block", "kernel", "mm", "lib", "crypto"];

export async function run(options) {
  if (options.tree === undefined) {
    console.log("left out: needs --tree TREE, an unpacked kernel source");
    return;
  }
  const drivers = join(options.tree, "drivers");
  const files = chooseFiles(options, ["drivers"]);
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
    const how = ["--no-link", "--jobs", workers, "--no-cache", "--format", "json", "--fail-on", "never"];
    const check = await runNodeMeasured(commandPath, ["check", ...how, ...paths]);
    show("kmem-lens check --no-link --no-cache", check, parse);
    // Coccinelle takes files with nothing between them as one program.
    const groups = join(folder, "groups");
    writeFileSync(groups, files.join("\n\n"));
    await runCoccinelle(options, isWhole ? drivers : groups, check);
    await runAgain(options, folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** All C files of the folders, or those whose path's hash with the seed falls under the wanted share. */
function chooseFiles(options, folders) {
  const names = folders.flatMap((folder) =>
    readdirSync(join(options.tree, folder), { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith(".c"))
      .map((name) => `${folder}/${name}`),
  );
  return names
    .filter((name) => isChosen(name, options))
    .sort()
    .map((name) => join(options.tree, name));
}

/** What it takes to parse the files and all headers of their folders and of `include`, read by the run or not. */
async function parseWithHeaders({ tree, nrWorkers }, folders, files, list) {
  const headers = headersIn(tree, [...folders, "include"]);
  writeFileSync(list, [...files, ...headers].join("\n"));
  const parse = await runNodeMeasured(parseScript, [list, String(nrWorkers)]);
  show(`parse alone, all ${headers.length} headers`, parse, undefined);
  return parse;
}

/** All headers of folders of a tree. */
function headersIn(tree, folders) {
  return folders
    .filter((folder) => existsSync(join(tree, folder)))
    .flatMap((folder) =>
      readdirSync(join(tree, folder), { recursive: true, encoding: "utf8" })
        .filter((name) => name.endsWith(".h"))
        .map((name) => join(tree, folder, name)),
    );
}

function isChosen(name, { samplePercent, seed }) {
  const hash = createHash("sha1").update(`${seed}:${name}`).digest();
  return samplePercent === 100 || (hash.readUInt32BE(0) / 2 ** 32) * 100 < samplePercent;
}

/** First runs, second ones, and those after a change; on a copy, because TREE is not ours to change. */
async function runAgain(options, scratch) {
  const folders = allFolders.filter((folder) => existsSync(join(options.tree, folder)));
  const files = chooseFiles(options, folders);
  const nameOf = (file) => relative(options.tree, file);
  const chosen = new Set(files.map(nameOf));
  const copy = join(scratch, "tree");
  for (const folder of folders) {
    cpSync(join(options.tree, folder), join(copy, folder), {
      recursive: true,
      filter: (from) =>
        !from.endsWith(".c") || chosen.has(from.slice(options.tree.length).replace(/^\//, "")),
    });
  }
  const bytes = files.reduce((sum, file) => sum + statSync(file).size, 0);
  console.log(`${folders.join(", ")}: ${files.length} files, ${(bytes / 1e6).toFixed(1)} MB`);
  const list = join(scratch, "all-files");
  writeFileSync(list, files.join("\n"));
  const parse = await runNodeMeasured(parseScript, [list, String(options.nrWorkers)]);
  show("parse alone", parse, undefined);
  // A linked run reads these as well, so what it takes is held against their parse too.
  const headers = await headersNamedBy(files);
  const headerBytes = headers.reduce((sum, file) => sum + statSync(file).size, 0);
  console.log(`headers named in quotes: ${headers.length} files, ${(headerBytes / 1e6).toFixed(1)} MB`);
  writeFileSync(list, [...files, ...headers].join("\n"));
  const parseAll = await runNodeMeasured(parseScript, [list, String(options.nrWorkers)]);
  show("parse alone, headers too", parseAll, undefined);
  // Of a sample all headers are no measure.
  const parseWhole =
    options.samplePercent === 100 ? await parseWithHeaders(options, folders, files, list) : undefined;
  const changed = [...chosen].find((name) => name === "drivers/usb/core/hub.c") ?? [...chosen][0];
  for (const how of [["--no-link"], []]) {
    const cacheHome = mkdtempSync(join(scratch, "cache-"));
    const check = (what) =>
      runNodeMeasured(
        commandPath,
        [
          "check",
          ...how,
          "--jobs",
          String(options.nrWorkers),
          "--format",
          "json",
          "--fail-on",
          "never",
          copy,
        ],
        { ...process.env, XDG_CACHE_HOME: cacheHome },
      ).then((used) => {
        show(["check", ...how, what].join(" "), used, parse);
        const times = (parsed) => (used.wallSeconds / parsed.wallSeconds).toFixed(2);
        if (how.length > 0) return;
        console.log(`  ${times(parseAll)} times wall of parse alone, headers too`);
        if (parseWhole) console.log(`  ${times(parseWhole)} times wall of parse alone, all headers`);
      });
    await check("(first)");
    await check("(second)");
    appendFileSync(join(copy, changed), "\n/* changed */\n");
    await check("(one changed)");
  }
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
    `${what.padEnd(28)} ${used.wallSeconds.toFixed(1)} s wall, ${used.cpuSeconds.toFixed(1)} s CPU${memory}` +
      ` (load ${used.load.toFixed(1)})${ratio}`,
  );
}
