// The arrows between layers, as data: an import that goes another way fails here. See docs/architecture.md.

import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { describe, expect, it } from "vitest";

const root = join(import.meta.dirname, "..");

/** For each layer of the server: the layers it may import. */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  base: [],
  "kernel-model": ["base"],
  syntax: ["base", "kernel-model"],
  "c-types": ["base", "kernel-model", "syntax"],
  analysis: ["base", "kernel-model", "syntax", "c-types"],
  project: ["base", "kernel-model", "syntax", "c-types", "analysis"],
  rules: ["base", "kernel-model", "c-types", "analysis", "project"],
  fixes: ["base", "kernel-model", "syntax", "c-types", "analysis", "project", "rules"],
  simulator: ["base", "kernel-model"],
  snippets: ["base", "kernel-model", "syntax", "c-types", "simulator"],
  preview: ["base", "kernel-model", "simulator", "snippets"],
  lsp: [
    "base",
    "kernel-model",
    "syntax",
    "c-types",
    "analysis",
    "project",
    "rules",
    "fixes",
    "simulator",
    "snippets",
    "preview",
  ],
  cli: [
    "base",
    "kernel-model",
    "syntax",
    "c-types",
    "analysis",
    "project",
    "rules",
    "fixes",
    "simulator",
    "snippets",
    "preview",
  ],
};

/** Packages that only some layers may use. */
const packageOwners: Readonly<Record<string, readonly string[]>> = {
  "tree-sitter": ["syntax"],
  "tree-sitter-c": ["syntax"],
  "vscode-languageserver": ["lsp"],
  "vscode-languageserver-textdocument": ["lsp"],
  "vscode-uri": ["lsp"],
  commander: ["cli"],
  sarif: ["cli"],
};

/** Layers that may touch files, the clock or threads: the rims and the cache and worker pool of `project`. */
const rims = ["lsp", "cli", "project"];

interface Import {
  readonly file: string;
  readonly layer: string;
  readonly target: string;
}

function importsOf(folder: string): Import[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts"))
    .flatMap((name) => {
      const text = readFileSync(join(folder, name), "utf8");
      const layer = name.split("/")[0] ?? "";
      return [...text.matchAll(/(?:^|\n)\s*(?:import|export)\b[^;"']*?from\s*["']([^"']+)["']/g)].map(
        (match) => ({
          file: name,
          layer,
          target: match[1] ?? "",
        }),
      );
    });
}

describe("layers", () => {
  const serverSource = join(root, "server/src");
  const imports = importsOf(serverSource);

  it("reads the imports of every layer", () => {
    expect(imports.length).toBeGreaterThan(10);
  });

  it("import only what the table allows", () => {
    const wrong = imports.filter(({ file, layer, target }) => {
      if (!target.startsWith(".")) return false;
      const resolved = relative(serverSource, join(serverSource, file, "..", target));
      const targetLayer = resolved.split("/")[0] ?? "";
      return targetLayer !== layer && !(mayImport[layer] ?? []).includes(targetLayer);
    });
    expect(wrong).toEqual([]);
  });

  it("keep packages where they belong", () => {
    const wrong = imports.filter(({ layer, target }) => {
      const name = target.startsWith("@")
        ? target.split("/").slice(0, 2).join("/")
        : (target.split("/")[0] ?? "");
      const owners = packageOwners[name];
      return owners !== undefined && !owners.includes(layer);
    });
    expect(wrong).toEqual([]);
  });

  it("touch the world only at the rims", () => {
    const wrong = imports.filter(({ layer, target }) => target.startsWith("node:") && !rims.includes(layer));
    expect(wrong).toEqual([]);
  });

  it("let the client use only the types of the protocol, and the panel's page the rows of the preview", () => {
    const wrongIn = (folder: string, mayUse: RegExp) =>
      importsOf(join(root, folder)).filter(
        ({ target }) => target.includes("server/") && !mayUse.test(target),
      );
    expect(wrongIn("client/src", /server\/src\/lsp\/protocol\.js$/)).toEqual([]);
    expect(wrongIn("client/webview/src", /server\/src\/(?:lsp\/protocol\.js$|preview\/)/)).toEqual([]);
  });

  it("keep the editor out of the panel's page, and the page out of the extension", () => {
    const page = importsOf(join(root, "client/webview/src")).filter(
      ({ target }) =>
        target === "vscode" ||
        target.startsWith("node:") ||
        /client\/src|\/src\/(?!lsp|preview|panel-messages)/.test(target),
    );
    const extension = importsOf(join(root, "client/src")).filter(
      ({ target }) => target.includes("webview") || target === "lit",
    );
    expect([...page, ...extension]).toEqual([]);
  });
});
