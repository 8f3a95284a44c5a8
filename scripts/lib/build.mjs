// From sources to what runs: TypeScript compiled for the command line and the tests, bundles for the editor, and the
// .vsix that an editor installs.

import { existsSync } from "node:fs";
import { join } from "node:path";
import { root, run, runQuietly, userError } from "./house.mjs";

/** Where the last packaged extension stands. */
export const vsixPath = join(root, "dist/kmem-lens.vsix");

/** The built command `kmem-lens`. */
export const commandPath = join(root, "server/out/cli/main.js");

/** Compiles one project, or client, server and tests; a type error stops whatever wanted the build. */
export async function compile(...projects) {
  const compiler = join(root, "node_modules/typescript/bin/tsc");
  const { status } = await run(process.execPath, [compiler, "-b", ...projects]);
  if (status !== 0) throw userError("the TypeScript build failed");
}

/** Bundles the extension and packs it into `vsixPath`; needs no network. */
export async function packageExtension() {
  await runQuietly("bundling", process.execPath, [join(root, "scripts/bundle.mjs")]);
  // Everything the bundles need at run time lies in dist/, so vsce has no dependencies to collect.
  const packer = join(root, "node_modules/@vscode/vsce/vsce");
  const options = [
    "--no-dependencies",
    "--allow-missing-repository",
    "--skip-license",
    "--no-rewrite-relative-links",
    "--out",
    vsixPath,
  ];
  await runQuietly("packaging", process.execPath, [packer, "package", ...options]);
  if (!existsSync(vsixPath)) throw userError("packaging left no .vsix");
}
