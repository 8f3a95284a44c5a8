// One way to state misuse for the parts that serve drivers directly.

import type { Address } from "./address.js";
import type { FaultKind } from "./events.js";
import type { Core } from "./part.js";

export interface FaultReport {
  readonly fault: FaultKind;
  readonly call: string;
  readonly message: string;
  readonly address?: Address;
  /** The kernel would not go on (BUG, page fault). */
  readonly isFatal?: boolean;
}

export function emitFault(core: Core, { fault, call, message, address, isFatal = false }: FaultReport): void {
  if (core.recording === "nothing") return;
  core.emit({ kind: "fault", fault, call, message, isFatal, ...(address === undefined ? {} : { address }) });
}
