// What lies how many calls away.

import { expect, it } from "vitest";
import { callRings } from "../../server/src/project/call-rings.js";

const callees: Readonly<Record<string, readonly string[]>> = {
  f: ["g", "MACRO"],
  MACRO: ["h", "OTHER"],
  OTHER: ["h"],
  g: ["f", "far"],
  h: [],
  far: ["MACRO"],
};

it("counts calls, and takes a macro for part of what uses it", () => {
  const rings = callRings(
    ["f"],
    (item) => callees[item] ?? [],
    (item) => item === item.toUpperCase(),
  );
  expect(rings).toEqual([["f", "MACRO", "OTHER"], ["g", "h"], ["far"]]);
});
