// Which snippets a file holds: the annotations sorted to the functions (or the module, or the program) that they
// stand before, and what of them cannot be obeyed.

import type { Span } from "../base/span.js";
import { createLineIndex } from "../base/span.js";
import { lowerDeclaration } from "../c-types/lower.js";
import { parseFile } from "../syntax/parsed-file.js";
import type { SyntaxNode } from "../syntax/tree.js";
import { type AnnotationProblem, type Directive, parseAnnotations, type RunOptions } from "./annotations.js";

/** What is run: one function, a whole module (init, then exit), or a program from `main()`. */
export interface SnippetPlan {
  readonly target: "function" | "module" | "program";
  /** The function that is called; for a module the one that `module_init` names. */
  readonly functionName: string;
  /** For a module that has one. */
  readonly exitName?: string;
  /** Line of the `run` directive, from 1; the function's where there is none. */
  readonly line: number;
  readonly options: RunOptions;
  /** `let`, `model`, `fail` and `expect` that stand with `run`, in order. */
  readonly attached: readonly Directive[];
  /** All directives of the file, for those inside functions. */
  readonly inside: readonly Directive[];
  readonly queryLines: readonly number[];
  readonly isKernel: boolean;
}

export interface SnippetPlans {
  readonly plans: readonly SnippetPlan[];
  readonly problems: readonly AnnotationProblem[];
}

interface FunctionSpan extends Span {
  readonly name: string;
  readonly bodyStart: number;
}

/** Reads the snippets of a file. `only` names a function to run even without annotation. */
export function planSnippets(text: string, only?: string): SnippetPlans {
  const parsed = parseFile(text);
  const annotations = parseAnnotations(text, parsed.comments);
  const functions = functionSpans(parsed.readings[0].root, text);
  const lines = createLineIndex(text);
  const lineOf = (offset: number): number => lines.positionAt(offset).line + 1;
  const problems = [...annotations.problems];
  const outside = annotations.directives.filter((directive) => !insideFunction(directive.span, functions));
  const inside = annotations.directives.filter((directive) => insideFunction(directive.span, functions));
  const shared = {
    inside,
    queryLines: annotations.queries.map(({ start }) => lineOf(start)),
    isKernel: looksLikeKernel(text),
  };
  const plans: SnippetPlan[] = [];
  for (const group of groupsOf(outside, text)) {
    const run = group.directives.find((directive) => directive.kind === "run");
    if (run?.kind !== "run") {
      for (const { span, kind } of group.directives)
        problems.push({ span, message: `'${kind}' here belongs to no '@kmem run'` });
      continue;
    }
    const attached = group.directives.filter((directive) => directive !== run);
    problems.push(...misplaced(attached));
    const target = targetOf(group, functions, text);
    if (!target)
      problems.push({ span: run.span, message: "'run' stands before no function, module_init() or main()" });
    else plans.push({ ...target, line: lineOf(run.span.start), options: run.options, attached, ...shared });
  }
  for (const directive of inside)
    if (directive.kind === "run" || directive.kind === "model" || directive.kind === "fail")
      problems.push({ span: directive.span, message: `'${directive.kind}' belongs before a function` });
  if (only === undefined) return { plans, problems };
  const chosen = plans.filter((plan) => plan.functionName === only);
  const found = functions.find((one) => one.name === only);
  if (chosen.length > 0 || !found) return { plans: chosen, problems };
  const target = only === "main" ? "program" : "function";
  const plan: SnippetPlan = {
    target,
    functionName: only,
    line: lineOf(found.start),
    options: {},
    attached: [],
    ...shared,
  };
  return { plans: [plan], problems };
}

function functionSpans(root: SyntaxNode, text: string): FunctionSpan[] {
  const spans: FunctionSpan[] = [];
  const visit = (node: SyntaxNode): void => {
    if (node.kind === "function_definition") {
      const name = lowerDeclaration(node, text)[0]?.name;
      const body = node.children.find((child) => child.field === "body");
      if (name !== undefined)
        spans.push({ name, start: node.start, end: node.end, bodyStart: body?.start ?? node.start });
    } else if (node.kind === "translation_unit" || node.kind.startsWith("preproc_"))
      node.children.forEach(visit);
  };
  visit(root);
  return spans;
}

function insideFunction(span: Span, functions: readonly FunctionSpan[]): boolean {
  return functions.some((one) => one.bodyStart <= span.start && span.end <= one.end);
}

interface Group {
  readonly directives: readonly Directive[];
  /** Where the last of them ends. */
  readonly end: number;
}

/** Directives that follow each other with nothing but comments between. */
function groupsOf(directives: readonly Directive[], text: string): Group[] {
  const groups: { directives: Directive[]; end: number }[] = [];
  for (const directive of directives) {
    const last = groups.at(-1);
    const between = last ? withoutComments(text.slice(last.end, directive.span.start)) : "x";
    const startsNew = directive.kind === "run" && last?.directives.some((one) => one.kind === "run");
    if (last && between === "" && !startsNew) {
      last.directives.push(directive);
      last.end = directive.span.end;
    } else groups.push({ directives: [directive], end: directive.span.end });
  }
  return groups;
}

/** What is left of a piece of text that starts and ends inside or between comments. */
function withoutComments(piece: string): string {
  const text = piece.replace(/^[^\n]*?(?:\*\/|(?=\n)|$)/, "");
  return text
    .replace(/\/\*[\s\S]*?(?:\*\/|$)/g, "")
    .replace(/\/\/[^\n]*/g, "")
    .replace(/^\s*\*+\s*$/gm, "")
    .trim();
}

function misplaced(attached: readonly Directive[]): AnnotationProblem[] {
  return attached
    .filter(
      ({ kind }) =>
        kind === "repeat" || kind === "context" || kind === "end" || kind === "snapshot" || kind === "run",
    )
    .map(({ span, kind }) => ({ span, message: `'${kind}' belongs inside a function` }));
}

type Target = Pick<SnippetPlan, "target" | "functionName" | "exitName">;

function targetOf(group: Group, functions: readonly FunctionSpan[], text: string): Target | undefined {
  const next = functions.find((one) => one.start >= group.end);
  const isBeside = next !== undefined && withoutComments(text.slice(group.end, next.start)) === "";
  const older = olderModule(functions);
  if (older && (!isBeside || next?.name === older.functionName)) return older;
  if (next && isBeside)
    return { target: next.name === "main" ? "program" : "function", functionName: next.name };
  const code = text.replace(/\/\*[\s\S]*?\*\/|\/\/[^\n]*/g, "");
  const init = /\b(?:module_init|subsys_initcall|device_initcall|late_initcall)\s*\(\s*(\w+)\s*\)/.exec(
    code,
  )?.[1];
  const exit = /\bmodule_exit\s*\(\s*(\w+)\s*\)/.exec(code)?.[1];
  if (init !== undefined)
    return { target: "module", functionName: init, ...(exit === undefined ? {} : { exitName: exit }) };
  if (functions.some((one) => one.name === "main")) return { target: "program", functionName: "main" };
  return next ? { target: "function", functionName: next.name } : undefined;
}

/** A module by the names that the loader looks for, without macros: include/linux/module.h, v2.4 to v6.12. */
function olderModule(functions: readonly FunctionSpan[]): Target | undefined {
  const has = (wanted: string): boolean => functions.some(({ name }) => name === wanted);
  if (!has("init_module")) return undefined;
  const exit = has("cleanup_module") ? { exitName: "cleanup_module" } : {};
  return { target: "module", functionName: "init_module", ...exit };
}

/** A program of user space includes the C library's headers or has a `main`, and nothing of the kernel's. */
function looksLikeKernel(text: string): boolean {
  if (/^[ \t]*#[ \t]*include[ \t]*<(?:linux|asm)\//m.test(text)) return true;
  if (
    /^[ \t]*#[ \t]*include[ \t]*<(?:stdio|stdlib|string|malloc|stdint|unistd|assert|stdbool|stddef|limits)\.h>/m.test(
      text,
    )
  )
    return false;
  return !/\bint\s+main\s*\(/.test(text);
}
