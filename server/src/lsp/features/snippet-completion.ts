// Completion inside `@kmem` comments: directives, their options, and the values that each may have.

import { type CompletionItem, CompletionItemKind } from "vscode-languageserver/node";
import { kernelReleases } from "../../kernel-model/profile.js";
import {
  type DirectiveKind,
  directiveKinds,
  runOptionNames,
  snippetContexts,
} from "../../snippets/annotations.js";
import { guarded } from "../guard.js";
import type { Session } from "../session.js";
import { type SnippetNames, snippetNames } from "./snippet-names.js";

/** What each directive is for, in one line; hover says the same. */
export const directiveHelp: Readonly<Record<DirectiveKind, string>> = {
  run: "makes the function below a snippet: machine=ARCH:BYTES kernel=V cpus=N context=… seed=N state=FILE repeat=N",
  let: "sets parameters, file-scope names and members reached through them: let n = 100, dev->mtu = 1500",
  model: "says what an unknown function does: model foo_alloc = kmalloc($1, GFP_KERNEL)",
  repeat: "runs the statements up to `end` N times: repeat 100",
  context: "runs the statements up to `end` in a context: context softirq",
  end: "ends the innermost `repeat` or `context`",
  fail: "fault injection: fail nth=2, or fail each for one run per allocation",
  expect: 'checks something, here or at the end of the run: expect slab["kmalloc-64"].slabs += 3',
  snapshot: 'names a point of the timeline: snapshot "after init"',
};

/** What each option of `run` is for. */
export const runOptionHelp: Readonly<Record<(typeof runOptionNames)[number], string>> = {
  machine: "architecture and memory: x86_64:512M, arm64:2G,page=64K, i386:1G,pae",
  kernel: "the kernel release whose allocators are simulated",
  cpus: "processors of the machine",
  context: "the context in which the function is called",
  seed: "seed of whatever is random in the run",
  state: "start from the /proc text of a real machine, in a file beside this one",
  repeat: "call the function so many times",
  libc: "the C library of a userspace program",
};

const machines = [
  "x86_64:512M",
  "x86_64:4G",
  "arm64:1G",
  "arm64:2G,page=64K",
  "i386:1G",
  "i386:4G,pae",
  "arm:512M",
];
const quantities = [
  "leaks == 0",
  "held == 0",
  "faults == 0",
  "returns == 0",
  "fails",
  'zone["DMA32"].free >= 10M',
  'slab["kmalloc-64"].objects += 1',
  'slab["kmalloc-64"].slabs += 1',
  'buddy["DMA32"].order[3] >= 1',
  "stops == budget",
];

/** Serves completion; silent everywhere but in annotations. */
export function registerSnippetCompletion(session: Session): void {
  session.connection.onCompletion(({ textDocument, position }) =>
    guarded<CompletionItem[]>("completion", session.log, [], async () => {
      const document = session.documents.get(textDocument.uri);
      if (!document) return [];
      const { text, offsetAt } = document.content;
      const offset = offsetAt(position);
      const before = text.slice(text.lastIndexOf("\n", offset - 1) + 1, offset);
      if (!/\*|\//.test(before)) return [];
      const { profile } = (await session.configuration.settingsFor(document)).check;
      return completionsAt(before, () =>
        snippetNames(text, {
          plans: session.snippets.plansOf(document).plans,
          line: position.line + 1,
          defaults: { machine: undefined, kernel: profile.release.id, arch: profile.arch.id },
        }),
      );
    }),
  );
}

/** What may follow the text of a line up to the pointer; `names` are looked for only where they may stand. */
export function completionsAt(before: string, names: () => SnippetNames): CompletionItem[] {
  const inside = /(?:\/\/|\/\*|^\s*\*).*?@kmem\s+(.*)$/.exec(before)?.[1];
  if (inside === undefined) {
    const isComment = /(?:\/\/|\/\*|^\s*\*)\s*@?k?m?e?m?$/.test(before);
    return isComment ? [item("@kmem", CompletionItemKind.Keyword, "annotation of a snippet")] : [];
  }
  const words = inside.split(/\s+/);
  const [first = ""] = words;
  if (words.length === 1)
    return directiveKinds.map((kind) => item(kind, CompletionItemKind.Keyword, directiveHelp[kind]));
  if (first === "context") return values(snippetContexts);
  if (first === "fail") return values(["each", "nth="]);
  if (first === "expect") return afterExpect(inside, names());
  if (first === "let") return /(?:^let\s+|,)[^=,]*$/.test(inside) ? variables(inside, names()) : [];
  if (first === "model") return words.length === 2 ? models(names()) : [];
  return first === "run" ? afterRun(words) : [];
}

function afterExpect(inside: string, { zones, caches }: SnippetNames): CompletionItem[] {
  const indexed = /\b(zone|buddy|slab)\["[^"]*$/.exec(inside)?.[1];
  if (indexed !== undefined) return values(indexed === "slab" ? caches : zones);
  const [zone = "DMA32"] = zones.toReversed();
  return values(quantities.map((text) => text.replace("DMA32", zone)));
}

function variables(inside: string, { lvalues }: SnippetNames): CompletionItem[] {
  return lvalues(inside).map((name) => item(name, CompletionItemKind.Variable, undefined));
}

function models({ models: functions }: SnippetNames): CompletionItem[] {
  return functions.map((name) => ({
    ...item(name, CompletionItemKind.Function, "neither this file nor the kernel model says what it does"),
    insertText: `${name} = `,
  }));
}

function afterRun(words: readonly string[]): CompletionItem[] {
  const last = words.at(-1) ?? "";
  const option = /^(\w+)=/.exec(last)?.[1];
  if (option === "context") return values(snippetContexts);
  if (option === "kernel") return values(kernelReleases.map(({ id }) => id));
  if (option === "machine") return values(machines);
  if (option === "libc") return values(["glibc-2.36"]);
  if (option !== undefined) return [];
  const used = new Set(words.map((word) => word.split("=")[0]));
  return runOptionNames
    .filter((name) => !used.has(name))
    .map((name) => ({
      ...item(`${name}=`, CompletionItemKind.Property, runOptionHelp[name]),
      command: { title: "", command: "editor.action.triggerSuggest" },
    }));
}

function values(texts: readonly string[]): CompletionItem[] {
  return texts.map((text) => item(text, CompletionItemKind.Value, undefined));
}

function item(label: string, kind: CompletionItemKind, detail: string | undefined): CompletionItem {
  return { label, kind, ...(detail === undefined ? {} : { documentation: detail }) };
}
