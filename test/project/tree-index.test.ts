// Interfaces of many files as one index: who reaches a sleeping call, from how far, and who is entered.

import { describe, expect, it } from "vitest";
import { modelOf } from "../../server/src/kernel-model/model.js";
import { createProfile } from "../../server/src/kernel-model/profile.js";
import { tellInterface } from "../../server/src/project/told-interface.js";
import {
  createForeignTree,
  enteredFunctions,
  linkInterfaces,
  type TreeIndex,
} from "../../server/src/project/tree-index.js";
import { maskFile } from "../../server/src/syntax/prepass.js";

const profile = createProfile();

/** The index of files that are named by their keys. */
function indexOf(files: Readonly<Record<string, string>>): TreeIndex {
  const interfaces = Object.entries(files).map(([path, text]) =>
    tellInterface(path, maskFile(text, new Map()), profile),
  );
  return linkInterfaces(interfaces, modelOf(profile.release)).index;
}

function find(index: TreeIndex, name: string) {
  const unread = (): never => {
    throw new Error("only names are asked for");
  };
  return createForeignTree(index, { facts: unread, headersOf: unread }).find("other/z.c", name);
}

const locked = (call: string) => `void root(void)\n{\n\tspin_lock(&l);\n\t${call}\n\tspin_unlock(&l);\n}\n`;
const calling = (name: string, callee: string) => `void ${name}(void) { ${callee}(); }\n`;

/** A chain of files, each calling the next one's function, the last of which sleeps. */
const chain = {
  "a.c": calling("one", "two"),
  "b.c": calling("two", "three"),
  "c.c": calling("three", "four"),
  "d.c": "void four(void) { msleep(1); }\n",
};

describe("who reaches a sleeping call", () => {
  it("does so from as far as a context is followed from file to file", () => {
    const index = indexOf(chain);
    expect(["four", "three", "two", "one"].map((name) => find(index, name)?.nrCallsAway)).toEqual([
      0,
      1,
      2,
      undefined,
    ]);
    expect(find(index, "two")?.reachesSleep).toBe(true);
  });

  it("counts the calls inside a file", () => {
    const helped = indexOf({
      ...chain,
      "a.c": "static void helper(void) { three(); }\nvoid one(void) { helper(); }\n",
    });
    expect(find(helped, "one")).toBeUndefined();
    const direct = indexOf({ ...chain, "a.c": calling("one", "three") });
    expect(find(direct, "one")).toMatchObject({ reachesSleep: true, nrCallsAway: 2 });
  });

  it("knows the shortest way", () => {
    const index = indexOf({ ...chain, "a.c": "void one(void) { two(); four(); }\n" });
    expect(find(index, "one")).toMatchObject({ reachesSleep: true, nrCallsAway: 1 });
  });

  it("reaches it from anywhere where it is told how to allocate, and locks", () => {
    const index = indexOf({
      ...chain,
      "a.c": "void one(gfp_t gfp) { spin_lock(&l); two(); spin_unlock(&l); }\n",
      "b.c": "void two(void) { three(); }\n",
    });
    expect(find(index, "one")?.reachesSleep).toBe(true);
  });
});

describe("which functions contexts of other files are followed into", () => {
  const entered = (files: Readonly<Record<string, string>>): readonly string[] =>
    [...enteredFunctions(indexOf(files)).values()].flatMap((names) => [...names]).sort();

  it("are those on a way to a sleep that is short enough", () => {
    expect(entered({ ...chain, "root.c": locked("two();") })).toEqual(["four", "three", "two"]);
    expect(entered({ ...chain, "root.c": locked("one();") })).toEqual([]);
  });

  it("are none beyond what sleeps by itself only, once the context has come so far", () => {
    const files = {
      ...chain,
      "d.c": "void four(void) { msleep(1); five(); }\n",
      "e.c": "void five(void) { msleep(1); }\n",
    };
    expect(entered({ ...files, "root.c": locked("two();") })).toEqual(["four", "three", "two"]);
    expect(entered({ ...files, "root.c": locked("four();") })).toEqual(["five", "four"]);
  });
});
