// The manifest and the schema say what the code says: rules, releases, architectures, keys, commands.

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { architectures } from "../../server/src/kernel-model/architectures.js";
import { kernelReleases } from "../../server/src/kernel-model/profile.js";
import { parseEditorSettings } from "../../server/src/lsp/settings.js";
import { ruleIds } from "../../server/src/rules/catalogue.js";
import { parseProjectConfig } from "../../server/src/rules/project-config.js";

const root = join(import.meta.dirname, "../..");

interface Setting {
  readonly type: string | readonly string[];
  readonly default: unknown;
  readonly enum?: readonly unknown[];
  readonly examples?: readonly string[];
  readonly description?: string;
  readonly markdownDescription?: string;
  readonly properties?: Readonly<Record<string, Setting>>;
}

interface Manifest {
  readonly activationEvents: readonly string[];
  readonly contributes: {
    readonly commands: readonly {
      readonly command: string;
      readonly title: string;
      readonly category: string;
    }[];
    readonly configuration: readonly { readonly properties: Readonly<Record<string, Setting>> }[];
    readonly jsonValidation: readonly { readonly url: string }[];
    readonly grammars: readonly { readonly path: string }[];
    readonly snippets: readonly { readonly path: string }[];
    readonly menus: Readonly<Record<string, readonly { readonly command: string; readonly when: string }[]>>;
    readonly walkthroughs: readonly {
      readonly steps: readonly {
        readonly description: string;
        readonly media: { readonly svg: string; readonly altText: string };
      }[];
    }[];
  };
}

function read<T>(path: string): T {
  return JSON.parse(readFileSync(join(root, path), "utf8"));
}

const manifest = read<Manifest>("package.json");
const settings = Object.assign(
  {},
  ...manifest.contributes.configuration.map(({ properties }) => properties),
) as Readonly<Record<string, Setting>>;
const schema = read<{ readonly properties: Readonly<Record<string, Setting>> }>(
  "syntaxes/kmem-lens.schema.json",
);
const releaseIds = kernelReleases.map(({ id }) => id);

describe("the manifest", () => {
  it("offers every rule, release and architecture", () => {
    expect(Object.keys(settings["kmemLens.rules"]?.properties ?? {})).toEqual([...ruleIds]);
    expect(settings["kmemLens.kernel"]?.enum).toEqual(["auto", ...releaseIds]);
    expect(settings["kmemLens.arch"]?.enum).toEqual(["auto", ...Object.keys(architectures)]);
  });

  it("describes every setting, and its defaults are taken without a word", () => {
    for (const [name, setting] of Object.entries(settings)) {
      expect(name).toMatch(/^kmemLens\./);
      expect(setting.description ?? setting.markdownDescription, name).toBeTruthy();
    }
    const defaults = Object.entries(settings).map(([name, setting]) => [
      name.slice("kmemLens.".length),
      setting.default,
    ]);
    expect(parseEditorSettings(Object.fromEntries(defaults)).problems).toEqual([]);
  });

  it("has the settings, defaults and values of the table in docs/editors.md", () => {
    const table = readFileSync(join(root, "docs/editors.md"), "utf8");
    const rows = [...table.matchAll(/^\| `([\w.]+)` \| `([^`]+)` \| (.*) \|$/gm)];
    const documented = rows.map(([, key = "", value = ""]) => [key, value]);
    const written = Object.entries(settings).map(([name, setting]) => {
      const value = setting.default;
      return [name.slice("kmemLens.".length), typeof value === "string" ? value : JSON.stringify(value)];
    });
    expect(documented).toEqual(written);
    for (const [, key = "", , meaning = ""] of rows) {
      const values = (settings[`kmemLens.${key}`]?.enum ?? []).filter((value) => typeof value === "string");
      for (const value of values) expect(meaning, key).toContain(`\`${value}\``);
    }
  });

  it("names the files that it points to, and commands that the client knows", () => {
    const { jsonValidation, grammars, snippets, commands } = manifest.contributes;
    for (const path of [
      ...jsonValidation.map(({ url }) => url),
      ...[...grammars, ...snippets].map((one) => one.path),
    ])
      read(path);
    const folder = join(root, "client/src");
    const client = readdirSync(folder)
      .map((name) => readFileSync(join(folder, name), "utf8"))
      .join("\n");
    for (const { command } of commands) expect(client).toContain(`"${command}"`);
  });

  it("leads through steps whose pictures, samples and commands exist", () => {
    const { walkthroughs, commands } = manifest.contributes;
    const known = new Set(commands.map(({ command }) => command));
    const steps = walkthroughs.flatMap((walkthrough) => walkthrough.steps);
    expect(steps.length).toBeGreaterThanOrEqual(4);
    for (const { media, description } of steps) {
      expect(existsSync(join(root, media.svg)), media.svg).toBe(true);
      expect(media.altText).not.toBe("");
      for (const [, command, argument] of description.matchAll(/\(command:([\w.]+)(?:\?([^)]*))?\)/g)) {
        if (command?.startsWith("kmemLens.")) expect(known).toContain(command);
        if (argument === undefined) continue;
        const sample: unknown = JSON.parse(decodeURIComponent(argument));
        expect(existsSync(join(root, "samples", String(sample))), argument).toBe(true);
      }
    }
  });

  it("has menus of known commands only, each where it makes sense", () => {
    const { menus, commands } = manifest.contributes;
    const known = commands.map(({ command }) => command);
    for (const { command, when } of Object.values(menus).flat()) {
      expect(known).toContain(command);
      expect(when).not.toBe("");
    }
  });

  it("starts nothing before a C file or a configuration is there", () => {
    expect(manifest.activationEvents).toEqual(["onLanguage:c", "workspaceContains:**/.kmem-lens.json"]);
  });
});

describe("the schema of the project's file", () => {
  it("knows the keys, rules, releases and architectures that are read", () => {
    expect(Object.keys(schema.properties["rules"]?.properties ?? {})).toEqual([...ruleIds]);
    expect(schema.properties["kernel"]?.examples).toEqual(releaseIds);
    expect(schema.properties["arch"]?.enum).toEqual(Object.keys(architectures));
    const text = `{ ${Object.keys(schema.properties)
      .map((key) => `"${key}": null`)
      .join(", ")}, "other": 1 }`;
    const unknown = parseProjectConfig(text).problems.filter(({ message }) =>
      message.startsWith("unknown key"),
    );
    expect(unknown.map(({ message }) => message)).toEqual(["unknown key 'other'"]);
  });
});
