// Macros that a file defines whatever its conditionals come out as.

import { describe, expect, it } from "vitest";
import { macrosAlwaysDefined } from "../../server/src/syntax/always-defined.js";

describe("macros always defined", () => {
  it.each([
    ["#define A\n", ["A"]],
    ["# define A 1\n#define B(x) x\n", ["A", "B"]],
    ["#ifdef X\n#define A\n#endif\n#define B\n", ["B"]],
    ["#if X\n#else\n#define A\n#endif\n", []],
    ["#define A\n#undef A\n", []],
    ["int a; /* #define is not at the line's start */ #define A\n", []],
  ])("%j has %j", (text, names) => {
    expect([...macrosAlwaysDefined(text)]).toEqual(names);
  });
});
