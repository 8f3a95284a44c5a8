// The command that makes a pack: what it refuses before the work.

import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { runCli } from "../../server/src/cli/run-cli.js";
import { fakeIo, folderWith } from "../cli/helpers.js";
import { smallTree } from "./small-tree.js";

async function index(...args: readonly string[]) {
  const io = fakeIo();
  const status = await runCli(["index", ...args], io);
  return { status, out: io.out(), err: io.err() };
}

describe("kmem-lens index", () => {
  it("refuses a place that it could not write to before it reads the tree", async () => {
    const tree = folderWith(smallTree);
    const gone = join(tree, "gone", "x.kmempack");
    expect(await index(tree, "--out", gone)).toMatchObject({
      status: 2,
      err: expect.stringContaining(`--out: cannot write '${gone}'`),
    });
    const folder = join(tree, "folder");
    mkdirSync(folder);
    expect(await index(tree, "--out", folder)).toMatchObject({
      status: 2,
      err: expect.stringContaining("is a folder"),
    });
    expect(() => readFileSync(gone)).toThrow();
  });
});
