import { describe, expect, it } from "vitest";
import { createProgress } from "../../server/src/cli/progress.js";
import { fakeIo } from "./helpers.js";

describe("progress", () => {
  it("is one line on a terminal, taken away at the end", async () => {
    const io = fakeIo({ isTerminal: true });
    const progress = createProgress(io, 1200);
    for (let i = 0; i < 40; i++) progress.advance(10, 1);
    await progress.clear();
    expect(io.err()).toContain("checking 1,200 files");
    expect(io.err()).toMatch(/\d+ of 1,200 files, \d+ findings/);
    expect(io.err().endsWith("\r\u001b[2K")).toBe(true);
    expect(io.out()).toBe("");
  });

  it("says nothing off a terminal, nor for a few files", async () => {
    for (const [io, nrFiles] of [
      [fakeIo(), 1200],
      [fakeIo({ isTerminal: true }), 3],
    ] as const) {
      const progress = createProgress(io, nrFiles);
      progress.advance(3, 0);
      await progress.clear();
      expect(io.err()).toBe("");
    }
  });
});
