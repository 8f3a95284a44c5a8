// One C file, read: the kernel's macros masked at equal length, the masked text parsed, and what the masking hid kept
// on record. Everything above this layer works on a ParsedFile and the ORIGINAL text; the masked text is only for the
// parser. Bias: what cannot be placed becomes an ERROR node in its own function and nowhere else.

import type { Span } from "../base/span.js";
import type { MacroShape } from "../kernel-model/macros.js";
import { macrosAlwaysDefined } from "./always-defined.js";
import { type LeftOut, withoutParts } from "./hollow.js";
import { parseTree } from "./parse.js";
import { type MaskedFile, type MaskedReading, maskFile } from "./prepass.js";
import { parseRecovering } from "./recover.js";
import { findStatementParameters, type StatementParameters } from "./statement-parameters.js";
import type { SyntaxNode } from "./tree.js";
import type { ExpectedFunction } from "./walk-state.js";

/** What a masked macro is. */
export type HiddenKind =
  /** Blanked: `__init`, `__must_hold(x)`, `__free(kfree)`, `__packed`. */
  | "attribute"
  /** A loop header, now `while (...)`, `for (...)` or `if (...)` (short names) at the same start. */
  | "loop"
  /** `scoped_guard(class, args)` and its like, now `if (...)` at the same start. */
  | "scoped-guard"
  /** A macro that declares or defines: at file, block or struct scope. */
  | "declaration"
  /** A statement macro: without its semicolon, or with statements as arguments. */
  | "statement"
  /** A type among the arguments of a call, now one identifier. */
  | "type-argument"
  /** A macro glued to string literals. */
  | "string"
  /** A macro standing as an element of an initializer without its comma, or a masked bulk table. */
  | "initializer"
  /** Anything else that was blanked or renamed. */
  | "other";

/** A macro use that the masked text no longer shows as the author wrote it; the span is the whole use. */
export interface HiddenMacro extends Span {
  readonly kind: HiddenKind;
  /** The macro's name, or the text of the type for `type-argument`. */
  readonly name: string;
  /** The text between the parentheses; `undefined` for a macro without. */
  readonly argumentsSpan: Span | undefined;
}

/** A `#define` of the file, in the order of the text. */
export interface DefineDirective extends Span {
  readonly name: string;
  /** Names of the parameters (`...` last for a variadic macro); `undefined` for an object-like macro. */
  readonly params: readonly string[] | undefined;
  /** The replacement text, continuation lines and comments included. */
  readonly body: Span;
}

/** An `#include` of the file. */
export interface IncludeDirective {
  readonly path: string;
  /** Whether it is written with angle brackets. */
  readonly system: boolean;
  readonly span: Span;
}

/** One way to read the file: a choice of arms where `#if` cuts through a construct. */
export interface Reading {
  readonly masked: string;
  readonly root: SyntaxNode;
  /** Ranges in which this reading differs from the first: only functions that touch them need be read here. */
  readonly differs: readonly Span[];
  /** The conditionals of which only one arm is read here. */
  readonly decisions: readonly ArmDecision[];
  /** Functions that the tree does not show, in the order of the text; absent where there are none. */
  readonly leftOut?: readonly ExpectedFunction[];
}

/** A conditional that a reading decides. */
export interface ArmDecision {
  /** From its `#if` to its `#endif`. */
  readonly span: Span;
  /** The line of the `#if`. */
  readonly line: Span;
  /** Whether the arm behind the `#if` itself is the one that is read. */
  readonly holds: boolean;
}

/** A file as the layers above see it. */
export interface ParsedFile {
  readonly text: string;
  readonly readings: readonly [Reading, ...Reading[]];
  /** In order of the text. */
  readonly hidden: readonly HiddenMacro[];
  /** The hidden macro whose span starts at `start`. */
  hiddenAt(start: number): HiddenMacro | undefined;
  /** Which arguments of a macro of the file are run inside it. */
  statementParameters(macro: string): ReadonlySet<number> | undefined;
  /** Whether the file defines a macro outside every `#if`, and nowhere takes that back. */
  isAlwaysDefined(macro: string): boolean;
  readonly comments: readonly Span[];
  /** Arms of `#if` that no reading shows (those of `#if 0` are not counted). */
  readonly droppedArms: number;
  readonly defines: readonly DefineDirective[];
  readonly includes: readonly IncludeDirective[];
}

/** Shapes of macros that the file gets from headers, by name; they win over the kernel model's rows. */
export type MacroShapes = ReadonlyMap<string, MacroShape>;

/** Reads C text; never fails, whatever the text is. */
export function parseFile(text: string, shapes: MacroShapes = new Map()): ParsedFile {
  return parseMasked(text, maskFile(text, shapes));
}

/**
 * Reads a text that is masked already. What the caller knows or does not ask for is left out, unless the file has a
 * mistake somewhere, which may then be there.
 */
export function parseMasked(text: string, mask: MaskedFile, leftOut: LeftOut = { bodies: [] }): ParsedFile {
  const [first, ...others] = mask.readings;
  const hidden = mergeHidden(mask.readings.map((reading) => reading.hidden));
  const byStart = new Map(hidden.map((macro) => [macro.start, macro]));
  let statements: StatementParameters | undefined;
  let always: ReadonlySet<string> | undefined;
  return {
    text,
    readings: [readInParts(first, leftOut), ...others.map(readMasked)],
    hidden,
    hiddenAt: (start) => byStart.get(start),
    statementParameters(macro) {
      statements ??= findStatementParameters(text, mask.defines);
      return statements.get(macro);
    },
    isAlwaysDefined(macro) {
      if (!mask.defines.some(({ name }) => name === macro)) return false;
      always ??= macrosAlwaysDefined(text);
      return always.has(macro);
    },
    comments: mask.comments,
    droppedArms: mask.droppedArms,
    defines: mask.defines,
    includes: mask.includes,
  };
}

function readInParts(reading: MaskedReading, leftOut: LeftOut): Reading {
  const { masked, segments, differs, decisions } = reading;
  const short = segments.length > 0 ? masked : withoutParts(reading, leftOut);
  if (short === masked) return readMasked(reading);
  const root = parseTree(short);
  if (root.hasError) return readMasked(reading);
  const { functions = [] } = leftOut;
  return { masked, root, differs, decisions, ...(functions.length > 0 && { leftOut: functions }) };
}

function readMasked(reading: MaskedReading): Reading {
  const { differs, decisions } = reading;
  const { text, root } = parseRecovering(reading);
  return { masked: text, root, differs, decisions };
}

/** Index of the first hidden macro that starts at `offset` or after it; logarithmic. */
export function firstHiddenFrom(hidden: readonly HiddenMacro[], offset: number): number {
  let low = 0;
  let high = hidden.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((hidden[middle]?.start ?? 0) < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The records of all readings, each macro once, in order of the text. */
function mergeHidden(lists: readonly (readonly HiddenMacro[])[]): readonly HiddenMacro[] {
  const seen = new Set<number>();
  const merged: HiddenMacro[] = [];
  for (const macro of lists.flat()) {
    if (seen.has(macro.start)) continue;
    seen.add(macro.start);
    merged.push(macro);
  }
  return merged.sort((a, b) => a.start - b.start);
}
