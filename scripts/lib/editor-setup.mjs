// Puts the embedded editor on this machine: code-server and a Node that fits it, from npm packages, once per lock file,
// into a cache folder that git ignores. How it is run is the business of editor.mjs.

import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { root, say, userError } from "./house.mjs";
import { npm } from "./install.mjs";

const manifestFolder = join(root, "scripts/editor");
/** The Node release that this code-server runs on. */
const editorNodeMajor = 24;

function cacheFolder() {
  const base = process.env.KMEM_LENS_EDITOR_CACHE ?? join(root, ".cache/code-server");
  const lock = readFileSync(join(manifestFolder, "package-lock.json"));
  return join(base, createHash("sha256").update(lock).digest("hex").slice(0, 12));
}

function nodeOf(folder) {
  const packaged = join(folder, `node_modules/node-${process.platform}-${process.arch}/bin/node`);
  if (existsSync(packaged)) return packaged;
  if (Number.parseInt(process.versions.node, 10) === editorNodeMajor) return process.execPath;
  throw userError(
    `the embedded editor needs Node ${editorNodeMajor} on ${process.platform}-${process.arch}; install VS Code or that Node`,
  );
}

/** Installs the embedded editor unless it is there, and answers the paths to run it by. */
export async function ensureEditor() {
  const folder = cacheFolder();
  if (!existsSync(folder)) {
    say("setting up the embedded editor (about 800 MB on disk, once) …");
    // Built beside its final place and renamed when whole: an interrupted set-up is never taken for a complete one.
    const building = `${folder}.${process.pid}`;
    const cleanUp = () => rmSync(building, { recursive: true, force: true });
    process.once("exit", cleanUp);
    mkdirSync(building, { recursive: true });
    try {
      for (const name of ["package.json", "package-lock.json"])
        cpSync(join(manifestFolder, name), join(building, name));
      // Install scripts would compile native parts that neither the sample nor the tests use.
      await npm(["ci", "--ignore-scripts"], { cwd: building });
      const workbench = join(building, "node_modules/code-server/lib/vscode");
      await npm(["install", "--omit=dev", "--ignore-scripts"], { cwd: workbench });
      renameSync(building, folder);
    } finally {
      process.removeListener("exit", cleanUp);
      cleanUp();
    }
  }
  return { node: nodeOf(folder), entry: join(folder, "node_modules/code-server/out/node/entry.js") };
}
