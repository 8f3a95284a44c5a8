// What the card under the pointer says.

import { describe, expect, it } from "vitest";
import { exactRange } from "../../server/src/c-types/ranges.js";
import { architectures } from "../../server/src/kernel-model/architectures.js";
import { createProfile, findRelease } from "../../server/src/kernel-model/profile.js";
import type { Inspection } from "../../server/src/lsp/analysis-host.js";
import { findWord, plainOf, renderHover } from "../../server/src/lsp/features/hover.js";
import { formatBytes, renderAllocation } from "../../server/src/lsp/features/hover-allocation.js";
import { renderGfp, renderMask, zonesFor } from "../../server/src/lsp/features/hover-gfp.js";
import { renderLock } from "../../server/src/lsp/features/hover-lock.js";
import { renderTable, tablesAsLines } from "../../server/src/lsp/features/hover-table.js";
import type { AllocationView, CallView, FunctionView } from "../../server/src/project/file-view.js";
import { analyzed, driverText, spanOf } from "./helpers.js";

const nothing: Inspection = { functionView: undefined, callView: undefined, namedFunction: undefined };
const x86 = createProfile();

function call(
  callee: string,
  allocation: Partial<AllocationView> = {},
  held: CallView["held"] = [],
): CallView {
  return {
    callee,
    span: spanOf(driverText, "kmalloc(30, GFP_KERNEL)"),
    functionName: "grow",
    held,
    allocation: { sizeBytes: undefined, gfp: [], gfpSpan: undefined, sizeSpan: undefined, ...allocation },
  };
}

/** The cells of the first table, by their heads. */
function cells(markdown: string | undefined): Record<string, string> {
  const text = (markdown ?? "").replaceAll("\u00a0", " ");
  const rows = text.split("\n").filter((line) => line.startsWith("|"));
  const [heads = [], , values = []] = rows.map((row) => row.slice(2, -2).split(/ *\| */));
  return Object.fromEntries(heads.map((head, index) => [head, values[index] ?? ""]));
}

function hoverAt(part: string, inspection: Inspection = nothing, text = driverText): string | undefined {
  const word = findWord(text, spanOf(text, part).start);
  return word && renderHover(word, inspection, analyzed({ text, findings: [] }));
}

describe("gfp masks", () => {
  it("show bits, sleep, zones and reserves of the release", () => {
    const text = renderGfp(x86, "GFP_ATOMIC") ?? "";
    expect(text).toContain("**GFP_ATOMIC** = `0xa20`");
    expect(cells(text)).toMatchObject({
      "may sleep": "no",
      reclaims: "only wakes kswapd",
      zones: "Normal, DMA32, DMA",
      reserves: "down to ⅜ of the min mark",
    });
    expect(cells(renderGfp(x86, "GFP_KERNEL"))).toMatchObject({
      "may sleep": "yes",
      reserves: "none: stays above the min mark",
    });
    expect(cells(renderGfp(x86, "GFP_NOFS"))["reclaims"]).toBe("the caller, without filesystems");
  });

  it("say since when a name is gone and what took its place", () => {
    const text = renderGfp(x86, "__GFP_WAIT") ?? "";
    expect(text).toContain("is not in Linux 6.1");
    expect(text).toContain("__GFP_DIRECT_RECLAIM");
    expect(renderGfp(createProfile(findRelease("2.6.32")), "__GFP_WAIT")).toContain("= `0x10`");
  });

  it("add up", () => {
    expect(renderMask(x86, ["GFP_KERNEL", "__GFP_ZERO"])).toContain("`0xdc0`");
    expect(renderMask(x86, ["GFP_KERNEL", "flags"])).toBeUndefined();
  });

  it("reach the zones that the architecture has", () => {
    const i386 = createProfile(undefined, architectures.i386.id);
    expect(zonesFor(i386, 0x02)).toEqual(["HighMem", "Normal", "DMA"]);
    expect(zonesFor(x86, 0x01)).toEqual(["DMA"]);
  });
});

describe("a table", () => {
  it("breaks no short cell, and long ones", () => {
    const [heads, , values] = renderTable([
      ["may sleep", "128 KiB"],
      ["pages", "32 pages in one block (order 5)"],
    ]).split("\n");
    expect(heads).toBe("| may\u00a0sleep\u00a0\u00a0 | pages |");
    expect(values).toBe("| 128\u00a0KiB\u00a0\u00a0 | 32 pages in one block (order 5) |");
  });

  it("has a gap between its columns, and none where it is lines", () => {
    const table = renderTable([
      ["asked", "1"],
      ["gets", "2"],
      ["cache", "kmalloc-8"],
    ]);
    expect(table.split("\n")[2]).toBe("| 1\u00a0\u00a0 | 2\u00a0\u00a0 | kmalloc-8 |");
    expect(tablesAsLines(table)).toBe("asked: 1\ngets: 2\ncache: kmalloc-8");
  });
});

describe("an allocation", () => {
  it("shows what is asked for and what is handed out", () => {
    const markdown = renderAllocation(
      x86,
      "kzalloc",
      call("kzalloc", { sizeBytes: exactRange(30n), gfp: ["GFP_KERNEL"] }),
    );
    expect(cells(markdown)).toEqual({
      asked: "30 B",
      gets: "32 B",
      cache: "kmalloc-32",
      unused: "2 B (6 %)",
      pages: "order 0 slab, 128 objects (8 CPUs)",
      "may sleep": "yes",
      "may fail": "unlikely",
    });
    expect(markdown).toContain("Zeroed · physically contiguous");
    expect(markdown).toContain("`kfree`");
  });

  it("takes the largest size that the code itself bounds", () => {
    const sizeBytes = { min: 16n, max: 3080n, bounded: true, lowerBounded: true };
    expect(cells(renderAllocation(x86, "kmalloc", call("kmalloc", { sizeBytes })))).toMatchObject({
      asked: "≤ 3,080 B",
      gets: "at most 4 KiB",
      cache: "kmalloc-4k",
    });
  });

  it("says nothing of a size that only its type bounds", () => {
    const sizeBytes = { min: 0n, max: 0xffff_ffffn, bounded: false, lowerBounded: true };
    expect(cells(renderAllocation(x86, "kmalloc", call("kmalloc", { sizeBytes })))).toEqual({
      asked: "not known here",
      "may sleep": "depends on the mask",
      "may fail": "yes",
    });
  });

  it("warns of blocks that are hard or impossible to find", () => {
    const large = (bytes: bigint, gfp: string) =>
      renderAllocation(x86, "kmalloc", call("kmalloc", { sizeBytes: exactRange(bytes), gfp: [gfp] }));
    expect(cells(large(100_000n, "GFP_KERNEL"))["may fail"]).toBe("yes, once memory is fragmented");
    expect(cells(large(100_000n, "GFP_ATOMIC"))["may fail"]).toBe("yes: no reclaim, no compaction here");
    expect(cells(large(100_000n, "GFP_KERNEL"))["pages"]).toBe("32 pages in one block (order 5)");
    expect(large(5_000_000n, "GFP_KERNEL")).toContain("**It can never succeed**: KMALLOC_MAX_SIZE is 4 MiB");
    expect(large(200_000n, "GFP_KERNEL")).toContain("128 KiB");
  });

  it("knows single pages from one block", () => {
    const virtual = renderAllocation(x86, "vmalloc", call("vmalloc", { sizeBytes: exactRange(100_000n) }));
    expect(cells(virtual)).toMatchObject({ gets: "100 KiB", pages: "25 single pages", "may sleep": "yes" });
  });

  it("adds what the callee adds", () => {
    const devm = renderAllocation(
      x86,
      "devm_kzalloc",
      call("devm_kzalloc", { sizeBytes: exactRange(70n), gfp: ["GFP_KERNEL"] }),
    );
    expect(cells(devm)["asked"]).toBe("30 B + 40 B of its own");
  });

  it("follows the profile", () => {
    const old = createProfile(findRelease("2.6.10"));
    const markdown = renderAllocation(
      old,
      "kmalloc",
      call("kmalloc", { sizeBytes: exactRange(200_000n), gfp: ["GFP_KERNEL"] }),
    );
    expect(markdown).toContain("**It can never succeed**: KMALLOC_MAX_SIZE is 128 KiB");
  });

  it("writes sizes as people do", () => {
    expect([30, 1024, 3080, 4096, 6144, 100_000, 4 * 1024 * 1024, 1536 * 1024].map(formatBytes)).toEqual([
      "30 B",
      "1 KiB",
      "3,080 B",
      "4 KiB",
      "6 KiB",
      "97.7 KiB",
      "4 MiB",
      "1.5 MiB",
    ]);
  });
});

describe("a lock", () => {
  it("says what it switches off, what ends it, and what becomes of it on PREEMPT_RT", () => {
    const text = renderLock(x86, "spin_lock_irqsave") ?? "";
    expect(text).toContain("interrupts are off on this CPU");
    expect(text).toContain("**Nothing may sleep**");
    expect(text).toContain("On PREEMPT_RT it is a sleeping lock.");
    expect(text).toContain("`spin_unlock_irqrestore`");
    expect(renderLock(createProfile(undefined, "x86_64", { preemptRt: true }), "spin_lock")).toContain(
      "Code may sleep while it is held",
    );
  });

  it("says what an unlock ends", () => {
    expect(renderLock(x86, "spin_unlock")).toContain("`spin_lock`");
    expect(renderLock(x86, "printk")).toBeUndefined();
  });
});

describe("the card", () => {
  const grow: FunctionView = {
    name: "grow",
    span: { start: 0, end: driverText.length },
    nameSpan: spanOf(driverText, "grow"),
    entries: [
      {
        kind: "hardirq",
        why: "hard interrupt handler: request_irq()",
        place: { file: "/src/drv.c", span: { start: 0, end: 1 } },
      },
    ],
    maySleep: "yes",
    sleepReason: "kmalloc(…, GFP_KERNEL)",
    isClean: true,
  };

  it("of a function names its contexts, why, and whether it sleeps", () => {
    const text = hoverAt("grow", { ...nothing, namedFunction: grow }) ?? "";
    expect(text).toContain(
      "**hard interrupt** (hard interrupt handler: request_irq(), [line 1](file:///src/drv.c#L1))",
    );
    expect(text).toContain("**may sleep**: kmalloc(…, GFP_KERNEL)");
  });

  it("of an allocation says what is held there", () => {
    const held = [
      { lock: "d->lock", by: "spin_lock", span: spanOf(driverText, "spin_lock(&d->lock)"), isAtomic: true },
    ];
    const inspection = {
      ...nothing,
      functionView: grow,
      callView: call("kmalloc", { sizeBytes: exactRange(30n), gfp: ["GFP_KERNEL"] }, held),
    };
    const text = hoverAt("kmalloc", inspection) ?? "";
    expect(text).toContain("```c\nkmalloc(30, GFP_KERNEL)\n```");
    expect(text).toContain("Held here: `d->lock` (spin_lock(), line 6); **nothing may sleep**.");
    expect(text).toContain("Linux 6.1.192, x86_64, 8 CPUs");
  });

  it("of a name that the file defines is that of the file, not of the kernel", () => {
    const own = { ...grow, name: "kmalloc" };
    expect(hoverAt("kmalloc", { ...nothing, namedFunction: own })).toContain("A call of it");
  });

  it("shows the whole mask where a flag is part of one", () => {
    const text = driverText.replace("30, GFP_KERNEL", "30, GFP_KERNEL | __GFP_ZERO");
    const gfpSpan = spanOf(text, "GFP_KERNEL | __GFP_ZERO");
    const callView = call("kmalloc", { gfpSpan, gfp: ["GFP_KERNEL | __GFP_ZERO"] });
    expect(hoverAt("__GFP_ZERO", { ...nothing, callView }, text)).toContain(
      "**GFP_KERNEL | __GFP_ZERO** = `0xdc0`",
    );
  });

  it("explains a rule in a suppression, and nothing else in comments and strings", () => {
    const text =
      '/* kmem-lens: ignore sleep-in-atomic -- why */\n/* kmalloc */\nchar *s = "kmalloc";\n// spin_lock\n';
    expect(hoverAt("sleep-in-atomic", nothing, text)).toContain("**sleep-in-atomic**");
    for (const part of ["kmalloc */", 'kmalloc";', "spin_lock"])
      expect(hoverAt(part, nothing, text)).toBeUndefined();
  });

  it("of a function that sleeps says why and where it may be called", () => {
    const text = hoverAt("msleep", nothing, "void f(void) { msleep(3); }") ?? "";
    expect(text).toContain("**msleep**: may sleep");
    expect(text).toContain("process context");
  });

  it("of a function that is gone names its successor", () => {
    expect(hoverAt("kzfree", nothing, "void f(void) { kzfree(p); }")).toContain("kfree_sensitive()");
    expect(renderAllocation(x86, "kmalloc", undefined)).not.toContain("kzfree");
  });

  it("leaves the names of headers alone", () => {
    expect(hoverAt("vmalloc", nothing, "int a;\n#include <linux/vmalloc.h>\n")).toBeUndefined();
  });

  it("of a function that registers a callback says where that runs", () => {
    const text = hoverAt("timer_setup", nothing, "void f(void) { timer_setup(&t, cb, 0); }") ?? "";
    expect(text).toContain("softirq");
  });

  it("has nothing to say of other words", () => {
    for (const part of ["static", "30", "buf"]) expect(hoverAt(part)).toBeUndefined();
  });

  it("is readable without markdown", () => {
    const plain = plainOf(renderGfp(x86, "GFP_ATOMIC") ?? "");
    expect(plain).toContain("may sleep: no\nreclaims: only wakes kswapd");
    expect(plain).not.toMatch(/[*`]|\|-/);
  });
});
