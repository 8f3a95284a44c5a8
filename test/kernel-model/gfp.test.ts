// Gfp masks: values, names and what they allow, per release.

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { gfpNames, gfpRow, gfpTable, gfpValue, mayDirectReclaim } from "../../server/src/kernel-model/gfp.js";
import { gfpLayouts } from "../../server/src/kernel-model/gfp-layouts.js";
import { kernelReleases } from "../../server/src/kernel-model/profile.js";
import { release } from "./release-of.js";

const seed = Number(process.env["FC_SEED"] ?? 20241101);

describe("gfp layouts", () => {
  it("cover every release once", () => {
    const covered = gfpLayouts.flatMap((layout) => layout.releases).sort();
    expect(covered).toEqual(kernelReleases.map((each) => each.id).sort());
  });

  it("give each flag bits of its own", () => {
    for (const layout of gfpLayouts) {
      const values = Object.values(layout.flags).filter((value) => value !== 0);
      expect(new Set(values).size).toBe(values.length);
      expect(values.filter((value) => (value & (value - 1)) !== 0)).toEqual([]);
    }
  });

  it("explain every name in words", () => {
    const names = kernelReleases.flatMap((each) => [...gfpTable(each).keys()]);
    expect([...new Set(names)].filter((name) => !gfpRow(name))).toEqual([]);
  });
});

describe("gfp values", () => {
  it("are those of the release's header", () => {
    expect(gfpValue(release("6.1"), "GFP_KERNEL")).toBe(0xcc0);
    expect(gfpValue(release("6.1"), "GFP_ATOMIC")).toBe(0xa20);
    expect(gfpValue(release("6.12"), "GFP_ATOMIC")).toBe(0x820);
    expect(gfpValue(release("6.12"), "GFP_NOWAIT")).toBe(0x2800);
    expect(gfpValue(release("4.19"), "GFP_KERNEL")).toBe(0x6000c0);
    expect(gfpValue(release("2.6.32"), "GFP_KERNEL")).toBe(0xd0);
    expect(gfpValue(release("2.6.10"), "GFP_ATOMIC")).toBe(0x20);
  });

  it("are absent where the release lacks the name", () => {
    expect(gfpValue(release("6.12"), "__GFP_ATOMIC")).toBeUndefined();
    expect(gfpValue(release("6.1"), "__GFP_WAIT")).toBeUndefined();
    expect(gfpValue(release("2.6.10"), "__GFP_ZERO")).toBeUndefined();
    expect(gfpValue(release("6.1"), "GFP_KERNELL")).toBeUndefined();
  });

  it.each(["GFP_KERNEL", "GFP_NOIO", "GFP_NOFS", "GFP_USER"])("let %s sleep in every release", (name) => {
    for (const each of kernelReleases) expect(mayDirectReclaim(each, gfpValue(each, name) ?? 0)).toBe(true);
  });

  it.each(["GFP_ATOMIC", "GFP_NOWAIT", "GFP_DMA"])("never let %s sleep", (name) => {
    for (const each of kernelReleases) expect(mayDirectReclaim(each, gfpValue(each, name) ?? 0)).toBe(false);
  });
});

describe("gfp names", () => {
  it("are short", () => {
    const v6_1 = release("6.1");
    const mask = (...names: string[]) => names.reduce((bits, name) => bits | (gfpValue(v6_1, name) ?? 0), 0);
    expect(gfpNames(v6_1, mask("GFP_KERNEL", "__GFP_ZERO"))).toEqual(["GFP_KERNEL", "__GFP_ZERO"]);
    expect(gfpNames(v6_1, mask("GFP_KERNEL", "GFP_DMA"))).toEqual(["GFP_KERNEL", "GFP_DMA"]);
    expect(gfpNames(v6_1, mask("GFP_ATOMIC", "__GFP_NOWARN"))).toEqual(["GFP_ATOMIC", "__GFP_NOWARN"]);
    expect(gfpNames(v6_1, mask("GFP_HIGHUSER_MOVABLE"))).toEqual(["GFP_HIGHUSER_MOVABLE"]);
    expect(gfpNames(v6_1, 0)).toEqual([]);
    expect(gfpNames(v6_1, 0x8000_0000 | 0)).toEqual(["0x80000000"]);
  });

  it("name exactly the bits of the mask", () => {
    const flagsOf = fc.constantFrom(...kernelReleases).chain((each) => {
      const values = [...gfpTable(each).values()];
      return fc.tuple(fc.constant(each), fc.array(fc.constantFrom(...values), { maxLength: 6 }));
    });
    fc.assert(
      fc.property(flagsOf, ([each, values]) => {
        const mask = values.reduce((bits, value) => bits | value, 0);
        const named = gfpNames(each, mask).reduce(
          (bits, name) => bits | (gfpValue(each, name) ?? Number.NaN),
          0,
        );
        expect(named).toBe(mask);
      }),
      { seed },
    );
  });
});
