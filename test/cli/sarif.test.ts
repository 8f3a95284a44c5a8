// The SARIF that the command prints, of real findings, against the shape that the published schema demands.

import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { runCli } from "../../server/src/cli/run-cli.js";
import { fakeIo } from "./helpers.js";
import { findSarifProblems } from "./sarif-shape.js";

const test = join(import.meta.dirname, "..");

async function sarifOf(...paths: readonly string[]): Promise<string> {
  const io = fakeIo();
  const options = ["--format", "sarif", "--fixes", "--no-cache", "--jobs", "1"];
  await runCli(["check", ...options, ...paths.map((path) => join(test, path))], io);
  return io.out();
}

describe("a SARIF log", () => {
  it("has the published shape, with paths through files and fixes of every kind", async () => {
    const text = await sarifOf("fixes/cases", "fixtures/reductions/h043-session-alloc-port.bad");
    const log = JSON.parse(text);
    expect(findSarifProblems(log)).toEqual([]);
    const results: readonly Readonly<Record<string, unknown>>[] = log.runs[0].results;
    expect(results.some((result) => "fixes" in result)).toBe(true);
    expect(results.some((result) => "codeFlows" in result)).toBe(true);
  });

  it("has it where nothing was found", async () => {
    expect(findSarifProblems(JSON.parse(await sarifOf("e2e/workspace/gadget/plain.c")))).toEqual([]);
  });
});

describe("what has not that shape", () => {
  const region = { startLine: 3, startColumn: 1 };
  const logWith = (result: object): object => ({
    version: "2.1.0",
    runs: [{ tool: { driver: { name: "x" } }, results: [{ message: { text: "m" }, ...result }] }],
  });
  const at = (physicalLocation: object): object => logWith({ locations: [{ physicalLocation }] });

  it.each([
    ["a version of its own", { ...logWith({}), version: "2.2" }, "log.version is none of 2.1.0"],
    ["no runs", { version: "2.1.0" }, "log has no runs"],
    ["a name that is not known", logWith({ severity: "high" }), "log.runs[0].results[0] has a severity"],
    ["a level that there is not", logWith({ level: "hint" }), "log.runs[0].results[0].level is none of"],
    ["a line 0", at({ region: { ...region, startLine: 0 } }), "region.startLine counts from 1"],
    ["a column in words", at({ region: { ...region, startColumn: "1" } }), "startColumn is no number"],
    ["a flow without steps", logWith({ codeFlows: [{ threadFlows: [] }] }), "threadFlows is empty"],
    [
      "a fingerprint that is no text",
      logWith({ partialFingerprints: { a: 1 } }),
      "partialFingerprints.a is no",
    ],
  ])("is told: %s", (_, log, problem) => {
    const problems = findSarifProblems(log);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(problem);
  });

  it("is not told of a log that has it", () => {
    expect(findSarifProblems(at({ region }))).toEqual([]);
  });
});
