// What stands behind a file of a large scan: its headers, and in the second pass the other files of the tree. Contexts
// are followed from its functions into theirs; what is found belongs to the file that the context comes from, and may
// stand in another one.

import { buildFacts } from "../analysis/build-facts.js";
import type { FileFacts } from "../analysis/facts.js";
import type { Span } from "../base/span.js";
import { textForBuild } from "../c-types/conditions.js";
import type { Profile } from "../kernel-model/profile.js";
import { createFileView } from "../project/build-view.js";
import { type ForeignTree, inFrontOf } from "../project/foreign.js";
import { createForeignTree } from "../project/tree-index.js";
import { type CheckResult, type CheckSettings, checkFiles } from "../rules/engine.js";
import type { Finding } from "../rules/finding.js";
import { splitSuppressed } from "../rules/suppression.js";
import { type FileParts, partsOf, type UsedParts, usedParts } from "./file-parts.js";
import type { FileState } from "./file-state.js";
import { type ForeignQuestions, recordQuestions } from "./foreign-questions.js";
import { createHeaderSource } from "./header-source.js";
import { type LinkNews, placesOf } from "./link-news.js";
import { createLocator, type Locator } from "./report.js";
import { createTreeSource, type DiskFile, type TreeFile, type TreeSource } from "./tree-source.js";

/** The tree of a scan, as one worker sees it. */
export interface ScanBackground {
  /** From here on other files are known. */
  hear(news: LinkNews): void;
  check(file: DiskFile, settings: CheckSettings): ScannedCheck;
}

interface UsedDirective extends Span {
  readonly file: string;
}

export interface ScannedCheck {
  readonly result: CheckResult;
  /** Findings in the file and in others, suppressed ones left out. */
  readonly findings: readonly Finding[];
  /** Suppressions in other files that took a finding away. */
  readonly usedDirectives: readonly UsedDirective[];
  readonly locator: Locator;
  /** What the check, and whatever else was asked of its project, has depended on so far besides the file's own text. */
  readonly trace: () => JobTrace;
}

/** What a job was answered by the world: where all of it is as it was, the job comes to the same again. */
export interface JobTrace {
  readonly files: readonly FileState[];
  /** Present where the tree was known. */
  readonly questions?: ForeignQuestions;
  /** Of the tree's files that were read: what of them was looked at. */
  readonly parts?: readonly UsedParts[];
}

/** Makes the background of a worker: headers at first, the tree when it is told of it. */
export function createScanBackground(): ScanBackground {
  const used = new Map<string, FileState>();
  const onUse = (state: FileState): void => void used.set(state.diskPath, state);
  // The settings of a run are the same for all of its files.
  let profile: Profile | undefined;
  const readFacts = (path: string, text: string): FileFacts =>
    buildFacts(path, profile ? textForBuild(text, profile) : text);
  const source = createTreeSource(createHeaderSource(onUse, readFacts), onUse, readFacts);
  const partsOfFacts = new WeakMap<FileFacts, FileParts>();
  const foreign = new Map<string, TreeFile>();
  const facts = (path: string): FileFacts => {
    const file = source.file(path);
    foreign.set(path, file);
    return file.facts;
  };
  const partsUsed = (told: ReadonlyMap<string, ReadonlySet<string>>): UsedParts[] =>
    [...foreign.values()].map(({ path, diskPath, facts: found }) => {
      const parts = partsOfFacts.get(found) ?? partsOf(found);
      partsOfFacts.set(found, parts);
      return usedParts(diskPath, parts, told.get(path) ?? []);
    });
  const alone: ForeignTree = { find: () => undefined, facts, headersOf: source.headersOf };
  let linked: { readonly tree: ForeignTree; readonly places: ReadonlyMap<string, string> } | undefined;
  return {
    hear(news) {
      const places = placesOf(news);
      source.setPlaces(places);
      linked = { tree: createForeignTree(news.index, { facts, headersOf: source.headersOf }), places };
    },
    check(file, settings) {
      profile = settings.profile;
      source.begin(file);
      used.clear();
      foreign.clear();
      const recorded = linked && recordQuestions(linked.tree, linked.places);
      const tree = inFrontOf(recorded?.tree ?? alone, settings.behind);
      const checked = scannedCheck(file, checkFiles([file], settings, { tree }), { source, tree });
      const trace = (): JobTrace => ({
        files: [...used.values()],
        ...(recorded && { questions: recorded.questions(), parts: partsUsed(recorded.told()) }),
      });
      return { ...checked, trace };
    },
  };
}

interface Behind {
  readonly source: TreeSource;
  readonly tree: ForeignTree;
}

function scannedCheck(
  file: DiskFile,
  result: CheckResult,
  { source, tree }: Behind,
): Omit<ScannedCheck, "trace"> {
  const outside = result.outside ?? [];
  const findings = [...result.findings];
  const usedDirectives: UsedDirective[] = [];
  for (const path of new Set(outside.map((finding) => finding.file))) {
    const { text, facts } = source.file(path);
    const found = outside.filter((finding) => finding.file === path);
    const { kept, used } = splitSuppressed({ path, text, directives: facts.directives }, found);
    findings.push(...kept);
    for (const directive of used) usedDirectives.push({ file: path, ...directive.span });
  }
  const paths = [...pathsOf(findings), ...usedDirectives.map((directive) => directive.file)];
  const isRead = (path: string): boolean =>
    path !== file.path && result.project?.program.isTextless(path) !== true;
  const others = [...new Set(paths)].filter(isRead).map((path) => source.file(path));
  return { result, findings, usedDirectives, locator: locatorOf([file, ...others], result, tree) };
}

function pathsOf(findings: readonly Finding[]): string[] {
  const steps = findings.flatMap((finding) => [finding, ...finding.path, ...finding.otherPaths.flat()]);
  return steps.map((step) => step.file);
}

/** A locator over the file that was checked, with the others behind it. */
function locatorOf(
  files: readonly (DiskFile & Partial<TreeFile>)[],
  { project, views }: CheckResult,
  tree: ForeignTree,
): Locator {
  const otherViews = files.flatMap(({ facts }) => (project && facts ? [createFileView(project, facts)] : []));
  return createLocator(files, [...views, ...otherViews], tree);
}
