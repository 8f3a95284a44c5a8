// Every fixture comes out exactly as it is marked.

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { checkFixture } from "../check-fixture.js";

const fixtures = join(import.meta.dirname, "../fixtures");

/** Fixture files and folders below `folder`; a folder whose name ends in `.bad` or `.ok` is one fixture. */
function listFixtures(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return /\.(bad|ok)$/.test(entry.name) ? [path] : listFixtures(path);
    return entry.name.endsWith(".c") && !entry.name.endsWith(".fixed.c") ? [path] : [];
  });
}

/** Lines where a report is the same finding as the marked one: the definition of a macro, another call of the chain. */
const alternatives: Record<string, number[]> = JSON.parse(
  readFileSync(join(fixtures, "reductions/alternatives.json"), "utf8"),
);

describe("reductions of real bugs", () => {
  it.each(listFixtures(join(fixtures, "reductions")))("%s", (path) => {
    expect(checkFixture(path, alternatives)).toEqual([]);
  });
});

describe("constructs", () => {
  it.each(listFixtures(join(fixtures, "sleep-in-atomic")))("%s", (path) => {
    expect(checkFixture(path)).toEqual([]);
  });
  it.each(listFixtures(join(fixtures, "oversized-kmalloc")))("%s", (path) => {
    expect(checkFixture(path)).toEqual([]);
  });
  it.each(listFixtures(join(fixtures, "build-configuration")))("%s", (path) => {
    expect(checkFixture(path)).toEqual([]);
  });
});
