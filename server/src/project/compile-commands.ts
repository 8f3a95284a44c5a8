// What the build told the compiler of PATH's files, from a compile_commands.json: clang's "JSON Compilation Database
// Format Specification", as the kernel's `make compile_commands.json` writes it too. Of several files only what was told of
// all of them is defined; headers are looked for where any of them has them looked for.

import { readFileSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { type CompilerFlags, splitGccArguments } from "./compiler-flags.js";

/** That of a whole kernel has some ten megabytes. */
const maxBytes = 128 * 1024 * 1024;

/** Reads the entries of the compile_commands.json at a path; none where there is no such file. */
export type ReadEntries = (path: string) => readonly Entry[];

/** The flags of the files at these places on the disk; undefined where no such file names one of them. */
export function compileCommandsFor(
  diskPaths: readonly string[],
  tree: string | undefined,
  readAt: ReadEntries = readEntries,
): CompilerFlags | undefined {
  const [first] = diskPaths;
  if (first === undefined) return undefined;
  const folders = [...foldersAbove(first), ...(tree === undefined ? [] : [resolve(tree)])];
  for (const folder of folders) {
    const entries = readAt(join(folder, "compile_commands.json"));
    const wanted = new Set(diskPaths);
    const flags = entries.flatMap((entry) => (wanted.has(entry.path) ? [flagsOf(entry)] : []));
    if (flags.length > 0) return united(flags);
  }
  return undefined;
}

/** One entry of such a file. */
export interface Entry {
  readonly folder: string;
  /** Of the compiled file, on the disk. */
  readonly path: string;
  /** The command line, as one text or in words: that of a kernel's file is long, and few are asked for. */
  readonly command: string | readonly string[];
}

function foldersAbove(path: string): readonly string[] {
  const folders: string[] = [];
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    folders.push(folder);
    if (folder === dirname(folder)) return folders;
  }
}

/** As they are on the disk. */
export function readEntries(path: string): readonly Entry[] {
  let parsed: unknown;
  try {
    const stats = statSync(path);
    if (!stats.isFile() || stats.size > maxBytes) return [];
    parsed = JSON.parse(readFileSync(path, "utf8"));
  } catch {
    // Most folders have none, and one that is being written by a build is as good as none.
    return [];
  }
  return Array.isArray(parsed) ? parsed.flatMap(entryOf) : [];
}

function entryOf(item: unknown): readonly Entry[] {
  if (typeof item !== "object" || item === null) return [];
  const { directory, file, command, arguments: list } = item as Readonly<Record<string, unknown>>;
  if (typeof directory !== "string" || typeof file !== "string") return [];
  const isList = Array.isArray(list) && list.every((word) => typeof word === "string");
  if (!isList && typeof command !== "string") return [];
  const line = isList ? (list as readonly string[]) : String(command);
  return [{ folder: directory, path: resolve(directory, file), command: line }];
}

/** The words of a command line: blanks part them, quotes and backslashes keep them together. */
export function shellWords(command: string): readonly string[] {
  const words = command.matchAll(/(?:[^\s"'\\]|\\[\s\S]|'[^']*'|"(?:[^"\\]|\\[\s\S])*")+/g);
  return [...words].map(([word]) =>
    word.replace(
      /\\([\s\S])|'([^']*)'|"((?:[^"\\]|\\[\s\S])*)"/g,
      (_all, escaped?: string, plain?: string, quoted?: string) =>
        escaped ?? plain ?? (quoted ?? "").replace(/\\(["\\$`])/g, "$1"),
    ),
  );
}

function flagsOf({ folder, command }: Entry): CompilerFlags {
  const words = typeof command === "string" ? shellWords(command) : command;
  const { flags } = splitGccArguments(words.slice(1), new Map(), []);
  const inFolder = (path: string): string => resolve(folder, path);
  return {
    ...flags,
    includePaths: flags.includePaths.map(inFolder),
    includedFiles: flags.includedFiles.map(inFolder),
  };
}

function united(all: readonly CompilerFlags[]): CompilerFlags {
  const any = (pick: (flags: CompilerFlags) => readonly string[]): string[] => [
    ...new Set(all.flatMap(pick)),
  ];
  const common = (pick: (flags: CompilerFlags) => readonly string[]): string[] =>
    any(pick).filter((word) => all.every((flags) => pick(flags).includes(word)));
  return {
    includePaths: any((flags) => flags.includePaths),
    includedFiles: common((flags) => flags.includedFiles),
    defines: common((flags) => flags.defines),
    undefines: common((flags) => flags.undefines),
    kbuildArch: undefined,
    wordBits: undefined,
  };
}
