// Preprocessor conditions: their text as one C expression, and what a profile says of them.

import { type BuildMacro, buildMacro } from "../kernel-model/build-configuration.js";
import type { Profile } from "../kernel-model/profile.js";
import { type ConditionDecider, withoutExcludedArms } from "../syntax/excluded-arms.js";
import { childByField, type SyntaxNode } from "../syntax/tree.js";
import type { Expression } from "./expression.js";
import { parseNumberLiteral } from "./literal.js";
import { parseExpressionText } from "./lower.js";

/** The condition of an `#if`, `#ifdef`, `#ifndef` or `#elif` as one C expression. */
export function conditionOf(node: SyntaxNode, text: string): string {
  const name = childByField(node, "name");
  const isNegated = node.operator === "#ifndef" || node.operator === "#elifndef";
  if (name) return `${isNegated ? "!" : ""}defined(${text.slice(name.start, name.end)})`;
  const condition = childByField(node, "condition");
  return condition ? restOfLine(text, condition.start) : "?";
}

/** The tree may show less of a condition than there is: what the parser cannot read of it is hidden from it. */
function restOfLine(text: string, start: number): string {
  const [line = ""] =
    /^(?:\\\r?\n|\/\*[\s\S]*?\*\/|[^\n])*/.exec(text.slice(start, start + maxConditionChars)) ?? [];
  return line.replace(/\/\*[\s\S]*?(?:\*\/|$)|\/\/.*/g, " ").trim();
}

/** A longer one is not evaluated. */
const maxConditionChars = 2_000;

const directivePattern = /^[ \t]*#[ \t]*(ifdef|ifndef|if|elif|else|endif)\b((?:\\\r?\n|[^\n])*)/gm;

/**
 * Follows the directives between two members or enumerators that the tree does not show, because the pre-pass took them
 * out. `stack` holds the condition of each open `#if`, innermost last, and is brought up to date.
 */
export function followDirectives(text: string, stack: string[]): void {
  if (!text.includes("#")) return;
  for (const [, word, rest] of text.matchAll(directivePattern)) {
    const operand = (rest ?? "").trim();
    if (word === "if") stack.push(operand);
    else if (word === "ifdef" || word === "ifndef") {
      const name = /\w+/.exec(operand)?.[0] ?? "?";
      stack.push(`${word === "ifndef" ? "!" : ""}defined(${name})`);
    } else {
      const before = stack.pop();
      if (word === "else") stack.push(`!(${before ?? "?"})`);
      else if (word === "elif") stack.push(`!(${before ?? "?"}) && (${operand})`);
    }
  }
}

/** What an `#if` comes out as: undefined where it hangs on a choice of the build that we do not know. */
export type Truth = boolean | undefined;

/**
 * Evaluates a condition for a profile. Known are what the architecture, the release and the build decide; where no build
 * is known a `CONFIG_` option stays open, and with it all that hangs on it.
 */
export function evaluateCondition(condition: string, profile: Profile): Truth {
  const known = truths.get(profile) ?? new Map<string, Truth>();
  truths.set(profile, known);
  if (!known.has(condition)) known.set(condition, truthOf(parseCondition(condition), profile));
  return known.get(condition);
}

/** The same few conditions stand around the members of many structs. */
const truths = new WeakMap<Profile, Map<string, Truth>>();

/** A condition as an expression, `defined X` as a call. */
export function parseCondition(condition: string): Expression {
  const text = condition.replace(/\bdefined\s+([A-Za-z_]\w*)/g, "defined($1)").replace(/\\\r?\n/g, " ");
  return parseExpressionText(withoutFalseCasts(text));
}

/** `(NAME) && x` is a cast to the parser; there are none in conditions, so a name needs no parentheses. */
function withoutFalseCasts(condition: string): string {
  const plain = condition.replace(/(^|[^\w\s])\s*\(\s*([A-Za-z_]\w*)\s*\)/g, "$1 $2 ");
  return plain === condition ? plain : withoutFalseCasts(plain);
}

/** The text without the arms of `#if` that the profile's build excludes; as it is where no build is known. */
export function textForBuild(text: string, profile: Profile): string {
  if (!profile.build || !text.includes("#")) return text;
  return withoutExcludedArms(text, deciderOf(profile));
}

const deciders = new WeakMap<Profile, ConditionDecider>();

/** Decides conditions by what the build says; without a .config those only that name what the compiler was told. */
function deciderOf(profile: Profile): ConditionDecider {
  const before = deciders.get(profile);
  if (before) return before;
  const { build } = profile;
  const known = new Map<string, Truth>();
  const isTold = (condition: string): boolean =>
    build?.options !== undefined ||
    (condition.match(/\b[A-Za-z_]\w*/g) ?? []).some((name) => Object.hasOwn(build?.macros ?? {}, name));
  const decide: ConditionDecider = (condition) => {
    if (!known.has(condition))
      known.set(condition, isTold(condition) ? evaluateCondition(condition, profile) : undefined);
    return known.get(condition);
  };
  deciders.set(profile, decide);
  return decide;
}

/** All of several conditions. */
export function evaluateConditions(conditions: readonly string[] | undefined, profile: Profile): Truth {
  let result: Truth = true;
  for (const condition of conditions ?? []) {
    const truth = evaluateCondition(condition, profile);
    if (truth === false) return false;
    if (truth === undefined) result = undefined;
  }
  return result;
}

function truthOf(e: Expression, profile: Profile): Truth {
  switch (e.kind) {
    case "unary": {
      const inner = e.operator === "!" ? truthOf(e.operand, profile) : undefined;
      return inner === undefined ? undefined : !inner;
    }
    case "binary": {
      if (e.operator === "&&" || e.operator === "||") return junctionOf(e, profile);
      return comparisonOf(e.operator, numberOf(e.left, profile), numberOf(e.right, profile));
    }
    case "call":
      return definedOf(e, profile);
    default: {
      const value = numberOf(e, profile);
      return value === undefined ? undefined : value !== 0;
    }
  }
}

function junctionOf(e: Extract<Expression, { kind: "binary" }>, profile: Profile): Truth {
  const left = truthOf(e.left, profile);
  const right = truthOf(e.right, profile);
  const decisive = e.operator === "||";
  if (left === decisive || right === decisive) return decisive;
  return left === undefined || right === undefined ? undefined : !decisive;
}

function comparisonOf(operator: string, left: number | undefined, right: number | undefined): Truth {
  if (left === undefined || right === undefined) return undefined;
  switch (operator) {
    case "==":
      return left === right;
    case "!=":
      return left !== right;
    case "<":
      return left < right;
    case "<=":
      return left <= right;
    case ">":
      return left > right;
    case ">=":
      return left >= right;
    default:
      return undefined;
  }
}

function definedOf(e: Extract<Expression, { kind: "call" }>, profile: Profile): Truth {
  const [operand] = e.arguments;
  if (e.callee.kind !== "name" || operand?.kind !== "name") return undefined;
  return testOf(e.callee.name, operand.name, profile);
}

/** What a test of a macro comes to: `defined`, and those of include/linux/kconfig.h (6.1). */
export function testOf(test: string, name: string, profile: Profile): Truth {
  const itself = knownMacro(name, profile)?.isDefined;
  const module = (): Truth => knownMacro(`${name}_MODULE`, profile)?.isDefined;
  switch (test) {
    case "defined":
    case "IS_BUILTIN":
      return itself;
    case "IS_MODULE":
      return module();
    case "IS_ENABLED":
    // What is built in cannot reach a module, but drivers that could not do without are none then.
    case "IS_REACHABLE":
      return itself === false ? (module() ?? false) : itself;
    default:
      return undefined;
  }
}

function numberOf(e: Expression, profile: Profile): number | undefined {
  if (e.kind === "literal") return Number(e.value);
  if (e.kind === "name") return knownMacro(e.name, profile)?.value;
  if (e.kind !== "call" || e.callee.kind !== "name" || e.callee.name !== "KERNEL_VERSION") return undefined;
  const parts = e.arguments.map((part) => (part.kind === "literal" ? Number(part.value) : undefined));
  const [major, minor, patch] = parts;
  if (major === undefined || minor === undefined || patch === undefined) return undefined;
  return major * 65536 + minor * 256 + Math.min(patch, 255);
}

interface KnownMacro {
  readonly isDefined: boolean;
  readonly value?: number;
}

const absent: KnownMacro = { isDefined: false, value: 0 };
const present: KnownMacro = { isDefined: true, value: 1 };

/**
 * Macros that the machine decides. All four architectures are little-endian as Debian builds them
 * (include/uapi/linux/byteorder/little_endian.h, 6.1: __LITTLE_ENDIAN 1234 and __LITTLE_ENDIAN_BITFIELD).
 */
function knownMacro(name: string, profile: Profile): KnownMacro | undefined {
  const { arch, config } = profile;
  const when = (isDefined: boolean): KnownMacro => (isDefined ? present : absent);
  switch (name) {
    case "__LITTLE_ENDIAN":
      return { isDefined: true, value: 1234 };
    case "__BYTE_ORDER":
      return { isDefined: true, value: 1234 };
    case "__LITTLE_ENDIAN_BITFIELD":
    case "__KERNEL__":
    case "CONFIG_MMU":
      return present;
    case "__BIG_ENDIAN":
    case "__BIG_ENDIAN_BITFIELD":
    case "CONFIG_CPU_BIG_ENDIAN":
    case "__cplusplus":
    case "__CHECKER__":
    case "__ASSEMBLY__":
      return absent;
    case "CONFIG_64BIT":
      return when(arch.bits === 64);
    case "CONFIG_32BIT":
      return when(arch.bits === 32);
    case "BITS_PER_LONG":
      return { isDefined: true, value: arch.bits };
    case "CONFIG_X86":
      return when(arch.id === "x86_64" || arch.id === "i386");
    case "CONFIG_X86_64":
    case "__x86_64__":
      return when(arch.id === "x86_64");
    case "CONFIG_X86_32":
    case "__i386__":
      return when(arch.id === "i386");
    case "CONFIG_ARM64":
    case "__aarch64__":
      return when(arch.id === "arm64");
    case "CONFIG_ARM":
    case "__arm__":
      return when(arch.id === "arm");
    case "CONFIG_SPARC":
    case "CONFIG_SPARC64":
    case "CONFIG_PPC":
    case "CONFIG_PPC64":
    case "CONFIG_MIPS":
    case "CONFIG_IA64":
    case "CONFIG_S390":
    case "CONFIG_ALPHA":
    case "CONFIG_PARISC":
    case "CONFIG_M68K":
      return absent;
    case "CONFIG_PREEMPT_RT":
      return when(config.preemptRt);
    case "CONFIG_X86_PAE":
      return when(arch.id === "i386" && config.pae);
    case "LINUX_VERSION_CODE":
      return { isDefined: true, value: versionCode(profile) };
    default:
      return macroOfBuild(profile.build && buildMacro(name, profile.build));
  }
}

function macroOfBuild(macro: BuildMacro | undefined): KnownMacro | undefined {
  if (!macro) return undefined;
  const number = parseNumberLiteral(macro.value);
  return { isDefined: macro.isDefined, ...(number && { value: Number(number.value) }) };
}

/** Makefile: LINUX_VERSION_CODE (6.1); the sublevel saturates at 255. */
function versionCode(profile: Profile): number {
  const [major, minor, patch] = profile.release.version.split(".").map(Number);
  return (major ?? 0) * 65536 + (minor ?? 0) * 256 + Math.min(patch ?? 0, 255);
}
