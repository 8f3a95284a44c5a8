// Makes dist/, which is all that ships besides texts: the client as one CommonJS file, the panel's page as a
// script and a style, the server as ES modules, and the packages that cannot be bundled because they load native code.   node scripts/bundle.mjs

import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { build } from "esbuild";
import { root, runMain, userError } from "./lib/house.mjs";

const dist = join(root, "dist");
/** The Node inside the oldest editor that the manifest allows (VS Code 1.101). */
const target = "node22";

const common = {
  bundle: true,
  platform: "node",
  // jsonc-parser's "main" is UMD, whose require() esbuild cannot follow.
  mainFields: ["module", "main"],
  target,
  sourcemap: "external",
  sourcesContent: false,
  // Smaller and quicker to load; names stay, so that a stack in a log can be read.
  minifySyntax: true,
  minifyWhitespace: true,
  metafile: true,
  logLevel: "warning",
  absWorkingDir: root,
};

/** Native packages and what of each is needed at run time. */
const nativePackages = {
  "tree-sitter": ["package.json", "LICENSE", "index.js", "prebuilds"],
  "tree-sitter-c": ["package.json", "LICENSE", "bindings/node/index.js", "prebuilds", "src/node-types.json"],
  "node-gyp-build": ["package.json", "LICENSE", "index.js", "node-gyp-build.js"],
};

function copyNativePackages() {
  for (const [name, parts] of Object.entries(nativePackages)) {
    for (const part of parts) {
      const from = join(root, "node_modules", name, part);
      if (!existsSync(from)) throw userError(`${name} has no ${part}; run npm ci`);
      cpSync(from, join(dist, "node_modules", name, part), { recursive: true });
    }
  }
}

/** The server's entry points: the language server and every file that it starts as a worker thread. */
function serverEntries() {
  const source = join(root, "server/src");
  const entries = { server: join(source, "lsp/entry.ts") };
  const isWorker = (name) => /(^|[/-])worker\.ts$/.test(name) && !name.startsWith("cli/");
  for (const worker of readdirSync(source, { recursive: true, encoding: "utf8" }).filter(isWorker)) {
    const name = basename(worker, ".ts");
    // A bundle finds its worker as "./NAME.mjs" beside itself, wherever the source file stood.
    if (name in entries)
      throw userError(`two worker files are named ${name}.ts; bundles need different names`);
    entries[name] = join(source, worker);
  }
  return entries;
}

/** Their licenses want the notices of bundled packages to go where their code goes. */
function writeNotices(results) {
  const inputs = results.flatMap(({ metafile }) => Object.keys(metafile.inputs));
  const folders = inputs.map((path) => /^node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0]);
  const packages = [...new Set(folders)].filter((folder) => folder !== undefined).sort();
  const notices = packages.map((folder) => {
    const { name, version, license } = JSON.parse(readFileSync(join(root, folder, "package.json"), "utf8"));
    const file = readdirSync(join(root, folder)).find((entry) => /^licen[cs]e/i.test(entry));
    const text =
      file === undefined ? `License: ${license}\n` : readFileSync(join(root, folder, file), "utf8");
    return `${name} ${version}\n\n${text.replaceAll("\r\n", "\n").trim()}\n`;
  });
  writeFileSync(join(dist, "third-party-notices.txt"), notices.join(`\n${"-".repeat(80)}\n\n`));
}

async function main() {
  rmSync(dist, { recursive: true, force: true });
  mkdirSync(dist, { recursive: true });
  const client = await build({
    ...common,
    entryPoints: [join(root, "client/src/extension.ts")],
    outfile: join(dist, "extension.cjs"),
    format: "cjs",
    external: ["vscode"],
  });
  const panel = await build({
    ...common,
    entryPoints: { panel: join(root, "client/webview/src/main.ts") },
    outdir: dist,
    platform: "browser",
    // Chrome of the Electron in the oldest editor that the manifest allows.
    target: "chrome134",
    format: "iife",
  });
  cpSync(join(root, "client/webview/src/style.css"), join(dist, "panel.css"));
  const server = await build({
    ...common,
    entryPoints: serverEntries(),
    outdir: dist,
    outExtension: { ".js": ".mjs" },
    format: "esm",
    external: Object.keys(nativePackages),
    // Bundled CommonJS packages still call require() for Node's own modules.
    banner: {
      js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);',
    },
  });
  copyNativePackages();
  writeNotices([client, panel, server]);
  return 0;
}

await runMain(main);
