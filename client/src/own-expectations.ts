// Which snippet an expectation is a test of, when a file has several.

import type { SnippetItem } from "../../server/src/lsp/protocol.js";

/**
 * The snippets with each expectation in one of them: one that stands inside a function is listed with every snippet of
 * the file, for any of them may come by, and goes to the nearest snippet above it.
 */
export function withOwnExpectations(items: readonly SnippetItem[]): readonly SnippetItem[] {
  const nrListed = (line: number): number =>
    items.filter(({ expectations }) => expectations.some((one) => one.line === line)).length;
  const ownerOf = (line: number): number =>
    Math.max(items[0]?.line ?? 0, ...items.filter((item) => item.line <= line).map((item) => item.line));
  return items.map((item) => ({
    ...item,
    expectations: item.expectations.filter(({ line }) => nrListed(line) < 2 || ownerOf(line) === item.line),
  }));
}
