// A parsed file → its facts. Where `#if` cuts through a construct the file has several readings; a function that differs
// between them is there once per reading, under the same name.

import type { Span } from "../base/span.js";
import { collectTypes } from "../c-types/declarations.js";
import { lowerDeclarator, lowerParameters, parseExpressionText } from "../c-types/lower.js";
import { annotationRow } from "../kernel-model/assertions.js";
import { callbackWords } from "../kernel-model/callbacks.js";
import { parseDirectives } from "../syntax/directives.js";
import {
  type DefineDirective,
  firstHiddenFrom,
  type MacroShapes,
  type ParsedFile,
  parseFile,
  type Reading,
} from "../syntax/parsed-file.js";
import type { MaskedFile } from "../syntax/prepass.js";
import { childByField, type SyntaxNode } from "../syntax/tree.js";
import type { ExpectedFunction } from "../syntax/walk-state.js";
import { withAliases } from "./aliases.js";
import { decisionGuard, preprocessorGuard } from "./build-expression.js";
import { buildEventGraph } from "./build-graph.js";
import { collectOpsEntries } from "./build-ops.js";
import type { Guard } from "./event-graph.js";
import type { FileFacts, FileLevelCall, FunctionFacts, LockAnnotation } from "./facts.js";
import { moveSpans } from "./layout.js";
import { macroAskedFor } from "./questions.js";

/** Reads a file. Never fails: what cannot be understood is left out. */
export function buildFacts(path: string, text: string, shapes?: MacroShapes): FileFacts {
  return factsOf(path, parseFile(text, shapes));
}

/** A function of the first reading whose facts are known, should the parser place it as it stands here. */
export interface KnownFunction extends Span {
  readonly facts: FunctionFacts;
}

/** By the offset of the body's brace. */
export type KnownFunctions = ReadonlyMap<number, KnownFunction>;

/** The facts of a file that is parsed already. */
export function factsOf(path: string, parsed: ParsedFile, known: KnownFunctions = new Map()): FileFacts {
  const types = collectTypes(parsed);
  const functions: FunctionFacts[] = [];
  for (const [index, reading] of parsed.readings.entries()) {
    for (const { node, guards } of functionNodes(reading.root, parsed)) {
      if (index > 0 && !reading.differs.some((span) => span.start < node.end && span.end > node.start))
        continue;
      const facts = functionFacts(node, parsed, { reading, guards, known });
      if (facts) functions.push(facts);
    }
    if (reading.leftOut) addUnread(functions, reading.leftOut, parsed.text);
  }
  functions.push(...macroFunctions(parsed, functions, path.endsWith(".h")));
  return {
    path,
    includes: parsed.includes.map((include) => include.path),
    functions,
    opsEntries: collectOpsEntries(parsed, types),
    fileLevelCalls: fileLevelCalls(parsed),
    types,
    words: wordsIn(parsed.text),
    directives: parseDirectives(parsed.text, parsed.comments),
    droppedArms: parsed.droppedArms,
    lineCount: countLines(parsed.text),
  };
}

const anyCallbackWord = new RegExp(callbackWords.join("|"));

/** The words that decide how callbacks are called; one search tells most files that there are none. */
function wordsIn(text: string): ReadonlySet<string> {
  return new Set(anyCallbackWord.test(text) ? callbackWords.filter((word) => text.includes(word)) : []);
}

/** Adds functions that the tree does not show to those that it does, in the order of the text. */
function addUnread(functions: FunctionFacts[], leftOut: readonly ExpectedFunction[], text: string): void {
  for (const item of leftOut) functions.push(unreadFunction(text, item));
  functions.sort((a, b) => a.span.start - b.span.start);
}

/** What is known of a file whose functions nobody asks for: their names, and what the file's comments say to us. */
export function unreadFacts(path: string, text: string, mask: MaskedFile): FileFacts {
  return {
    path,
    includes: mask.includes.map((include) => include.path),
    functions: mask.readings[0].functions.map((item) => unreadFunction(text, item)),
    opsEntries: [],
    fileLevelCalls: [],
    types: {
      structs: {},
      enums: {},
      enumConstants: {},
      typedefs: {},
      macros: {},
      variables: {},
      functions: {},
    },
    words: new Set(),
    directives: parseDirectives(text, mask.comments),
    droppedArms: mask.droppedArms,
    lineCount: countLines(text),
  };
}

function unreadFunction(text: string, { start, name, body, end }: ExpectedFunction): FunctionFacts {
  const [word = ""] = /^\w*/.exec(text.slice(name, body)) ?? [];
  return {
    name: word,
    kind: "function",
    isStatic: /\bstatic\b/.test(text.slice(start, name)),
    span: { start, end },
    nameSpan: { start: name, end: name + word.length },
    parameters: [],
    locals: new Map(),
    annotations: [],
    graph: { blocks: [{ events: [], edges: [] }] },
    isClean: true,
  };
}

/** The lines of a text; what stands behind the last newline is one more. */
export function countLines(text: string): number {
  let count = text === "" || text.endsWith("\n") ? 0 : 1;
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) count++;
  return count;
}

interface FunctionPlace {
  readonly node: SyntaxNode;
  /** What `#ifdef`s around it ask, but for options of the build: their combinations are the build's matter. */
  readonly guards: readonly Guard[];
}

/** Function definitions at file level, those inside `#if` and `extern "C"` blocks included. */
function functionNodes(root: SyntaxNode, { text, defines }: ParsedFile): FunctionPlace[] {
  const found: FunctionPlace[] = [];
  const visit = (item: SyntaxNode, guards: readonly Guard[]): void => {
    if (item.kind === "function_definition") found.push({ node: item, guards });
    else if (item.kind === "preproc_ifdef") visitArms(item, guards);
    else if (
      item.kind.startsWith("preproc_") ||
      item.kind === "ERROR" ||
      item.kind === "linkage_specification"
    ) {
      for (const child of item.children) visit(child, guards);
    }
  };
  const visitArms = (item: SyntaxNode, guards: readonly Guard[]): void => {
    const guard = preprocessorGuard(item, childByField(item, "name"), text);
    const macro = macroAskedFor(guard.condition);
    // `#ifndef FILE_H`, `#define FILE_H` asks whether the file was read before.
    const isAsked = macro !== undefined && !defines.some(({ name }) => name === macro);
    const other: Guard = { ...guard, taken: !guard.taken };
    const alternative = childByField(item, "alternative");
    for (const child of item.children) {
      const own = child === alternative ? other : guard;
      visit(child, isAsked ? [...guards, own] : guards);
    }
  };
  for (const child of root.children) visit(child, []);
  return found;
}

interface FunctionSource {
  readonly reading: Reading;
  readonly guards: readonly Guard[];
  readonly known: KnownFunctions;
}

function functionFacts(
  node: SyntaxNode,
  parsed: ParsedFile,
  { reading, guards, known }: FunctionSource,
): FunctionFacts | undefined {
  const declarator = childByField(node, "declarator");
  const body = childByField(node, "body");
  const before = body && reading === parsed.readings[0] ? known.get(body.start) : undefined;
  if (before && !node.hasError && before.start === node.start && before.end === node.end) return before.facts;
  const declared = lowerDeclarator(childByField(node, "type"), declarator, parsed.text);
  if (declared.name === undefined || !declared.nameSpan || body?.kind !== "compound_statement")
    return undefined;
  const parameters = declared.parameters ? lowerParameters(declared.parameters, parsed.text) : [];
  const decided = reading.decisions
    .filter(({ span }) => span.start < node.end && span.end > node.start)
    .map((decision) => decisionGuard(decision, parsed.text));
  const built = buildEventGraph(body, parsed, [...guards, ...decided]);
  const header = reading.masked.slice(node.start, body.start);
  return {
    name: declared.name,
    kind: "function",
    isStatic: /\bstatic\b/.test(header),
    span: { start: node.start, end: node.end },
    nameSpan: declared.nameSpan,
    parameters: parameters.map((parameter) => ({ name: parameter.name ?? "", type: parameter.type })),
    locals: built.locals,
    annotations: lockAnnotations({ start: node.start, end: body.start }, parsed),
    graph: withAliases(
      built.graph,
      built.locals,
      parameters.map(({ name }) => name ?? ""),
    ),
    isClean: !node.hasError,
  };
}

/** `__must_hold(x)`, `__releases(x)`, … between a function's head and its body. */
function lockAnnotations(head: Span, parsed: ParsedFile): LockAnnotation[] {
  const annotations: LockAnnotation[] = [];
  for (let i = firstHiddenFrom(parsed.hidden, head.start); i < parsed.hidden.length; i++) {
    const macro = parsed.hidden[i];
    if (!macro || macro.start >= head.end) break;
    const row = annotationRow(macro.name);
    if (!row || !macro.argumentsSpan) continue;
    const inside = parsed.text.slice(macro.argumentsSpan.start, macro.argumentsSpan.end);
    const isWrapped = inside.startsWith("(");
    const text = isWrapped ? inside.slice(1, -1) : inside;
    const lock = parseExpressionText(text, macro.argumentsSpan.start + (isWrapped ? 1 : 0));
    annotations.push({ kind: row.kind, lock, span: { start: macro.start, end: macro.end } });
  }
  return annotations;
}

/** So many macros of a header are read: registers by the thousand call nothing. */
const maxHeaderMacros = 400;

/**
 * Macros of the file that its functions, or such macros, call: they are analysed like functions. Who calls those of a
 * header is not known here, so all of them are read.
 */
function macroFunctions(
  parsed: ParsedFile,
  functions: readonly FunctionFacts[],
  isHeader: boolean,
): FunctionFacts[] {
  const defines = new Map<string, DefineDirective>();
  for (const define of parsed.defines)
    if (define.params && !defines.has(define.name)) defines.set(define.name, define);
  if (defines.size === 0) return [];
  const built: FunctionFacts[] = [];
  const seen = new Set<string>();
  const pending: FunctionFacts[] = [...functions];
  if (isHeader) {
    for (const define of [...defines.values()].slice(0, maxHeaderMacros)) {
      seen.add(define.name);
      const facts = macroFunction(define, parsed);
      if (facts) built.push(facts);
    }
  }
  for (let next = pending.pop(); next; next = pending.pop()) {
    for (const name of calledNames(next)) {
      const define = defines.get(name);
      if (!define || seen.has(name)) continue;
      seen.add(name);
      const facts = macroFunction(define, parsed);
      if (!facts) continue;
      built.push(facts);
      pending.push(facts);
    }
  }
  return built.sort((a, b) => a.span.start - b.span.start);
}

/** Names that a function calls directly. */
export function calledNames(facts: FunctionFacts): ReadonlySet<string> {
  const names = new Set<string>();
  for (const block of facts.graph.blocks) {
    for (const event of block.events) {
      if (event.kind === "call" && event.callee.kind === "name") names.add(event.callee.name);
    }
  }
  return names;
}

/** A macro's body is read as a function's; bodies of bulk tables and generators are not calls of anything. */
const maxMacroLength = 4_000;

function macroFunction(define: DefineDirective, parsed: ParsedFile): FunctionFacts | undefined {
  const original = parsed.text.slice(define.body.start, define.body.end);
  if (original.length > maxMacroLength || !original.includes("(")) return undefined;
  const prefix = "void m(void){";
  const body = original.replace(/\\\r?\n/g, (line) => " ".repeat(line.length));
  const text = `${prefix}${body}\n;}`;
  const inner = parseFile(text);
  const root = inner.readings[0].root;
  const node = root.children.find((child) => child.kind === "function_definition");
  const compound = node && childByField(node, "body");
  if (!node || !compound || node.hasError || compound.kind !== "compound_statement") return undefined;
  const built = buildEventGraph(valueAsReturn(compound), inner);
  const shift = define.body.start - prefix.length;
  return {
    name: define.name,
    kind: "macro",
    isStatic: true,
    span: { start: define.start, end: define.end },
    nameSpan: { start: define.start, end: define.start },
    parameters: (define.params ?? []).map((name) => ({ name, type: { kind: "unknown" } })),
    locals: built.locals,
    annotations: [],
    graph: moveSpans(built.graph, ({ start, end }) => ({ start: start + shift, end: end + shift })),
    isClean: true,
  };
}

/** A macro that is one expression has its value: read it as `return expression;`; `({ …; value; })` likewise. */
function valueAsReturn(compound: SyntaxNode): SyntaxNode {
  const statements = compound.children.filter(
    (child) => !(child.kind === "expression_statement" && child.children.length === 0),
  );
  const [only] = statements;
  if (statements.length !== 1 || only?.kind !== "expression_statement") return compound;
  const inner =
    only.children[0]?.kind === "parenthesized_expression" ? only.children[0].children[0] : undefined;
  const last = inner?.kind === "compound_statement" ? inner.children.at(-1) : undefined;
  if (inner && last?.kind === "expression_statement" && last.children.length > 0)
    return { ...inner, children: [...inner.children.slice(0, -1), asReturn(last)] };
  return { ...compound, children: [asReturn(only)] };
}

function asReturn(statement: SyntaxNode): SyntaxNode {
  return { ...statement, kind: "return_statement", operator: "return" };
}

/** `DEFINE_TIMER(t, handler)` and its like: masked by the pre-pass, or a call at file level. */
function fileLevelCalls(parsed: ParsedFile): FileLevelCall[] {
  const calls: FileLevelCall[] = [];
  for (const macro of parsed.hidden) {
    if (macro.kind !== "declaration" || !macro.argumentsSpan) continue;
    calls.push(fileLevelCall(macro.name, macro.argumentsSpan, macro, parsed.text));
  }
  for (const node of parsed.readings[0].root.children) {
    const call = node.kind === "expression_statement" ? node.children[0] : undefined;
    const callee = call?.kind === "call_expression" ? childByField(call, "function") : undefined;
    const list = call && childByField(call, "arguments");
    if (!call || !callee || !list) continue;
    const name = parsed.text.slice(callee.start, callee.end);
    calls.push(fileLevelCall(name, list, call, parsed.text));
  }
  return calls;
}

function fileLevelCall(name: string, args: Span, span: Span, text: string): FileLevelCall {
  const inside = text.slice(args.start, args.end).replace(/^\(|\)$/g, "");
  const parts = inside.length > 400 ? [] : inside.split(",").map((part) => part.trim().replace(/^&/, ""));
  return { name, arguments: parts, span: { start: span.start, end: span.end } };
}
