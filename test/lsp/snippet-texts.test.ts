// The snippets that the editor offers: every one of them expands to annotations that are understood.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { directiveKinds } from "../../server/src/snippets/annotations.js";
import { planSnippets } from "../../server/src/snippets/snippet-plan.js";

interface Snippet {
  readonly prefix: readonly string[];
  readonly body: readonly string[];
  readonly description: string;
}

const path = join(import.meta.dirname, "../../snippets/kmem.json");
const snippets = Object.entries(JSON.parse(readFileSync(path, "utf8")) as Record<string, Snippet>);

/** What stands in the file when the user takes every first choice, or the `pick`-th. */
function expand(body: readonly string[], pick: number): string {
  return body
    .join("\n")
    .replace(/(?<!\\)\$\{\d+\|((?:[^|\\]|\\.)*)\|\}/g, (_, choices: string) => {
      const all = choices.split(/(?<!\\),/);
      return all[pick % all.length] ?? "";
    })
    .replace(/(?<!\\)\$\{\d+:((?:[^}\\]|\\.)*)\}/g, "$1")
    .replace(/(?<!\\)\$(?:\{TM_SELECTED_TEXT\}|\d+)/g, "")
    .replaceAll("\\$", "$");
}

/** A function under the annotation, or around it for those that stand in a body. */
function fileWith(annotation: string): string {
  if (annotation.includes("main") || annotation.includes("libc="))
    return `${annotation}\nint main(void)\n{\n\treturn 0;\n}\n`;
  if (/@kmem (?:let|model|fail)/.test(annotation))
    return `// @kmem run\n${annotation}\nint f(int n)\n{\n\treturn n;\n}\n`;
  if (annotation.includes("@kmem run")) return `${annotation}\nint f(int n)\n{\n\treturn n;\n}\n`;
  return `// @kmem run\nint f(int n)\n{\n\t${annotation}\n\treturn n;\n}\n`;
}

describe("the offered snippets", () => {
  it.each(snippets)("%s is understood with each of its choices", (_, { body }) => {
    for (let pick = 0; pick < 8; pick++) {
      const text = fileWith(expand(body, pick));
      expect({ text, problems: planSnippets(text).problems }).toEqual({ text, problems: [] });
    }
  });

  it("cover the language and can be found by its words", () => {
    const all = snippets.map(([, { body }]) => body.join("\n")).join("\n");
    for (const kind of directiveKinds) expect(all).toContain(`@kmem ${kind}`);
    const prefixes = snippets.flatMap(([, { prefix }]) => prefix);
    expect(new Set(prefixes).size).toBe(prefixes.length);
    for (const [name, { prefix, description }] of snippets) {
      expect(
        prefix.some((word) => word.startsWith("@kmem")),
        name,
      ).toBe(true);
      expect(description).not.toBe("");
    }
  });
});
