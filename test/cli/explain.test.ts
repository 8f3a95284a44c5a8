// `explain` on one name of each kind; what hover says is the same text.

import { describe, expect, it } from "vitest";
import { runCli } from "../../server/src/cli/run-cli.js";
import { createProfile } from "../../server/src/kernel-model/profile.js";
import { ruleIds } from "../../server/src/rules/catalogue.js";
import { explainableNames, explainName, renderExplanation } from "../../server/src/rules/explain.js";
import { fakeIo } from "./helpers.js";

async function explain(...args: string[]): Promise<string> {
  const io = fakeIo();
  expect(await runCli(["explain", ...args], io)).toBe(0);
  expect(io.err()).toBe("");
  return io.out();
}

describe("explain", () => {
  it.each([
    ["GFP_ATOMIC", ["__GFP_HIGH", "reserve"]],
    ["kzalloc", ["4 MiB on Linux 6.1, x86_64", "kfree"]],
    ["kfree", ["frees memory of kmalloc"]],
    ["spin_lock_irqsave", ["interrupts are off", "spin_unlock_irqrestore"]],
    ["spinlock_irqsave", ["guard class"]],
    ["in_atomic", ["cannot be believed"]],
    ["might_sleep", ["states what holds"]],
    ["msleep", ["may sleep"]],
    ["request_irq", ["hard interrupt"]],
    ["ndo_start_xmit", ["net_device_ops.ndo_start_xmit"]],
    ["net_device_ops.ndo_open", ["process context"]],
    ["pci_alloc_consistent", ["dma_alloc_coherent"]],
    ["kmalloc(16, GFP_KERNEL)", ["kmalloc:"]],
  ])("tells about %s", async (name, words) => {
    const text = await explain(name);
    for (const word of words) expect(text).toContain(word);
    expect(text).toMatch(/\nLinux 6\.1\.\d+, x86_64\n$/);
  });

  it.each(["kmalloc", "kvmalloc", "devm_kzalloc"])("says once when %s sleeps", async (name) => {
    expect((await explain(name)).match(/\bsleeps?\b/g)).toHaveLength(1);
  });

  it("tells what the chosen release says", async () => {
    expect(await explain("--kernel", "6.12", "GFP_ATOMIC")).toContain("Linux 6.12");
    expect(await explain("--arch", "arm", "kmalloc")).toContain("on Linux 6.1, arm");
  });

  it.each(ruleIds)("tells about the rule %s with its whole page", async (id) => {
    const text = await explain(id);
    expect(text).toContain("## Why it matters");
    expect(text).toContain("--rule");
  });

  it("has a rendering of every name that it offers", () => {
    const profile = createProfile();
    const names = explainableNames(profile);
    for (const name of names.filter((_, index) => index % 40 === 0)) {
      for (const explanation of explainName(name, profile)) {
        expect(renderExplanation(explanation, "plain"), name).not.toMatch(/undefined|\[object/);
        expect(renderExplanation(explanation, "markdown")).toContain(`**${name}**`);
      }
    }
  });
});
