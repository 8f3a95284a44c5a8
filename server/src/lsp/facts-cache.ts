// The engine with a memory: while a driver is typed in, its headers stay as they are, and so do most of its functions.
// What is known of them is used again; see analysis/facts-history.ts and project/flow-memory.ts.

import { buildFacts } from "../analysis/build-facts.js";
import type { FileFacts } from "../analysis/facts.js";
import { type FileVersion, nextVersion } from "../analysis/facts-history.js";
import { createFlowMemory, type FlowMemory } from "../project/flow-memory.js";
import { checkFacts, type SourceFile } from "../rules/engine.js";
import type { CheckFiles } from "./analysis-host.js";

/**
 * Text whose facts are kept, in characters: the headers of a few large drivers. Facts take about ten times the memory
 * of their text; less would read headers again whenever the user goes from one driver to another.
 */
const maxKeptChars = 4_000_000;

interface Kept {
  readonly text: string;
  readonly facts: FileFacts;
  /** Given for a text that has changed since it was first seen. */
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
  const keep = ({ path, text }: SourceFile): Kept => {
    const known = kept.get(path);
    const item = known?.text === text ? known : readAgain(path, text, known);
    drop(path);
    kept.set(path, item);
    keptChars += text.length;
    return item;
  };
  return (files, settings) => {
    const items = files.map(keep);
    const frames = [
      JSON.stringify([settings.profile, settings.knowledge]),
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

function readAgain(path: string, text: string, known: Kept | undefined): Kept {
  if (!known) return { text, facts: buildFacts(path, text), version: undefined };
  const version = nextVersion(path, text, known.version);
  return { text, facts: version.facts, version };
}
