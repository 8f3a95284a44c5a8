// What the rest of a tree must know of one file to link with it: its functions that other files can call, the names
// that it leaves to others, and which of those it may call where sleeping is forbidden. A file in a few hundred bytes.
// A scan has it from the tokens (told-interface.ts); here it is made of all facts, for a pack. Bias: names are listed
// rather than left out, because what is listed is only looked into.

import { calledNames } from "../analysis/build-facts.js";
import type { CallEvent } from "../analysis/event-graph.js";
import type { FileFacts } from "../analysis/facts.js";
import { hasEffects, type Summary } from "../analysis/summary.js";
import type { Argument } from "../c-types/expression.js";
import type { KernelModel } from "../kernel-model/model.js";
import { callRings } from "./call-rings.js";
import { maxCallsToBorder } from "./doubts.js";
import { createLockDepths, type LockDepths } from "./lock-depth.js";
import { type FunctionNode, mayForbid } from "./program.js";
import type { Project } from "./project.js";
import type { Registration } from "./registrations.js";

/** A function that other files can call, as its own file tells it. */
export interface ExportedFunction {
  readonly name: string;
  /** Whether modules may call it (`EXPORT_SYMBOL`), and not only what is linked with it. */
  readonly isSymbol: boolean;
  readonly reachesSleep: boolean;
  readonly locksDirectly: boolean;
  readonly touchesLocks: boolean;
  readonly leavesLocks: boolean;
  /** Leaves locks, and may end with one held that was not held before. */
  readonly takesLocks: boolean;
  /** How it leaves locks, where its file alone tells. */
  readonly summary?: Summary;
  readonly callsParameter: boolean;
  readonly takesGfp: boolean;
  /** Places in `names` of the foreign names that it mentions, itself or through functions of its file, nearest first. */
  readonly foreign: readonly number[];
  /** How many of them it mentions itself, how many with the functions that it calls in its file, and so on; the rest lies farther. */
  readonly nrForeignWithin: readonly number[];
}

export interface FileInterface {
  readonly path: string;
  readonly functions: readonly ExportedFunction[];
  /** Names that the file's functions mention, and neither the file nor the kernel model knows as functions. */
  readonly names: readonly string[];
  /** Places in `names` of those that may be called with a lock held or in interrupt. */
  readonly atRisk: readonly number[];
  /** Places in `names` of those that are handed a gfp mask, or a function that may sleep. */
  readonly hands: readonly number[];
}

/** A file with the names that it means, before any context is followed. */
type Linked = Pick<Project, "program" | "model" | "worlds">;

/** The same, with what it hands to the kernel. */
type Registered = Linked & Pick<Project, "registrations" | "foreignCallbacks">;

/** The interface of `file`, which is one of the project's. */
export function interfaceOf(project: Registered, file: FileFacts): FileInterface {
  return wholeInterface(project, file, createReach(project, file));
}

/** The same, where headers beside the file do part of what others call it for. */
export function interfaceWithHeaders(project: Registered, file: FileFacts): FileInterface {
  return wholeInterface(project, file, createReach(project, file, isOfHeader));
}

function wholeInterface(project: Registered, file: FileFacts, reach: Reach): FileInterface {
  const { program, model } = project;
  const depths = createLockDepths(program, model);
  const functions = exportedFunctions(project, file, { reach, depths });
  const risk = riskOf(project, file, depths);
  const atRisk = new Set(reach.below(risk.entered).foreign);
  for (const name of risk.called) if (!model.knows(name)) atRisk.add(reach.idOf(name));
  const hands = namesHanded(program.nodesOf(file), project).map(reach.idOf);
  return { path: file.path, functions, names: reach.names, atRisk: [...atRisk].sort(byNumber), hands };
}

/** What others can call in `file`, with what headers beside it do for it; not what the file itself calls where. */
export function exportsOf(linked: Linked, file: FileFacts): readonly ExportedFunction[] {
  const reach = createReach(linked, file, isOfHeader);
  const depths = createLockDepths(linked.program, linked.model);
  return exportedFunctions(linked, file, { reach, depths });
}

interface Tools {
  readonly reach: Reach;
  readonly depths: (node: FunctionNode) => LockDepths;
}

function exportedFunctions(linked: Linked, file: FileFacts, { reach, depths }: Tools): ExportedFunction[] {
  const symbols = new Set(file.fileLevelCalls.filter(isExport).map((call) => call.arguments[0]));
  const functions: ExportedFunction[] = [];
  const seen = new Set<string>();
  for (const node of linked.program.nodesOf(file)) {
    const { facts } = node;
    if (facts.isStatic || node.isMacro || seen.has(facts.name)) continue;
    seen.add(facts.name);
    const below = reach.below([node]);
    functions.push({
      name: facts.name,
      isSymbol: symbols.has(facts.name),
      reachesSleep: below.sleeps,
      locksDirectly: node.locksDirectly,
      touchesLocks: node.touchesLocks,
      ...lockChange(linked, node, depths),
      callsParameter: callsParameter(node),
      takesGfp: node.takesGfp,
      foreign: [...below.foreign],
      nrForeignWithin: below.nrForeignWithin,
    });
  }
  return functions;
}

function byNumber(a: number, b: number): number {
  return a - b;
}

/** Functions of the file that may be entered where sleeping is forbidden, and foreign ones that may be called there. */
function riskOf(project: Registered, file: FileFacts, depthsOf: (node: FunctionNode) => LockDepths) {
  const { program, model } = project;
  const entered = new Set(project.registrations.filter(isAtomic).map(({ node }) => node));
  const called = new Set(project.foreignCallbacks);
  for (const node of program.nodesOf(file)) {
    if (isToldAtomic(node, model)) entered.add(node);
    if (!node.touchesLocks) continue;
    for (const event of depthsOf(node).atomicCalls) {
      for (const name of namesOfCall(event, node, file)) {
        const targets = program.resolve(file, name).filter((target) => !target.isForeign);
        for (const target of targets) entered.add(target);
        if (targets.length === 0) called.add(name);
      }
    }
  }
  return { entered: [...entered].filter((node) => !node.isForeign), called };
}

/** What a call may reach: the function named, those handed to it, those in tables of the file under that member. */
function namesOfCall(event: CallEvent, node: FunctionNode, file: FileFacts): readonly string[] {
  const { callee } = event;
  const handed = event.arguments.flatMap((item) => (item.kind === "name" ? [item.name] : []));
  if (callee.kind === "name") return [callee.name, ...handed].filter((name) => !isVariable(name, node, file));
  const member = callee.kind === "dereference" ? callee.operand : callee;
  if (member.kind !== "member") return handed.filter((name) => !isVariable(name, node, file));
  const entries = file.opsEntries.filter((entry) => entry.field === member.member);
  return [
    ...entries.map((entry) => entry.functionName),
    ...handed.filter((name) => !isVariable(name, node, file)),
  ];
}

/** Foreign functions that are handed a gfp mask or a function of the file: what they do with a lock held is up to that. */
function namesHanded(nodes: readonly FunctionNode[], { program, model }: Linked): readonly string[] {
  const names = new Set<string>();
  const isTelling = (argument: Argument, node: FunctionNode): boolean => {
    if (argument.kind === "binary") return isTelling(argument.left, node);
    if (argument.kind === "address") return isTelling(argument.operand, node);
    if (argument.kind !== "name") return false;
    if (model.gfpValue(argument.name) !== undefined) return true;
    return program
      .resolve(node.file, argument.name)
      .some((target) => !target.isForeign && target.reachesSleep);
  };
  for (const node of nodes) {
    for (const block of node.facts.graph.blocks) {
      for (const event of block.events) {
        if (event.kind !== "call" || event.callee.kind !== "name" || names.has(event.callee.name)) continue;
        const { name } = event.callee;
        if (model.knows(name) || program.resolve(node.file, name).some((target) => !target.isForeign))
          continue;
        if (event.arguments.some((argument) => isTelling(argument, node))) names.add(name);
      }
    }
  }
  return [...names];
}

/** Whether the function itself calls one that it was handed; to hand it on is not taken for a call. */
function callsParameter({ facts }: FunctionNode): boolean {
  const called = calledNames(facts);
  return facts.parameters.some(({ name }) => called.has(name));
}

function isExport({ name }: FileFacts["fileLevelCalls"][number]): boolean {
  return name.startsWith("EXPORT_");
}

function lockChange(
  { worlds }: Linked,
  node: FunctionNode,
  depthsOf: (node: FunctionNode) => LockDepths,
): Pick<ExportedFunction, "leavesLocks" | "takesLocks"> {
  const { min, max } = node.touchesLocks ? depthsOf(node).exit : { min: 0, max: 0 };
  const leavesLocks = (min !== 0 || max !== 0) && hasEffects(worlds.summaryOf(node));
  return { leavesLocks, takesLocks: leavesLocks && max > 0 };
}

function isAtomic({ context, isCertain }: Registration): boolean {
  return isCertain && context !== "process" && context !== "unknown" && context !== "inherit";
}

/** Whether the function says of itself that it is called with a lock held. */
function isToldAtomic(node: FunctionNode, model: KernelModel): boolean {
  return (
    node.facts.annotations.length > 0 ||
    node.mentions.some((name) => model.assertion(name)?.kind === "lock-held")
  );
}

/** What some functions come to, with those of the project that they mention, directly or through others. */
interface Below extends Pick<ExportedFunction, "nrForeignWithin"> {
  readonly foreign: ReadonlySet<number>;
  /** Whether the kernel model has a rule for a call among them. */
  readonly sleeps: boolean;
}

interface Reach {
  readonly names: readonly string[];
  idOf(name: string): number;
  below(from: readonly FunctionNode[]): Below;
}

interface Step {
  readonly foreign: readonly number[];
  readonly callees: readonly FunctionNode[];
  readonly sleeps: boolean;
}

/** The counts that are asked for: from farther away no context goes on into another file. */
export function withoutFar(nrForeignWithin: readonly number[]): readonly number[] {
  return nrForeignWithin.slice(0, maxCallsToBorder);
}

function isMacro(node: FunctionNode): boolean {
  return node.isMacro;
}

function isOfHeader(node: FunctionNode): boolean {
  return node.path.endsWith(".h");
}

/** `isFollowed` tells of a function of another file whether it counts as one of this file's. */
function createReach(
  { program, model }: Linked,
  file: FileFacts,
  isFollowed: (node: FunctionNode) => boolean = () => false,
): Reach {
  const names: string[] = [];
  const ids = new Map<string, number>();
  const idOf = (name: string): number => {
    let id = ids.get(name);
    if (id === undefined) {
      id = names.length;
      names.push(name);
      ids.set(name, id);
    }
    return id;
  };
  const makeStep = (node: FunctionNode): Step => {
    const foreign: number[] = [];
    const callees: FunctionNode[] = [];
    let sleeps = false;
    for (const name of node.mentions) {
      const found = program.resolve(node.file, name);
      // What a pack says is known at once, and by no other file's interface.
      sleeps ||= found.some((target) => target.reachesSleep && program.isTextless(target.path));
      const targets = found.filter((target) => !target.isForeign || isFollowed(target));
      callees.push(...targets);
      if (targets.length > 0) continue;
      sleeps ||= model.callRule(name) !== undefined && mayForbid(node.facts, name, model);
      if (!isVariable(name, node, file) && !model.knows(name)) foreign.push(idOf(name));
    }
    return { foreign, callees, sleeps };
  };
  const steps = new Map<FunctionNode, Step>();
  const stepOf = (node: FunctionNode): Step => {
    const step = steps.get(node) ?? makeStep(node);
    steps.set(node, step);
    return step;
  };
  const below = (from: readonly FunctionNode[]): Below => {
    const foreign = new Set<number>();
    const nrForeignWithin: number[] = [];
    let sleeps = false;
    for (const ring of callRings(from, (node) => stepOf(node).callees, isMacro)) {
      for (const node of ring) {
        sleeps ||= stepOf(node).sleeps;
        for (const id of stepOf(node).foreign) foreign.add(id);
      }
      nrForeignWithin.push(foreign.size);
    }
    return { foreign, nrForeignWithin: withoutFar(nrForeignWithin), sleeps };
  };
  return { names, idOf, below };
}

function isVariable(name: string, { facts }: FunctionNode, file: FileFacts): boolean {
  return (
    facts.locals.has(name) ||
    Object.hasOwn(file.types.variables, name) ||
    facts.parameters.some((parameter) => parameter.name === name)
  );
}
