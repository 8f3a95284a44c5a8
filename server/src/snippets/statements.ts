// How a compiled statement looks to those that run it.

import type { Frame } from "./runtime.js";

/** How a statement ended. */
export const completed = 0;
export const broke = 1;
export const continued = 2;
export const returned = 3;
/** On the way to `frame.label`. */
export const jumped = 4;
export type Completion = 0 | 1 | 2 | 3 | 4;

export interface Statement {
  readonly run: (frame: Frame) => Completion;
  /** Labels inside, at which it can be entered; absent where there are none. */
  readonly labels: ReadonlySet<string> | undefined;
  readonly enter: (frame: Frame, label: string) => Completion;
}
