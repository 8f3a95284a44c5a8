// Where results of earlier runs are kept on the user's disk: a folder for each program and set of settings, the one
// that was used longest ago let go first. Nothing here fails; what does not work is left as it is.

import { readdirSync, readFileSync, rmSync, statSync, utimesSync } from "node:fs";
import { basename, dirname, extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { encode } from "../project/codec.js";
import type { JobSettings } from "./check-job.js";
import { hashOf } from "./file-state.js";

/** Changes when the program's own files do not tell that entries mean something else. */
const layoutVersion = "1";

/** All folders together; one is a kernel's, with one set of options. */
const maxTotalBytes = 1024 * 1024 * 1024;

/** The user's folder for what can be made again; undefined where the environment names none. */
export function userCacheFolder(
  env: Readonly<Record<string, string | undefined>>,
  platform: NodeJS.Platform,
): string | undefined {
  const { XDG_CACHE_HOME: named, HOME: home, LOCALAPPDATA: local } = env;
  // The specification says so: a relative one is to be ignored.
  if (named?.startsWith("/")) return join(named, "kmem-lens");
  if (platform === "win32") return local ? join(local, "kmem-lens", "cache") : undefined;
  if (!home) return undefined;
  return platform === "darwin" ? join(home, "Library/Caches/kmem-lens") : join(home, ".cache/kmem-lens");
}

/** The folder below `root` for the results of this program with these settings. */
export function storeFolder(root: string, settings: JobSettings): string {
  return join(root, "check", hashOf([layoutVersion, programKey(), hashOf(encode(settings))].join(" ")));
}

/** Notes that the folder is in use, and takes away others for which there is no room. */
export function tidyStores(folder: string): void {
  const root = dirname(folder);
  try {
    utimesSync(folder, new Date(), new Date());
  } catch {
    // Not written to yet, or not ours.
  }
  const stores = foldersIn(root).map((path) => ({ path, ...usageOf(path) }));
  let totalBytes = stores.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  for (const { path, sizeBytes } of stores.sort((a, b) => a.usedMs - b.usedMs)) {
    if (totalBytes <= maxTotalBytes) return;
    if (path === folder) continue;
    try {
      rmSync(path, { recursive: true, force: true });
    } catch {
      // In use where that forbids it, or not ours to remove.
    }
    totalBytes -= sizeBytes;
  }
}

function foldersIn(root: string): string[] {
  try {
    const entries = readdirSync(root, { withFileTypes: true });
    return entries.filter((entry) => entry.isDirectory()).map(({ name }) => join(root, name));
  } catch {
    // Nothing kept yet.
    return [];
  }
}

function usageOf(folder: string): { readonly sizeBytes: number; readonly usedMs: number } {
  try {
    const sizes = readdirSync(folder).map(
      (name) => statSync(join(folder, name), { throwIfNoEntry: false })?.size ?? 0,
    );
    return { sizeBytes: sizes.reduce((sum, size) => sum + size, 0), usedMs: statSync(folder).mtimeMs };
  } catch {
    // Just taken away by another run.
    return { sizeBytes: 0, usedMs: 0 };
  }
}

/**
 * A hash of all code of the program and of its manifest, which pins the parser: results of another build are not this
 * one's, however the versions are numbered.
 */
function programKey(): string {
  const own = dirname(fileURLToPath(import.meta.url));
  // Not so in a bundle, which has all code in one folder.
  const top = basename(own) === "cli" ? dirname(own) : own;
  const names = readdirSync(top, { recursive: true, encoding: "utf8" }).sort();
  const code = names.filter(
    (name) => [".js", ".mjs", ".ts"].includes(extname(name)) && !name.endsWith(".d.ts"),
  );
  const manifest = new URL("../../../package.json", import.meta.url);
  const hashes = code.map((name) => `${name} ${hashOf(readFileSync(join(top, name)))}`);
  return hashOf([...hashes, hashOf(readFileSync(manifest))].join("\n"));
}
