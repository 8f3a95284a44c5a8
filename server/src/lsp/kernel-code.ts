// Whether a C file is kernel code. Everything else must stay silent: a rule about gfp masks has nothing to say of a
// program that runs in user space. In doubt: not kernel code.

import type { EnableMode } from "../rules/project-config.js";

/** The few questions asked of the file system; injected, so that tests need no disk. */
export interface FileProbe {
  exists(path: string): boolean;
  /** The text of a small file; undefined when it is not there or cannot be read. */
  read(path: string): string | undefined;
}

/** A C file as the question needs it. */
export interface CandidateFile {
  readonly path: string;
  readonly text: string;
  readonly enable: EnableMode;
}

/** Why a file is checked; undefined when it is not. */
export type KernelEvidence = "switched on" | "kernel headers" | "gfp call" | "Kbuild folder" | "kernel tree";

/** The evidence that `file` is kernel code, cheapest first. O(length of the text). */
export function findKernelEvidence(file: CandidateFile, probe: FileProbe): KernelEvidence | undefined {
  if (file.enable === "off") return undefined;
  if (file.enable === "on") return "switched on";
  const code = withoutComments(file.text);
  if (/^[ \t]*#[ \t]*include[ \t]*[<"](?:(?:uapi|generated)\/)?(?:linux|asm|asm-generic)\//m.test(code)) {
    // User space includes <linux/…> too: beside <stdio.h> it proves nothing.
    if (!includesUserSpace(code)) return "kernel headers";
  }
  if (/[(,|?:][\s(]*(?:__)?GFP_[A-Z_]+\b/.test(code)) return "gfp call";
  if (includesUserSpace(code)) return undefined;
  const folders = foldersAbove(file.path);
  if (folders[0] !== undefined && isKbuildFolder(folders[0], probe)) return "Kbuild folder";
  return folders.some((folder) => isKernelTree(folder, probe)) ? "kernel tree" : undefined;
}

function includesUserSpace(code: string): boolean {
  return /^[ \t]*#[ \t]*include[ \t]*<(?:stdio|stdlib|unistd|pthread|errno|assert)\.h>/m.test(code);
}

/** A folder whose make file builds kernel objects. */
function isKbuildFolder(folder: string, probe: FileProbe): boolean {
  return ["Kbuild", "Makefile"].some((name) => {
    const text = probe.read(`${folder}/${name}`);
    return text !== undefined && /^[ \t]*(?:export[ \t]+)?obj-(?:m|y|\$[({])/m.test(text);
  });
}

/** The top of a kernel tree: the three files that every release has there, and nothing else has together. */
function isKernelTree(folder: string, probe: FileProbe): boolean {
  return ["Kbuild", "Kconfig", "MAINTAINERS"].every((name) => probe.exists(`${folder}/${name}`));
}

/** The folders from that of `path` up to the root; none for a document that is not on disk. */
export function foldersAbove(path: string): string[] {
  const folders: string[] = [];
  if (!path.startsWith("/") && !/^[A-Za-z]:\//.test(path)) return folders;
  for (let end = path.lastIndexOf("/"); end > 0; end = path.lastIndexOf("/", end - 1))
    folders.push(path.slice(0, end));
  return folders;
}

/** The text with comments and string contents blanked, so that neither counts as evidence. Include names survive. */
function withoutComments(text: string): string {
  return text.replace(
    /\/\*[\s\S]*?(?:\*\/|$)|\/\/[^\n]*|(#[ \t]*include[ \t]*"[^"\n]*")|"(?:[^"\\\n]|\\.)*"/g,
    (_, include) => (typeof include === "string" ? include : " "),
  );
}
