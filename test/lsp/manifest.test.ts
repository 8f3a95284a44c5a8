// The manifest and the schema say what the code says: rules, releases, architectures, keys, commands.

import { readFileSync } from "node:fs";
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
    expect(settings["kmemLens.kernel"]?.enum).toEqual(releaseIds);
    expect(settings["kmemLens.arch"]?.enum).toEqual(Object.keys(architectures));
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

  it("names the files that it points to, and commands that the client knows", () => {
    const { jsonValidation, grammars, snippets, commands } = manifest.contributes;
    for (const path of [
      ...jsonValidation.map(({ url }) => url),
      ...[...grammars, ...snippets].map((one) => one.path),
    ])
      read(path);
    const client = readFileSync(join(root, "client/src/extension.ts"), "utf8");
    for (const { command } of commands) expect(client).toContain(`"${command}"`);
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
