// How much work a request is for the thread.

import { expect, it } from "vitest";
import { createProfile } from "../../server/src/kernel-model/profile.js";
import { createScales } from "../../server/src/lsp/analysis-thread.js";

it("weighs what is parsed: texts that are not those of before", () => {
  const weigh = createScales();
  const check = (...texts: readonly string[]) =>
    weigh({
      kind: "check",
      job: {
        uri: "u",
        version: 1,
        files: texts.map((text, i) => ({ path: `/${i}.c`, text })),
        settings: { profile: createProfile(), rules: {} },
      },
    });
  expect(check("12345", "123")).toBe(8);
  expect(check("12345", "123")).toBe(0);
  expect(check("123456", "123")).toBe(6);
  expect(weigh({ kind: "release", uri: "u" })).toBe(0);
});
