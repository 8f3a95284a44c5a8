// kmalloc → kvmalloc with every matching free. Only where the pointer's whole life can be seen in this file: a local
// that stays in its function, or one field of a struct of this file. Given up on wherever the memory must be
// physically contiguous (DMA, scatter lists), is resized, or is handed to a function that we do not know.

import { allocatorRow } from "../kernel-model/allocators.js";
import type { Repair } from "../rules/finding.js";
import { childByField, type SyntaxNode } from "../syntax/tree.js";
import { argumentsOf, callAt, calleeOf, descendants, type FixFile, functionOf, textOf } from "./fix-file.js";
import { blockingNames } from "./gfp-argument.js";
import { assignedTo } from "./null-check.js";
import { findPointerUses, type PointerOwner } from "./pointer-uses.js";
import type { FixEdit, FixProposal } from "./proposal.js";

/** Allocators with a kv twin of the same arguments. mm/util.c and include/linux/slab.h, 6.1. */
export const kvTwins: ReadonlyMap<string, string> = new Map([
  ["kmalloc", "kvmalloc"],
  ["kzalloc", "kvzalloc"],
  ["kmalloc_node", "kvmalloc_node"],
  ["kzalloc_node", "kvzalloc_node"],
  ["kmalloc_array", "kvmalloc_array"],
  ["kcalloc", "kvcalloc"],
]);

/** Frees with a twin that takes both kinds of memory. */
const freeTwins: ReadonlyMap<string, string> = new Map([
  ["kfree", "kvfree"],
  ["kfree_sensitive", "kvfree_sensitive"],
]);

/** Edits for a `use-kvmalloc` repair. */
export function draftKvmalloc(
  repair: Extract<Repair, { kind: "use-kvmalloc" }>,
  file: FixFile,
): FixProposal | undefined {
  const place = callAt(file, repair.call);
  const definition = place && functionOf(place.above);
  const callee = place && calleeOf(file, place.call);
  const twin = callee === undefined ? undefined : kvTwins.get(callee);
  const { release } = file.settings.profile;
  if (!place || !definition || !callee || !twin || !allocatorRow(release, twin)) return undefined;
  if (!mayFallBack(file, place.call, callee)) return undefined;
  const assignment = assignedTo(file, place.call, place.above)?.statement;
  const owner = assignment && ownerOf(file, assignment, definition);
  if (!owner) return undefined;
  const uses = findPointerUses(file, owner, (name) => kvTwins.has(name));
  if (uses.kind === "escapes") return undefined;
  const others = uses.allocations.filter((call) => call.start !== place.call.start);
  const edits = [place.call, ...others, ...uses.frees].map((call) => renameCall(file, call));
  if (edits.some((edit) => edit === undefined)) return undefined;
  return {
    title: `Use ${twin}() and ${uses.frees.length === 1 ? "its free" : `${uses.frees.length} frees`} to match`,
    safety: "review",
    edits: edits.filter((edit) => edit !== undefined).sort((a, b) => a.span.start - b.span.start),
  };
}

/** kvmalloc falls back to vmalloc only with a mask that may sleep (mm/util.c: kvmalloc_node(), 6.1). */
function mayFallBack(file: FixFile, call: SyntaxNode, callee: string): boolean {
  const index = allocatorRow(file.settings.profile.release, callee)?.gfpArgument;
  const gfp = index === undefined ? undefined : argumentsOf(call)[index];
  return gfp !== undefined && blockingNames(file, gfp).some((span) => textOf(file, span) === "GFP_KERNEL");
}

/** What holds the pointer: a local variable, or a field of a struct that this file declares alone. */
function ownerOf(file: FixFile, assignment: SyntaxNode, definition: SyntaxNode): PointerOwner | undefined {
  const left = assignment.kind === "init_declarator" ? undefined : childByField(assignment, "left");
  if (assignment.kind === "init_declarator") {
    const name = [...descendants(assignment)].find((node) => node.kind === "identifier");
    return name && { kind: "local", name: textOf(file, name), definition };
  }
  if (left?.kind === "identifier") {
    const name = textOf(file, left);
    return isLocal(file, name, definition) ? { kind: "local", name, definition } : undefined;
  }
  const field = left?.kind === "field_expression" ? childByField(left, "field") : undefined;
  if (!field) return undefined;
  const name = textOf(file, field);
  return nrDeclaringStructs(file, name) === 1 ? { kind: "field", name } : undefined;
}

function isLocal(file: FixFile, name: string, definition: SyntaxNode): boolean {
  const body = childByField(definition, "body");
  return [...(body ? descendants(body) : [])].some(
    (node) =>
      node.kind === "declaration" &&
      !/^\s*static\b/.test(textOf(file, node)) &&
      node.children.some(
        (child) =>
          child.field === "declarator" &&
          [...descendants(child)].find(
            (inner) => inner.kind === "identifier" && textOf(file, inner) === name,
          ),
      ),
  );
}

/** How many structs of this file have a field of that name; a field of a header's struct has other users unseen. */
function nrDeclaringStructs(file: FixFile, name: string): number {
  let count = 0;
  for (const node of descendants(file.parsed().readings[0].root)) {
    if (node.kind !== "field_declaration") continue;
    const identifier = [...descendants(node)].find((inner) => inner.kind === "field_identifier");
    if (identifier && textOf(file, identifier) === name) count += 1;
  }
  return count;
}

function renameCall(file: FixFile, call: SyntaxNode): FixEdit | undefined {
  const name = childByField(call, "function");
  const callee = calleeOf(file, call) ?? "";
  const twin = kvTwins.get(callee) ?? freeTwins.get(callee);
  return name && twin
    ? { file: file.path, span: { start: name.start, end: name.end }, newText: twin }
    : undefined;
}
