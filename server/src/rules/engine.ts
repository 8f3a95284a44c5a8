// The engine as its rims see it: texts and settings in, findings and file views out. Pure: the rims read files.

import { buildFacts } from "../analysis/build-facts.js";
import type { FileFacts, FunctionFacts } from "../analysis/facts.js";
import { textForBuild } from "../c-types/conditions.js";
import { ownOptionsOf, withOpenNames } from "../kernel-model/build-configuration.js";
import type { Profile } from "../kernel-model/profile.js";
import { createFileView } from "../project/build-view.js";
import { factsForFindings } from "../project/bystanders.js";
import type { FileView } from "../project/file-view.js";
import type { ForeignTree } from "../project/foreign.js";
import { spansInText, viewInText } from "../project/in-text.js";
import type { KnowledgeFiles } from "../project/knowledge.js";
import { linkProject, type Project, type ProjectBackground } from "../project/project.js";
import { findRule } from "./catalogue.js";
import { type Finding, findingInText, type RuleId, type Severity } from "./finding.js";
import { projectRules } from "./index.js";
import { applySuppressions } from "./suppression.js";

/** What the user set: rules not named have their default severity. */
export interface CheckSettings {
  readonly profile: Profile;
  readonly rules: Readonly<Partial<Record<RuleId, Severity | "off">>>;
  /** Where more is known of the kernel meant. */
  readonly knowledge?: KnowledgeFiles;
  /** What stands behind the files where nothing else does; no plain data, so it is made anew in every thread. */
  readonly behind?: ForeignTree;
}

/** One source file: its path as the user knows it and its whole text. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
  /** Whether it is of the tree behind the user's files: what it exports gives way to theirs of the same name. */
  readonly isBehind?: boolean;
}

/** Numbers for `--stats`. */
export interface CheckStats {
  readonly functions: number;
  readonly cleanFunctions: number;
  readonly droppedArms: number;
  readonly lines: number;
}

/** What came out of checking a set of files together. */
export interface CheckResult {
  /** In order of file, then place. */
  readonly findings: readonly Finding[];
  readonly stats: CheckStats;
  /** One view per file given, in the same order. */
  readonly views: readonly FileView[];
  /** Findings in files of the tree behind, which are none of those given: suppressions there are not applied. */
  readonly outside?: readonly Finding[];
  /** The picture that it all came from. */
  readonly project?: Project;
}

/** Analyses `files` as one project and reports on all of them. Total: a broken file yields what could be read of it. */
export function checkFiles(
  files: readonly SourceFile[],
  settings: CheckSettings,
  background?: ProjectBackground,
): CheckResult {
  const own = settingsFor(files, settings);
  const facts = files.map(({ path, text }) => buildFacts(path, textForBuild(text, own.profile)));
  return checkFacts(files, withoutShadowed(files, facts), own, background);
}

/** The settings for these files: of options that their own headers define the build says nothing. */
export function settingsFor(files: readonly SourceFile[], settings: CheckSettings): CheckSettings {
  const { build } = settings.profile;
  if (!build) return settings;
  const headers = files.filter(({ path }) => path.endsWith(".h"));
  const names = headers.flatMap(({ text }) => ownOptionsOf(text));
  if (names.length === 0) return settings;
  return { ...settings, profile: { ...settings.profile, build: withOpenNames(build, names) } };
}

/** The facts without functions of the tree that the user's files define as well. */
function withoutShadowed(files: readonly SourceFile[], facts: readonly FileFacts[]): readonly FileFacts[] {
  if (!files.some(({ isBehind }) => isBehind)) return facts;
  const isExported = ({ kind, isStatic }: FunctionFacts): boolean => kind === "function" && !isStatic;
  const own = new Set(
    facts.flatMap(({ functions }, at) =>
      files[at]?.isBehind ? [] : functions.filter(isExported).map(({ name }) => name),
    ),
  );
  return facts.map((file, at) =>
    files[at]?.isBehind
      ? { ...file, functions: file.functions.filter((item) => !isExported(item) || !own.has(item.name)) }
      : file,
  );
}

/**
 * The findings of one file by itself, as a scan of thousands wants them: what no finding can come of is not read, and
 * counts as clean. The views know nothing of it either.
 */
export function checkQuickly(file: SourceFile, settings: CheckSettings): CheckResult {
  return checkFacts([file], [factsForFindings(file.path, file.text, settings.profile)], settings);
}

/** As `checkFiles`, where the facts of each file, in the order of the files, are at hand. */
export function checkFacts(
  files: readonly SourceFile[],
  facts: readonly FileFacts[],
  settings: CheckSettings,
  background?: ProjectBackground,
): CheckResult {
  const tree = background?.tree ?? settings.behind;
  const project = linkProject(facts, settings.profile, { ...background, ...(tree && { tree }) });
  const inText = spansInText(facts);
  const rules = projectRules.filter((rule) => settings.rules[rule.id] !== "off");
  const found = rules.flatMap((rule) =>
    rule.check(project).map((finding) => withSeverity(findingInText(finding, inText), settings)),
  );
  const ran = new Set(rules.map((rule) => rule.id));
  const findings = files.flatMap((file, index) => {
    const own = found.filter((finding) => finding.file === file.path);
    const directives = facts[index]?.directives ?? [];
    return applySuppressions({ path: file.path, text: file.text, directives }, own, ran)
      .filter((finding) => settings.rules[finding.rule] !== "off")
      .map((finding) => withSeverity(finding, settings))
      .toSorted((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
  });
  const paths = new Set(files.map((file) => file.path));
  return {
    findings,
    stats: statsOf(facts),
    views: facts.map((file) => viewInText(createFileView(project, file), file, inText)),
    outside: found.filter((finding) => !paths.has(finding.file)),
    project,
  };
}

/** The user's level replaces the rule's default, and lowers what the rule itself says less loudly. */
function withSeverity(finding: Finding, settings: CheckSettings): Finding {
  const level = settings.rules[finding.rule];
  const usual = findRule(finding.rule)?.defaultSeverity;
  if (level === undefined || level === "off") return finding;
  if (finding.severity === usual) return { ...finding, severity: level };
  const order: readonly Severity[] = ["hint", "info", "warning", "error"];
  return order.indexOf(level) < order.indexOf(finding.severity) ? { ...finding, severity: level } : finding;
}

function statsOf(files: readonly FileFacts[]): CheckStats {
  const functions = files.flatMap((file) => file.functions.filter((facts) => facts.kind === "function"));
  return {
    functions: functions.length,
    cleanFunctions: functions.filter((facts) => facts.isClean).length,
    droppedArms: files.reduce((sum, file) => sum + file.droppedArms, 0),
    lines: files.reduce((sum, file) => sum + file.lineCount, 0),
  };
}
