// The call rules against what a booted kernel said: each measured call in each measured context.

import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { CallRule } from "../../server/src/kernel-model/call-rule.js";
import type { ContextEffect } from "../../server/src/kernel-model/context.js";
import { modelOf } from "../../server/src/kernel-model/model.js";
import { release } from "./release-of.js";

interface Verdict {
  /** Which context it was called in. */
  readonly ctx: string;
  /** The call, and its gfp mask after a colon. */
  readonly call: string;
  /** `silent`, or what the kernel printed. */
  readonly verdict: string;
}

const model = modelOf(release("6.1"));
const reference = new URL("../reference/6.1.192-tiny-debug/might_sleep.json", import.meta.url);
const { verdicts } = JSON.parse(readFileSync(reference, "utf8")) as { verdicts: Verdict[] };

/** The function that makes each measured context. */
const acquires: Readonly<Record<string, string | undefined>> = {
  process: undefined,
  spin: "spin_lock",
  spin_irqsave: "spin_lock_irqsave",
  rcu: "rcu_read_lock",
  preempt_off: "preempt_disable",
  bh_off: "local_bh_disable",
  irq_off: "local_irq_save",
};

/** The function behind each measured call; what follows the colon is its gfp mask. */
const functions: Readonly<Record<string, string>> = {
  kmalloc: "kmalloc",
  pages: "alloc_pages",
  kvmalloc: "kvmalloc",
  dma: "dma_alloc_coherent",
  mutex: "mutex_lock",
  vmalloc: "vmalloc",
  vfree: "vfree",
  kvfree: "kvfree",
  might_sleep: "might_sleep",
  cond_resched: "cond_resched",
};

function complains(rule: CallRule, effects: readonly ContextEffect[], mask: number | undefined): boolean {
  const isAtomic = effects.length > 0;
  switch (rule.kind) {
    case "maySleep":
      return isAtomic;
    case "sleepsIfGfpBlocks":
      return isAtomic && mask !== undefined && model.mayDirectReclaim(mask);
    case "sleepsUnlessInInterrupt":
    case "sleepsIfVmallocMemory":
      return isAtomic && !effects.includes("bh");
    default:
      throw new Error(`not measured: ${rule.kind}`);
  }
}

describe("call rules", () => {
  it.each(verdicts)("$call in $ctx: $verdict", ({ ctx, call, verdict }) => {
    const [short = "", gfp] = call.split(":");
    const name = functions[short] ?? short;
    const rule = model.callRule(name)?.rule;
    const acquire = acquires[ctx];
    const effects = acquire === undefined ? [] : (model.lock(acquire)?.what ?? []);
    expect(rule).toBeDefined();
    if (rule)
      expect(complains(rule, effects, gfp === undefined ? undefined : model.gfpValue(gfp))).toBe(
        verdict !== "silent",
      );
  });
});
