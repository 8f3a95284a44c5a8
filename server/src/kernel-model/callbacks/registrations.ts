// Calls that register callbacks: one row per function, put together from groups of callbacks that run alike.

import type { CallbackFact, CallbackTarget, RegistrationRow } from "../callbacks.js";
import { interruptRegistrations } from "./registrations-interrupt.js";
import { processRegistrations } from "./registrations-process.js";

/** Callbacks that run alike. Not certain and with interrupts on unless said. */
export interface RegistrationGroup extends Omit<CallbackFact, "irqsOff" | "certain"> {
  readonly irqsOff?: boolean;
  readonly certain?: boolean;
  /** The argument is a struct and this member of it the function. */
  readonly member?: string;
  readonly since?: string;
  readonly removed?: string;
  readonly calls: readonly RegisteringCall[];
}

/** One function, and which of its arguments (from 0) is called back so. */
export interface RegisteringCall {
  readonly function: string;
  readonly argument: number;
  readonly flagsArgument?: number;
  readonly source: string;
}

/** Every registering call, its callbacks in the order of its arguments. */
export const registrationRows: readonly RegistrationRow[] = rowsOf([
  ...interruptRegistrations,
  ...processRegistrations,
]);

function rowsOf(groups: readonly RegistrationGroup[]): RegistrationRow[] {
  const rows = new Map<string, RegistrationRow>();
  for (const group of groups) {
    for (const call of group.calls) {
      const known = rows.get(call.function);
      const callbacks = [...(known?.callbacks ?? []), targetOf(group, call)];
      callbacks.sort((a, b) => a.argument - b.argument);
      rows.set(call.function, {
        function: call.function,
        callbacks,
        ...(call.flagsArgument === undefined ? {} : { flagsArgument: call.flagsArgument }),
        ...(group.since === undefined ? {} : { since: group.since }),
        ...(group.removed === undefined ? {} : { removed: group.removed }),
        source: call.source,
      });
    }
  }
  return [...rows.values()];
}

function targetOf(group: RegistrationGroup, call: RegisteringCall): CallbackTarget {
  return {
    argument: call.argument,
    context: group.context,
    why: group.why,
    irqsOff: group.irqsOff ?? false,
    certain: group.certain ?? false,
    ...(group.member === undefined ? {} : { member: group.member }),
    ...(group.unless === undefined ? {} : { unless: group.unless }),
    ...(group.startedBy === undefined ? {} : { startedBy: group.startedBy }),
  };
}
