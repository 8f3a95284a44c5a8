// Arms that a build excludes are blanks; nothing else of the text changes, and where it is unclear nothing at all.

import { execFileSync } from "node:child_process";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { textForBuild } from "../../server/src/c-types/conditions.js";
import {
  buildMacro,
  configurationOf,
  withCommandLine,
  withOpenNames,
} from "../../server/src/kernel-model/build-configuration.js";
import { createProfile, type Profile } from "../../server/src/kernel-model/profile.js";
import { withoutExcludedArms } from "../../server/src/syntax/excluded-arms.js";

const seed = Number(process.env["FC_SEED"] ?? 61);

function profileWith(config: string): Profile {
  const build = configurationOf(config);
  if (!build) throw new Error("the test's configuration sets nothing");
  return { ...createProfile(), build };
}

/** What is left of each line, blank lines left out. */
function linesLeft(text: string, config = "CONFIG_ON=y\nCONFIG_MOD=m\nCONFIG_NR=8\n"): string[] {
  const built = textForBuild(text, profileWith(config));
  expect(built).toHaveLength(text.length);
  expect([...built].map((c) => c === "\n")).toEqual([...text].map((c) => c === "\n"));
  const lines = built.split("\n").map((line) => line.trim());
  return lines.filter((line) => line !== "");
}

describe("the arms of a build", () => {
  it.each([
    ["#ifdef CONFIG_ON\na\n#else\nb\n#endif\n", ["a"]],
    ["#ifndef CONFIG_ON\na\n#else\nb\n#endif\n", ["b"]],
    ["#ifdef CONFIG_GONE\na\n#endif\n", []],
    ["#ifdef CONFIG_MOD\na\n#else\nb\n#endif\n", ["b"]],
    ["#ifdef CONFIG_MOD_MODULE\na\n#else\nb\n#endif\n", ["a"]],
    ["#if IS_ENABLED(CONFIG_MOD)\na\n#else\nb\n#endif\n", ["a"]],
    ["#if IS_BUILTIN(CONFIG_MOD)\na\n#elif IS_MODULE(CONFIG_MOD)\nb\n#else\nc\n#endif\n", ["b"]],
    ["#if defined(CONFIG_ON) && !IS_MODULE(CONFIG_MOD)\na\n#else\nb\n#endif\n", ["b"]],
    ["#if defined CONFIG_ON && \\\n\tCONFIG_NR > 4 /* enough */\na\n#else // few\nb\n#endif\n", ["a"]],
    ["#ifdef CONFIG_ON\n# ifdef CONFIG_GONE\na\n# else\nb\n# endif\n#else\nc\n#endif\nd\n", ["b", "d"]],
  ])("%j", (text, left) => {
    expect(linesLeft(text)).toEqual(left);
  });

  it("that hang on something unknown stay, without those that are excluded", () => {
    expect(linesLeft("#if defined(CONFIG_GONE) && X\na\n#elif Y\nb\n#else\nc\n#endif\n")).toEqual([
      "#if   Y",
      "b",
      "#else",
      "c",
      "#endif",
    ]);
    expect(
      linesLeft("#if X\na\n#elif defined(CONFIG_GONE)\nb\n#elif CONFIG_NR\nc\n#else\nd\n#endif\n"),
    ).toEqual(["#if X", "a", "#else", "c", "#endif"]);
    expect(linesLeft("#ifdef CONFIG_GONE\na\n#elifndef X\nb\n#endif\n")).toEqual([
      "#ifndef   X",
      "b",
      "#endif",
    ]);
    expect(linesLeft("#ifdef DEBUG\na\n#endif\n")).toEqual(["#ifdef DEBUG", "a", "#endif"]);
  });

  it("are open where the text itself defines the option", () => {
    const text = "#ifndef CONFIG_GONE\n#define CONFIG_GONE 1\n#endif\n#if CONFIG_GONE\na\n#endif\n";
    expect(linesLeft(text)).toHaveLength(6);
  });

  it("in comments and strings are text", () => {
    const text = '/*\n#ifdef CONFIG_GONE\n*/\nchar *s = "\\\n#ifdef CONFIG_GONE\\\n";\n';
    expect(linesLeft(text)).toHaveLength(6);
  });

  it("are all there while directives do not pair", () => {
    const off = "#ifdef CONFIG_GONE\nx\n#endif\n";
    // Not ended yet: what stands before it is clear.
    expect(linesLeft(`${off}#ifdef CONFIG_GONE\na\n#ifdef CONFIG_ON\nb\n#endif\n`)).toEqual([
      "#ifdef CONFIG_GONE",
      "a",
      "#ifdef CONFIG_ON",
      "b",
      "#endif",
    ]);
    expect(linesLeft(`#ifdef CONFIG_ON\n#ifdef CONFIG_GONE\na\n#endif\n`)).toContain("a");
    // Something was not begun, or has two ends.
    expect(linesLeft(`${off}a\n#endif\n`)).toContain("x");
    expect(linesLeft(`#ifdef CONFIG_ON\na\n#else\nb\n#else\nc\n#endif\n`)).toContain("b");
    expect(linesLeft("#if IS_ENABLED(\na\n#endif\n#if\nb\n#endif\n#ifdef\nc\n#endif\n")).toHaveLength(9);
  });

  it("never cost a line when a directive of a text is taken away or put in", () => {
    const line = fc.constantFrom("a", "b", "#ifdef CONFIG_ON", "#ifdef CONFIG_GONE", "#else", "#endif");
    const property = fc.property(fc.array(line, { maxLength: 12 }), (lines) => {
      const text = `${lines.join("\n")}\n`;
      const left = withoutExcludedArms(text, (condition) => condition === "defined(CONFIG_ON)");
      const depth = lines.reduce(
        (open, one) => open + Number(one.startsWith("#if")) - Number(one === "#endif"),
        0,
      );
      if (depth < 0) expect(left).toBe(text);
      if (depth > 0) expect(left.slice(-2)).toBe(text.slice(-2));
      expect(left).toHaveLength(text.length);
    });
    fc.assert(property, { seed });
  });
});

describe("a build", () => {
  it("says what its compiler was told before what its .config says", () => {
    const told = withCommandLine(
      configurationOf('CONFIG_A=y\nCONFIG_S="text"\n# CONFIG_B is not set\n'),
      { defines: ["MODULE", "N=3", "CONFIG_B"], undefines: ["CONFIG_A"] },
      "compile_commands.json",
    );
    if (!told) throw new Error("no build");
    const value = (name: string) => buildMacro(name, told);
    expect(value("MODULE")).toEqual({ isDefined: true, value: "1" });
    expect(value("N")).toEqual({ isDefined: true, value: "3" });
    expect(value("CONFIG_B")?.isDefined).toBe(true);
    expect(value("CONFIG_A")?.isDefined).toBe(false);
    expect(value("CONFIG_S")).toEqual({ isDefined: true, value: '"text"' });
    expect(value("CONFIG_C")?.isDefined).toBe(false);
    expect(value("DEBUG")).toBeUndefined();
    expect(buildMacro("CONFIG_C", withOpenNames(told, ["CONFIG_C"]))).toBeUndefined();
    expect(told.source).toBe(".config, compile_commands.json");
  });

  it("without a .config decides only what the compiler was told of", () => {
    const build = withCommandLine(undefined, { defines: ["HAVE_X"], undefines: ["DEBUG"] }, "flags");
    const text =
      "#ifdef HAVE_X\na\n#endif\n#ifdef DEBUG\nb\n#endif\n#ifdef CONFIG_A\nc\n#endif\n#if 0\nd\n#endif\n";
    const left = textForBuild(text, { ...createProfile(), ...(build && { build }) });
    expect(left.match(/\b[abcd]\b/g)).toEqual(["a", "c", "d"]);
  });

  it("has another id for other content", () => {
    const ids = ["CONFIG_A=y", "CONFIG_A=m", "CONFIG_B=y"].map((text) => configurationOf(text)?.id);
    expect(new Set(ids).size).toBe(3);
    expect(configurationOf("# nothing\r\n")).toBeUndefined();
    expect(configurationOf("CONFIG_A=y\r\n")?.id).toBe(ids[0]);
  });
});

describe("the preprocessor", () => {
  it("leaves the same lines", () => {
    const options = { CONFIG_A: "y", CONFIG_B: "m", CONFIG_C: undefined, CONFIG_D: "7" } as const;
    const test = fc.oneof(
      fc
        .tuple(
          fc.constantFrom("defined", "IS_ENABLED", "IS_BUILTIN", "IS_MODULE"),
          fc.constantFrom(...Object.keys(options)),
        )
        .map(([call, name]) => `${call}(${name})`),
      fc.constantFrom("CONFIG_D > 5", "CONFIG_A", "CONFIG_C", "CONFIG_D == 1", "0", "1"),
    );
    const condition = fc.letrec<{ any: string }>((tie) => ({
      any: fc.oneof(
        { maxDepth: 3, withCrossShrink: true },
        test,
        tie("any").map((one) => `!(${one})`),
        fc
          .tuple(tie("any"), fc.constantFrom("&&", "||"), tie("any"))
          .map(([a, op, b]) => `(${a} ${op} ${b})`),
      ),
    })).any;
    const block = fc.letrec<{ block: readonly string[] }>((tie) => ({
      block: fc.oneof(
        { maxDepth: 3 },
        fc.constant(["line"]),
        fc
          .tuple(
            condition,
            tie("block"),
            fc.array(fc.tuple(condition, tie("block")), { maxLength: 2 }),
            fc.option(tie("block")),
          )
          .map(([first, inner, others, rest]) => [
            `#if ${first}`,
            ...inner,
            ...others.flatMap(([one, body]) => [`#elif ${one}`, ...body]),
            ...(rest ? ["#else", ...rest] : []),
            "#endif",
            "line",
          ]),
      ),
    })).block;
    const profile = profileWith(
      Object.entries(options)
        .flatMap(([name, value]) => (value ? [`${name}=${value}`] : []))
        .join("\n"),
    );
    const property = fc.property(fc.array(block, { minLength: 20, maxLength: 40 }), (blocks) => {
      const lines = blocks.flat().map((line, i) => (line === "line" ? `l${i};` : line));
      const text = `${lines.join("\n")}\n`;
      const ours = textForBuild(text, profile).match(/\bl\d+;/g) ?? [];
      expect(ours).toEqual(preprocessed(text).match(/\bl\d+;/g) ?? []);
      expect(textForBuild(text, profile)).not.toContain("#");
    });
    fc.assert(property, { seed, numRuns: 12 });
  });
});

/** By gcc, with the tests of kconfig.h spelled out. */
function preprocessed(text: string): string {
  const plain = text
    .replace(/IS_ENABLED\((\w+)\)/g, "(defined($1) || defined($1_MODULE))")
    .replace(/IS_MODULE\((\w+)\)/g, "defined($1_MODULE)")
    .replace(/IS_BUILTIN/g, "defined");
  const flags = ["-DCONFIG_A=1", "-DCONFIG_B_MODULE=1", "-DCONFIG_D=7"];
  return execFileSync("gcc", ["-E", "-P", ...flags, "-"], { input: plain, encoding: "utf8" });
}
