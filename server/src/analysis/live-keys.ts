// From where on a function no longer asks for a value: backward liveness of the keys that states are kept apart for.
// Past its last use a value cannot decide anything, so states that differ in it alone may be merged. Bias: a key whose
// use cannot be told from its text counts as used.

import type { Argument, Expression } from "../c-types/expression.js";
import { resultKey } from "../c-types/keys.js";
import { forEachOperand } from "../c-types/walk.js";
import type { Block, Event } from "./event-graph.js";
import { isBehindAccessor, rootName, variablesOf } from "./keys.js";

interface BlockUse {
  /** Keys read before the block gives them another value. */
  readonly reads: ReadonlySet<string>;
  readonly writes: ReadonlySet<string>;
}

/** For each block, those of `keys` that it or a block after it may still read. Linear in blocks times keys. */
export function liveKeys(
  blocks: readonly Block[],
  keys: ReadonlySet<string>,
): readonly (readonly string[])[] {
  if (keys.size === 0) return blocks.map(() => []);
  const wanted = new Map([...keys].map((key) => [key, namesIn(key)]));
  const uses = blocks.map((block) => useOf(block, wanted));
  const predecessors = predecessorsOf(blocks);
  const live = uses.map(({ reads }) => new Set(reads));
  const pending = blocks.map((_, index) => index);
  for (let at = pending.pop(); at !== undefined; at = pending.pop()) {
    for (const before of predecessors[at] ?? []) {
      if (spread(live[at], live[before], uses[before])) pending.push(before);
    }
  }
  return live.map((set) => [...keys].filter((key) => set.has(key)));
}

function predecessorsOf(blocks: readonly Block[]): readonly (readonly number[])[] {
  const predecessors: number[][] = blocks.map(() => []);
  for (const [index, block] of blocks.entries()) {
    for (const edge of block.edges) predecessors[edge.to]?.push(index);
  }
  return predecessors;
}

/** Adds to a block what the next one needs; whether that was anything new. */
function spread(
  after: ReadonlySet<string> | undefined,
  before: Set<string> | undefined,
  use: BlockUse | undefined,
): boolean {
  if (!after || !before || !use) return false;
  const size = before.size;
  for (const key of after) if (!use.writes.has(key)) before.add(key);
  return before.size > size;
}

/**
 * The names that an expression must mention to ask for a key. For a member that is the variable its path starts from:
 * a callee that is handed the object may ask for the member. Options of the build are asked for anywhere.
 */
function namesIn(key: string): readonly string[] {
  if (key.startsWith("#")) return /^#\d+$/.test(key) ? [key] : [];
  if (/^\**[A-Za-z_][\w.]*$/.test(key)) return [rootName(key) ?? key];
  if (isBehindAccessor(key)) return variablesOf(key);
  const plain = key.replace(/"(?:[^"\\]|\\.)*"|\bsizeof\b/g, "");
  return plain.match(/(?<![\w.])[A-Za-z_]\w*|#\d+/g) ?? [];
}

function useOf(block: Block, wanted: ReadonlyMap<string, readonly string[]>): BlockUse {
  const reads = new Set<string>();
  const writes = new Set<string>();
  const read = (names: ReadonlySet<string>): void => {
    for (const [key, needed] of wanted) {
      if (!writes.has(key) && needed.every((name) => names.has(name))) reads.add(key);
    }
  };
  for (const event of block.events) {
    read(namesOfEvent(event));
    const written = keyWritten(event);
    if (written !== undefined) writes.add(written);
  }
  for (const { guards } of block.edges) for (const guard of guards) read(namesOf([guard.condition]));
  return { reads, writes };
}

function namesOfEvent(event: Event): ReadonlySet<string> {
  switch (event.kind) {
    case "call":
      return namesOf([event.callee, ...event.arguments]);
    case "assign":
      return namesOf([event.value, event.target.kind === "name" ? undefined : event.target]);
    case "return":
      return namesOf([event.value]);
    case "guard":
      return namesOf(event.arguments);
    case "unguard":
    case "forget":
      return new Set();
  }
}

function keyWritten(event: Event): string | undefined {
  if (event.kind === "call") return resultKey(event);
  return event.kind === "assign" && event.target.kind === "name" ? event.target.name : undefined;
}

function namesOf(expressions: readonly (Argument | Expression | undefined)[]): ReadonlySet<string> {
  const names = new Set<string>();
  const visit = (expression: Argument): void => {
    if (expression.kind === "name") {
      names.add(expression.name);
      for (const name of expression.alias === undefined ? [] : variablesOf(expression.alias)) names.add(name);
    }
    if (expression.kind === "call" || expression.kind === "statementExpression")
      names.add(resultKey(expression));
    forEachOperand(expression, visit);
  };
  for (const expression of expressions) if (expression) visit(expression);
  return names;
}
