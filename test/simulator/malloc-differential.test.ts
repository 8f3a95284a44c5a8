// The simulated malloc against the C library of this machine, step by step, on random lists of commands.

import { expect, it } from "vitest";
import {
  buildReplayProgram,
  randomCommands,
  randomMisuse,
  renderCommand,
  replayOnLibrary,
  replayOnSimulator,
} from "./malloc-harness.js";

const built = buildReplayProgram();
if ("missing" in built) console.warn(`malloc is not compared with a real library here: ${built.missing}`);

/** Support for 32-bit programs is an extra of a machine, so it is not asked for even where 64 bits are. */
const built32 = buildReplayProgram(32);
if ("missing" in built32) console.warn(`32-bit malloc is not compared here: ${built32.missing}`);

const firstSeed = Number(process.env["MALLOC_SEED"] ?? 1);
const nrSeeds = Number(process.env["MALLOC_SEEDS"] ?? 40);

it.runIf("program" in built || process.env["CI"] !== undefined)(
  "gives the addresses, sizes, break and mallinfo2 of glibc 2.36",
  () => {
    if ("missing" in built) throw new Error(built.missing);
    compareSeeds(built.program, "x86_64");
  },
);

it.runIf("program" in built32)("gives the same for a 32-bit program", () => {
  if ("program" in built32) compareSeeds(built32.program, "i386");
});

it.runIf("program" in built || process.env["CI"] !== undefined)(
  "aborts where and with the words that glibc 2.36 does",
  () => {
    if ("missing" in built) throw new Error(built.missing);
    for (let seed = firstSeed; seed < firstSeed + 3 * nrSeeds; seed++) {
      const commands = randomMisuse(seed, 60);
      const real = replayOnLibrary(built.program, commands);
      const simulated = replayOnSimulator(commands, "unchecked", real.heapStart);
      const at = real.lines.findIndex((line, index) => line !== simulated.lines[index]);
      const misused = commands.findIndex(({ kind }) => kind === "free-wrong" || kind === "poke");
      const where = {
        seed,
        at,
        misused,
        history: commands.slice(misused).map(renderCommand),
        all: commands.map(renderCommand),
      };
      expect({ ...where, line: simulated.lines[at], end: simulated.end, nr: simulated.lines.length }).toEqual(
        { ...where, line: real.lines[at], end: real.end, nr: real.lines.length },
      );
    }
  },
);

function compareSeeds(program: string, archId: "x86_64" | "i386"): void {
  for (let seed = firstSeed; seed < firstSeed + nrSeeds; seed++) {
    const commands = randomCommands(seed, 50 + (seed % 10) * 60);
    const real = replayOnLibrary(program, commands);
    const simulated = replayOnSimulator(
      commands,
      seed % 5 === 0 ? "checked" : "unchecked",
      real.heapStart,
      archId,
    );
    const at = real.lines.findIndex((line, index) => line !== simulated.lines[index]);
    const history = commands.slice(Math.max(0, at - 8), at + 1).map(renderCommand);
    const where = { seed, step: at, history };
    expect({ ...where, line: simulated.lines[at], end: simulated.end, nr: simulated.lines.length }).toEqual({
      ...where,
      line: real.lines[at],
      end: real.end,
      nr: real.lines.length,
    });
    expect({ seed, pages: differingPages(simulated.pages, real.pages) }).toEqual({ seed, pages: [] });
  }
}

/** Numbers of the heap pages that exist on one side only. */
function differingPages(ours = "", theirs = ""): readonly number[] {
  return Array.from({ length: Math.max(ours.length, theirs.length) }, (_, page) => page).filter(
    (page) => ours[page] !== theirs[page],
  );
}
