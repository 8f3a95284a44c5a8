// Makes the knowledge packs that come with the program, from Debian's packages of kernel sources and configurations.
//   apt-get install linux-source-6.1 linux-config-6.1 linux-source-6.12 linux-config-6.12
//   node scripts/packs.mjs [RELEASE…]

import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { commandPath, compile } from "./lib/build.mjs";
import { root, run, runMain, runQuietly, userError } from "./lib/house.mjs";

const releases = ["6.1", "6.12"];
/** Debian's usual kernel for PCs; the kernel model speaks of the same. */
const flavour = "amd64_none_amd64";

/** The packed file of an installed package. */
function installed(path, packageName) {
  if (existsSync(path)) return path;
  throw userError(`${path} is not there; install ${packageName}`);
}

async function makePack(release, folder) {
  const source = installed(`/usr/src/linux-source-${release}.tar.xz`, `linux-source-${release}`);
  const config = installed(
    `/usr/src/linux-config-${release}/config.${flavour}.xz`,
    `linux-config-${release}`,
  );
  await runQuietly(`unpacking Linux ${release}`, "tar", [
    "-xf",
    source,
    "-C",
    folder,
    "--strip-components=1",
  ]);
  const unpacked = join(folder, ".config.xz");
  writeFileSync(unpacked, readFileSync(config));
  await runQuietly("unpacking its configuration", "xz", ["-df", unpacked]);
  const out = join(root, "packs", `${release}.kmempack`);
  const { status } = await run(process.execPath, [commandPath, "index", folder, "--out", out]);
  if (status !== 0) throw userError(`no pack of Linux ${release} was made`);
}

async function main() {
  const wanted = process.argv.slice(2);
  const unknown = wanted.find((release) => !releases.includes(release));
  if (unknown !== undefined) throw userError(`'${unknown}' is none of ${releases.join(", ")}`);
  await compile("server");
  mkdirSync(join(root, "packs"), { recursive: true });
  for (const release of wanted.length > 0 ? wanted : releases) {
    const folder = mkdtempSync(join(tmpdir(), "kmem-lens-packs-"));
    try {
      await makePack(release, folder);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }
  return 0;
}

await runMain(main);
