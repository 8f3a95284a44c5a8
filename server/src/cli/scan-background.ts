// What stands behind a file of a large scan: its headers, and the other files of the tree. Contexts are followed from
// its functions into theirs; what is found belongs to the file that the context comes from, and may stand in another
// one.

import { factsOf } from "../analysis/build-facts.js";
import type { FileFacts } from "../analysis/facts.js";
import { once } from "../base/memo.js";
import type { Span } from "../base/span.js";
import { textForBuild } from "../c-types/conditions.js";
import { createFileView } from "../project/build-view.js";
import { type FactsRead, factsOfMasked } from "../project/bystanders.js";
import { type FileInterface, interfaceOf } from "../project/file-interface.js";
import { type ForeignTree, inFrontOf } from "../project/foreign.js";
import { readMentions } from "../project/mentions.js";
import { createOutsideNames, type OutsideNames } from "../project/outside-names.js";
import { linkProject } from "../project/project.js";
import { findQuiet, type QuietFile, staysQuiet } from "../project/quiet-file.js";
import { tellInterface } from "../project/told-interface.js";
import { createForeignTree, enteredFunctions } from "../project/tree-index.js";
import { type CheckResult, type CheckSettings, checkFacts } from "../rules/engine.js";
import type { Finding } from "../rules/finding.js";
import { splitSuppressed } from "../rules/suppression.js";
import { parseMasked } from "../syntax/parsed-file.js";
import { type MaskedFile, maskFile } from "../syntax/prepass.js";
import { partsOf, type UsedParts, usedParts } from "./file-parts.js";
import type { FileState } from "./file-state.js";
import { type ForeignQuestions, recordQuestions } from "./foreign-questions.js";
import { createHeaderSource } from "./header-source.js";
import { type LinkNews, placesOf } from "./link-news.js";
import { createLocator, type Locator } from "./report.js";
import {
  createTreeSource,
  type DiskFile,
  type TreeFacts,
  type TreeFile,
  type TreeSource,
} from "./tree-source.js";

/** The tree of a scan, as one worker sees it. */
export interface ScanBackground {
  /** From here on other files are known. */
  hear(news: LinkNews): void;
  /** `quiet`: what was told of the file. */
  check(file: DiskFile, settings: CheckSettings, quiet?: ToldQuiet): ScannedCheck;
  /** What others must know of a file, with the files that this depends on besides its own text. */
  tell(file: DiskFile): ToldFile;
}

export interface ToldFile {
  readonly interface: FileInterface;
  readonly files: readonly FileState[];
  readonly mask: MaskedFile;
  readonly quiet?: ToldQuiet;
}

/** A file that was quiet when it held these bytes. */
export interface ToldQuiet extends QuietFile {
  readonly content: FileState["content"];
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

/** What a file of the tree is checked, and followed into, with. */
interface LinkedTree {
  readonly tree: ForeignTree;
  readonly places: ReadonlyMap<string, string>;
  /** Functions that other files' contexts are followed into, by path. */
  readonly entered: ReadonlyMap<string, ReadonlySet<string>>;
}

/** The settings of a run, which are the same for all of its files. */
type ScanKnowledge = Pick<CheckSettings, "profile" | "behind">;

/** Makes the background of a worker, which knows headers at first, and the tree once it has heard of it. */
export function createScanBackground({ profile, behind }: ScanKnowledge): ScanBackground {
  const used = new Map<string, FileState>();
  const onUse = (state: FileState): void => void used.set(state.diskPath, state);
  const foreign = new Map<string, TreeFile>();
  const asBuilt = (text: string): string => textForBuild(text, profile);
  const outsideOf = (path: string, find: ForeignTree["find"]): OutsideNames =>
    createOutsideNames({
      headers: source.headersOf(path).map((header) => header.names(profile)),
      find: (name) => find(path, name),
    });
  const readFile = (
    { path, text }: DiskFile,
    find: ForeignTree["find"],
    isForOthersToo: boolean,
  ): FactsRead & Pick<TreeFacts, "asked"> & { readonly mask: MaskedFile } => {
    const built = asBuilt(text);
    const mask = maskFile(built, new Map());
    // What is behind may give a meaning to any name.
    if (behind)
      return { facts: factsOf(path, parseMasked(built, mask)), isForOthersToo: true, asked: [], mask };
    const asked: string[] = [];
    const entered = linked.entered.get(path);
    const read = factsOfMasked({ path, text: built }, mask, profile, {
      outside: outsideOf(path, (from, name) => {
        asked.push(name);
        return find(from, name);
      }),
      isEntered: (name) => entered?.has(name) === true,
      isForOthersToo,
      headers: () => headersOf(path),
    });
    return { ...read, asked, mask };
  };
  const source = createTreeSource(createHeaderSource(onUse, asBuilt), onUse, (file) => {
    const { mask, ...read } = readFile(file, linked.tree.find, true);
    const parts = partsOf(mask, profile);
    return { ...read, parts: () => parts };
  });
  let ownPath: string | undefined;
  /** The same as where the file is read for others, with what that asks of the tree. */
  const readOwn = (file: DiskFile, find: ForeignTree["find"]): FileFacts => {
    const { path, text } = file;
    const isAskedFor = linked.entered.has(path);
    const { facts, asked } = source.own(() => {
      const { mask, isForOthersToo, ...read } = readFile(file, find, false);
      void mask;
      return {
        ...read,
        use: isAskedFor && isForOthersToo ? "forOthersToo" : "once",
        parts: once(() => partsOf(maskFile(asBuilt(text), new Map()), profile)),
      };
    });
    for (const name of asked) find(path, name);
    return facts;
  };
  const facts = (path: string): FileFacts => {
    const file = source.file(path);
    foreign.set(path, file);
    // A file that contexts come back to from others is another one there than the one that is checked.
    return path === ownPath ? { ...file.facts } : file.facts;
  };
  const headersOf = (path: string): readonly FileFacts[] =>
    source.headersOf(path).map((header) => header.facts);
  const partsUsed = (told: ReadonlyMap<string, ReadonlySet<string>>): UsedParts[] =>
    [...foreign.values()].flatMap(({ path, diskPath, parts }) =>
      parts ? [usedParts(diskPath, parts(), told.get(path) ?? [])] : [],
    );
  let linked: LinkedTree = {
    tree: { find: () => undefined, facts, headersOf },
    places: new Map(),
    entered: new Map(),
  };
  return {
    hear(news) {
      const places = placesOf(news);
      source.setPlaces(places);
      const tree = createForeignTree(news.index, { facts, headersOf });
      linked = { tree, places, entered: enteredFunctions(news.index) };
    },
    tell(file) {
      const built = asBuilt(file.text);
      const mask = maskFile(built, new Map());
      if (!behind) {
        const mentions = readMentions(mask, profile);
        const told = tellInterface(file.path, mask, profile, mentions);
        const quiet = file.state && findQuiet(mask, mentions);
        return {
          interface: told,
          files: [],
          mask,
          ...(quiet && { quiet: { ...quiet, content: file.state.content } }),
        };
      }
      // What is behind may give a meaning to any name, which the tokens do not tell.
      source.begin(file);
      used.clear();
      const facts = factsOf(file.path, parseMasked(built, mask));
      const project = linkProject([facts], profile, { tree: inFrontOf(linked.tree, behind) });
      return { interface: interfaceOf(project, facts), files: [...used.values()], mask };
    },
    check(file, settings, quiet) {
      source.begin(file);
      used.clear();
      foreign.clear();
      ownPath = file.path;
      const recorded = recordQuestions(linked.tree, linked.places);
      const tree = inFrontOf(recorded.tree, settings.behind);
      const trace = (): JobTrace => ({
        files: [...used.values()],
        questions: recorded.questions(),
        parts: partsUsed(recorded.told()),
      });
      const isAsTold = quiet?.content === file.state?.content;
      if (quiet && isAsTold && staysQuiet(quiet, outsideOf(file.path, recorded.tree.find)))
        return { ...quietCheck(quiet, createLocator([file], [], tree)), trace };
      const own = readOwn(file, recorded.tree.find);
      const result = checkFacts([file], [own], settings, { tree });
      return { ...scannedCheck(file, result, { source, tree }), trace };
    },
  };
}

/** What the check of a quiet file comes to. */
function quietCheck(
  { nrFunctions, nrDroppedArms, nrLines }: QuietFile,
  locator: Locator,
): Omit<ScannedCheck, "trace"> {
  const functions = { functions: nrFunctions, cleanFunctions: nrFunctions };
  const stats = { ...functions, droppedArms: nrDroppedArms, lines: nrLines };
  return { result: { findings: [], stats, views: [] }, findings: [], usedDirectives: [], locator };
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
