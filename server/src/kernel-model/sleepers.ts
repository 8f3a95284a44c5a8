// When a function of the kernel may be called. Four kinds of knowledge, the stronger first: calls that are never
// reported, calls known by hand, functions that take a gfp mask, and sleepers derived from the kernel's call graph.
// Bias: a function that is in none of them is taken to be harmless.

import type { CallRule, CallRuleRow } from "./call-rule.js";
import type { KernelRelease } from "./releases/release.js";
import { existsIn, type ReleaseSpan } from "./releases/span.js";
import { derivedConditionalSleepers, derivedSleepers } from "./sleepers/derived.data.js";
import { busCalls } from "./sleepers/devices-buses.js";
import { controllerCalls } from "./sleepers/devices-controllers.js";
import { coreCalls } from "./sleepers/devices-core.js";
import { registrationCalls } from "./sleepers/devices-registration.js";
import { gfpCallees } from "./sleepers/gfp-callees.data.js";
import type { SleeperGroup } from "./sleepers/group.js";
import { memoryCalls } from "./sleepers/memory.js";
import { neverSleeping } from "./sleepers/never.js";
import { synchronizingCalls } from "./sleepers/synchronizing.js";
import { waitingCalls } from "./sleepers/waiting.js";

/** Calls known by hand, grouped by why they sleep. */
export const knownSleepers: readonly SleeperGroup[] = [
  ...waitingCalls,
  ...synchronizingCalls,
  ...memoryCalls,
  ...busCalls,
  ...coreCalls,
  ...controllerCalls,
  ...registrationCalls,
];

/**
 * When a function may be called in that release, and why; undefined where it may be called anywhere or nothing is
 * known. Builds the whole table on each call: `modelOf` keeps it.
 */
export function callRuleOf(release: KernelRelease, name: string): CallRuleRow | undefined {
  return callRules(release).get(name);
}

/** The rules of every function that we know, for one release. */
export function callRules(release: KernelRelease): ReadonlyMap<string, CallRuleRow> {
  const rules = new Map<string, CallRuleRow>();
  for (const [name, row] of derivedRules(derivedConditionalSleepers)) rules.set(name, row);
  for (const [name, row] of derivedRules(derivedSleepers)) rules.set(name, row);
  for (const [name, row] of gfpRules(release)) rules.set(name, row);
  for (const group of knownSleepers) {
    if (!existsIn(release, group)) continue;
    for (const [name, source] of Object.entries(group.calls)) {
      const { rule, reason, silentWithout } = group;
      rules.set(name, { rule, reason, source, ...(silentWithout && { silentWithout }) });
    }
  }
  for (const row of neverSleeping) rules.delete(row.name);
  return rules;
}

/** What each letter of the derived list stands for, as words before "in f()". */
const waysToSleep: Readonly<Record<string, string>> = {
  m: "locks a mutex",
  r: "takes a semaphore",
  s: "may sleep by its own word",
  w: "waits",
  a: "allocates with GFP_KERNEL",
  u: "touches user memory",
};

function* derivedRules(lines: string): Iterable<[string, CallRuleRow]> {
  for (const line of lines.split("\n")) {
    const [name, way, via, place, guard] = line.split(" ");
    if (!name || !way || !via || !place) continue;
    const words = waysToSleep[way] ?? "may sleep";
    const reason = way === "c" ? `calls ${via}()` : via === "-" ? words : `${words} in ${via}()`;
    yield [name, { rule: derivedRule(way, guard, name), reason, source: `${place} (6.1)` }];
  }
}

/** Of a function that is known to take a mask, and for nothing else. */
export const reasonOfMask = "may sleep where its gfp mask allows it";

function derivedRule(way: string, guard: string | undefined, name: string): CallRule {
  if (guard !== undefined) {
    const who = guard === "-" ? name : guard;
    return { kind: "sleepsBehindCondition", condition: `unless ${who}() returns early` };
  }
  return way === "u" ? { kind: "sleepsIfPagefaultsEnabled" } : { kind: "maySleep" };
}

function* gfpRules(release: KernelRelease): Iterable<[string, CallRuleRow]> {
  for (const line of gfpCallees.split("\n")) {
    const [name, argument, place, bound] = line.split(" ");
    if (!name || argument === undefined || !place || !existsIn(release, spanOf(bound))) continue;
    yield [
      name,
      {
        rule: {
          kind: "sleepsIfGfpBlocks",
          argument: Number(argument),
          ...(copiesUnlessConstant.test(name) && { isConditional: true }),
        },
        reason: reasonOfMask,
        source: `${place} (6.1)`,
      },
    ];
  }
}

/** Text in the kernel's read-only data is used as it is (mm/util.c: kstrdup_const(), 6.1). */
const copiesUnlessConstant = /kstrdup_const$/;

/** `>=6.12` holds from that release on, `<6.12` before it. */
function spanOf(bound: string | undefined): ReleaseSpan {
  if (bound?.startsWith(">=")) return { since: bound.slice(2) };
  if (bound?.startsWith("<")) return { removed: bound.slice(1) };
  return {};
}
