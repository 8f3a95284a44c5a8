// What explain and hover say of functions by when they may be called, and of those that register a callback.

import { unreachable } from "../base/assert.js";
import type { CallRule } from "../kernel-model/call-rule.js";
import { registrationRows } from "../kernel-model/callbacks/registrations.js";
import type { CallbackContext } from "../kernel-model/context.js";
import { deprecatedRow } from "../kernel-model/deprecated.js";
import type { Profile } from "../kernel-model/profile.js";
import { pickFor } from "../kernel-model/releases/span.js";
import { callRuleOf, reasonOfMask } from "../kernel-model/sleepers.js";
import type { Explanation } from "./explain.js";

/** When the function may be called; undefined where anywhere, or nothing is known. */
export function explainCallRule(name: string, profile: Profile): Explanation | undefined {
  const row = callRuleOf(profile.release, name);
  if (!row) return undefined;
  const { headline, where } = wordsOf(row.rule);
  const isTold = row.reason === "" || row.reason === reasonOfMask;
  const paragraphs = isTold ? [] : [`${name}() ${row.reason}.`];
  return {
    kind: "call-rule",
    name,
    headline,
    paragraphs,
    facts: [{ label: "where", value: where }],
    source: row.source,
  };
}

function wordsOf(rule: CallRule): { headline: string; where: string } {
  const process = "process context, with no spinlock held, interrupts, bottom halves and preemption on";
  switch (rule.kind) {
    case "maySleep":
    case "schedules":
      return { headline: "may sleep", where: process };
    case "maySleepOnSomePlatforms":
      return { headline: "sleeps on some platforms or configurations", where: `portable code: ${process}` };
    case "irqsEnabled":
      return { headline: "needs interrupts on", where: "anywhere with local interrupts on" };
    case "notInterrupt":
      return { headline: "not for interrupt context", where: "process context; a spinlock may be held" };
    case "notHardirq":
      return { headline: "not for hard interrupts", where: "process context and softirq" };
    case "sleepsUnlessInInterrupt":
      return {
        headline: "defers its work in interrupt context, sleeps elsewhere",
        where:
          "interrupt context, with bottom halves off, or where sleeping is allowed; not under a plain spinlock",
      };
    case "sleepsIfVmallocMemory":
      return { headline: "sleeps where the memory came from vmalloc", where: `for such memory: ${process}` };
    case "sleepsIfGfpBlocks":
      return {
        headline: "sleeps where its gfp mask allows reclaim",
        where: `anywhere with GFP_ATOMIC or GFP_NOWAIT (argument ${rule.argument + 1}), else ${process}`,
      };
    case "sleepsIfArgCount":
      return { headline: `sleeps with ${rule.count} argument${rule.count === 1 ? "" : "s"}`, where: process };
    case "sleepsIfArgumentNonZero":
      return {
        headline: `sleeps unless argument ${rule.argument + 1} is 0`,
        where: `with 0 anywhere, else ${process}`,
      };
    case "sleepsIfPagefaultsEnabled":
      return {
        headline: "may sleep on a page fault",
        where: `${process}; elsewhere only with page faults off`,
      };
    case "sleepsBehindCondition":
      return { headline: `sleeps ${rule.condition}`, where: `where that can be: ${process}` };
    default:
      return unreachable(rule);
  }
}

/** Contexts as messages name them. */
export const contextWords: Readonly<Record<CallbackContext, string>> = {
  process: "process context",
  softirq: "softirq",
  hardirq: "hard interrupt context",
  nmi: "NMI",
  atomic: "atomic context",
  inherit: "the context of the caller",
  unknown: "a context that is not known",
};

/** In which context the function's callbacks run; undefined for a function that registers none. */
export function explainRegistration(name: string, profile: Profile): Explanation | undefined {
  const row = pickFor(
    profile.release,
    registrationRows.filter((candidate) => candidate.function === name),
  );
  if (!row) return undefined;
  const facts = row.callbacks.map(({ argument, member, context, why, unless }) => ({
    label: `argument ${argument + 1}${member === undefined ? "" : `, ${member}`}`,
    value: `${contextWords[context]} (${why})${unless === undefined ? "" : `, unless ${unless}`}`,
  }));
  return {
    kind: "registration",
    name,
    headline: "has a function called later",
    paragraphs: [],
    facts,
    source: row.source,
  };
}

/** What took the place of a function that the release no longer has; undefined for one that it has. */
export function explainRemoved(name: string, { release }: Profile): Explanation | undefined {
  const row = deprecatedRow(release, name);
  // A flag is told with its bits.
  if (!row || name.startsWith("__GFP_") || name.startsWith("GFP_")) return undefined;
  return {
    kind: "removed",
    name,
    headline: `is not in Linux ${release.id}`,
    paragraphs: row.note === undefined ? [] : [row.note],
    facts: [
      ...(row.removed === undefined ? [] : [{ label: "gone since", value: row.removed }]),
      { label: "instead", value: row.successor },
    ],
    source: row.source,
  };
}
