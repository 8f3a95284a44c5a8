// What the headers of a kernel tree define, cut into single definitions: so that a run can be given the few that its
// driver needs instead of ten megabytes. Reads text only; conditionals are decided here once, with the options of
// `tree-options.ts`. What cannot be cut apart is left out: then the run stops at the name, and says so.

/** One top-level definition of a header. */
export interface HeaderItem {
  readonly kind: "macro" | "type" | "function" | "prototype" | "variable";
  readonly text: string;
  /** Everything that it defines: tags, enumerators, typedef names, the function. */
  readonly names: readonly string[];
}

/** Says whether a condition holds; undefined counts as no. */
export type Decider = (condition: string) => boolean | undefined;

/** Cuts a header into its definitions, in order. Linear. */
export function indexHeader(text: string, decide: Decider): readonly HeaderItem[] {
  const items: HeaderItem[] = [];
  const code: string[] = [];
  for (const line of activeLines(withoutComments(text), decide)) {
    const macro = /^[ \t]*#[ \t]*define[ \t]+([A-Za-z_]\w*)/.exec(line);
    if (macro?.[1] !== undefined) items.push({ kind: "macro", text: `${line}\n`, names: [macro[1]] });
    else if (!/^[ \t]*#/.test(line)) code.push(line);
  }
  for (const piece of topLevelPieces(code.join("\n"))) {
    const item = itemOf(piece);
    if (item) items.push(item);
  }
  return items;
}

/** Comments and literals are told apart; a comment becomes a blank, or its line ends. */
function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\/|\/\/[^\n]*|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'/g, (found) =>
    found.startsWith("/") ? ` ${found.replace(/[^\n]/g, "")}` : found,
  );
}

interface Arm {
  isActive: boolean;
  isDecided: boolean;
}

/** Lines (continued ones joined) of the arms that count. */
function* activeLines(text: string, decide: Decider): Iterable<string> {
  const open: Arm[] = [];
  const holds = (word: string, rest: string): boolean => {
    const name = /\w+/.exec(rest)?.[0] ?? "";
    if (word === "ifdef") return decide(`defined(${name})`) === true;
    // A guard's own name is never defined before; an option is when it is set.
    if (word === "ifndef") return decide(`defined(${name})`) !== true;
    return decide(rest) === true;
  };
  for (const line of text.replace(/\\\r?\n/g, " ").split("\n")) {
    const found = /^[ \t]*#[ \t]*(if|ifdef|ifndef|elif|else|endif)\b(.*)$/.exec(line);
    const isActive = open.every((arm) => arm.isActive);
    if (!found) {
      if (isActive) yield line;
      continue;
    }
    const [, word = "", rest = ""] = found;
    const last = open.at(-1);
    if (word === "endif") open.pop();
    else if (word === "else" || word === "elif") {
      if (!last) continue;
      const outer = open.slice(0, -1).every((arm) => arm.isActive);
      last.isActive = outer && !last.isDecided && (word === "else" || holds("if", rest));
      last.isDecided ||= last.isActive;
    } else {
      const truth = isActive && holds(word, rest);
      open.push({ isActive: truth, isDecided: truth || !isActive });
    }
  }
}

/** Declarations and definitions of file scope: each ends with its `;`, or with the brace of a function's body. */
function* topLevelPieces(text: string): Iterable<string> {
  let depth = 0;
  let start = 0;
  let isBody = false;
  for (let i = 0; i < text.length; i++) {
    const c = text[i];
    if (c === '"' || c === "'") i = endOfLiteral(text, i, c);
    else if (c === "(" || c === "[" || c === "{") {
      if (c === "{" && depth === 0) isBody = /\)\s*(__\w+\s*)*$/.test(text.slice(Math.max(start, i - 80), i));
      depth++;
    } else if (c === ")" || c === "]" || c === "}") {
      depth = Math.max(0, depth - 1);
      if (c !== "}" || depth > 0) continue;
      const opensNamespace = /^\s*extern\s*$/.test(text.slice(start, i));
      if (!isBody && !opensNamespace) continue;
      yield text.slice(start, i + 1);
      start = i + 1;
      isBody = false;
    } else if (c === ";" && depth === 0) {
      yield text.slice(start, i + 1);
      start = i + 1;
    }
  }
}

function endOfLiteral(text: string, at: number, quote: string): number {
  let i = at + 1;
  while (i < text.length && text[i] !== quote && text[i] !== "\n") i += text[i] === "\\" ? 2 : 1;
  return i;
}

/** Words before a `(` that are no function's name. */
const notNames =
  /^(?:__attribute__|__attribute|__printf|__scanf|__aligned|__section|__acquires|__releases|__must_hold|__alloc_size|__typeof__|typeof|__malloc|__deprecated|if|sizeof)$/;

function itemOf(piece: string): HeaderItem | undefined {
  const text = piece.trim();
  if (text.length < 3) return undefined;
  const isType =
    /^(?:typedef|struct|union|enum)\b/.test(text) && (/\{/.test(text) || text.startsWith("typedef"));
  const isFunctionHead = /^[^{=]*\)\s*(?:__\w+\s*)*\{/.test(text);
  if (isType && !(isFunctionHead && !text.startsWith("typedef"))) {
    const names = [...tagsIn(text), ...enumeratorsIn(text), ...typedefNames(text)];
    return names.length === 0 ? undefined : { kind: "type", text: `${text}\n`, names };
  }
  const name = functionName(text);
  if (text.endsWith("}"))
    return name === undefined ? undefined : { kind: "function", text: `${text}\n`, names: [name] };
  if (name !== undefined) return { kind: "prototype", text: `${text}\n`, names: [name] };
  const variable = /^extern\b[^()={]*?(\w+)\s*(?:\[[^\]]*\]\s*)*(?:__\w+\s*)*;$/.exec(text)?.[1];
  if (variable === undefined) return undefined;
  return { kind: "variable", text: `${text.replace(/^extern\s+/, "")}\n`, names: [variable] };
}

function functionName(text: string): string | undefined {
  const head = text.split("{")[0] ?? "";
  for (const [, name = ""] of head.matchAll(/\b([A-Za-z_]\w*)\s*\(/g)) if (!notNames.test(name)) return name;
  return undefined;
}

function tagsIn(text: string): string[] {
  return [...text.matchAll(/\b(?:struct|union|enum)\s+([A-Za-z_]\w*)\s*\{/g)].map((found) => found[1] ?? "");
}

function enumeratorsIn(text: string): string[] {
  const names: string[] = [];
  for (const [, body = ""] of text.matchAll(/\benum\b[^{;]*\{([^}]*)\}/g))
    for (const part of body.split(",")) {
      const name = /^\s*([A-Za-z_]\w*)/.exec(part)?.[1];
      if (name !== undefined) names.push(name);
    }
  return names;
}

function typedefNames(text: string): string[] {
  if (!text.startsWith("typedef")) return [];
  const pointer = /\(\s*\*\s*(\w+)\s*\)\s*\(/.exec(text.replace(/\{[\s\S]*\}/, " "))?.[1];
  if (pointer !== undefined) return [pointer];
  const last = /(\w+)\s*(?:\([^()]*\)|\[[^\]]*\])?\s*(?:__\w+(?:\([^)]*\))?\s*)*;$/.exec(text)?.[1];
  return last === undefined ? [] : [last];
}
