// The options of `check`: what the words of the command line and of the project's file come to. Every mistake is a
// `UsageError` that says how to mend it.

import { statSync } from "node:fs";
import { availableParallelism } from "node:os";
import { nearestWord } from "../base/nearest-word.js";
import { type ArchitectureId, architectures } from "../kernel-model/architectures.js";
import { chooseProfile } from "../kernel-model/choose-profile.js";
import { type KernelTree, profileSourceOfTree } from "../kernel-model/kernel-tree.js";
import { findRelease, kernelReleases, type Profile } from "../kernel-model/profile.js";
import type { CompilerFlags } from "../project/compiler-flags.js";
import { ruleIds, severities } from "../rules/catalogue.js";
import type { CheckSettings } from "../rules/engine.js";
import type { RuleId, Severity } from "../rules/finding.js";
import { isRuleId, isRuleLevel, type ProjectConfig, profileSourceOf } from "../rules/project-config.js";
import { UsageError } from "./usage-error.js";

/** Options as commander hands them over; absent means not given. */
export interface RawCheckOptions {
  readonly format?: string;
  readonly kernel?: string;
  readonly arch?: string;
  readonly tree?: string;
  readonly pack?: string;
  readonly btf?: string;
  readonly jobs?: string;
  readonly only?: readonly string[];
  readonly rule?: readonly string[];
  readonly baseline?: string;
  readonly writeBaseline?: string;
  readonly diff?: string;
  readonly fix?: boolean;
  readonly fixes?: boolean;
  /** commander turns `--no-cache` into `cache: false`. */
  readonly cache?: boolean;
  readonly stats?: boolean;
  /** commander turns `--no-link` into `link: false`. */
  readonly link?: boolean;
  readonly failOn?: string;
  readonly stdinPath?: string;
}

export const reportFormats = ["text", "json", "sarif", "github", "gcc"] as const;
export type ReportFormat = (typeof reportFormats)[number];

export type FailOn = Severity | "never";

export interface CheckOptions {
  readonly format: ReportFormat;
  readonly nrWorkers: number;
  readonly failOn: FailOn;
  readonly stats: boolean;
  /** Whether the files of a large PATH are linked; those of a small one always are. */
  readonly links: boolean;
  /** Whether results of earlier runs are used and kept. */
  readonly cache: boolean;
  readonly fixes: "none" | "propose" | "apply";
  readonly stdinPath: string | undefined;
  readonly baseline: string | undefined;
  readonly writeBaseline: string | undefined;
  readonly diff: string | undefined;
  readonly tree: string | undefined;
  readonly pack: string | undefined;
  readonly btf: string | undefined;
}

/** Reads the options that do not depend on the project's file. */
export function readCheckOptions(raw: RawCheckOptions, paths: readonly string[]): CheckOptions {
  const format = oneOf(raw.format ?? "text", reportFormats, "--format");
  const failOn = oneOf<FailOn>(
    raw.failOn ?? (format === "gcc" ? "never" : "warning"),
    [...severities, "never"],
    "--fail-on",
  );
  const hasStdin = paths.includes("-");
  if (paths.length === 0)
    throw new UsageError("check: no PATH given; name C files or folders, or '-' for standard input");
  if (hasStdin && paths.length > 1)
    throw new UsageError("check: '-' stands alone; name files or read standard input");
  if (hasStdin && raw.fix)
    throw new UsageError("--fix cannot write standard input; use --fixes to get the edits");
  if (raw.stdinPath !== undefined && !hasStdin) throw new UsageError("--stdin-path needs '-' as PATH");
  if (raw.baseline !== undefined && raw.writeBaseline !== undefined) {
    throw new UsageError("--baseline and --write-baseline exclude each other; write first, then use it");
  }
  if (raw.tree !== undefined) requireFolder(raw.tree, "--tree");
  return {
    format,
    failOn,
    nrWorkers: raw.jobs === undefined ? Math.min(availableParallelism(), 8) : readJobs(raw.jobs),
    stats: raw.stats === true,
    links: raw.link !== false,
    cache: raw.cache !== false,
    fixes: raw.fix ? "apply" : raw.fixes ? "propose" : "none",
    stdinPath: raw.stdinPath,
    baseline: raw.baseline,
    writeBaseline: raw.writeBaseline,
    diff: raw.diff,
    tree: raw.tree,
    pack: raw.pack,
    btf: raw.btf,
  };
}

/** What is said of the kernel elsewhere than on the command line: each wins over those after it. */
export interface ProfileSources {
  readonly config: ProjectConfig;
  readonly flags: CompilerFlags | undefined;
  readonly tree: KernelTree | undefined;
}

/** The engine's settings: the command line wins over everything else. */
export function readCheckSettings(
  raw: Pick<RawCheckOptions, "kernel" | "arch" | "only" | "rule">,
  sources: ProfileSources,
): CheckSettings {
  const { config } = sources;
  return {
    profile: profileOf(raw.kernel, raw.arch, sources),
    rules: { ...config.rules, ...levelsOf(raw.rule ?? [], raw.only ?? []) },
  };
}

/** The profile that the words name; `UsageError` for a release or architecture that we do not know. */
export function profileOf(
  kernel: string | undefined,
  arch: string | undefined,
  { config, flags, tree }: ProfileSources,
): Profile {
  const named = kernel ?? config.kernel;
  const release = named === undefined ? undefined : findRelease(named);
  if (named !== undefined && !release) {
    const known = kernelReleases.map(({ id }) => id);
    throw new UsageError(`--kernel: unknown release '${named}'; one of ${known.join(", ")}`);
  }
  const word = arch ?? config.arch;
  if (word !== undefined && !isArchitectureId(word))
    throw new UsageError(`--arch: ${notOneOf(word, Object.keys(architectures))}`);
  const none = { release: undefined, archId: undefined, configFor: () => ({}) };
  return chooseProfile([
    { ...none, origin: "command line", release, archId: word },
    profileSourceOf("project file", config),
    { ...none, origin: "compiler flags", archId: architectureOfFlags(flags) },
    ...(tree ? [profileSourceOfTree(tree)] : []),
  ]).profile;
}

function isArchitectureId(text: string): text is ArchitectureId {
  return Object.hasOwn(architectures, text);
}

/** kbuild's ARCH for both x86 is `x86`; the word size tells them apart. Others that we lack have the default. */
function architectureOfFlags(flags: CompilerFlags | undefined): ArchitectureId | undefined {
  if (flags?.kbuildArch === "x86") return flags.wordBits === 32 ? "i386" : "x86_64";
  return undefined;
}

function levelsOf(rules: readonly string[], only: readonly string[]): CheckSettings["rules"] {
  const levels: Partial<Record<RuleId, Severity | "off">> = {};
  if (only.length > 0) {
    const wanted = only.flatMap((list) => list.split(",")).map((id) => id.trim());
    const ids = wanted.filter((id) => id !== "").map((id) => knownRule(id, "--only"));
    if (ids.length === 0)
      throw new UsageError("--only: no rule named; write --only sleep-in-atomic,oversized-kmalloc");
    for (const id of ruleIds) if (!ids.includes(id)) levels[id] = "off";
  }
  for (const text of rules) {
    const [id = "", level] = text.split("=");
    if (level === undefined)
      throw new UsageError(`--rule: write ID=LEVEL, as in --rule sleep-in-atomic=warning`);
    if (!isRuleLevel(level)) throw new UsageError(`--rule: ${notOneOf(level, ["off", ...severities])}`);
    levels[knownRule(id, "--rule")] = level;
  }
  return levels;
}

function knownRule(id: string, option: string): RuleId {
  if (isRuleId(id)) return id;
  throw new UsageError(`${option}: unknown rule ${notOneOf(id, ruleIds)}`);
}

function oneOf<T extends string>(text: string, known: readonly T[], option: string): T {
  const found = known.find((word) => word === text);
  if (found !== undefined) return found;
  throw new UsageError(`${option}: ${notOneOf(text, known)}`);
}

/** `'jsn' is not one of text, json; did you mean 'json'?` */
function notOneOf(text: string, known: readonly string[]): string {
  const near = nearestWord(text, known);
  return `'${text}' is not one of ${known.join(", ")}${near === undefined ? "" : `; did you mean '${near}'?`}`;
}

export function readJobs(text: string): number {
  const jobs = Number(text);
  if (!/^\d+$/.test(text) || jobs < 1 || jobs > 256) {
    throw new UsageError(`--jobs: '${text}' is not a number of workers from 1 to 256`);
  }
  return jobs;
}

function requireFolder(path: string, option: string): void {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (!stats?.isDirectory())
    throw new UsageError(`${option}: '${path}' is not a folder; name the top of a kernel tree`);
}
