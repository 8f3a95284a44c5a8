// What stands behind a file of a large scan: its headers, and in the second pass the other files of the tree. Contexts
// are followed from its functions into theirs; what is found belongs to the file that the context comes from, and may
// stand in another one.

import type { Span } from "../base/span.js";
import { createFileView } from "../project/build-view.js";
import type { ForeignTree } from "../project/foreign.js";
import { createForeignTree, type TreeIndex } from "../project/tree-index.js";
import { type CheckResult, type CheckSettings, checkFiles } from "../rules/engine.js";
import type { Finding } from "../rules/finding.js";
import { splitSuppressed } from "../rules/suppression.js";
import { createHeaderSource } from "./header-source.js";
import { createLocator, type Locator } from "./report.js";
import { createTreeSource, type DiskFile, type TreeFile, type TreeSource } from "./tree-source.js";

/** What workers are told between the two passes of a scan. */
export interface LinkNews {
  readonly index: TreeIndex;
  /** Where each of the index' files is on the disk, in its order. */
  readonly diskPaths: readonly string[];
}

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
}

/** Makes the background of a worker: headers at first, the tree when it is told of it. */
export function createScanBackground(): ScanBackground {
  const source = createTreeSource(createHeaderSource());
  const facts = (path: string) => source.file(path).facts;
  let tree: ForeignTree = { find: () => undefined, facts, headersOf: source.headersOf };
  return {
    hear({ index, diskPaths }) {
      source.setPlaces(new Map(index.paths.map((path, place) => [path, diskPaths[place] ?? ""])));
      tree = createForeignTree(index, { facts, headersOf: source.headersOf });
    },
    check(file, settings) {
      source.begin(file);
      return scannedCheck(file, checkFiles([file], settings, { tree }), source);
    },
  };
}

function scannedCheck(file: DiskFile, result: CheckResult, source: TreeSource): ScannedCheck {
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
  const others = [...new Set(paths)].filter((path) => path !== file.path).map((path) => source.file(path));
  return { result, findings, usedDirectives, locator: locatorOf(file, others, result) };
}

function pathsOf(findings: readonly Finding[]): string[] {
  const steps = findings.flatMap((finding) => [finding, ...finding.path, ...finding.otherPaths.flat()]);
  return steps.map((step) => step.file);
}

function locatorOf(file: DiskFile, others: readonly TreeFile[], { project, views }: CheckResult): Locator {
  const otherViews = others.flatMap(({ facts }) => (project ? [createFileView(project, facts)] : []));
  return createLocator([file, ...others], [...views, ...otherViews]);
}
