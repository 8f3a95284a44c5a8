// What a document is checked with, from four places: the project's `.kmem-lens.json`, the editor's settings, the kernel
// tree that the document lies in, our defaults. The project file wins key by key, because a team and its command line
// share it; `auto` says nothing and leaves the word to the tree.

import { isAbsolute } from "node:path";
import { architectures } from "../kernel-model/architectures.js";
import {
  type CommandLineMacros,
  withCommandLine,
  withOpenNames,
} from "../kernel-model/build-configuration.js";
import { chooseProfile, type ProfileOrigins } from "../kernel-model/choose-profile.js";
import { type FoundTree, profileSourceOfTree } from "../kernel-model/kernel-tree.js";
import { findRelease, kernelReleases } from "../kernel-model/profile.js";
import { knowledgeFilesFor } from "../project/knowledge.js";
import type { CheckSettings } from "../rules/engine.js";
import {
  type EnableMode,
  isRuleId,
  isRuleLevel,
  type ProjectConfig,
  profileSourceOf,
  type RuleLevel,
  unknownRuleMessage,
} from "../rules/project-config.js";

/** The editor's settings for one folder, checked. */
export interface EditorSettings extends ProjectConfig {
  readonly maxFileSizeBytes: number;
  /** A knowledge pack, or `none`; the one of the release where it is absent. */
  readonly pack?: string;
  /** The top of the kernel tree meant; the one around a file where it is absent. */
  readonly tree?: string;
  /** A file with the types of the kernel meant. */
  readonly btf?: string;
}

/** Who says which kernel is meant. */
export type ProfileOrigin = "project file" | "settings" | "kernel tree";

/** What one document is checked with. */
export interface EffectiveSettings {
  readonly enable: EnableMode;
  readonly maxFileSizeBytes: number;
  readonly check: CheckSettings;
  /** Where the parts of the profile come from. */
  readonly origins: ProfileOrigins<ProfileOrigin>;
  /** The kernel tree around the document. */
  readonly tree: FoundTree | undefined;
}

const defaultMaxFileSizeBytes = 4096 * 1024;

/** What holds while the editor has said nothing. */
export const defaultEditorSettings: EditorSettings = { maxFileSizeBytes: defaultMaxFileSizeBytes };

/** Reads the `kmemLens` section as the client sent it. Total: what is wrong is named in `problems` and left out. */
export function parseEditorSettings(raw: unknown): { settings: EditorSettings; problems: string[] } {
  const problems: string[] = [];
  const section = isRecord(raw) ? raw : {};
  const settings: { -readonly [K in keyof EditorSettings]: EditorSettings[K] } = { ...defaultEditorSettings };
  const wrong = (key: string, value: unknown, wanted: string): void => {
    if (value !== undefined && value !== null && value !== "" && value !== "auto") {
      problems.push(`kmemLens.${key} is ${JSON.stringify(value)}, not ${wanted}`);
    }
  };
  const { enable, kernel, arch, pageSize, cpus, preemptRt, pack, btf, tree, maxFileSize } = section;
  if (enable === "auto" || enable === "on" || enable === "off") settings.enable = enable;
  else wrong("enable", enable, "one of auto, on, off");
  if (typeof kernel === "string" && findRelease(kernel)) settings.kernel = kernel;
  else wrong("kernel", kernel, `one of auto, ${kernelReleases.map((release) => release.id).join(", ")}`);
  const architecture = Object.values(architectures).find(({ id }) => id === arch);
  if (architecture) settings.arch = architecture.id;
  else wrong("arch", arch, `one of auto, ${Object.keys(architectures).join(", ")}`);
  if (isWholeNumber(pageSize) && [4096, 16384, 65536].includes(pageSize)) settings.pageSizeBytes = pageSize;
  else wrong("pageSize", pageSize, "4096, 16384 or 65536");
  if (isWholeNumber(cpus) && cpus <= 8192) settings.nrCpus = cpus;
  else wrong("cpus", cpus, "a number from 1 to 8192");
  if (typeof preemptRt === "boolean") settings.preemptRt = preemptRt;
  else wrong("preemptRt", preemptRt, "true or false");
  if (isAbsolutePath(pack) || pack === "none") settings.pack = pack;
  else wrong("pack", pack, "auto, none or an absolute path");
  if (isAbsolutePath(btf)) settings.btf = btf;
  else wrong("btf", btf, "an absolute path");
  if (isAbsolutePath(tree)) settings.tree = tree.replace(/(.)[\\/]+$/, "$1");
  else wrong("tree", tree, "an absolute path");
  if (isWholeNumber(maxFileSize)) settings.maxFileSizeBytes = maxFileSize * 1024;
  else wrong("maxFileSize", maxFileSize, "a number of KiB");
  settings.rules = readRules(section["rules"], problems);
  return { settings, problems };
}

function readRules(raw: unknown, problems: string[]): Partial<Record<string, RuleLevel>> {
  const rules: Partial<Record<string, RuleLevel>> = {};
  if (!isRecord(raw)) return rules;
  for (const [id, level] of Object.entries(raw)) {
    if (!isRuleId(id)) problems.push(`kmemLens.rules: ${unknownRuleMessage(id)}`);
    else if (!isRuleLevel(level))
      problems.push(`kmemLens.rules: ${id} is ${JSON.stringify(level)}, not a level`);
    else rules[id] = level;
  }
  return rules;
}

/** What is found around a document. */
export interface Surroundings {
  readonly tree?: FoundTree | undefined;
  /** What its compiler is told. */
  readonly flags?: CommandLineMacros | undefined;
  /** Options that something else than its .config defines. */
  readonly openNames?: readonly string[];
}

/** The project's file, then the editor's settings, then the tree: the first that speaks wins, rules one by one. */
export function resolveSettings(
  editor: EditorSettings,
  project: ProjectConfig,
  { tree, flags, openNames = [] }: Surroundings = {},
): EffectiveSettings {
  const { profile: machine, origins } = chooseProfile<ProfileOrigin>([
    profileSourceOf("project file", project),
    profileSourceOf("settings", editor),
    ...(tree ? [profileSourceOfTree(tree)] : []),
  ]);
  const configured = machine.build && withOpenNames(machine.build, openNames);
  const build = flags ? withCommandLine(configured, flags, "compile_commands.json") : configured;
  const profile = build ? { ...machine, build } : machine;
  return {
    enable: project.enable ?? editor.enable ?? "auto",
    maxFileSizeBytes: editor.maxFileSizeBytes,
    check: {
      profile,
      rules: { ...editor.rules, ...project.rules },
      knowledge: {
        ...knowledgeFilesFor(editor, profile.release),
        ...(tree && { tree: tree.path }),
      },
    },
    origins,
    tree,
  };
}

function isAbsolutePath(value: unknown): value is string {
  return typeof value === "string" && isAbsolute(value);
}

function isWholeNumber(value: unknown): value is number {
  return typeof value === "number" && Number.isInteger(value) && value >= 1;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
