// What a program asks about the functions of other files before it reads them, and how it gets at their facts. Who
// answers is another matter: the index of a tree that was scanned, or a pack.

import type { FileFacts } from "../analysis/facts.js";
import type { Summary } from "../analysis/summary.js";
import type { TypeEnvironment } from "../c-types/environment.js";
import type { Profile } from "../kernel-model/profile.js";
import type { ForeignEntry } from "./foreign-entries.js";

/** A function that other files can call, as far as it matters to them. What is not known for certain may be `true`. */
export interface ForeignFunction {
  readonly name: string;
  /** Of the file that defines it. */
  readonly path: string;
  /** A call below may be one that its context forbids. */
  readonly reachesSleep: boolean;
  /**
   * So many calls lead from it over the last border between files to the nearest such call, 0 where its own file has
   * one; more than any context is followed are not told apart.
   */
  readonly nrCallsAway: number;
  /** Takes or gives back something that forbids sleeping, itself. */
  readonly locksDirectly: boolean;
  /** The same, itself or in a call below. */
  readonly touchesLocks: boolean;
  /** May end with other locks held than it began. */
  readonly leavesLocks: boolean;
  /** How it does, where that is known without its file. */
  readonly summary?: Summary;
  /** Calls a function that it was handed. */
  readonly callsParameter: boolean;
  /** Has a parameter of type `gfp_t`. */
  readonly takesGfp: boolean;
}

/** The kernel's own headers, by name: what is not asked for is not read. */
export interface KernelHeaders {
  /** The header, of those that the lines lead to, that defines an inline function or macro of that name. */
  defining(includes: readonly string[], name: string): FileFacts | undefined;
  /** The types and constants of the headers that the lines lead to. */
  environmentOf(includes: readonly string[], profile: Profile): TypeEnvironment;
  /** Whether the header of that path below the top of a kernel tree is among them. */
  has?(path: string): boolean;
}

/** The functions of a tree, by name. */
export interface ForeignTree {
  /** The one function that `name` certainly means in the file at `path`. */
  find(path: string, name: string): ForeignFunction | undefined;
  /** The facts of one of its files; a file that cannot be read any more has no functions. */
  facts(path: string): FileFacts;
  /** The headers of a file, nearest first: for their types, macros and inline functions. */
  headersOf(path: string): readonly FileFacts[];
  /** The contexts in which its files call a function of that name that modules may call; absent where they are not known. */
  entriesOf?(name: string): readonly ForeignEntry[];
  /** Absent where nothing is known of them. */
  readonly kernelHeaders?: KernelHeaders;
  /** What the paths of its files begin with where their texts are not at hand. */
  readonly textlessTop?: string;
  /** The text of one of its headers. */
  textOf?(path: string): string | undefined;
}

/** A tree with another behind it, which is asked for what the first does not know; in the second no contexts begin. */
export function inFrontOf(first: ForeignTree, behind: ForeignTree | undefined): ForeignTree {
  if (!behind) return first;
  const { textlessTop, kernelHeaders } = behind;
  const isOfSecond = (path: string): boolean => textlessTop !== undefined && path.startsWith(textlessTop);
  return {
    find: (path, name) =>
      isOfSecond(path) ? behind.find(path, name) : (first.find(path, name) ?? behind.find(path, name)),
    facts: (path) => (isOfSecond(path) ? behind : first).facts(path),
    headersOf: (path) => (isOfSecond(path) ? behind : first).headersOf(path),
    ...(kernelHeaders && { kernelHeaders }),
    ...(textlessTop !== undefined && { textlessTop }),
  };
}
