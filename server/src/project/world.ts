// What the flow of one function asks about the rest: constants, callees, tables. One world per file, so that names mean
// what they mean there. Summaries are made when first asked for; a function that is being summarised further up
// (recursion) counts as one that does nothing.

import { mayTellResult } from "../analysis/asked-results.js";
import { evaluateValue } from "../analysis/evaluate-value.js";
import type { FileFacts, FunctionFacts } from "../analysis/facts.js";
import { type FlowResult, type FlowWorld, seedParameters } from "../analysis/flow.js";
import { planFlow } from "../analysis/flow-plan.js";
import { lastMembers } from "../analysis/keys.js";
import type { RangeScope } from "../analysis/range-value.js";
import { emptyState } from "../analysis/state.js";
import { hasEffects, plainSummary, type Summary, summarize } from "../analysis/summary.js";
import { hasUnlockByName } from "../analysis/unlock-names.js";
import { exactly, type Value } from "../analysis/values.js";
import { oncePerObject } from "../base/memo.js";
import { testOf } from "../c-types/conditions.js";
import {
  buildEnvironment,
  createEnvironment,
  headerEnvironment,
  type TypeEnvironment,
  withVariables,
} from "../c-types/environment.js";
import { evaluateConstant } from "../c-types/evaluate.js";
import type { CType, Expression } from "../c-types/expression.js";
import { placeKey } from "../c-types/keys.js";
import type { KernelModel } from "../kernel-model/model.js";
import type { Profile } from "../kernel-model/profile.js";
import { type FlowMemory, noMemory } from "./flow-memory.js";
import { type FunctionNode, holdsNothing, type Program } from "./program.js";

/** What a file's functions are analysed in. */
export interface FileWorld extends FlowWorld {
  readonly file: FileFacts;
  readonly environment: TypeEnvironment;
}

export interface Worlds {
  /** The flow through a function, or what is remembered of it. */
  readonly flow: FlowMemory["flow"];
  of(file: FileFacts): FileWorld;
  /** The names and types of one function, for evaluating sizes in it. */
  scopeOf(node: FunctionNode): RangeScope;
  summaryOf(node: FunctionNode): Summary;
  /** The flow of a function entered by an unknown caller, where its summary came of it; recursion must not have cut it. */
  flowFromAnywhere(node: FunctionNode): FlowResult | undefined;
  /** Whether something is held at some point of the function that was not held when it was entered, or the reverse. */
  changesLocks(node: FunctionNode): boolean;
  /** Names of members that some condition in the file reads. */
  testedMembers(file: FileFacts): ReadonlySet<string>;
}

/** Summaries nested deeper than this in one another are not made: the chain is cut there, and nothing is claimed. */
const maxSummaryDepth = 60;
/** A function with more blocks is summarised only if it touches locks: its result is not worth the time. */
const maxBlocksForResult = 16;

/** Makes the worlds of a program; everything in them is computed once, on demand. */
export function createWorlds(
  program: Program,
  model: KernelModel,
  profile: Profile,
  memory: FlowMemory = noMemory,
): Worlds {
  const worlds = new Map<FileFacts, FileWorld>();
  const summaries = new Map<FunctionNode, Summary>();
  const flows = new Map<FunctionNode, FlowResult>();
  const open = new Set<FunctionNode>();
  let nrCut = 0;
  const summaryOf = (node: FunctionNode): Summary => {
    if (node.summary) return node.summary;
    const known = summaries.get(node);
    const isCut = open.has(node) || open.size >= maxSummaryDepth;
    if (isCut) nrCut++;
    if (known) return known;
    const plain = plainSummary(node.facts);
    if (isCut) return plain;
    summaries.set(node, plain);
    const changes = changesLocks(node);
    const isLong = node.facts.graph.blocks.length > maxBlocksForResult;
    const unlocks = hasUnlockByName(node.facts);
    if (!changes && (isLong || !(unlocks || mayTellResult(node.facts)))) return plain;
    open.add(node);
    const nrCutBefore = nrCut;
    const entry = seedParameters(node.facts, emptyState, new Map());
    // Such a function is followed from an unknown caller as well, and does the same there.
    const isFollowed = changes && node.reachesSleep;
    const world = isFollowed ? of(node.file) : { ...of(node.file), isObserved: () => false };
    const result = memory.flow("summary", {
      facts: node.facts,
      file: node.file.path,
      entry,
      world,
      wants: "exits",
      wantsReturns: changes,
      wantsOneResult: !changes && !unlocks,
      ranges: scopeOf(node),
    });
    open.delete(node);
    if (isFollowed && !result.gaveUp && nrCut === nrCutBefore) flows.set(node, result);
    const summary = result.gaveUp ? plain : summarize(node.facts, result.exits);
    summaries.set(node, summary);
    return summary;
  };
  const changing = new Map<FunctionNode, boolean>();
  const changesLocks = (node: FunctionNode): boolean => {
    const known = changing.get(node);
    if (known !== undefined) return known;
    changing.set(node, node.locksDirectly);
    const leavesChanged = (name: string): boolean =>
      program
        .resolve(node.file, name)
        .some((callee) => mayLeaveLocks(callee) && hasEffects(summaryOf(callee)));
    const changes = node.locksDirectly || (node.touchesLocks && node.mentions.some(leavesChanged));
    changing.set(node, changes);
    return changes;
  };
  const of = (file: FileFacts): FileWorld => {
    let world = worlds.get(file);
    if (!world) {
      world = createFileWorld(file, { program, model, profile, summaryOf, changesLocks });
      worlds.set(file, world);
    }
    return world;
  };
  const scopeOf = (node: FunctionNode): RangeScope => ({
    environment: withVariables(of(node.file).environment, (name) => declaredType(node.facts, name)),
    profile,
  });
  const flowFromAnywhere = (node: FunctionNode): FlowResult | undefined => flows.get(node);
  return { flow: memory.flow, of, summaryOf, flowFromAnywhere, changesLocks, scopeOf, testedMembers };
}

/** Whether a call may leave locks otherwise than it found them, as far as is known without its summary. */
function mayLeaveLocks(node: FunctionNode): boolean {
  return node.touchesLocks && node.leavesLocks !== false;
}

// Files of a tree stand behind many programs, one after another: what they alone decide is worked out once.

const planOf = oncePerObject(planFlow);

const testedMembers = oncePerObject((file: FileFacts): ReadonlySet<string> => {
  const members = new Set<string>();
  const collect = (expression: Expression): void => {
    if (expression.kind === "member") members.add(expression.member);
    else if (expression.kind === "binary") {
      collect(expression.left);
      collect(expression.right);
    } else if (expression.kind === "unary") collect(expression.operand);
  };
  for (const facts of file.functions) {
    for (const block of facts.graph.blocks) {
      for (const edge of block.edges) for (const guard of edge.guards) collect(guard.condition);
    }
  }
  return members;
});

function declaredType(facts: FunctionFacts, name: string): CType | undefined {
  return facts.locals.get(name) ?? facts.parameters.find((parameter) => parameter.name === name)?.type;
}

interface WorldParts {
  readonly program: Program;
  readonly model: KernelModel;
  readonly profile: Profile;
  summaryOf(node: FunctionNode): Summary;
  changesLocks(node: FunctionNode): boolean;
}

function createFileWorld(file: FileFacts, parts: WorldParts): FileWorld {
  const { program, model, profile } = parts;
  const kernel = program.kernelEnvironmentOf(file, profile);
  const headers = program.headersOf(file).map((header) => headerEnvironment(header.types));
  const parents = [
    ...headers,
    ...(kernel ? [kernel] : []),
    ...(profile.build ? [buildEnvironment(profile.build)] : []),
  ];
  const environment = createEnvironment(file.types, parents);
  const constants = new Map<string, Value | undefined>();
  const addresses = new Map<string, Value | undefined>();
  const tables = tableEntries(file);
  const fields = tableFields(file);
  const spinning = spinningMembers(model)(file);
  const world: FileWorld = {
    file,
    environment,
    model,
    preemptRt: profile.config.preemptRt,
    predicate: (name) => model.predicate(name),
    blocks: (mask) => model.mayDirectReclaim(mask),
    constant(name) {
      if (!constants.has(name)) {
        // A macro that names itself, directly or through others, is no constant.
        constants.set(name, undefined);
        constants.set(name, constantOf(name, world, parts));
      }
      return constants.get(name);
    },
    functionValue(name) {
      if (!addresses.has(name)) {
        const node = program.resolve(file, name).find((item) => !item.isMacro);
        addresses.set(name, node && { kind: "function", name, file: node.path });
      }
      return addresses.get(name);
    },
    summary(callee, isAsked) {
      // Of several definitions under `#if` the first is meant everywhere, so that a lock taken by the first of one
      // helper is given back by the first of the other.
      const [first] = program.resolveFrom(file, callee);
      // Of a function of the tree only what it does to locks is worth its reading.
      if (!first || first.leavesLocks === false) return undefined;
      if (first.summary) return first.summary;
      const isWanted = isAsked || parts.changesLocks(first) || hasUnlockByName(first.facts);
      return isWanted ? parts.summaryOf(first) : plainSummary(first.facts);
    },
    isDefined: (macro) => environment.macro(macro) !== undefined,
    tableEntry: (table, field) => tables.get(`${table}.${field}`),
    isSpinning: (member) => spinning.has(member),
    buildTest: (test, option) => (profile.build ? testOf(test, option, profile) : undefined),
    plan: planOf,
    isGlobal: (name) => environment.variable(name) !== undefined,
    isObserved(callee) {
      const nodes = program.resolveFrom(file, callee);
      if (nodes.length > 0) return nodes.some((node) => node.reachesSleep || node.callsParameter);
      return model.callRule(callee.name) !== undefined;
    },
    mayLock(callee, isTelling) {
      const row = model.lock(callee.name);
      if ((row && row.effect !== "release") || model.assertion(callee.name)?.kind === "lock-held")
        return true;
      const nodes = program.resolveFrom(file, callee).filter((node) => node.touchesLocks || node.isMacro);
      if (nodes.length === 0) return false;
      return (
        nodes.some((node) => node.isMacro || (isTelling && goesByArguments(node))) ||
        world.summary(callee, false)?.exits.some(({ acquired }) => acquired.length > 0) === true
      );
    },
    isTableField: (field) => fields.has(field),
  };
  return world;
}

/**
 * Whether what a function is handed may decide what it calls with something held. Of one of the tree that is not asked,
 * since its file would be read for it.
 */
function goesByArguments(node: FunctionNode): boolean {
  return node.callsParameter || (node.reachesSleep && (node.isForeign || !holdsNothing(node)));
}

/** A gfp flag, an enum constant, or a macro that is one expression of such. */
function constantOf(name: string, world: FileWorld, { model, profile }: WorldParts): Value | undefined {
  const mask = model.gfpValue(name);
  if (mask !== undefined) return exactly(mask);
  const { environment } = world;
  const macro = environment.macro(name);
  if (macro && macro.params !== undefined) return undefined;
  const [body, ...others] = macro?.bodies ?? [];
  // Two definitions under `#if` are two values.
  if (others.length > 0) return undefined;
  const told = body && body.kind !== "unknown" ? evaluateValue(body, emptyState, world) : undefined;
  if (told) return told;
  const value = evaluateConstant({ kind: "name", name, span: { start: 0, end: 0 } }, environment, profile);
  return value === undefined ? undefined : exactly(Number(value));
}

/** `table.field` → function, for tables that name one function there and are constant. */
const tableEntries = oncePerObject((file: FileFacts): ReadonlyMap<string, string> => {
  const entries = new Map<string, string>();
  const ambiguous = new Set<string>();
  for (const entry of file.opsEntries) {
    if (entry.table === "") continue;
    const key = `${entry.table}.${entry.field}`;
    if (entries.has(key) && entries.get(key) !== entry.functionName) ambiguous.add(key);
    entries.set(key, entry.functionName);
  }
  for (const key of ambiguous) entries.delete(key);
  return entries;
});

const tableFields = oncePerObject(
  ({ opsEntries }: FileFacts): ReadonlySet<string> => new Set(opsEntries.map(({ field }) => field)),
);

/** Ends of lock paths that a file gives only to spinning primitives. */
const spinningMembers = oncePerObject((model: KernelModel) =>
  oncePerObject((file: FileFacts) => findSpinningMembers(file, model)),
);

function findSpinningMembers(file: FileFacts, model: KernelModel): ReadonlySet<string> {
  const spinning = new Set<string>();
  const others = new Set<string>();
  for (const facts of file.functions) {
    for (const block of facts.graph.blocks) {
      for (const event of block.events) {
        if (event.kind !== "call" || event.callee.kind !== "name") continue;
        const row = model.lock(event.callee.name);
        if (row?.lockArgument === undefined) continue;
        const argument = event.arguments[row.lockArgument];
        const place = argument && argument.kind !== "type" ? placeKey(argument) : undefined;
        if (place === undefined) continue;
        (row.what.includes("spin") ? spinning : others).add(lastMembers(place));
      }
    }
  }
  for (const member of others) spinning.delete(member);
  return spinning;
}
