// The states that a run went through, one after each call of an allocator, for stepping through it. Bounded: a long run
// keeps every second of them, then every fourth, and so on; the first and the last are always there.

import type { EventReport, StateReport } from "./report.js";

/** The state after an event. */
export interface TimelineStep {
  /** Index into the run's `events`. */
  readonly event: number;
  /** Source line, from 1. */
  readonly line: number;
  readonly state: StateReport;
}

export interface Timeline {
  readonly steps: readonly TimelineStep[];
  /** One of how many calls that did something has a step: 1 unless the run was too long. */
  readonly stride: number;
}

export interface TimelineRecorder {
  /** To be called before anything else may change the state: what happened before is one step. */
  settle(): void;
  finish(): Timeline;
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

/** Records the states of a run whose events arrive in `events`. */
export function recordTimeline(events: readonly EventReport[], state: () => StateReport): TimelineRecorder {
  let kept: readonly Taken[] = [];
  let nrRows = 0;
  let stride = 1;
  let nrSeen = 0;
  let nrSettled = 0;
  const take = (ordinal: number): void => {
    const event = events.length - 1;
    const line = events[event]?.line;
    if (line === undefined) return;
    const taken = { step: { event, line, state: state() }, ordinal };
    const rows = nrRowsOf(taken.step.state);
    kept = [...kept, { ...taken, nrRows: rows }];
    nrRows += rows;
  };
  const thin = (): void => {
    while (kept.length > 1 && (kept.length >= maxSteps || nrRows > maxRows)) {
      stride *= 2;
      // By ordinal, not by event: a call of two events would only ever end at odd ones.
      kept = kept.filter(({ ordinal }) => ordinal % stride === 0);
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
      if (kept.at(-1)?.step.event !== events.length - 1) take(nrSettled);
      return { steps: kept.map(({ step }) => step), stride };
    },
  };
}

/** Entries of all lists of a state. */
function nrRowsOf(state: StateReport): number {
  const lists = [...Object.values(state), state.heap?.mmaps];
  return lists.reduce<number>((sum, list) => sum + (Array.isArray(list) ? list.length : 0), 0);
}
