// `.kmem-lens.json`: what a project fixes for everyone who works on it, in the editor and on the command line. This
// file reads the text; who finds the nearest file is the rims' matter. A mistake costs its own line only.

import { type Node, type ParseError, parseTree, printParseErrorCode } from "jsonc-parser";
import { nearestWord } from "../base/nearest-word.js";
import type { Span } from "../base/span.js";
import { type ArchitectureId, architectures } from "../kernel-model/architectures.js";
import type { ProfileSource } from "../kernel-model/choose-profile.js";
import { findRelease, kernelReleases } from "../kernel-model/profile.js";
import { findRule, ruleIds } from "./catalogue.js";
import type { RuleId, Severity } from "./finding.js";

/** The name that is looked for, upwards from a source file. */
export const projectConfigFileName = ".kmem-lens.json";

/** Which files the editor checks: kernel code, every C file, none. The command line checks what it is given. */
export type EnableMode = "auto" | "on" | "off";

/** Level of a rule as users write it. */
export type RuleLevel = Severity | "off";

/** What a project file or the editor's settings may fix; absent means "not said here". */
export interface ProjectConfig {
  readonly enable?: EnableMode;
  /** A release we know, as the user wrote it. */
  readonly kernel?: string;
  readonly arch?: ArchitectureId;
  readonly pageSizeBytes?: number;
  readonly nrCpus?: number;
  readonly preemptRt?: boolean;
  readonly rules?: Readonly<Partial<Record<RuleId, RuleLevel>>>;
}

/** A project's file, or other settings of that shape, as one of the places that say which kernel is meant. */
export function profileSourceOf<Origin extends string>(
  origin: Origin,
  { kernel, arch, pageSizeBytes, nrCpus, preemptRt }: ProjectConfig,
): ProfileSource<Origin> {
  const config = {
    ...(pageSizeBytes === undefined ? {} : { pageSizeBytes }),
    ...(nrCpus === undefined ? {} : { nrCpus }),
    ...(preemptRt === undefined ? {} : { preemptRt }),
  };
  const release = kernel === undefined ? undefined : findRelease(kernel);
  return { origin, release, archId: arch, configFor: () => config };
}

/** Something in the text that was not taken. */
export interface ConfigProblem {
  /** UTF-16 offsets in the text. */
  readonly span: Span;
  readonly message: string;
}

const levels: readonly string[] = ["off", "hint", "info", "warning", "error"] satisfies RuleLevel[];
const enableModes: readonly string[] = ["auto", "on", "off"] satisfies EnableMode[];

/** Whether `text` is the id of a rule of this version. */
export function isRuleId(text: string): text is RuleId {
  return findRule(text) !== undefined;
}

/** Whether `text` is a level that a rule can be set to. */
export function isRuleLevel(text: unknown): text is RuleLevel {
  return typeof text === "string" && levels.includes(text);
}

/** Reads JSON with comments and trailing commas. Total: what is wrong is a problem, and everything else is taken. */
export function parseProjectConfig(text: string): { config: ProjectConfig; problems: ConfigProblem[] } {
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { allowTrailingComma: true, allowEmptyContent: true });
  const problems = errors.slice(0, 10).map((error) => ({
    span: { start: error.offset, end: error.offset + error.length },
    message: `not valid JSON here: ${wordsOf(printParseErrorCode(error.error))}`,
  }));
  if (!root) return { config: {}, problems };
  if (root.type !== "object") {
    return {
      config: {},
      problems: [...problems, { span: spanOf(root), message: "the file must hold one object { … }" }],
    };
  }
  const config: MutableConfig = {};
  for (const property of root.children ?? []) readProperty(property, config, problems);
  return { config, problems };
}

type MutableConfig = { -readonly [K in keyof ProjectConfig]: ProjectConfig[K] };

type Reader = (value: Node, config: MutableConfig) => string | undefined;

/** One reader per key; what it returns is what is wrong with the value. */
const readers: Readonly<Record<string, Reader>> = {
  $schema: () => undefined,
  enable: ({ value }, config) => {
    if (!enableModes.includes(String(value))) return `'enable' is one of ${enableModes.join(", ")}`;
    config.enable = String(value) as EnableMode; // checked in the line above
    return undefined;
  },
  kernel: ({ value }, config) => {
    const ids = kernelReleases.map((release) => release.id);
    if (typeof value !== "string" || !findRelease(value)) {
      return `'kernel' is a release in quotes, one of ${ids.join(", ")}${didYouMean(String(value), ids)}`;
    }
    config.kernel = value;
    return undefined;
  },
  arch: ({ value }, config) => {
    const ids = Object.keys(architectures);
    if (typeof value !== "string" || !ids.includes(value)) {
      return `'arch' is one of ${ids.join(", ")}${didYouMean(String(value), ids)}`;
    }
    config.arch = value as ArchitectureId; // checked in the line above
    return undefined;
  },
  pageSize: ({ value }, config) => {
    if (![4096, 16384, 65536].includes(Number(value))) return "'pageSize' is 4096, 16384 or 65536";
    config.pageSizeBytes = Number(value);
    return undefined;
  },
  cpus: ({ value }, config) => {
    if (!Number.isInteger(value) || value < 1 || value > 8192) return "'cpus' is a number from 1 to 8192";
    config.nrCpus = Number(value);
    return undefined;
  },
  preemptRt: ({ value }, config) => {
    if (typeof value !== "boolean") return "'preemptRt' is true or false";
    config.preemptRt = value;
    return undefined;
  },
  rules: (node) =>
    node.type === "object" ? undefined : '\'rules\' is an object: { "sleep-in-atomic": "error" }',
};

function readProperty(property: Node, config: MutableConfig, problems: ConfigProblem[]): void {
  const [key, value] = property.children ?? [];
  if (!key || !value) return;
  const name = String(key.value);
  const reader = Object.hasOwn(readers, name) ? readers[name] : undefined;
  if (!reader) {
    const names = Object.keys(readers);
    problems.push({ span: spanOf(key), message: `unknown key '${name}'${didYouMean(name, names)}` });
    return;
  }
  const problem = reader(value, config);
  if (problem !== undefined) problems.push({ span: spanOf(value), message: problem });
  else if (name === "rules") config.rules = readRules(value, problems);
}

function readRules(node: Node, problems: ConfigProblem[]): Partial<Record<RuleId, RuleLevel>> {
  const rules: Partial<Record<RuleId, RuleLevel>> = {};
  for (const property of node.children ?? []) {
    const [key, value] = property.children ?? [];
    if (!key || !value) continue;
    const id = String(key.value);
    const level: unknown = value.value;
    if (!isRuleId(id)) problems.push({ span: spanOf(key), message: unknownRuleMessage(id) });
    else if (!isRuleLevel(level)) {
      problems.push({
        span: spanOf(value),
        message: `a level is one of ${levels.join(", ")}${didYouMean(String(level), levels)}`,
      });
    } else rules[id] = level;
  }
  return rules;
}

/** What is said of a rule id that does not exist, wherever it was written. */
export function unknownRuleMessage(id: string): string {
  return `unknown rule '${id}'${didYouMean(id, ruleIds)}`;
}

function didYouMean(written: string, names: readonly string[]): string {
  const name = nearestWord(written, names);
  return name === undefined ? "" : `; did you mean '${name}'?`;
}

function spanOf(node: Node): Span {
  return { start: node.offset, end: node.offset + node.length };
}

/** `CommaExpected` → `comma expected`. */
function wordsOf(code: string): string {
  return code.replace(/(?<=[a-z])(?=[A-Z])/g, " ").toLowerCase();
}
