// How many bytes an allocation asks for, as far as the text and the path to it say.

import type { CallEvent } from "../analysis/event-graph.js";
import type { Observation } from "../analysis/flow.js";
import { rangeInState } from "../analysis/range-value.js";
import { emptyState } from "../analysis/state.js";
import type { Span } from "../base/span.js";
import { evaluateRange } from "../c-types/evaluate-range.js";
import {
  addRanges,
  exactRange,
  multiplyRanges,
  type Range,
  shiftLeftRanges,
  uniteRanges,
} from "../c-types/ranges.js";
import { type AllocatorRow, extraBytes } from "../kernel-model/allocators.js";
import { pageShift } from "../kernel-model/limits.js";
import type { FunctionNode } from "./program.js";
import type { Project } from "./project.js";

/** The size asked for and where it is written. */
export interface AllocationSize {
  /** Bytes the allocator is asked for, the callee's own additions included. */
  readonly range: Range;
  readonly span: Span;
}

/**
 * The size of an allocation over all the ways that reach it; undefined where it is unknown on one of them. Without
 * observations only what the expression itself says is used.
 */
export function allocationSize(
  project: Project,
  node: FunctionNode,
  event: CallEvent,
  row: AllocatorRow,
  observations: readonly Observation[],
): AllocationSize | undefined {
  const states = observations.length > 0 ? observations.map((item) => item.state) : [emptyState];
  const scope = project.worlds.scopeOf(node);
  let united: Range | undefined;
  for (const state of states) {
    const range = formulaRange(row, project, (index) => {
      const argument = event.arguments[index];
      return argument && argument.kind !== "type" ? rangeInState(argument, state, scope) : undefined;
    });
    if (!range) return undefined;
    united = united ? uniteRanges(united, range) : range;
  }
  const span = sizeSpan(row, event);
  if (!united || !span) return undefined;
  const extra = extraBytes(row, project.profile.arch);
  return { range: extra === 0 ? united : addRanges(united, exactRange(BigInt(extra))), span };
}

/**
 * Whether the size could be known at all if every variable in it were: not where a type is declared in a header that
 * was not read, say.
 */
export function isSizeKnowable(
  project: Project,
  node: FunctionNode,
  event: CallEvent,
  row: AllocatorRow,
): boolean {
  const { environment, profile } = project.worlds.scopeOf(node);
  const anything = exactRange(1n);
  const range = formulaRange(row, project, (index) => {
    const argument = event.arguments[index];
    if (!argument || argument.kind === "type") return undefined;
    return evaluateRange(argument, environment, profile, () => anything);
  });
  return range !== undefined;
}

function sizeSpan(row: AllocatorRow, event: CallEvent): Span | undefined {
  const { size } = row;
  switch (size.kind) {
    case "bytes":
    case "order":
    case "pageCount":
    case "bits":
    case "sizeOfType":
      return event.arguments[size.argument]?.span;
    case "product": {
      const [first, second] = size.arguments.map((index) => event.arguments[index]?.span);
      return first && second
        ? { start: Math.min(first.start, second.start), end: Math.max(first.end, second.end) }
        : undefined;
    }
    default:
      return event.span;
  }
}

function formulaRange(
  row: AllocatorRow,
  project: Project,
  rangeOf: (argument: number) => Range | undefined,
): Range | undefined {
  const { size } = row;
  const pageBytes = 1n << BigInt(pageShift(project.profile));
  switch (size.kind) {
    case "bytes":
      return rangeOf(size.argument);
    case "product": {
      const [a, b] = [rangeOf(size.arguments[0]), rangeOf(size.arguments[1])];
      return a && b && multiplyRanges(a, b);
    }
    case "order": {
      const order = rangeOf(size.argument);
      // No order is negative, whatever the type of the variable that holds it.
      const from0 = order && order.min < 0n ? { ...order, min: 0n } : order;
      return from0 && shiftLeftRanges(exactRange(pageBytes), from0);
    }
    case "pages":
      return exactRange(BigInt(size.nrPages) * pageBytes);
    case "pageCount": {
      const count = rangeOf(size.argument);
      return count && multiplyRanges(count, exactRange(pageBytes));
    }
    case "bits": {
      const bits = rangeOf(size.argument);
      return bits && { ...bits, min: bits.min / 8n, max: bits.max / 8n + 8n };
    }
    default:
      return undefined;
  }
}
