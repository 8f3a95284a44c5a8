// A kernel tree → the content of its knowledge pack, in four rounds: what every source file tells others, what the
// wanted functions come to, in which contexts modules are called, what the headers say. Who runs the jobs is another's business.

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { FileFacts } from "../analysis/facts.js";
import type { FoundTree } from "../kernel-model/kernel-tree.js";
import { modelOf } from "../kernel-model/model.js";
import { createProfile, type Profile } from "../kernel-model/profile.js";
import { decode } from "../project/codec.js";
import type { FileInterface } from "../project/file-interface.js";
import { assemblePack } from "../project/pack/assemble.js";
import type { PackContent } from "../project/pack/build-pack.js";
import type { HeaderText } from "../project/pack/header-conditions.js";
import type { KeptSource } from "../project/pack/keep-telling.js";
import { wantedFunctions } from "../project/pack/pick-functions.js";
import { linkInterfaces } from "../project/tree-index.js";
import type { IndexedFile, IndexJob } from "./index-job.js";
import type { LinkNews } from "./link-news.js";

/** A tree of a release that is known here. */
export type KnownTree = FoundTree & { readonly version: string; readonly release: Profile["release"] };

/** How jobs are run; answers in the order of the jobs. */
export interface JobRunner {
  run(jobs: readonly IndexJob[]): Promise<readonly IndexedFile[]>;
  tell(news: LinkNews): void;
}

/** Where code stands that modules may call; architectures' own is left to the kernel model. */
const sourceFolders = [
  "block",
  "certs",
  "crypto",
  "drivers",
  "fs",
  "init",
  "io_uring",
  "ipc",
  "kernel",
  "lib",
  "mm",
  "net",
  "security",
  "sound",
  "virt",
];

/** The headers that drivers include in angle brackets; of the architectures the one whose layouts were measured. */
const headerFolders = ["include", "arch/x86/include/asm", "arch/x86/include/uapi/asm"];
/** Constants for device trees and tables for tracing: nothing that a size or a context hangs on. */
const leftOutHeaders = /^include\/(?:dt-bindings|trace\/events|config|generated)\//;

/** The files of a tree that are learned, below its top. */
export interface TreeFiles {
  readonly sources: readonly string[];
  readonly headers: readonly string[];
}

/** Finds them, in order. */
export function findTreeFiles(top: string): TreeFiles {
  return {
    sources: sourceFolders.flatMap((folder) => filesBelow(top, folder, ".c")),
    headers: headerFolders
      .flatMap((folder) => filesBelow(top, folder, ".h"))
      .filter((path) => !leftOutHeaders.test(path)),
  };
}

/** The profile that a tree is learned with: its own architecture and options, where it has a configuration. */
export function profileOfTree({ release, archId, config, build }: KnownTree): Profile {
  const profile = createProfile(release, archId ?? "x86_64", config);
  return build ? { ...profile, build } : profile;
}

/** Learns the tree. The same files give the same content, whoever runs the jobs. */
export async function learnTree(tree: KnownTree, files: TreeFiles, runner: JobRunner): Promise<PackContent> {
  const profile = profileOfTree(tree);
  const job = (kind: IndexJob["kind"], path: string): IndexJob => ({
    kind,
    path,
    diskPath: join(tree.path, path),
  });
  const said = await runner.run(files.sources.map((path) => job("interface", path)));
  const interfaces = said.flatMap((file) => file.interface ?? []);
  const { index, entering } = linkInterfaces(interfaces, modelOf(tree.release));
  const wanted = [...wantedFunctions(interfaces, index)];
  runner.tell({ index, diskPaths: index.paths.map((path) => join(tree.path, path)) });
  const functions = await runner.run(
    wanted.map(([path, names]) => ({ ...job("functions", path), wanted: [...names] })),
  );
  const calling = entering.flatMap((place) => interfaces[place]?.path ?? []);
  const entered = await runner.run(calling.map((path) => job("entries", path)));
  const headers = await runner.run(files.headers.map((path) => job("header", path)));
  const { id } = tree.release;
  return assemblePack({
    about: { release: id, version: tree.version, ...(tree.build && { configArch: profile.arch.id }) },
    profile,
    index,
    symbols: symbolsOf(interfaces),
    entries: entered.flatMap((file) => file.entries ?? []),
    sources: functions.flatMap(keptSource),
    headers: headers.flatMap((file) =>
      factsIn(file).map((facts) => ({ facts, machineNames: file.machineNames ?? [] })),
    ),
    headerTexts: () => textsOf(tree.path, files.headers),
  });
}

function keptSource(file: IndexedFile): readonly KeptSource[] {
  const [facts, ...headers] = factsIn(file);
  return facts ? [{ facts, headers }] : [];
}

/** What `encode` of our own worker made. */
function factsIn(file: IndexedFile): readonly FileFacts[] {
  return file.parts.map((bytes) => decode(bytes) as FileFacts);
}

function symbolsOf(interfaces: readonly FileInterface[]): ReadonlySet<string> {
  return new Set(
    interfaces.flatMap(({ functions }) => functions.flatMap((item) => (item.isSymbol ? [item.name] : []))),
  );
}

function* textsOf(top: string, paths: readonly string[]): Iterable<HeaderText> {
  for (const path of paths) {
    try {
      yield { path, text: readFileSync(join(top, path), "latin1") };
    } catch {
      // Gone since the tree was walked: it defines nothing.
    }
  }
}

/** Paths below the tree's top, in order. */
function filesBelow(top: string, folder: string, ending: string): string[] {
  const found: string[] = [];
  for (const entry of entriesOf(join(top, folder))) {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) found.push(...filesBelow(top, path, ending));
    else if (entry.isFile() && entry.name.endsWith(ending)) found.push(path);
  }
  return found;
}

function entriesOf(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch {
    // A tree need not have every folder.
    return [];
  }
}
