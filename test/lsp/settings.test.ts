// Settings from three places, and the mistakes that people make in them.

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { FoundTree } from "../../server/src/kernel-model/kernel-tree.js";
import { findRelease } from "../../server/src/kernel-model/profile.js";
import { parseEditorSettings, resolveSettings } from "../../server/src/lsp/settings.js";
import { parseProjectConfig } from "../../server/src/rules/project-config.js";

describe("the project's file", () => {
  it("is JSON with comments and trailing commas", () => {
    const text =
      '{\n  // ours\n  "kernel": "5.10",\n  "arch": "arm64", "pageSize": 65536,\n  "rules": { "sleep-in-atomic": "warning", },\n}';
    const { config, problems } = parseProjectConfig(text);
    expect(problems).toEqual([]);
    expect(config).toEqual({
      kernel: "5.10",
      arch: "arm64",
      pageSizeBytes: 65536,
      rules: { "sleep-in-atomic": "warning" },
    });
  });

  it("names the rule that was meant, at the word that is wrong", () => {
    const text = '{ "rules": { "sleep-in-atomc": "off" } }';
    const [problem] = parseProjectConfig(text).problems;
    expect(problem?.message).toBe("unknown rule 'sleep-in-atomc'; did you mean 'sleep-in-atomic'?");
    expect(text.slice(problem?.span.start, problem?.span.end)).toBe('"sleep-in-atomc"');
  });

  it("loses only what is wrong in it", () => {
    const { config, problems } = parseProjectConfig(
      '{ "kernal": "6.1", "arch": "arm46", "cpus": 4, "rules": { "oversized-kmalloc": "loud" } }',
    );
    expect(config).toEqual({ nrCpus: 4, rules: {} });
    expect(problems.map(({ message }) => message)).toEqual([
      "unknown key 'kernal'; did you mean 'kernel'?",
      "'arch' is one of x86_64, arm64, i386, arm; did you mean 'arm64'?",
      expect.stringContaining("a level is one of"),
    ]);
  });

  it("is read as far as it goes while it is typed", () => {
    const { config, problems } = parseProjectConfig('{ "kernel": "6.12", "rules": { "sleep-in-atomic": ');
    expect(config.kernel).toBe("6.12");
    expect(problems.length).toBeGreaterThan(0);
  });

  it("never throws, whatever is in it", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        const { problems } = parseProjectConfig(text);
        for (const { span } of problems) expect(span.end).toBeLessThanOrEqual(text.length + 1);
      }),
    );
    expect(parseProjectConfig("").problems).toEqual([]);
    expect(parseProjectConfig("[1]").problems[0]?.message).toContain("one object");
    expect(parseProjectConfig('{ "__proto__": 1, "constructor": 2 }').problems).toHaveLength(2);
  });
});

describe("the editor's settings", () => {
  it("are taken where they are right and named where they are not", () => {
    const { settings, problems } = parseEditorSettings({
      kernel: "9.9",
      arch: "i386",
      cpus: 4,
      pageSize: null,
      rules: { "sleep-in-atomic": "hint", "no-such": "off" },
    });
    expect(settings).toMatchObject({ arch: "i386", nrCpus: 4, rules: { "sleep-in-atomic": "hint" } });
    expect(settings.kernel).toBeUndefined();
    expect(problems).toEqual([
      expect.stringContaining('kmemLens.kernel is "9.9"'),
      expect.stringContaining("unknown rule 'no-such'"),
    ]);
  });

  it("may be anything without harm", () => {
    fc.assert(fc.property(fc.anything(), (raw) => void parseEditorSettings(raw)));
  });
});

describe("the settings of a document", () => {
  const editor = parseEditorSettings({
    kernel: "6.12",
    arch: "arm64",
    rules: { "sleep-in-atomic": "hint", "invalid-config": "off" },
  }).settings;

  it("are the project's where both say something, rule by rule", () => {
    const { check, enable } = resolveSettings(editor, {
      kernel: "5.10",
      rules: { "sleep-in-atomic": "error" },
    });
    expect(check.profile.release.id).toBe("5.10");
    expect(check.profile.arch.id).toBe("arm64");
    expect(check.rules).toEqual({ "sleep-in-atomic": "error", "invalid-config": "off" });
    expect(enable).toBe("auto");
  });

  it("leave out a page size that the architecture does not have", () => {
    expect(resolveSettings(editor, { pageSizeBytes: 65536 }).check.profile.config.pageSizeBytes).toBe(65536);
    expect(
      resolveSettings(editor, { arch: "x86_64", pageSizeBytes: 65536 }).check.profile.config.pageSizeBytes,
    ).toBe(4096);
  });

  const tree: FoundTree = {
    path: "/linux",
    version: "6.12.5",
    release: findRelease("6.12"),
    archId: "arm64",
    config: { preemptRt: true, pageSizeBytes: 65536 },
  };
  const said = (raw: unknown) => parseEditorSettings(raw).settings;

  it("are the kernel tree's where nobody says otherwise, or says auto", () => {
    const { check, origins } = resolveSettings(said({ kernel: "auto", arch: "auto" }), {}, { tree });
    expect([check.profile.release.id, check.profile.arch.id]).toEqual(["6.12", "arm64"]);
    expect(check.profile.config).toMatchObject({ preemptRt: true, pageSizeBytes: 65536, nrCpus: 8 });
    expect(origins).toEqual({
      release: "kernel tree",
      arch: "kernel tree",
      options: { preemptRt: "kernel tree", pageSizeBytes: "kernel tree" },
    });
  });

  it("tell for each part who said it", () => {
    const { check, origins } = resolveSettings(
      said({ preemptRt: false, cpus: 2 }),
      { kernel: "5.10" },
      { tree },
    );
    expect(check.profile.release.id).toBe("5.10");
    expect(check.profile.config).toMatchObject({ preemptRt: false, nrCpus: 2, pageSizeBytes: 65536 });
    expect(origins).toEqual({
      release: "project file",
      arch: "kernel tree",
      options: { preemptRt: "settings", nrCpus: "settings", pageSizeBytes: "kernel tree" },
    });
  });

  it("leave the tree's options alone for another architecture", () => {
    const { check, origins } = resolveSettings(said({ arch: "x86_64" }), {}, { tree });
    expect(check.profile.config).toMatchObject({ preemptRt: false, pageSizeBytes: 4096 });
    expect(origins).toEqual({ release: "kernel tree", arch: "settings", options: {} });
    expect(resolveSettings(said({}), {}).origins).toEqual({
      release: "default",
      arch: "default",
      options: {},
    });
  });
});
