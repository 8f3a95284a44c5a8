// Blocks under construction: the mutable half of building an event graph, free of any knowledge of C.

import type { Span } from "../base/span.js";
import type { Argument } from "../c-types/expression.js";
import type { Block, Edge, Event, EventGraph, Guard } from "./event-graph.js";

interface OpenBlock {
  readonly events: Event[];
  readonly edges: Edge[];
}

/** A guard of `cleanup.h` that is in force at the point being built. */
export interface OpenGuard {
  readonly id: number;
  readonly span: Span;
}

/** Builds blocks one after another. `current` is undefined while the point being built cannot be reached. */
export interface GraphBuilder {
  readonly isReachable: () => boolean;
  emit(event: Event): void;
  /** A new empty block, not yet connected. */
  createBlock(): number;
  /** Connects the current point to `to`. */
  edgeTo(to: number, guards?: readonly Guard[]): void;
  /** Goes on building at `block`. */
  continueAt(block: number): void;
  /** The code that follows cannot be reached from here. */
  stop(): void;
  /** The block being built; undefined where unreachable. */
  currentBlock(): number | undefined;
  openGuard(className: string, args: readonly Argument[], span: Span): void;
  guardDepth(): number;
  /** The guards in force, outermost first. */
  guards(): readonly OpenGuard[];
  /** Emits the release of every guard deeper than `depth`, innermost first; they stay open for other paths. */
  emitReleases(depth: number, span: Span): void;
  /** Ends the scope of every guard deeper than `depth`. */
  closeGuards(depth: number, span: Span): void;
  finish(): EventGraph;
}

/** An empty graph whose point is its entry block. */
export function createGraphBuilder(): GraphBuilder {
  const blocks: OpenBlock[] = [{ events: [], edges: [] }];
  const guards: OpenGuard[] = [];
  let current: number | undefined = 0;
  let guardCount = 0;
  const block = (): OpenBlock | undefined => (current === undefined ? undefined : blocks[current]);
  const builder: GraphBuilder = {
    isReachable: () => current !== undefined,
    currentBlock: () => current,
    emit(event) {
      block()?.events.push(event);
    },
    createBlock() {
      blocks.push({ events: [], edges: [] });
      return blocks.length - 1;
    },
    edgeTo(to, edgeGuards = []) {
      block()?.edges.push({ to, guards: edgeGuards });
    },
    continueAt(target) {
      current = target;
    },
    stop() {
      current = undefined;
    },
    openGuard(className, args, span) {
      const id = guardCount++;
      guards.push({ id, span });
      builder.emit({ kind: "guard", id, className, arguments: args, span });
    },
    guardDepth: () => guards.length,
    guards: () => guards,
    emitReleases(depth, span) {
      for (let i = guards.length - 1; i >= depth; i--) {
        const guard = guards[i];
        if (guard) builder.emit({ kind: "unguard", id: guard.id, span });
      }
    },
    closeGuards(depth, span) {
      builder.emitReleases(depth, span);
      guards.length = Math.min(guards.length, depth);
    },
    finish: () => ({ blocks: blocks as readonly Block[] }),
  };
  return builder;
}
