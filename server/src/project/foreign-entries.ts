// In which contexts the files of a tree call a function that modules may call: what a file that stands in for one of the
// tree's cannot see of its callers. Found where the callers' files are followed, kept in a pack, and from there the
// function is entered as if its caller were at hand. Bias: only what forbids sleeping, on certain hops; of what the
// caller hands over, numbers only.

import { seedParameters } from "../analysis/flow.js";
import { guessedKey, nrGuesses } from "../analysis/questions.js";
import {
  type BaseContext,
  emptyState,
  type FlowState,
  type Held,
  heldKey,
  learn,
  type Place,
} from "../analysis/state.js";
import { exactly, exactNumber, type Value } from "../analysis/values.js";
import type { Activation } from "./activations.js";
import type { FunctionNode, Program } from "./program.js";
import { isAtomicContext } from "./registrations.js";

/** One context in which a function is entered from another file. */
export interface ForeignEntry {
  readonly base: BaseContext;
  readonly held: readonly Held[];
  /** Arguments that are numbers, by their place. */
  readonly given: readonly (readonly [number, number])[];
  /** Why the base context is what it is; absent for one that only holds something. */
  readonly why?: string;
  /** Where it is called, or registered. */
  readonly place: Place;
  /** Whether it is called there, and not only handed over. */
  readonly isCall: boolean;
  /** So many calls lie between the cause and the function. */
  readonly nrCalls: number;
  readonly isGuess: boolean;
  /** As a registration says it. */
  readonly isInOops: boolean;
  readonly isOnlyAllowed: boolean;
}

/** An entry with the function's name and the path of the file that defines it. */
export interface NamedEntry {
  readonly name: string;
  readonly path: string;
  readonly entry: ForeignEntry;
}

/** What a project's contexts enter in other files than its own. */
export function entriesOfActivations(activations: readonly Activation[]): readonly NamedEntry[] {
  return activations.flatMap((activation) => {
    const { node, entry } = activation;
    const isWanted = node.isForeign && !node.isStatic && !node.isMacro && node.path.endsWith(".c");
    if (!isWanted || (entry.held.length === 0 && !isAtomicContext(entry.base))) return [];
    const told = entryOf(activation);
    return told ? [{ name: node.facts.name, path: node.path, entry: told }] : [];
  });
}

function entryOf(activation: Activation): ForeignEntry | undefined {
  const { node, entry, via, registration } = activation;
  const chain: Activation[] = [];
  for (let at: Activation | undefined = via?.caller; at; at = at.via?.caller) chain.push(at);
  // What is not understood on the way is not told of, and what calls it in its own file is seen there.
  if (chain.some((caller) => !caller.node.facts.isClean) || chain[0]?.node.path === node.path)
    return undefined;
  const root = chain.at(-1)?.registration ?? registration;
  const place = via
    ? { file: via.caller.node.path, functionName: via.caller.node.facts.name, span: via.event.span }
    : registration?.place;
  if (!place) return undefined;
  const given = node.facts.parameters.flatMap(({ name }, index) => {
    const number = name === "" ? undefined : exactNumber(entry.values.get(name));
    return number === undefined ? [] : [[index, number] as const];
  });
  const isHeldAll = chain.findIndex(
    (caller) => caller.entry.held.length === 0 && caller.entry.base === "unknown",
  );
  const hops = chain.slice(0, isHeldAll < 0 ? chain.length : isHeldAll);
  return {
    base: entry.base,
    held: entry.held,
    given,
    ...(root && entry.base !== "unknown" && { why: root.why }),
    place,
    isCall: via !== undefined,
    nrCalls: hops.filter((caller) => caller.via && !caller.node.isMacro).length + (via ? 1 : 0),
    isGuess: nrGuesses(entry) > 0,
    isInOops: root?.isInOops === true,
    isOnlyAllowed: root?.isOnlyAllowed === true,
  };
}

/** More contexts of one function say no more of it. */
const maxEntries = 4;

/** Of each function the contexts that say most: certain ones before guesses, short ways before long ones. */
export function pickEntries(all: readonly NamedEntry[]): readonly NamedEntry[] {
  const byFunction = new Map<string, Map<string, NamedEntry>>();
  for (const item of all.toSorted(byStrength)) {
    const known = byFunction.get(`${item.path} ${item.name}`) ?? new Map<string, NamedEntry>();
    byFunction.set(`${item.path} ${item.name}`, known);
    const key = contextOf(item.entry);
    if (!known.has(key) && known.size < maxEntries) known.set(key, item);
  }
  return [...byFunction.values()].flatMap((known) => [...known.values()]);
}

/** What a function can tell apart: which locks are held does not matter to it, what kinds do. */
function contextOf({ base, held, given, isGuess }: ForeignEntry): string {
  const effects = [...new Set(held.map(({ effect }) => effect))].sort().join();
  return `${base} ${effects} ${given.map((pair) => pair.join("=")).join()} ${isGuess}`;
}

function byStrength(a: NamedEntry, b: NamedEntry): number {
  const order = Number(a.entry.isGuess) - Number(b.entry.isGuess) || a.entry.nrCalls - b.entry.nrCalls;
  if (order !== 0) return order;
  const [left, right] = [keyOf(a), keyOf(b)];
  return left < right ? -1 : left > right ? 1 : 0;
}

function keyOf({ path, name, entry }: NamedEntry): string {
  return `${path} ${name} ${entry.place.file} ${entry.place.span.start} ${heldKey({ ...emptyState, held: entry.held })}`;
}

/** The contexts that the tree behind a program enters one of its own functions in. */
export function entriesInto(node: FunctionNode, program: Program): readonly ForeignEntry[] {
  if (node.isStatic || node.isMacro || node.isForeign || node.path.endsWith(".h")) return [];
  const { name } = node.facts;
  const isSymbol = node.file.fileLevelCalls.some(
    (call) => call.name.startsWith("EXPORT_") && call.arguments[0] === name,
  );
  return isSymbol ? program.entriesOf(name).filter((entry) => !isOfProgram(entry, program)) : [];
}

/** Whether the caller is among the program's files, where what it does is seen as it is. */
function isOfProgram({ place }: ForeignEntry, program: Program): boolean {
  const own = baseName(place.file);
  return program.files.some(
    (file) =>
      baseName(file.path) === own &&
      (place.functionName === "" || file.functions.some(({ name }) => name === place.functionName)),
  );
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

/** The state in which the function is entered. */
export function stateOfEntry(node: FunctionNode, entry: ForeignEntry): FlowState {
  const held = entry.held.map((item) => ({ ...item, isInherited: true }));
  const base: FlowState = { ...emptyState, base: entry.base, held };
  const given = new Map(entry.given.map(([index, number]): [number, Value] => [index, exactly(number)]));
  const state = seedParameters(node.facts, base, given);
  return entry.isGuess ? learn(state, guessedKey, exactly(1)) : state;
}
