// What the user set, from three places: the editor's settings, the project's `.kmem-lens.json`, our defaults. The
// project file wins key by key, because a team and its command line share it.

import { architectures } from "../kernel-model/architectures.js";
import { createProfile, findRelease, kernelReleases, type Profile } from "../kernel-model/profile.js";
import type { CheckSettings } from "../rules/engine.js";
import {
  type EnableMode,
  isRuleId,
  isRuleLevel,
  type ProjectConfig,
  type RuleLevel,
  unknownRuleMessage,
} from "../rules/project-config.js";

/** The editor's settings for one folder, checked. */
export interface EditorSettings extends ProjectConfig {
  readonly maxFileSizeBytes: number;
}

/** What one document is checked with. */
export interface EffectiveSettings {
  readonly enable: EnableMode;
  readonly maxFileSizeBytes: number;
  readonly check: CheckSettings;
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
    if (value !== undefined && value !== null && value !== "") {
      problems.push(`kmemLens.${key} is ${JSON.stringify(value)}, not ${wanted}`);
    }
  };
  const { enable, kernel, arch, pageSize, cpus, preemptRt, maxFileSize } = section;
  if (enable === "auto" || enable === "on" || enable === "off") settings.enable = enable;
  else wrong("enable", enable, "one of auto, on, off");
  if (typeof kernel === "string" && findRelease(kernel)) settings.kernel = kernel;
  else wrong("kernel", kernel, `one of ${kernelReleases.map((release) => release.id).join(", ")}`);
  const architecture = Object.values(architectures).find(({ id }) => id === arch);
  if (architecture) settings.arch = architecture.id;
  else wrong("arch", arch, `one of ${Object.keys(architectures).join(", ")}`);
  if (isWholeNumber(pageSize) && [4096, 16384, 65536].includes(pageSize)) settings.pageSizeBytes = pageSize;
  else wrong("pageSize", pageSize, "4096, 16384 or 65536");
  if (isWholeNumber(cpus) && cpus <= 8192) settings.nrCpus = cpus;
  else wrong("cpus", cpus, "a number from 1 to 8192");
  if (typeof preemptRt === "boolean") settings.preemptRt = preemptRt;
  else wrong("preemptRt", preemptRt, "true or false");
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

/** Defaults, then the editor's settings, then the project's file: the later wins, rules one by one. */
export function resolveSettings(editor: EditorSettings, project: ProjectConfig): EffectiveSettings {
  const merged = { ...editor, ...project };
  return {
    enable: merged.enable ?? "auto",
    maxFileSizeBytes: editor.maxFileSizeBytes,
    check: { profile: profileOf(merged), rules: { ...editor.rules, ...project.rules } },
  };
}

/** The profile that the settings name; a page size that the architecture does not have is not taken. */
function profileOf(config: ProjectConfig): Profile {
  const release = config.kernel === undefined ? undefined : findRelease(config.kernel);
  const arch = architectures[config.arch ?? "x86_64"];
  const { pageSizeBytes, nrCpus, preemptRt } = config;
  return createProfile(release, arch.id, {
    ...(pageSizeBytes !== undefined && arch.pageSizesBytes.includes(pageSizeBytes) ? { pageSizeBytes } : {}),
    ...(nrCpus === undefined ? {} : { nrCpus }),
    ...(preemptRt === undefined ? {} : { preemptRt }),
  });
}

function isWholeNumber(value: unknown): value is number {
  return typeof value === "number" && Number.isInteger(value) && value >= 1;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
