// Packs the extension into dist/kmem-lens.vsix, which any VS Code can install.   npm run package

import { relative } from "node:path";
import { packageExtension, vsixPath } from "./lib/build.mjs";
import { root, runMain } from "./lib/house.mjs";
import { ensureInstalled } from "./lib/install.mjs";

async function main() {
  await ensureInstalled();
  await packageExtension();
  console.log(relative(root, vsixPath));
  return 0;
}

await runMain(main);
