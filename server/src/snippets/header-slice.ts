// From a tree's definitions those that one driver needs, as one text to be read between our prelude and the driver.
// What the prelude or a builtin says of a name wins; a struct named only behind a pointer is followed a few steps, one
// held by value always. Functions of which the headers show only the prototype get the body of their family.

import { type ApiFamily, apiDefinitions, apiFamilies } from "./api-models.js";
import { type HeaderItem, indexHeader } from "./header-index.js";

/** Definitions by every name they define, in the order they were met. */
export interface HeaderIndex {
  readonly items: readonly HeaderItem[];
  readonly byName: ReadonlyMap<string, readonly number[]>;
}

/** Joins the definitions of headers; `items` of one header keep their order. */
export function joinIndexes(headers: readonly (readonly HeaderItem[])[]): HeaderIndex {
  const items: HeaderItem[] = [];
  const byName = new Map<string, number[]>();
  for (const header of headers)
    for (const item of header) {
      for (const name of item.names) {
        const known = byName.get(name);
        if (known) known.push(items.length);
        else byName.set(name, [items.length]);
      }
      items.push(item);
    }
  return { items, byName };
}

/** How many steps a struct behind a pointer is followed: fewer lose members that drivers name, more bring the kernel. */
const maxPointerSteps = 3;
/** How deep inline functions that call inline functions are followed. */
const maxCallSteps = 8;
/** No driver needs more; a hostile tree must not fill the memory. */
const maxSliceLength = 3_000_000;

interface Wanted {
  readonly name: string;
  readonly steps: number;
}

/** The text that `texts` need. `isKnown` names what needs no definition from the tree. */
export function sliceHeaders(
  texts: readonly string[],
  index: HeaderIndex,
  isKnown: (name: string) => boolean,
): string {
  const taken = new Set<number>();
  const fromModels = new Set<HeaderItem>();
  const seen = new Map<string, number>();
  const open: Wanted[] = [];
  let length = 0;
  const want = (name: string, steps: number): void => {
    if (steps >= (seen.get(name) ?? Number.POSITIVE_INFINITY) || isKnown(name)) return;
    seen.set(name, steps);
    open.push({ name, steps });
  };
  const follow = (item: HeaderItem, steps: number): void => {
    for (const reference of referencesIn(item)) {
      const isFar = reference.isPointer || item.kind === "function";
      const next = isFar ? steps + 1 : steps;
      if (next <= (item.kind === "function" ? maxCallSteps : maxPointerSteps)) want(reference.name, next);
    }
  };
  for (const text of texts) for (const [name] of text.matchAll(/[A-Za-z_]\w*/g)) want(name, 0);
  for (let next = open.pop(); next && length < maxSliceLength; next = open.pop()) {
    const model = models.get(next.name);
    if (model) {
      fromModels.add(model);
      follow(model, next.steps);
      continue;
    }
    for (const at of chooseItems(index.byName.get(next.name) ?? [], index)) {
      const item = index.items[at];
      if (!item) continue;
      if (!taken.has(at)) length += item.text.length;
      taken.add(at);
      follow(item, next.steps);
    }
  }
  const chosen = [...taken].sort((a, b) => a - b).flatMap((at) => index.items[at] ?? []);
  const complete = new Set(chosen.flatMap(({ kind, names }) => (kind === "type" ? names : [])));
  return [...order([...fromModels, ...chosen])].map((item) => finished(item, complete)).join("");
}

/** The first macro or body of a name; the prototype only where there is no body. */
function chooseItems(places: readonly number[], { items }: HeaderIndex): readonly number[] {
  const ofKind = (kind: HeaderItem["kind"]): number[] => places.filter((at) => items[at]?.kind === kind);
  const types = ofKind("type");
  const code = [ofKind("macro"), ofKind("function"), ofKind("prototype"), ofKind("variable")].find(
    (list) => list.length > 0,
  );
  return [...types.slice(0, 1), ...(code?.slice(0, 1) ?? [])];
}

/** Macros first: a header may define one behind the code that uses it. */
function order(items: readonly HeaderItem[]): readonly HeaderItem[] {
  return [...items.filter(({ kind }) => kind === "macro"), ...items.filter(({ kind }) => kind !== "macro")];
}

function referencesIn(item: HeaderItem): { readonly name: string; readonly isPointer: boolean }[] {
  const found = new Map<string, boolean>();
  for (const [, tag, name = "", star] of item.text.matchAll(
    /\b(struct\s+|union\s+)?([A-Za-z_]\w*)\s*(?:const\s*)?(\*)?/g,
  )) {
    const isPointer = tag !== undefined && star !== undefined;
    found.set(name, (found.get(name) ?? true) && isPointer);
  }
  const own = new Set(item.names);
  return [...found].flatMap(([name, isPointer]) => (own.has(name) ? [] : [{ name, isPointer }]));
}

/** The model's own definitions by name. */
const models: ReadonlyMap<string, HeaderItem> = new Map(
  apiDefinitions.flatMap(({ text }) =>
    indexHeader(text, () => false).flatMap((item) => item.names.map((name) => [name, item] as const)),
  ),
);

function finished(item: HeaderItem, complete: ReadonlySet<string>): string {
  if (item.kind !== "prototype") return item.text;
  const [name = ""] = item.names;
  const family = apiFamilies.find((one) => one.name.test(name));
  const body = family && bodyOf(family, { text: item.text, name, complete });
  if (body === undefined) return item.text;
  const head = item.text.slice(0, closingOfParameters(item.text, name)).replace(/^\s*extern\b/, "");
  return `${head} ${body}\n`;
}

/** Behind the parameter list; attributes that follow it are dropped. */
function closingOfParameters(text: string, name: string): number {
  let at = text.indexOf("(", text.search(new RegExp(`\\b${name}\\s*\\(`)));
  let depth = 0;
  for (; at < text.length; at++) {
    if (text[at] === "(") depth++;
    else if (text[at] === ")" && --depth === 0) return at + 1;
  }
  return text.length;
}

interface Prototype {
  readonly text: string;
  readonly name: string;
  /** Tags whose struct the slice defines. */
  readonly complete: ReadonlySet<string>;
}

/** A body that does what the family does, by what the prototype returns. */
function bodyOf({ gives }: ApiFamily, { text, name, complete }: Prototype): string | undefined {
  const returns = text.slice(0, text.search(new RegExp(`\\b${name}\\s*\\(`)));
  const isPointer = returns.includes("*");
  if (/\bvoid\b/.test(returns) && !isPointer) return "{ }";
  if (isPointer) {
    if (gives === "absent") return "{ return NULL; }";
    if (gives !== "handle") return undefined;
    const tag = /\bstruct\s+(\w+)/.exec(returns)?.[1];
    const size = tag !== undefined && complete.has(tag) ? `sizeof(struct ${tag})` : "0";
    return `{ return __kmem_handle("${name}", ${size}); }`;
  }
  if (/\b(?:struct|union)\b/.test(returns)) return undefined;
  if (gives === "handle") return undefined;
  return gives === "one" ? "{ return 1; }" : "{ return 0; }";
}
