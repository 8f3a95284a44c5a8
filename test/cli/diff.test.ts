import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, vi } from "vitest";
import { parseDiff } from "../../server/src/cli/diff.js";
import { runCli } from "../../server/src/cli/run-cli.js";
import { fakeIo, folderWith } from "./helpers.js";

vi.mock("../../server/src/rules/engine.js", () => import("./fake-engine.js"));

describe("the output of git diff", () => {
  it("comes to added lines and places of removal", () => {
    const diff = [
      "diff --git a/x.c b/x.c",
      "--- a/x.c",
      "+++ b/x.c",
      "@@ -3 +3,2 @@ int f(void)",
      "-old",
      "+new",
      "+++ b/not-a-file",
      "@@ -9,2 +10,0 @@",
      "--- a/not-a-file",
      "-gone",
      "diff --git a/gone.c b/gone.c",
      "--- a/gone.c",
      "+++ /dev/null",
      "@@ -1 +0,0 @@",
      "-x",
    ].join("\n");
    expect(parseDiff(diff)).toEqual(new Map([["x.c", { added: new Set([3, 4]), removedAt: [3, 10.5] }]]));
  });
});

describe("check --diff", () => {
  const bad = "int f(void)\n{\n\tlock();\n\treturn bad(1);\n}\n";

  function repository(): string {
    const folder = folderWith({ "a.c": bad, "b.c": bad });
    const git = (...args: string[]) =>
      execFileSync("git", ["-C", folder, "-c", "user.name=t", "-c", "user.email=t@t", ...args], {
        stdio: "pipe",
      });
    git("init", "-q");
    git("add", ".");
    git("commit", "-q", "-m", "start");
    return folder;
  }

  async function filesReported(folder: string): Promise<string[]> {
    const io = fakeIo();
    await runCli(["check", "--format", "json", "--diff", "HEAD", folder], io);
    const { diagnostics } = JSON.parse(io.out()) as { diagnostics: { file: string }[] };
    return diagnostics.map(({ file }) => file.slice(folder.length + 1));
  }

  it("reports nothing where nothing changed", async () => {
    expect(await filesReported(repository())).toEqual([]);
  });

  it("reports what stands on a changed line", async () => {
    const folder = repository();
    writeFileSync(join(folder, "a.c"), bad.replace("bad(1)", "bad(22)"));
    expect(await filesReported(folder)).toEqual(["a.c"]);
  });

  it("reports what stands in a function that lost a line", async () => {
    const folder = repository();
    writeFileSync(join(folder, "b.c"), bad.replace("\tlock();\n", ""));
    expect(await filesReported(folder)).toEqual(["b.c"]);
  });

  it("reports all of a new file", async () => {
    const folder = repository();
    writeFileSync(join(folder, "c.c"), bad);
    expect(await filesReported(folder)).toEqual(["c.c"]);
  });

  it("refuses what is no revision", async () => {
    for (const revision of ["no-such-branch", "--output=x"]) {
      const io = fakeIo();
      expect(await runCli(["check", `--diff=${revision}`, repository()], io)).toBe(2);
      expect(io.err()).toContain("--diff");
    }
  });
});
