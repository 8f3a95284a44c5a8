// Keys: which expressions mean the same place, and how a place moves between caller and callee.

import { describe, expect, it } from "vitest";
import {
  keyInCallee,
  keyInCaller,
  lastMember,
  mentionsPlace,
  readsMemory,
  rootName,
} from "../../server/src/analysis/keys.js";
import type { Expression } from "../../server/src/c-types/expression.js";
import { conditionKey, placeKey } from "../../server/src/c-types/keys.js";
import { parseExpressionText } from "../../server/src/c-types/lower.js";

function place(text: string): string | undefined {
  return placeKey(parseExpressionText(text));
}

function args(...texts: string[]): Expression[] {
  return texts.map((text) => parseExpressionText(text));
}

describe("places", () => {
  it.each([
    ["d->lock", "d.lock"],
    ["&d->lock", "d.lock"],
    ["(*d).lock", "d.lock"],
    ["&(d)->lock", "d.lock"],
    ["(spinlock_t *)&d->lock", "d.lock"],
    ["d->hw.lock", "d.hw.lock"],
    ["*p", "*p"],
    ["d->ring[i].lock", "d.ring[i].lock"],
    ["lock_of(d)", "lock_of(d)"],
    ["(a, d->lock)", "d.lock"],
  ])("%s is %s", (text, key) => {
    expect(place(text)).toBe(key);
  });

  it.each(["1", "a + b", "!a", "-a", '"text"'])("%s is none", (text) => {
    expect(place(text)).toBeUndefined();
  });
});

describe("conditions", () => {
  it.each([
    ["d->flags & 4", "(d)->flags & 0x4"],
    ["a == b", "a==b"],
    ["f(a, 1)", "f(a,1)"],
    ["!d->ready", "! (*d).ready"],
    ["a ? b : c", "a?b:c"],
    ["sizeof(a)", "sizeof a"],
  ])("%s has the key of %s", (a, b) => {
    expect(conditionKey(parseExpressionText(a))).toBe(conditionKey(parseExpressionText(b)));
  });

  it.each([
    ["a & 4", "a & 8"],
    ["a < b", "a <= b"],
    ["f(a)", "f(b)"],
    ["d->a", "d->b"],
    ["a - b", "b - a"],
  ])("%s has another key than %s", (a, b) => {
    expect(conditionKey(parseExpressionText(a))).not.toBe(conditionKey(parseExpressionText(b)));
  });
});

describe("parts of a key", () => {
  it("mention a place as a whole path only", () => {
    expect(mentionsPlace("d.flags", "d")).toBe(true);
    expect(mentionsPlace("(d.flags & 4)", "d.flags")).toBe(true);
    expect(mentionsPlace("old.flags", "d")).toBe(false);
    expect(mentionsPlace("e.d", "d")).toBe(false);
    expect(mentionsPlace("dd", "d")).toBe(false);
    expect(mentionsPlace("d.flags2", "d.flags")).toBe(false);
    expect(mentionsPlace("f(d)", "d")).toBe(true);
  });

  it("tell locals from memory", () => {
    expect(["a", "(a == 1)", "#12"].map(readsMemory)).toEqual([false, true, false]);
    expect(["d.a", "*p", "t[i]", "f(a)"].map(readsMemory)).toEqual([true, true, true, true]);
  });

  it("have a last member and a root", () => {
    expect(["d.hw.lock", "lock", "*lock", "f(d).lock"].map(lastMember)).toEqual([
      "lock",
      "lock",
      "lock",
      "lock",
    ]);
    expect(["d.hw.lock", "**p", "t[i].lock", "f(d).lock", ""].map(rootName)).toEqual([
      "d",
      "p",
      "t",
      undefined,
      undefined,
    ]);
  });
});

describe("into the caller", () => {
  const isGlobal = (name: string): boolean => name === "table";
  const move = (key: string, ...texts: string[]): string =>
    keyInCaller(key, ["d", "l"], args(...texts), isGlobal);

  it.each([
    ["d.lock", ["dev"], "dev.lock"],
    ["d.lock", ["&card->dev"], "card.dev.lock"],
    ["l", ["a", "&dev->lock"], "dev.lock"],
    ["*l", ["a", "lock"], "*lock"],
    ["table.lock", ["dev"], "table.lock"],
    ["mine.lock", ["dev"], "?.lock"],
    ["netdev_priv(d).lock", ["p->dev"], "netdev_priv(p.dev).lock"],
    ["netdev_priv(mine).lock", ["dev"], "?.lock"],
    ["container_of(l,struct dev,work).lock", ["a", "&dev->work"], "dev.lock"],
    ["d.lock", ["1 + 2"], "?.lock"],
    ["l", ["a", "1 + 2"], "?"],
    ["", ["dev"], ""],
  ] as const)("%s with (%s) is %s", (key, texts, moved) => {
    expect(move(key, ...texts)).toBe(moved);
  });
});

describe("into the callee", () => {
  const move = (key: string, ...texts: string[]): string => keyInCallee(key, ["d", "l"], args(...texts));

  it.each([
    ["dev.lock", ["dev"], "d.lock"],
    ["card.dev.lock", ["&card->dev"], "d.lock"],
    ["dev.lock", ["dev", "&dev->lock"], "l"],
    ["other.lock", ["dev"], "?.lock"],
    ["netdev_priv(dev).lock", ["dev"], "netdev_priv(d).lock"],
    ["netdev_priv(p.dev).lock", ["netdev_priv(p->dev)"], "d.lock"],
    ["netdev_priv(other).lock", ["dev"], "?.lock"],
    ["device.lock", ["dev"], "?.lock"],
    ["lock", ["dev"], "lock"],
    ["", ["dev"], ""],
  ] as const)("%s with (%s) is %s", (key, texts, moved) => {
    expect(move(key, ...texts)).toBe(moved);
  });

  it("and back again is the same", () => {
    for (const key of ["dev.lock", "dev.hw.lock"]) {
      const inside = keyInCallee(key, ["d"], args("dev"));
      expect(keyInCaller(inside, ["d"], args("dev"), () => false)).toBe(key);
    }
  });
});
