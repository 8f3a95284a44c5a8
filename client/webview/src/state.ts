// What the panel shows and where it stands; every change of it goes through the functions here, which have no effects.

import type { Scene } from "../../../server/src/preview/rows.js";
import { sceneOf } from "../../../server/src/preview/scene.js";
import type { Move, ShownRuns } from "../../src/panel-messages.js";

export type Tab = "events" | "leaks" | "faults" | "expectations" | "console" | "proc";

export type Content =
  | { readonly kind: "empty" }
  | { readonly kind: "running"; readonly title: string }
  | { readonly kind: "failed"; readonly reason: string }
  | { readonly kind: "shown"; readonly shown: ShownRuns };

export interface State {
  readonly content: Content;
  readonly runIndex: number;
  readonly at: number;
  readonly comparedWith: number | undefined;
  /** Sections that show their table. */
  readonly tables: ReadonlySet<string>;
  readonly zone: string | undefined;
  readonly cache: string | undefined;
  /** A page frame of the zone that the user has chosen to look at. */
  readonly frame: number | undefined;
  readonly tab: Tab;
  /** Pixels; see `pictureWidthOf`. */
  readonly pictureWidth: number;
  readonly isOutdated: boolean;
}

/** Pixels of a picture that leaves the page. */
export const exportedWidth = 620;

export const startState: State = {
  content: { kind: "empty" },
  runIndex: 0,
  at: 0,
  comparedWith: undefined,
  tables: new Set(),
  zone: undefined,
  cache: undefined,
  frame: undefined,
  tab: "events",
  pictureWidth: exportedWidth,
  isOutdated: false,
};

/** A new result: what the user has chosen to look at stays chosen. */
export function withRuns(state: State, shown: ShownRuns): State {
  const { runIndex } = shown;
  const nrPoints = shown.runs[runIndex]?.points.length ?? 0;
  const at = shown.startAt === "first" ? 0 : Math.max(0, nrPoints - 1);
  return {
    ...state,
    content: { kind: "shown", shown },
    runIndex,
    at,
    comparedWith: undefined,
    isOutdated: false,
  };
}

/** The run that is looked at. */
export function currentRun(state: State) {
  return state.content.kind === "shown" ? state.content.shown.runs[state.runIndex] : undefined;
}

/** Stands at a point; beyond an end is that end. */
export function movedTo(state: State, to: number): State {
  const last = (currentRun(state)?.points.length ?? 1) - 1;
  return { ...state, at: Math.min(Math.max(to, 0), last) };
}

export function moved(state: State, move: Move): State {
  const last = (currentRun(state)?.points.length ?? 1) - 1;
  const targets = { first: 0, previous: state.at - 1, next: state.at + 1, last };
  return movedTo(state, targets[move]);
}

/** Another of the runs of `fail each`, from its end. */
export function withRunIndex(state: State, runIndex: number): State {
  return movedTo({ ...state, runIndex, comparedWith: undefined }, Number.MAX_SAFE_INTEGER);
}

/** Swaps picture and table of one section, or of all of them. */
export function toggled(state: State, sections: readonly string[]): State {
  const allAreTables = sections.every((id) => state.tables.has(id));
  const tables = new Set(state.tables);
  for (const id of sections) {
    if (allAreTables) tables.delete(id);
    else tables.add(id);
  }
  return { ...state, tables };
}

/** The point with what it is measured against; absent while there is no run. */
export function currentScene(state: State): Scene | undefined {
  const model = currentRun(state);
  return model && sceneOf(model, { at: state.at, comparedWith: state.comparedWith });
}
