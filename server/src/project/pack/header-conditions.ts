// What the conditions come to under which a header's members stand: by the build that a tree is learned with, by the
// macros that headers define themselves, and by those that kbuild makes of both (include/generated/bounds.h). Bias: a
// macro that some header may define counts as unknown until all of its definitions are decided.

import {
  evaluateCondition,
  followDirectives,
  parseCondition,
  type Truth,
  testOf,
} from "../../c-types/conditions.js";
import type { TypeEnvironment } from "../../c-types/environment.js";
import { evaluateConstant } from "../../c-types/evaluate.js";
import type { Expression } from "../../c-types/expression.js";
import { parseExpressionText } from "../../c-types/lower.js";
import { buildMacro } from "../../kernel-model/build-configuration.js";
import type { Profile } from "../../kernel-model/profile.js";

export interface ConditionSetting {
  /** With the build that decides. */
  readonly profile: Profile;
  /** The macros and enumerators of all headers. */
  readonly environment: TypeEnvironment;
  readonly defines: Defines;
}

/** A header of the tree, below its top. */
export interface HeaderText {
  readonly path: string;
  readonly text: string;
}

interface Definition {
  readonly path: string;
  readonly conditions: readonly string[];
  /** Whether it is only made where there is no other. */
  readonly isDefault: boolean;
  /** The text behind the name. */
  readonly body: string;
}

/** The definitions of a macro, in the order of the headers; undefined where there is none. */
export type Defines = (name: string) => readonly Definition[] | undefined;

const optionTest = /^(?:IS_ENABLED|IS_BUILTIN|IS_MODULE|IS_REACHABLE)$/;

/** Conditions nested deeper in one another's macros are not decided. */
const maxDepth = 12;

/** Decides conditions; undefined where what is known does not tell. */
export function createConditionDecider(setting: ConditionSetting): (condition: string) => Truth {
  const { profile, environment, defines } = setting;
  const open = new Set<string>();
  const isDefined = (name: string, depth: number): Truth => {
    const said = testOf("defined", name, profile);
    if (said !== undefined || open.has(name) || depth > maxDepth) return said;
    open.add(name);
    const places = defines(name);
    const truths = places?.map(({ conditions }) =>
      everyTruth(conditions.map((one) => truthOf(parseCondition(one), depth + 1))),
    );
    open.delete(name);
    if (!truths) return isOfCompiler(name) ? undefined : false;
    if (truths.includes(true)) return true;
    return truths.includes(undefined) ? undefined : false;
  };
  // A macro that is one thing under one condition and another under the next is what its decided definition says.
  const macros = new Map<string, ReturnType<TypeEnvironment["macro"]>>();
  const macro: TypeEnvironment["macro"] = (name) => {
    // What an option is asked with is no arithmetic.
    if (optionTest.test(name)) return undefined;
    const found = environment.macro(name);
    if (!found || found.params || found.bodies.length === 1) return found;
    if (!macros.has(name)) {
      // One that hangs on itself stays undecided.
      macros.set(name, undefined);
      macros.set(name, onlyDefinition(name));
    }
    return macros.get(name);
  };
  const onlyDefinition = (name: string): ReturnType<TypeEnvironment["macro"]> => {
    const places = defines(name) ?? [];
    const truths = places.map(({ conditions }) =>
      everyTruth(conditions.map((one) => truthOf(parseCondition(one), 1))),
    );
    const only = places[truths.indexOf(true)];
    if (!only || truths.includes(undefined)) return undefined;
    return { params: undefined, bodies: [parseExpressionText(only.body)] };
  };
  const decided: TypeEnvironment = { ...environment, macro };
  const numberOf = (e: Expression): bigint | undefined => evaluateConstant(e, decided, profile);
  const truthOf = (e: Expression, depth: number): Truth => {
    if (depth > maxDepth) return undefined;
    if (e.kind === "unary" && e.operator === "!") return negated(truthOf(e.operand, depth));
    if (e.kind === "binary" && (e.operator === "&&" || e.operator === "||"))
      return junction(e.operator, truthOf(e.left, depth), truthOf(e.right, depth));
    if (e.kind === "call") return truthOfTest(e, depth);
    const number = numberOf(e);
    if (number !== undefined) return number !== 0n;
    if (e.kind !== "name") return undefined;
    // What is no macro counts as 0.
    if (isDefined(e.name, depth) === false) return false;
    const body = macro(e.name);
    const [only, ...others] = body?.params ? [] : (body?.bodies ?? []);
    return only && others.length === 0 ? truthOf(only, depth + 1) : undefined;
  };
  const truthOfTest = (e: Extract<Expression, { kind: "call" }>, depth: number): Truth => {
    const [operand] = e.arguments;
    if (e.callee.kind !== "name" || operand?.kind !== "name") return undefined;
    return e.callee.name === "defined"
      ? isDefined(operand.name, depth)
      : testOf(e.callee.name, operand.name, profile);
  };
  return (condition) => truthOf(parseCondition(condition), 0);
}

/** Names that the compiler or the build may define though no header does. */
function isOfCompiler(name: string): boolean {
  return name.startsWith("__") || name === "MODULE" || !/^[A-Z]/.test(name);
}

function negated(truth: Truth): Truth {
  return truth === undefined ? undefined : !truth;
}

function junction(operator: string, left: Truth, right: Truth): Truth {
  const decisive = operator === "||";
  if (left === decisive || right === decisive) return decisive;
  return left === undefined || right === undefined ? undefined : !decisive;
}

function everyTruth(truths: readonly Truth[]): Truth {
  return truths.reduce<Truth>((all, truth) => junction("&&", all, truth), true);
}

/** Reads all headers for what they define. */
export function definesIn(headers: Iterable<HeaderText>): Defines {
  const known = definitionsIn(headers);
  return (name) => known.get(name);
}

/** Whether a header's own definition of a macro gives way to that of another header, which it does not know. */
export function givesWay(path: string, name: string, defines: Defines, profile: Profile): boolean {
  const all = defines(name) ?? [];
  const own = all.filter((item) => item.path === path);
  if (own.length === 0 || own.some(({ isDefault }) => !isDefault)) return false;
  return all.some(
    (item) =>
      item.path !== path &&
      !item.isDefault &&
      item.conditions.every((condition) => evaluateCondition(condition, profile) !== false),
  );
}

const directive = /^[ \t]*#[ \t]*(ifdef|ifndef|if|elif|else|endif|define)\b[ \t]*((?:\\\r?\n|[^\n])*)/gm;

function definitionsIn(headers: Iterable<HeaderText>): Map<string, Definition[]> {
  const found = new Map<string, Definition[]>();
  for (const { path, text } of headers) {
    const stack: string[] = [];
    const guards = guardsOf(text);
    for (const [line, word, rest = ""] of text.matchAll(directive)) {
      if (word !== "define") {
        followDirectives(withoutComments(line), stack);
        continue;
      }
      const name = /^\w+/.exec(rest)?.[0] ?? "";
      // What asks only whether it was there before is a guard.
      const isDefault = stack.includes(`!defined(${name})`);
      const conditions = stack.filter((item) => item !== `!defined(${name})` && !guards.has(item));
      const body = withoutComments(rest.slice(name.length))
        .replace(/\\\r?\n/g, " ")
        .trim();
      const definition = { path, conditions, isDefault, body };
      const list = found.get(name);
      if (list) list.push(definition);
      else found.set(name, [definition]);
    }
  }
  return found;
}

function withoutComments(line: string): string {
  return line.replace(/\/\*.*?(?:\*\/|$)|\/\/.*/gs, " ");
}

const guardPattern = /^[ \t]*#[ \t]*ifndef[ \t]+(\w+)[^\n]*\n(?:[ \t]*\n)*[ \t]*#[ \t]*define[ \t]+\1\b/gm;

/** Conditions that ask for a macro which the line behind them defines: they keep a header from being read twice. */
function guardsOf(text: string): ReadonlySet<string> {
  return new Set([...text.matchAll(guardPattern)].map(([, name]) => `!defined(${name})`));
}

/**
 * The macros that kbuild makes for headers of what it compiled of them, as C text (kernel/bounds.c, 6.1 and 6.12). The
 * numbers of generations and tiers are those of include/linux/mmzone.h: MAX_NR_GENS is 4, MAX_NR_TIERS 4.
 */
export function boundsHeader({ build }: Profile): string {
  const option = (name: string): string | undefined => {
    const macro = build && buildMacro(name, build);
    return macro?.isDefined ? macro.value : undefined;
  };
  const nrCpus = Number(option("CONFIG_NR_CPUS") ?? 1);
  const hasGenerations = option("CONFIG_LRU_GEN") !== undefined;
  return `#define NR_PAGEFLAGS __NR_PAGEFLAGS
#define MAX_NR_ZONES __MAX_NR_ZONES
#define NR_CPUS_BITS ${Math.ceil(Math.log2(nrCpus))}
#define SPINLOCK_SIZE sizeof(spinlock_t)
#define LRU_GEN_WIDTH ${hasGenerations ? 3 : 0}
#define __LRU_REFS_WIDTH ${hasGenerations ? 2 : 0}
`;
}
