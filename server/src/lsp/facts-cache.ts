// The engine with a memory: while a driver is typed in, its headers stay as they are, and so do most of its functions.
// What is known of them is used again; see analysis/facts-history.ts and project/flow-memory.ts.

import { buildFacts } from "../analysis/build-facts.js";
import type { FileFacts } from "../analysis/facts.js";
import { type FileVersion, nextVersion } from "../analysis/facts-history.js";
import { textForBuild } from "../c-types/conditions.js";
import type { Profile } from "../kernel-model/profile.js";
import { createFlowMemory, type FlowMemory } from "../project/flow-memory.js";
import { checkFacts, type SourceFile, settingsFor } from "../rules/engine.js";
import type { CheckFiles } from "./analysis-host.js";

/**
 * Text whose facts are kept, in characters: the headers of a few large drivers. Facts take about ten times the memory
 * of their text; less would read headers again whenever the user goes from one driver to another.
 */
const maxKeptChars = 4_000_000;

interface Kept {
  readonly text: string;
  /** The build that its arms were chosen for. */
  readonly buildId: string | undefined;
  readonly facts: FileFacts;
  /** Given for a source file, and for a header whose text has changed since it was first seen. */
  readonly version: FileVersion | undefined;
}

/** Flows of the file that was checked last, and what they hang on besides the bodies of its functions. */
interface LastFlows {
  readonly memory: FlowMemory;
  readonly frames: readonly unknown[];
}

/** The engine; files that come again with the same text are not read again, nor are functions that have not changed. */
export function createCachedCheck(): CheckFiles {
  // In order of last use: a Map gives its keys in the order in which they were set.
  const kept = new Map<string, Kept>();
  let keptChars = 0;
  let last: LastFlows | undefined;
  const drop = (path: string): void => {
    keptChars -= kept.get(path)?.text.length ?? 0;
    kept.delete(path);
  };
  const keep = ({ path, text }: SourceFile, profile: Profile): Kept => {
    const before = kept.get(path);
    const known = before?.buildId === profile.build?.id ? before : undefined;
    const item = known?.text === text ? known : readAgain({ path, text }, profile, known);
    drop(path);
    kept.set(path, item);
    keptChars += text.length;
    return item;
  };
  return (files, given) => {
    const settings = settingsFor(files, given);
    const { profile, knowledge } = settings;
    const items = files.map((file) => keep(file, profile));
    const { build, ...machine } = profile;
    const frames = [
      JSON.stringify([machine, build?.id, knowledge]),
      settings.behind,
      ...items.map(({ version, facts }) => version?.frame ?? facts),
    ];
    const isSame =
      last?.frames.length === frames.length && frames.every((frame, i) => frame === last?.frames[i]);
    if (!last || !isSame) last = { memory: createFlowMemory(), frames };
    const facts = items.map((item) => item.facts);
    const result = checkFacts(files, facts, settings, { memory: last.memory });
    for (const path of [...kept.keys()]) if (keptChars > maxKeptChars) drop(path);
    return result;
  };
}

function readAgain({ path, text }: SourceFile, profile: Profile, known: Kept | undefined): Kept {
  const built = textForBuild(text, profile);
  const buildId = profile.build?.id;
  // The first edit of a source file is to find the functions that it leaves alone.
  if (!known && !path.endsWith(".c"))
    return { text, buildId, facts: buildFacts(path, built), version: undefined };
  const version = nextVersion(path, built, known?.version);
  return { text, buildId, facts: version.facts, version };
}
