// How calls that sleep for one reason are written down together.

import type { CallRule } from "../call-rule.js";

/** Calls that share a rule and a reason, each with where it is defined. */
export interface SleeperGroup {
  readonly rule: CallRule;
  /** Why, as words after the function's name: "waits for running interrupt handlers". */
  readonly reason: string;
  readonly calls: Readonly<Record<string, string>>;
  /** The option without which they do nothing that could sleep. */
  readonly silentWithout?: string;
  /** First release in which they do. */
  readonly since?: string;
  /** First release in which another rule holds. */
  readonly removed?: string;
}
