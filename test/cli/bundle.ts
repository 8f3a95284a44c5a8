// The command as a program of its own, with the engine of the tests inside, for tests about processes and threads.

import { join } from "node:path";
import { build, type Plugin } from "esbuild";

const root = join(import.meta.dirname, "../..");
/** Its folders are three deep, as the real one is: the program looks for its package from there. */
const folders = join(root, "test/out");

const withFakeEngine: Plugin = {
  name: "fake-engine",
  setup(bundler) {
    bundler.onResolve({ filter: /\/(rules\/engine|project\/quiet-file)\.js$/ }, () => ({
      path: join(import.meta.dirname, "fake-engine.ts"),
    }));
  },
};

/** Bundles the program for the tests of one file, whose name keeps it apart; answers the path of its main file. */
export async function bundleCli(name: string, engine: "fake" | "real" = "fake"): Promise<string> {
  const folder = join(folders, `bundled-${name}`);
  const source = join(root, "server/src/cli");
  await build({
    entryPoints: [join(source, "main.ts"), join(source, "check-worker.ts")],
    outdir: folder,
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node20",
    mainFields: ["module", "main"],
    external: ["tree-sitter", "tree-sitter-c"],
    plugins: engine === "fake" ? [withFakeEngine] : [],
    banner: {
      js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);',
    },
    logLevel: "error",
  });
  return join(folder, "main.js");
}
