// The engine with a memory for what one file says: while a driver is typed in, its headers stay as they are, and facts
// depend on nothing but the file's own text.

import { buildFacts } from "../analysis/build-facts.js";
import type { FileFacts } from "../analysis/facts.js";
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
}

/** The engine; files that come again with the same text are not read again. */
export function createCachedCheck(): CheckFiles {
  // In order of last use: a Map gives its keys in the order in which they were set.
  const kept = new Map<string, Kept>();
  let keptChars = 0;
  const drop = (path: string): void => {
    keptChars -= kept.get(path)?.text.length ?? 0;
    kept.delete(path);
  };
  const factsOf = ({ path, text }: SourceFile): FileFacts => {
    const known = kept.get(path);
    const facts = known?.text === text ? known.facts : buildFacts(path, text);
    drop(path);
    kept.set(path, { text, facts });
    keptChars += text.length;
    return facts;
  };
  return (files, settings) => {
    const result = checkFacts(files, files.map(factsOf), settings);
    for (const path of [...kept.keys()]) if (keptChars > maxKeptChars) drop(path);
    return result;
  };
}
