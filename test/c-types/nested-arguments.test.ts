// Calls in the arguments of calls, deeper than any tree is read: each level is looked at once for the calls around it.

import { afterEach, describe, expect, it, vi } from "vitest";
import { buildFacts } from "../../server/src/analysis/build-facts.js";

afterEach(() => void vi.restoreAllMocks());

/** How many characters are asked for one by one while the facts of a text are made. */
function charsLookedAt(text: string): number {
  let nrChars = 0;
  const charAt = String.prototype.charAt;
  vi.spyOn(String.prototype, "charAt").mockImplementation(function (this: string, index: number) {
    nrChars += 1;
    return charAt.call(this, index);
  });
  const facts = buildFacts("a.c", text);
  vi.restoreAllMocks();
  expect(facts.functions.map(({ name }) => name)).toEqual(["f"]);
  return nrChars;
}

describe("calls nested deeper than the tree is read", () => {
  const nested = (open: string, close: string): string =>
    `int f(int x)\n{\n\tint y;\n\ty = ${open.repeat(1500)}x${close.repeat(1500)};\n\treturn y;\n}\n`;

  it.each([
    ["alone", "g(", ")"],
    ["among other arguments", "g(1, ", ", 2)"],
  ])("%s are not cut into arguments anew for each call around them", (_, open, close) => {
    const text = nested(open, close);
    // Cut anew at each of some two hundred levels for each of as many calls, it would be thousands of times the text.
    expect(charsLookedAt(text)).toBeLessThan(400 * text.length);
  });
});
