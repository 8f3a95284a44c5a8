// How members of structs that are called back alike are written down together.

import type { CallbackFact } from "../callbacks.js";

/** The same members of the same structs, called back in one way. Not certain and with interrupts on unless said. */
export interface OpsGroup extends Omit<CallbackFact, "irqsOff" | "certain"> {
  readonly structs: readonly string[];
  readonly fields: readonly string[];
  readonly since?: string;
  readonly removed?: string;
  readonly irqsOff?: boolean;
  readonly certain?: boolean;
  readonly source: string;
}
