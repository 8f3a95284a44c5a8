// Puts the directives of a block between its statements, and what stands between an opening directive and its `end`
// into a group.

import type { SyntaxNode } from "../syntax/tree.js";
import type { Directive } from "./annotations.js";
import type { Unit } from "./scope.js";

export type BlockItem =
  | { readonly kind: "statement"; readonly node: SyntaxNode }
  | { readonly kind: "directive"; readonly directive: Directive }
  | { readonly kind: "group"; readonly directive: Directive; readonly items: readonly BlockItem[] };

/** Directives inside a statement are left to that statement's own block. */
export function arrangeDirectives(
  nodes: readonly SyntaxNode[],
  directives: readonly Directive[],
  unit: Unit,
): readonly BlockItem[] {
  if (directives.length === 0) return nodes.map((node) => ({ kind: "statement", node }));
  const flat: BlockItem[] = [];
  let next = 0;
  for (const node of nodes) {
    const start = unit.sourceOffset(node.start);
    const end = unit.sourceOffset(Math.max(node.end - 1, node.start));
    for (
      let directive = directives[next];
      directive && directive.span.start < start;
      directive = directives[next]
    ) {
      flat.push({ kind: "directive", directive });
      next++;
    }
    while ((directives[next]?.span.start ?? Number.POSITIVE_INFINITY) <= end) next++;
    flat.push({ kind: "statement", node });
  }
  for (const directive of directives.slice(next)) flat.push({ kind: "directive", directive });
  return grouped(flat);
}

function grouped(flat: readonly BlockItem[]): readonly BlockItem[] {
  const open: { directive: Directive | undefined; items: BlockItem[] }[] = [
    { directive: undefined, items: [] },
  ];
  const close = (): void => {
    const last = open.length > 1 ? open.pop() : undefined;
    if (last?.directive)
      open.at(-1)?.items.push({ kind: "group", directive: last.directive, items: last.items });
  };
  for (const item of flat) {
    const kind = item.kind === "directive" ? item.directive.kind : undefined;
    if (item.kind === "directive" && (kind === "repeat" || kind === "context"))
      open.push({ directive: item.directive, items: [] });
    else if (kind === "end") close();
    else open.at(-1)?.items.push(item);
  }
  // A group without its end goes to the end of the block; the annotations say so.
  while (open.length > 1) close();
  return open[0]?.items ?? [];
}
