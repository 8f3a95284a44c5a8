// Damaged driver text for the robustness tests: real C with tokens and lines taken out, put in, doubled and swapped.

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";

const test = join(import.meta.dirname, "..");

/** The texts that are damaged: every fixture of one file, and the sample driver. */
export function driverTexts(): readonly string[] {
  const folders = ["fixtures/sleep-in-atomic", "fixtures/oversized-kmalloc", "fixtures/reductions"];
  const paths = folders.flatMap((folder) =>
    readdirSync(join(test, folder))
      .filter((name) => name.endsWith(".c"))
      .sort()
      .map((name) => join(test, folder, name)),
  );
  return [...paths, join(test, "../samples/ringcap.c")].map((path) => readFileSync(path, "utf8"));
}

/** One change of a text, measured in parts of it so that it fits any text. */
export type Edit =
  | { readonly kind: "token"; readonly at: number; readonly deed: "delete" | "double" | "swap" }
  | {
      readonly kind: "lines";
      readonly at: number;
      readonly count: number;
      readonly deed: "delete" | "double";
    }
  | { readonly kind: "insert"; readonly at: number; readonly text: string }
  | { readonly kind: "cut"; readonly at: number; readonly length: number };

const part = fc.double({ min: 0, max: 0.999, noNaN: true });

const pieces: readonly string[] = [
  ..."{}()[];,*&#\"'\\\0",
  "/*",
  "*/",
  "//",
  "\n",
  "\r\n",
  "漢字",
  "😀",
  "\ud83d",
  "#if 0\n",
  "#ifdef CONFIG_X\n",
  "#else\n",
  "#endif\n",
  "#define kmalloc(n, f) spin_lock(n)\n",
  "if (",
  "else ",
  "for (;;) ",
  "while (x) {",
  "do ",
  "switch (x) {\ncase 1: ",
  "goto out;",
  "out:",
  "return ",
  "guard(spinlock)(&d->lock);",
  "scoped_guard(spinlock, &d->lock) ",
  "spin_lock(&d->lock);",
  "spin_unlock(&d->lock);",
  "kmalloc(1 << 40, GFP_KERNEL)",
  "({ ",
  " ? : ",
  "static int f(int (*g)(void)) {",
  "d->ops->f(d)",
  "sizeof(struct dev)",
];

/** Any edit. */
export const edit: fc.Arbitrary<Edit> = fc.oneof(
  fc.record({
    kind: fc.constant("token" as const),
    at: part,
    deed: fc.constantFrom("delete" as const, "double" as const, "swap" as const),
  }),
  fc.record({
    kind: fc.constant("lines" as const),
    at: part,
    count: fc.integer({ min: 1, max: 12 }),
    deed: fc.constantFrom("delete" as const, "double" as const),
  }),
  fc.record({ kind: fc.constant("insert" as const), at: part, text: fc.constantFrom(...pieces) }),
  fc.record({ kind: fc.constant("cut" as const), at: part, length: fc.nat(40) }),
);

/** A driver text after one to five edits. */
export function damagedDriver(texts: readonly string[]): fc.Arbitrary<string> {
  return fc
    .record({ text: fc.constantFrom(...texts), edits: fc.array(edit, { minLength: 1, maxLength: 5 }) })
    .map(({ text, edits }) => edits.reduce(applyEdit, text));
}

/** The text after one edit. */
export function applyEdit(text: string, change: Edit): string {
  switch (change.kind) {
    case "token":
      return editToken(text, change.at, change.deed);
    case "lines":
      return editLines(text, change);
    case "insert": {
      const at = Math.floor(change.at * text.length);
      return text.slice(0, at) + change.text + text.slice(at);
    }
    case "cut": {
      const at = Math.floor(change.at * text.length);
      return text.slice(0, at) + text.slice(at + change.length);
    }
  }
}

function editToken(text: string, at: number, deed: "delete" | "double" | "swap"): string {
  const tokens: readonly string[] = text.match(/\w+|\s+|[^\w\s]/gu) ?? [];
  const index = Math.floor(at * tokens.length);
  const token = tokens[index];
  if (token === undefined) return text;
  if (deed === "swap") return tokens.with(index, tokens[index + 2] ?? "").join("");
  return tokens.toSpliced(index, 1, ...(deed === "double" ? [token, " ", token] : [])).join("");
}

function editLines(text: string, change: Extract<Edit, { kind: "lines" }>): string {
  const lines = text.split("\n");
  const from = Math.floor(change.at * lines.length);
  const taken = lines.slice(from, from + change.count);
  return lines
    .toSpliced(from, taken.length, ...(change.deed === "double" ? [...taken, ...taken] : []))
    .join("\n");
}
