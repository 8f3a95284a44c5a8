// Looking into a parsed file from a test.

import type { HiddenMacro, ParsedFile } from "../../server/src/syntax/parsed-file.js";
import { childByField, type SyntaxNode } from "../../server/src/syntax/tree.js";

export function allNodes(root: SyntaxNode): SyntaxNode[] {
  const found: SyntaxNode[] = [];
  const open = [root];
  for (let node = open.pop(); node; node = open.pop()) {
    found.push(node);
    open.push(...[...node.children].reverse());
  }
  return found;
}

export function textOf(file: ParsedFile, node: { readonly start: number; readonly end: number }): string {
  return file.text.slice(node.start, node.end);
}

/** Names of what is called, over all readings, sorted. */
export function callees(file: ParsedFile): string[] {
  const names = new Set<string>();
  for (const { root } of file.readings) {
    for (const node of allNodes(root)) {
      const callee = node.kind === "call_expression" ? childByField(node, "function") : undefined;
      if (callee) names.add(textOf(file, callee));
    }
  }
  return [...names].sort();
}

/** Names of the functions defined, in order, in one reading. */
export function functionNames(file: ParsedFile, reading = 0): string[] {
  const root = file.readings[reading]?.root;
  if (!root) return [];
  return allNodes(root)
    .filter((node) => node.kind === "function_definition")
    .map((node) => {
      let inner = childByField(node, "declarator");
      while (inner && inner.kind !== "identifier") inner = childByField(inner, "declarator");
      return inner ? textOf(file, inner) : "?";
    });
}

/** `kind name(arguments)` of each hidden macro. */
export function hiddenLines(file: ParsedFile): string[] {
  return file.hidden.map((macro: HiddenMacro) => {
    const args = macro.argumentsSpan ? `(${textOf(file, macro.argumentsSpan)})` : "";
    return `${macro.kind} ${macro.name}${args}`;
  });
}

export function hasError(file: ParsedFile): boolean {
  return file.readings.some(({ root }) => root.hasError);
}
