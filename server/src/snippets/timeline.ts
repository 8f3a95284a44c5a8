// The states that a run went through, one after each call of an allocator, for stepping through it. Bounded: a long run
// keeps every second of them, then every fourth, and so on; the first and the last are always there.

import type { PlaceMap } from "../simulator/place-map.js";
import {
  frameOf,
  mergeFrames,
  nrRowsOfFrame,
  type PlaceFrame,
  type PlaceStart,
  startFrame,
} from "./place-frames.js";
import type { EventReport, StateReport } from "./report.js";

/** The state after an event. */
export interface TimelineStep {
  /** Index into the run's `events`. */
  readonly event: number;
  /** Source line, from 1. */
  readonly line: number;
  readonly state: StateReport;
  /** What changed by place since the step before. */
  readonly places: PlaceFrame;
}

export interface Timeline {
  readonly steps: readonly TimelineStep[];
  /** One of how many calls that did something has a step: 1 unless the run was too long. */
  readonly stride: number;
  /** Pages and slots by place at the start; absent for a process. */
  readonly places?: PlaceStart;
}

export interface TimelineRecorder {
  /** To be called before anything else may change the state: what happened before is one step. */
  settle(): void;
  finish(): Timeline;
}

/** What a timeline is made of. */
export interface Recorded {
  readonly events: readonly EventReport[];
  state(): StateReport;
  /** Pages and slots of the machine, if there is one; nobody else may read their changes. */
  readonly places: PlaceMap | undefined;
}

/** More points than anybody steps through one by one. */
const maxSteps = 512;
/**
 * Rows of all states together: caches, zones, areas, mappings. A run of many areas has as many rows in each state, so
 * the number of states alone bounds nothing. More than this and the panel's model is too large to hand to a page.
 */
const maxRows = 100_000;

interface Taken {
  readonly step: TimelineStep;
  /** Which of the settled steps it is, from 0. */
  readonly ordinal: number;
  readonly nrRows: number;
}

const noChange: PlaceFrame = { sections: {}, slabs: [] };

/** Records the states of a run that is about to start. */
export function recordTimeline({ events, state, places }: Recorded): TimelineRecorder {
  const start = places && { sectionPages: places.sectionPages, frame: startFrame(places.read("all")) };
  let kept: readonly Taken[] = [];
  /** What changed by place at steps that went after the last one that stayed. */
  let carried = noChange;
  let nrRows = 0;
  let stride = 1;
  let nrSeen = 0;
  let nrSettled = 0;
  const take = (ordinal: number): void => {
    const event = events.length - 1;
    const line = events[event]?.line;
    if (line === undefined) return;
    const taken = takenOf(ordinal, { event, line, state: state(), places: changes() });
    kept = [...kept, taken];
    nrRows += taken.nrRows;
  };
  const changes = (): PlaceFrame => {
    const all = places ? mergeFrames(carried, frameOf(places.read("changed"))) : noChange;
    carried = noChange;
    return all;
  };
  const thin = (): void => {
    while (kept.length > 1 && (kept.length >= maxSteps || nrRows > maxRows)) {
      stride *= 2;
      const { left, rest } = thinned(kept, stride);
      kept = left;
      carried = mergeFrames(rest, carried);
      nrRows = kept.reduce((sum, one) => sum + one.nrRows, 0);
    }
  };
  const settle = (): void => {
    if (events.length === nrSeen) return;
    nrSeen = events.length;
    const ordinal = nrSettled++;
    if (ordinal % stride !== 0) return;
    take(ordinal);
    thin();
  };
  return {
    settle,
    finish() {
      settle();
      const last = kept.at(-1);
      if (last?.step.event === events.length - 1) kept = kept.with(-1, withChanges(last, changes()));
      else take(nrSettled);
      return { steps: kept.map(({ step }) => step), stride, ...(start ? { places: start } : {}) };
    },
  };
}

function takenOf(ordinal: number, step: TimelineStep): Taken {
  return { ordinal, step, nrRows: nrRowsOf(step.state) + nrRowsOfFrame(step.places) };
}

function withChanges({ ordinal, step }: Taken, later: PlaceFrame): Taken {
  return takenOf(ordinal, { ...step, places: mergeFrames(step.places, later) });
}

/**
 * Every so many of the steps, by ordinal and not by event: a call of two events would only ever end at odd ones. What
 * changed by place at a step that goes is part of the next one that stays, or is the `rest`.
 */
function thinned(
  steps: readonly Taken[],
  stride: number,
): { readonly left: readonly Taken[]; readonly rest: PlaceFrame } {
  const left: Taken[] = [];
  let pending: PlaceFrame = noChange;
  for (const taken of steps) {
    pending = mergeFrames(pending, taken.step.places);
    if (taken.ordinal % stride !== 0) continue;
    left.push(takenOf(taken.ordinal, { ...taken.step, places: pending }));
    pending = noChange;
  }
  return { left, rest: pending };
}

/** Entries of all lists of a state, and of the lists in its parts. */
function nrRowsOf(state: object): number {
  return Object.values(state).reduce<number>((sum, value: unknown) => {
    if (Array.isArray(value)) return sum + value.length;
    return typeof value === "object" && value !== null ? sum + nrRowsOf(value) : sum;
  }, 0);
}
