// What the check of a file asked about the functions of others, and a hash of what it was told: the same questions with
// the same answers lead to the same findings, whatever else has changed in the tree.

import type { ForeignFunction, ForeignTree } from "../project/foreign.js";
import { hashOf } from "./file-state.js";

export interface ForeignQuestions {
  /** The names that were asked for, by the path of the file that they are written in. */
  readonly asked: ReadonlyMap<string, readonly string[]>;
  /** Hash of the answers, in that order. */
  readonly answers: string;
}

/** Where the files of the tree are on the disk, by path. */
export type TreePlaces = ReadonlyMap<string, string>;

export interface RecordedTree {
  readonly tree: ForeignTree;
  /** What the tree has been asked so far. */
  questions(): ForeignQuestions;
  /** The functions that it has told of so far, by the path of their file. */
  told(): ReadonlyMap<string, ReadonlySet<string>>;
}

/** The tree with its questions noted. */
export function recordQuestions(tree: ForeignTree, places: TreePlaces): RecordedTree {
  const told = new Map<string, Map<string, ForeignFunction | undefined>>();
  return {
    // Member by member: a question that is added to trees has to be noted as well.
    tree: {
      find(path, name) {
        const ofPath = told.get(path) ?? new Map<string, ForeignFunction | undefined>();
        told.set(path, ofPath);
        if (ofPath.has(name)) return ofPath.get(name);
        const found = tree.find(path, name);
        ofPath.set(name, found);
        return found;
      },
      // These two are files that were read, and told as such.
      facts: tree.facts,
      headersOf: tree.headersOf,
    },
    told() {
      const byPath = new Map<string, Set<string>>();
      for (const names of told.values()) {
        for (const [name, found] of names) {
          if (!found) continue;
          const ofPath = byPath.get(found.path);
          if (ofPath) ofPath.add(name);
          else byPath.set(found.path, new Set([name]));
        }
      }
      return byPath;
    },
    questions() {
      const asked = new Map([...told].map(([path, names]) => [path, [...names.keys()]]));
      return { asked, answers: answersTo(asked, (path, name) => told.get(path)?.get(name), places) };
    },
  };
}

/** What a tree answers to the questions, as `ForeignQuestions.answers` says it. */
export function answersTo(
  asked: ForeignQuestions["asked"],
  find: ForeignTree["find"],
  places: TreePlaces,
): string {
  const lines: string[] = [];
  for (const [path, names] of asked) for (const name of names) lines.push(lineOf(find(path, name), places));
  return hashOf(lines.join("\n"));
}

function lineOf(found: ForeignFunction | undefined, places: TreePlaces): string {
  if (!found) return "";
  const { summary, ...flags } = found;
  const told = summary ? textOf(summary) : "";
  return `${Object.values(flags).join(" ")} ${places.get(found.path) ?? ""} ${told}`;
}

/** Text that is equal for equal plain data, maps included. */
export function textOf(data: unknown): string {
  return JSON.stringify(data, (_, item: unknown) => (item instanceof Map ? [...item] : item));
}
