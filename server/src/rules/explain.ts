// What we know of a name, for `kmem-lens explain` and for hovers where no call is at hand: a rule, a gfp flag, an
// allocator, a free, a lock, a guard class, a predicate, an assertion. Facts come from the kernel model as they are;
// only the words are made here.

import { unreachable } from "../base/assert.js";
import {
  type AllocatorRow,
  allocatorRow,
  allocatorRows,
  type SizeFormula,
} from "../kernel-model/allocators.js";
import { assertionRow, assertionRows } from "../kernel-model/assertions.js";
import { registrationRows } from "../kernel-model/callbacks/registrations.js";
import type { ContextEffect } from "../kernel-model/context.js";
import { deprecatedRow } from "../kernel-model/deprecated.js";
import { freeRows } from "../kernel-model/frees.js";
import { gfpRow, gfpTable, gfpValue, mayDirectReclaim } from "../kernel-model/gfp.js";
import { gfpRows } from "../kernel-model/gfp-rows.js";
import { guardRow } from "../kernel-model/guards.js";
import { kmallocMaxBytes, kvmallocMaxBytes } from "../kernel-model/limits.js";
import { type LockRow, lockRow, lockRows } from "../kernel-model/locks.js";
import { predicateRow, predicateRows } from "../kernel-model/predicates.js";
import type { Profile } from "../kernel-model/profile.js";
import { callRules } from "../kernel-model/sleepers.js";
import { findRule, ruleIds, rulePagePath } from "./catalogue.js";
import { callbackNames, explainCallback } from "./explain-callbacks.js";
import { explainCallRule, explainRegistration, explainRemoved } from "./explain-calls.js";

/** One thing that a name means, ready to be rendered. */
export interface Explanation {
  readonly kind:
    | "rule"
    | "gfp"
    | "allocator"
    | "free"
    | "lock"
    | "guard"
    | "predicate"
    | "assertion"
    | "call-rule"
    | "registration"
    | "callback"
    | "removed";
  readonly name: string;
  /** What it is, in half a sentence. */
  readonly headline: string;
  /** Whole sentences. */
  readonly paragraphs: readonly string[];
  readonly facts: readonly { readonly label: string; readonly value: string }[];
  /** Where the kernel says so, or the rule's page. */
  readonly source: string;
}

/** Everything that `name` means in that profile, most telling first; empty for a name that we do not know. */
export function explainName(name: string, profile: Profile): Explanation[] {
  const explainers = [
    explainRule,
    explainRemoved,
    explainGfp,
    explainAllocator,
    explainFree,
    explainLock,
    explainGuard,
    explainPredicate,
    explainAssertion,
    explainCallRule,
    explainRegistration,
    explainCallback,
  ];
  const found = explainers.map((explain) => explain(name, profile)).filter((item) => item !== undefined);
  return found.some(({ kind }) => kind === "call-rule") ? found.map(withoutSleep) : found;
}

/** Of an allocator that has a rule of its own for its calls, that one says whether it sleeps. */
function withoutSleep(explanation: Explanation): Explanation {
  if (explanation.kind !== "allocator") return explanation;
  return { ...explanation, facts: explanation.facts.filter(({ label }) => label !== "may sleep") };
}

/** Every name that can be explained: for "did you mean" and completion. */
export function explainableNames(profile: Profile): string[] {
  return [
    ...ruleIds,
    ...gfpTable(profile.release).keys(),
    ...callRules(profile.release).keys(),
    ...registrationRows.map((row) => row.function),
    ...callbackNames(),
    ...[gfpRows, allocatorRows, freeRows, lockRows, predicateRows, assertionRows].flatMap((rows) =>
      rows.map((row) => row.name),
    ),
  ];
}

/** The explanation as Markdown or as plain text; ends without a newline. */
export function renderExplanation(explanation: Explanation, form: "markdown" | "plain"): string {
  const { name, headline, paragraphs, facts, source } = explanation;
  if (form === "markdown") {
    const table = facts.map(({ label, value }) => `| ${label} | ${value.replaceAll("|", "\\|")} |`);
    const rows = table.length > 0 ? [["| | |", "|---|---|", ...table].join("\n")] : [];
    return [`**${name}**: ${headline}`, ...paragraphs, ...rows, `*${source}*`].join("\n\n");
  }
  const width = Math.max(0, ...facts.map(({ label }) => label.length));
  const rows = facts.map(({ label, value }) => `  ${label.padEnd(width)}  ${value}`).join("\n");
  const parts = [`${name}: ${headline}`, ...paragraphs, rows, `Source: ${source}`];
  return parts.filter((part) => part !== "").join("\n\n");
}

function explainRule(name: string): Explanation | undefined {
  const rule = findRule(name);
  return (
    rule && {
      kind: "rule",
      name,
      headline: rule.summary,
      paragraphs: [],
      facts: [
        { label: "severity", value: rule.severityNote },
        { label: "set it", value: `--rule ${name}=LEVEL, or "rules" in .kmem-lens.json` },
        { label: "suppress", value: `/* kmem-lens: ignore ${name} -- reason */` },
      ],
      source: rulePagePath(rule.id),
    }
  );
}

function explainGfp(name: string, profile: Profile): Explanation | undefined {
  const { release } = profile;
  const row = gfpRow(name);
  const value = gfpValue(release, name);
  if (!row && value === undefined) return undefined;
  const bits = value === undefined ? `not in Linux ${release.id}` : hex(value);
  const isMask = value !== undefined && name.startsWith("GFP_");
  const parts = value === undefined ? [] : singleFlags(profile, value);
  return {
    kind: "gfp",
    name,
    headline: `${isMask ? "gfp mask" : "gfp flag"}, ${bits}`,
    paragraphs: row ? [row.explanation] : [],
    facts: [
      ...(parts.length > 1 ? [{ label: "flags", value: parts.join(" | ") }] : []),
      ...(isMask ? [{ label: "may sleep", value: mayDirectReclaim(release, value) ? "yes" : "no" }] : []),
      ...(row ? [{ label: "where", value: row.contextRule }] : []),
      ...(row?.prefer === undefined ? [] : [{ label: "often better", value: row.prefer }]),
      ...(row?.removed === undefined ? [] : [{ label: "gone since", value: `Linux ${row.removed}` }]),
      ...(row?.successor === undefined ? [] : [{ label: "instead", value: row.successor }]),
    ],
    source: row?.source ?? `include/linux/gfp.h (${release.version})`,
  };
}

function singleFlags({ release }: Profile, mask: number): string[] {
  return [...gfpTable(release)]
    .filter(
      ([name, bits]) =>
        name.startsWith("__GFP_") && bits !== 0 && (bits & (bits - 1)) === 0 && (mask & bits) !== 0,
    )
    .map(([name]) => name);
}

function explainAllocator(name: string, profile: Profile): Explanation | undefined {
  const { release } = profile;
  const row = allocatorRow(release, name);
  if (!row) return removedAllocator(name, profile);
  const limit = limitOf(row, profile);
  const frees = row.freedBy.filter((free) => !deprecatedRow(release, free));
  return {
    kind: "allocator",
    name,
    headline: `allocates ${contiguityWords(row)} memory${row.zeroes ? ", zeroed" : ""}`,
    paragraphs: [],
    facts: [
      { label: "asks for", value: sizeWords(row.size) },
      ...(limit === undefined ? [] : [{ label: "at most", value: limit }]),
      { label: "may sleep", value: sleepWords(row) },
      { label: "on failure", value: row.returnsErrPtr ? "an error pointer" : "NULL" },
      { label: "freed by", value: frees.length > 0 ? frees.join(", ") : "its owner" },
      ...lifeSpan(row),
    ],
    source: row.source,
  };
}

function removedAllocator(name: string, { release }: Profile): Explanation | undefined {
  const row = allocatorRows.find((candidate) => candidate.name === name);
  return (
    row && {
      kind: "allocator",
      name,
      headline: `an allocator that Linux ${release.id} does not have`,
      paragraphs: [],
      facts: lifeSpan(row),
      source: row.source,
    }
  );
}

function lifeSpan(row: { readonly since?: string; readonly removed?: string }) {
  return [
    ...(row.since === undefined ? [] : [{ label: "since", value: `Linux ${row.since}` }]),
    ...(row.removed === undefined ? [] : [{ label: "gone since", value: `Linux ${row.removed}` }]),
  ];
}

function contiguityWords(row: AllocatorRow): string {
  switch (row.contiguity) {
    case "physical":
      return "physically contiguous";
    case "virtual":
      return "virtually contiguous";
    case "either":
      return row.family === "kvmalloc" ? "physically (else virtually) contiguous" : "kernel";
    default:
      return unreachable(row.contiguity);
  }
}

function sizeWords(size: SizeFormula): string {
  switch (size.kind) {
    case "bytes":
      return `the bytes of argument ${size.argument + 1}`;
    case "product":
      return `argument ${size.arguments[0] + 1} times argument ${size.arguments[1] + 1}, checked for overflow`;
    case "order":
      return `2^order pages, the order being argument ${size.argument + 1}`;
    case "pages":
      return `${size.nrPages} page${size.nrPages === 1 ? "" : "s"}`;
    case "pageCount":
      return `as many pages as argument ${size.argument + 1} says`;
    case "bits":
      return `as many bits as argument ${size.argument + 1} says, rounded up to long`;
    case "text":
      return `the text of argument ${size.argument + 1} with its end`;
    case "objectOf":
      return `one object of the cache or pool of argument ${size.argument + 1}`;
    case "sizeOfType":
      return `sizeof argument ${size.argument + 1}`;
    case "none":
      return "what the kernel decides";
    default:
      return unreachable(size);
  }
}

function sleepWords(row: AllocatorRow): string {
  if (row.gfpArgument !== undefined) return `as argument ${row.gfpArgument + 1} (gfp) says`;
  return row.contiguity === "virtual" ? "yes" : "it takes no gfp mask";
}

function limitOf(row: AllocatorRow, profile: Profile): string | undefined {
  const on = `Linux ${profile.release.id}, ${profile.arch.id}`;
  if (row.family === "kvmalloc") return `${formatBytes(kvmallocMaxBytes + 1)} less one byte`;
  if (row.family !== "kmalloc" && row.family !== "devm") return undefined;
  return row.contiguity === "physical" ? `${formatBytes(kmallocMaxBytes(profile))} on ${on}` : undefined;
}

function explainFree(name: string): Explanation | undefined {
  const row = freeRows.find((candidate) => candidate.name === name);
  return (
    row && {
      kind: "free",
      name,
      headline: `frees memory of ${row.families.join(", ")}`,
      paragraphs: [],
      facts: [
        { label: "memory", value: `argument ${row.argument + 1}` },
        { label: "NULL", value: row.acceptsNull ? "allowed" : "not allowed" },
        ...(row.isDeferred ? [{ label: "when", value: "after a grace period" }] : []),
        ...(row.note === undefined ? [] : [{ label: "note", value: row.note }]),
      ],
      source: row.source,
    }
  );
}

const effectWords: Readonly<Record<ContextEffect, string>> = {
  spin: "a spinning lock is held",
  irq: "interrupts are off",
  bh: "softirqs are off",
  preempt: "preemption is off",
  rcu: "in an RCU read-side section",
  srcu: "in an SRCU section, which may sleep",
  migrate: "pinned to the CPU, may sleep",
  pagefault: "page faults are off",
  sleeplock: "a sleeping lock is held",
};

const lockVerbs: Readonly<Record<LockRow["effect"], string>> = {
  acquire: "takes",
  release: "gives back",
  try: "tries to take",
};

function explainLock(name: string, { release, config }: Profile): Explanation | undefined {
  const row = lockRow(release, name);
  if (!row) return undefined;
  const isAtomic = config.preemptRt ? row.atomicOnRt : row.atomic;
  return {
    kind: "lock",
    name,
    headline: `${lockVerbs[row.effect]} ${row.lockClass}`,
    paragraphs: row.caveat === undefined ? [] : [row.caveat],
    facts: [
      {
        label: row.effect === "release" ? "ends" : "until then",
        value: row.what.map((what) => effectWords[what]).join("; "),
      },
      { label: "may sleep inside", value: isAtomic ? "no" : "yes" },
      { label: "on PREEMPT_RT", value: row.atomicOnRt ? "no" : "yes" },
      ...(row.pairs.length > 0 ? [{ label: "goes with", value: row.pairs.join(", ") }] : []),
    ],
    source: row.source,
  };
}

function explainGuard(name: string): Explanation | undefined {
  const row = guardRow(name);
  return (
    row && {
      kind: "guard",
      name,
      headline: `guard class: guard(${name})(…) holds until the block ends`,
      paragraphs: [],
      facts: [
        { label: "calls", value: `${row.lock}()` },
        { label: "until then", value: row.what.map((what) => effectWords[what]).join("; ") },
        { label: "may sleep inside", value: row.atomic ? "no" : "yes" },
      ],
      source: row.source,
    }
  );
}

function explainPredicate(name: string): Explanation | undefined {
  const row = predicateRow(name);
  if (!row) return undefined;
  const states = row.states.join(", ");
  const tests: Readonly<Record<typeof row.test, string>> = {
    "any-of": `true in any of: ${states}`,
    "none-of": `true in none of: ${states}`,
    "gfp-blocks": "true where the gfp mask may sleep",
  };
  return {
    kind: "predicate",
    name,
    headline: tests[row.test],
    paragraphs: row.reliable
      ? []
      : ["Its answer cannot be believed on every kernel: drivers should not ask it."],
    facts: [],
    source: row.source,
  };
}

function explainAssertion(name: string): Explanation | undefined {
  const row = assertionRow(name);
  return (
    row && {
      kind: "assertion",
      name,
      headline: `states what holds at this point: ${row.kind.replaceAll("-", " ")}`,
      paragraphs: [],
      facts: [],
      source: row.source,
    }
  );
}

function hex(value: number): string {
  return `0x${(value >>> 0).toString(16)}`;
}

function formatBytes(bytes: number): string {
  for (const [unit, name] of [
    [1024 ** 3, "GiB"],
    [1024 ** 2, "MiB"],
    [1024, "KiB"],
  ] as const) {
    if (bytes >= unit && bytes % unit === 0) return `${bytes / unit} ${name}`;
  }
  return `${bytes} bytes`;
}
