// What the simulation panel and the extension tell each other. Types only.

import type { PanelModel } from "../../server/src/lsp/protocol.js";

/** One finished run of a snippet, with where it came from. */
export interface ShownRuns {
  /** Name of the source file, for the heading. */
  readonly fileName: string;
  /** The first is the run without injected failure. */
  readonly runs: readonly PanelModel[];
  /** Index of the run to show first. */
  readonly runIndex: number;
  /** Where to stand: at the end to see the result, at the start to step. */
  readonly startAt: "first" | "last";
}

/** Where to go in the timeline. */
export type Move = "first" | "previous" | "next" | "last";

export type ToPanel =
  | { readonly kind: "running"; readonly title: string }
  | { readonly kind: "show"; readonly shown: ShownRuns }
  | { readonly kind: "failed"; readonly reason: string }
  /** The source was edited since the run. */
  | { readonly kind: "outdated" }
  | { readonly kind: "move"; readonly to: Move }
  | { readonly kind: "compare" }
  | { readonly kind: "export"; readonly format: ExportFormat };

export type ExportFormat = "svg" | "png" | "json";

export type FromPanel =
  /** The page listens. */
  | { readonly kind: "ready" }
  /** The timeline stands at a point; line 0 is the start. */
  | { readonly kind: "at"; readonly line: number; readonly title: string }
  /** Show a line of the source. */
  | { readonly kind: "line"; readonly line: number }
  | { readonly kind: "run"; readonly failEach: boolean }
  | { readonly kind: "cancel" }
  /** Text, or base64 for a PNG. */
  | { readonly kind: "save"; readonly format: ExportFormat; readonly content: string };
