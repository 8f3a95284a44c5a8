// The command `simulate`: its exit statuses, its JSON, and the samples.

import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { runCli } from "../../server/src/cli/run-cli.js";
import { fakeIo, folderWith } from "./helpers.js";

async function simulate(...args: string[]) {
  const io = fakeIo();
  const status = await runCli(["simulate", ...args], io);
  return { status, out: io.out(), err: io.err() };
}

const good =
  "#include <linux/slab.h>\n// @kmem run\nstatic int f(void)\n{\n\tkfree(kmalloc(30, GFP_KERNEL));\n\treturn 0;\n}\n";

describe("exit status", () => {
  it.each([
    ["0 where all is well", good, 0],
    ["1 for an expectation that fails", good.replace("run\n", "run\n// @kmem expect leaks == 3\n"), 1],
    ["1 for a fault", good.replace("return 0", "*(int *)0 = 1; return 0"), 1],
    [
      "0 for a fault that is expected",
      good
        .replace("run\n", "run\n// @kmem expect faults == 1\n")
        .replace("return 0", "*(int *)0 = 1; return 0"),
      0,
    ],
    ["1 for what is unsupported", good.replace("return 0", "return frob()"), 1],
    [
      "0 for a stop that is expected",
      good
        .replace("run\n", "run\n// @kmem expect stops == unsupported\n")
        .replace("return 0", "return frob()"),
      0,
    ],
    ["1 for a wrong directive", good.replace("run\n", "run\n// @kmem expct leaks == 0\n"), 1],
    ["2 for a file without a snippet", good.replace("@kmem run", "run"), 2],
    ["2 for a machine that does not exist", good.replace("run\n", "run machine=vax:1G\n"), 2],
  ])("%s", async (_name, text, status) => {
    const folder = folderWith({ "a.c": text });
    expect((await simulate(join(folder, "a.c"))).status).toBe(status);
  });

  it("2 for a file that is not there, and for no file", async () => {
    expect((await simulate("/nowhere/a.c")).status).toBe(2);
    expect((await simulate()).status).toBe(2);
  });
});

describe("options", () => {
  it("--function runs a function without annotation, --machine on another machine", async () => {
    const folder = folderWith({ "a.c": good.replace("// @kmem run\n", "") });
    const { out } = await simulate(
      "--format",
      "json",
      "--function",
      "f",
      "--machine",
      "arm64:1G",
      join(folder, "a.c"),
    );
    const { runs } = JSON.parse(out);
    expect(runs).toHaveLength(1);
    expect(runs[0]).toMatchObject({
      function: "f",
      machine: { arch: "arm64", memoryBytes: 1 << 30, cpus: 1 },
      returned: "0",
    });
  });

  it("--fail-each runs once more for every allocation", async () => {
    const folder = folderWith({ "a.c": good });
    const { out } = await simulate("--format", "json", "--fail-each", join(folder, "a.c"));
    const { runs } = JSON.parse(out);
    expect(runs.map((run: { injected?: object }) => run.injected)).toEqual([
      undefined,
      { nth: 1, line: 5, call: "kmalloc" },
    ]);
  });

  it("headers beside the file are read", async () => {
    const folder = folderWith({
      "a.c": `#include "a.h"\n${good.replace("30", "SIZE").replace("return 0", "return twice(4)")}`,
      "a.h": "#define SIZE 60\nstatic inline int twice(int x) { return 2 * x; }\n",
    });
    const { out } = await simulate("--format", "json", join(folder, "a.c"));
    expect(JSON.parse(out).runs[0]).toMatchObject({
      returned: "8",
      events: [{ requestedBytes: 60, line: 6 }, {}],
    });
  });
});

describe("the samples hold", () => {
  const folder = join(import.meta.dirname, "../../samples");
  it.each(readdirSync(folder).filter((name) => name.endsWith(".c") && name !== "ringcap.c"))(
    "%s",
    async (name) => {
      const { status, out, err } = await simulate(join(folder, name));
      expect({ status, err }).toEqual({ status: 0, err: "" });
      expect(out).toContain("returned 0");
    },
  );
});
