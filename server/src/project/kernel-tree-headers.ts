// The headers in angle brackets of a kernel tree that is at hand: types and constants for who includes them, inline
// functions of those that no pack knows. What a header declares is told from its text by the shape of declarations; it
// is read when a name of it is asked for. Bias: what the kernel model says of a function stands above its definition.

import { buildFacts } from "../analysis/build-facts.js";
import type { FileFacts } from "../analysis/facts.js";
import { textForBuild } from "../c-types/conditions.js";
import type { ArchitectureId } from "../kernel-model/architectures.js";
import { buildMacro } from "../kernel-model/build-configuration.js";
import type { KernelModel } from "../kernel-model/model.js";
import type { Profile } from "../kernel-model/profile.js";
import type { KernelHeaders } from "./foreign.js";
import { oneProcessorHeaders } from "./pack/assemble.js";
import { environmentOfHeaders } from "./pack/pack-headers.js";
import { emptyFacts } from "./pack/slim.js";

export interface TreeHeadersSetting {
  /** The text of a file below the tree's top; undefined where there is none. */
  readonly read: (path: string) => string | undefined;
  /** How the user knows a path below the top. */
  readonly nameOf: (path: string) => string;
  /** With the tree's configuration, if it has one. */
  readonly profile: Profile;
  readonly model: KernelModel;
  /** Headers whose functions are told by somebody else. */
  readonly isToldElsewhere: (path: string) => boolean;
}

/** A driver's includes come to about a thousand headers; beyond this somebody's tree is not a kernel's. */
const maxHeaders = 4000;

/** Folders of `arch/` (6.1). */
const archFolders: Readonly<Record<ArchitectureId, string>> = {
  x86_64: "x86",
  i386: "x86",
  arm64: "arm64",
  arm: "arm",
};

interface ReadHeader {
  readonly text: string;
  readonly includes: readonly string[];
  /** Those that it may say something of. */
  readonly names: ReadonlySet<string>;
}

export interface KernelTreeHeaders extends KernelHeaders {
  /** The text of a header by the path that the user knows; undefined for one that was not read. */
  textOf(path: string): string | undefined;
  /** From here on so much text is read, in characters; what would be more is as if it were not there. */
  allow(nrChars: number): void;
  /** Whether an answer since then would be another one if more had been read. */
  lacks(): boolean;
  /** Reads headers that answers have lacked, as far as that is allowed; tells whether all of them are read now. */
  readLacking(): boolean;
}

/** Opens the headers of a tree. */
export function openKernelTreeHeaders(setting: TreeHeadersSetting): KernelTreeHeaders {
  const headers = new Map<string, ReadHeader | undefined>();
  const facts = new Map<string, FileFacts>();
  const texts = new Map<string, string>();
  const ranked = new Map<string, ReadonlyMap<string, number>>();
  const rankedFor = new WeakMap<readonly string[], ReadonlyMap<string, number>>();
  /** The headers that may say something of a name. */
  const byName = new Map<string, string[]>();
  let nrCharsLeft = Number.POSITIVE_INFINITY;
  let lacks = false;
  /** Headers whose facts were asked for when they might not be read. */
  const lacking = new Set<string>();
  /** Whether something may be read that nobody has asked for yet. */
  const mayRead = (): boolean => {
    lacks ||= nrCharsLeft <= 0;
    return nrCharsLeft > 0;
  };
  const headerAt = (path: string): ReadHeader | undefined => {
    if (headers.has(path) || !mayRead()) return headers.get(path);
    const header = readHeader(setting.read(path));
    // To look for one that is not there costs about as much as to read a short one.
    nrCharsLeft -= header?.text.length ?? 1000;
    headers.set(path, header);
    for (const name of header?.names ?? []) {
      const paths = byName.get(name);
      if (paths) paths.push(path);
      else byName.set(name, [path]);
    }
    return header;
  };
  const tellingLacks = <T>(work: () => T): { readonly result: T; readonly isWhole: boolean } => {
    const before = lacks;
    lacks = false;
    const result = work();
    const isWhole = !lacks;
    lacks ||= before;
    return { result, isWhole };
  };
  const { build } = setting.profile;
  const isForOneProcessor = build && buildMacro("CONFIG_SMP", build)?.isDefined === false;
  const find = (include: string, folder: string): string | undefined =>
    isForOneProcessor || !oneProcessorHeaders.test(include)
      ? candidates(include, folder, setting.profile).find((path) => headerAt(path) !== undefined)
      : undefined;
  /** The headers that includes lead to, with their ranks: nearest first. */
  const reach = (includes: readonly string[]): ReadonlyMap<string, number> => {
    const before = rankedFor.get(includes);
    if (before) return before;
    const key = includes.join("\n");
    const known = ranked.get(key);
    if (known) {
      rankedFor.set(includes, known);
      return known;
    }
    const { result, isWhole } = tellingLacks(() => ranksOf(includes));
    if (isWhole) ranked.set(key, result);
    return result;
  };
  const ranksOf = (includes: readonly string[]): ReadonlyMap<string, number> => {
    const ranks = new Map<string, number>();
    const add = (include: string, folder: string): void => {
      const path = find(include, folder);
      if (path !== undefined && !ranks.has(path)) ranks.set(path, ranks.size);
    };
    for (const include of includes) add(include, "");
    // A Map gives its keys in the order in which they were added, and goes on to those that are added meanwhile.
    for (const path of ranks.keys()) {
      if (ranks.size > maxHeaders) break;
      const folder = path.slice(0, path.lastIndexOf("/") + 1);
      for (const include of headerAt(path)?.includes ?? []) add(include, folder);
    }
    return ranks;
  };
  const factsOf = (path: string): FileFacts => {
    const known = facts.get(path);
    if (known) return known;
    const name = setting.nameOf(path);
    if (!mayRead()) {
      lacking.add(path);
      return emptyFacts(name);
    }
    lacking.delete(path);
    const text = headerAt(path)?.text ?? "";
    nrCharsLeft -= text.length;
    texts.set(name, text);
    const made = usableFacts(buildFacts(name, textForBuild(text, setting.profile)), setting, path);
    facts.set(path, made);
    return made;
  };
  const saying = (includes: readonly string[], name: string): readonly FileFacts[] => {
    const bare = name.replace(/^(?:struct|union|enum) /, "");
    const ranks = reach(includes);
    const paths = byName.get(bare)?.filter((path) => ranks.has(path)) ?? [];
    return paths.sort((a, b) => (ranks.get(a) ?? 0) - (ranks.get(b) ?? 0)).map(factsOf);
  };
  return {
    defining: (includes, name) =>
      setting.model.knows(name)
        ? undefined
        : saying(includes, name).find(({ functions }) => functions.some((item) => item.name === name)),
    environmentOf: (includes, profile) => environmentOfHeaders((name) => saying(includes, name), profile),
    textOf: (path) => texts.get(path),
    allow(nrChars) {
      nrCharsLeft = nrChars;
      lacks = false;
    },
    lacks: () => lacks,
    readLacking() {
      for (const path of lacking) if (nrCharsLeft > 0) factsOf(path);
      return lacking.size === 0;
    },
  };
}

/** Where the kernel's compiler looks: include/, include/uapi/, the architecture's folders before the generic; and beside. */
function candidates(include: string, folder: string, { arch }: Profile): readonly string[] {
  const plain = include.replace(/^(?:\.\.?\/)+/, "");
  const asm = /^asm\/(.*)$/.exec(plain)?.[1];
  const own = `arch/${archFolders[arch.id]}/include`;
  if (asm === undefined)
    return [`include/${plain}`, `include/uapi/${plain}`, ...(folder === "" ? [] : [`${folder}${plain}`])];
  return [
    `${own}/asm/${asm}`,
    `${own}/uapi/asm/${asm}`,
    `include/asm-generic/${asm}`,
    `include/uapi/asm-generic/${asm}`,
  ];
}

/** The facts without functions that are told elsewhere. */
function usableFacts(facts: FileFacts, setting: TreeHeadersSetting, path: string): FileFacts {
  const functions = setting.isToldElsewhere(path)
    ? []
    : facts.functions.filter(({ name }) => !setting.model.knows(name));
  return { ...facts, functions };
}

/** Shapes of declarations: each has the name in one of its groups. More than is declared may be told, not less. */
const declarations: readonly RegExp[] = [
  /^[ \t]*#[ \t]*define[ \t]+(\w+)/gm,
  /\b(?:struct|union|enum)[ \t]+(?:__\w+[ \t]+)*(\w+)\s*\{/g,
  // typedef struct { … } name; and typedef int name, typedef int name[4];
  /(?:\}|\btypedef\b[^;{}()]*[\s*])[ \t]*(\w+)[ \t]*(?:\[[^\]]*\][ \t]*)*(?:__\w+[^;]*)?;/g,
  // typedef int (*name)(…);
  /\btypedef\b[^;{}]*?\(\s*\*\s*(\w+)\s*\)/g,
  // A function with its body, and a variable.
  /\b(\w+)\s*\([^;{}]*\)\s*\{/g,
  /\bextern\b[^;(){}]*?\b(\w+)\s*(?:\[[^\]]*\]\s*)*;/g,
  // Enumerators stand at the begin of a line or behind a comma.
  /(?:^|[,{])[ \t]*([A-Z_]\w*)[ \t]*(?=[,=}\n/])/gm,
];

function readHeader(text: string | undefined): ReadHeader | undefined {
  if (text === undefined) return undefined;
  const names = new Set<string>();
  for (const shape of declarations) for (const [, name] of text.matchAll(shape)) if (name) names.add(name);
  const includes = [...text.matchAll(/^[ \t]*#[ \t]*include[ \t]*[<"]([^>"\n]+)[>"]/gm)];
  return { text, includes: includes.map(([, name]) => name ?? ""), names };
}
