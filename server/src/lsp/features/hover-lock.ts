// What hover says of a function that takes or releases a lock, or that switches something off.

import type { ContextEffect } from "../../kernel-model/context.js";
import { type LockRow, lockRow } from "../../kernel-model/locks.js";
import type { Profile } from "../../kernel-model/profile.js";

const effectWords: Readonly<Record<ContextEffect, string>> = {
  spin: "other CPUs spin while it is held",
  irq: "interrupts are off on this CPU",
  bh: "softirqs are off on this CPU",
  preempt: "preemption is off",
  rcu: "an RCU read-side section",
  srcu: "an SRCU section, which may sleep",
  migrate: "pinned to this CPU",
  pagefault: "page faults are off",
  sleeplock: "a sleeping lock",
};

/** Markdown about a lock function; undefined for any other name. */
export function renderLock(profile: Profile, name: string): string | undefined {
  const row = lockRow(profile.release, name);
  if (!row) return undefined;
  const verbs: Readonly<Record<LockRow["effect"], string>> = {
    acquire: "takes",
    release: "releases",
    try: "tries to take",
  };
  const lines = [`**${name}**() ${verbs[row.effect]} ${lockWords(row)}`];
  if (row.effect === "release") lines.push(`Ends: ${codeList(row.pairs)}.`);
  else {
    lines.push(
      `Until then: ${row.what.map((effect) => effectWords[effect]).join("; ")}.`,
      sleepWords(profile, row),
    );
    if (row.trylockReturns) lines.push(tryWords(row.trylockReturns));
    if (row.pairs.length > 0) lines.push(`Ended by: ${codeList(row.pairs)}.`);
  }
  if (row.caveat !== undefined) lines.push(`${capitalized(row.caveat)}.`);
  lines.push(`Linux ${profile.release.version} · ${row.source}`);
  return lines.join("\n\n");
}

function lockWords(row: LockRow): string {
  return row.lockArgument === undefined ? row.lockClass : `a \`${row.lockClass}\``;
}

function sleepWords({ config }: Profile, row: LockRow): string {
  const isAtomic = config.preemptRt ? row.atomicOnRt : row.atomic;
  const here = isAtomic ? "**Nothing may sleep** until it is released." : "Code may sleep while it is held.";
  if (row.atomic === row.atomicOnRt) return here;
  return config.preemptRt
    ? `${here} Without PREEMPT_RT it is ${row.atomic ? "atomic" : "not atomic"}.`
    : `${here} On PREEMPT_RT it is ${row.atomicOnRt ? "atomic too" : "a sleeping lock"}.`;
}

function tryWords(returns: NonNullable<LockRow["trylockReturns"]>): string {
  return returns === "nonzero-on-success" ? "Returns nonzero when it has it." : "Returns 0 when it has it.";
}

function codeList(names: readonly string[]): string {
  return names.map((name) => `\`${name}\``).join(", ");
}

function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
