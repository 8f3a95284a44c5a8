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
  /** One of how many events has a step: 1 unless the run was too long. */
  readonly stride: number;
}

export interface TimelineRecorder {
  /** To be called before anything else may change the state: what happened before is one step. */
  settle(): void;
  finish(): Timeline;
}

/** A state takes some kilobytes; this many of them stay below ten megabytes. */
const maxSteps = 512;

/** Records the states of a run whose events arrive in `events`. */
export function recordTimeline(events: readonly EventReport[], state: () => StateReport): TimelineRecorder {
  let steps: TimelineStep[] = [];
  let stride = 1;
  let nrSeen = 0;
  const take = (index: number): void => {
    const event = events[index];
    if (event) steps.push({ event: index, line: event.line, state: state() });
  };
  const settle = (): void => {
    if (events.length === nrSeen) return;
    nrSeen = events.length;
    const index = nrSeen - 1;
    if (index % stride !== 0) return;
    take(index);
    if (steps.length < maxSteps) return;
    stride *= 2;
    steps = steps.filter((step) => step.event % stride === 0);
  };
  return {
    settle,
    finish() {
      settle();
      const last = events.length - 1;
      if (last >= 0 && steps.at(-1)?.event !== last) take(last);
      return { steps, stride };
    },
  };
}
