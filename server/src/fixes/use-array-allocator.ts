// kmalloc(n * size) → kmalloc_array(n, size): the same memory, and a product that overflows fails instead of giving
// too little. Where the request is too large for contiguous memory, the kv twin of it with every matching free.

import type { Span } from "../base/span.js";
import { allocatorRow } from "../kernel-model/allocators.js";
import type { Finding, Repair } from "../rules/finding.js";
import { childByField, type SyntaxNode } from "../syntax/tree.js";
import { argumentsOf, callAt, calleeOf, type FixFile, textOf, withoutWrapping } from "./fix-file.js";
import { isResultTested } from "./null-check.js";
import type { FixProposal } from "./proposal.js";
import { draftKvmalloc, kvTwins } from "./use-kvmalloc.js";

/** Each allocator that takes bytes, and the one that takes a count and a size; the same other arguments in order. */
const arrayAllocators: ReadonlyMap<string, string> = new Map([
  ["kmalloc", "kmalloc_array"],
  ["kzalloc", "kcalloc"],
  ["kmalloc_node", "kmalloc_array_node"],
  ["kzalloc_node", "kcalloc_node"],
  ["kvmalloc", "kvmalloc_array"],
  ["kvzalloc", "kvcalloc"],
  ["devm_kmalloc", "devm_kmalloc_array"],
  ["devm_kzalloc", "devm_kcalloc"],
]);

/** Edits for a `use-array-allocator` repair; undefined where the size is no product or the release lacks the call. */
export function draftArrayAllocator(
  repair: Extract<Repair, { kind: "use-array-allocator" }>,
  finding: Finding,
  file: FixFile,
): FixProposal | undefined {
  const array = draftArrayCall(repair, file);
  return finding.rule === "oversized-kmalloc" ? array && withKvTwin(array, repair.call, file) : array;
}

/** The same request without the need for one contiguous block; the frees are the kv twin's matter. */
function withKvTwin(array: FixProposal, call: Span, file: FixFile): FixProposal | undefined {
  const plain = draftKvmalloc({ kind: "use-kvmalloc", call }, file);
  const [name, size] = array.edits;
  const twin = name && kvTwins.get(name.newText);
  if (!plain || !name || !size || !twin || !allocatorRow(file.settings.profile.release, twin))
    return undefined;
  const others = plain.edits.filter((edit) => edit.span.start !== name.span.start);
  return {
    title: `Use ${twin}(), which checks the multiplication and takes scattered pages`,
    safety: "review",
    edits: [...others, { ...name, newText: twin }, size].sort((a, b) => a.span.start - b.span.start),
  };
}

function draftArrayCall(
  repair: Extract<Repair, { kind: "use-array-allocator" }>,
  file: FixFile,
): FixProposal | undefined {
  const place = callAt(file, repair.call);
  const callee = place && calleeOf(file, place.call);
  const successor = callee === undefined ? undefined : arrayAllocators.get(callee);
  const { release } = file.settings.profile;
  const row = callee === undefined ? undefined : allocatorRow(release, callee);
  const name = place && childByField(place.call, "function");
  if (!place || !name || !successor || row?.size.kind !== "bytes" || !allocatorRow(release, successor)) {
    return undefined;
  }
  const size = argumentsOf(place.call)[row.size.argument];
  const factors = size && factorsOf(file, size);
  if (!size || !factors) return undefined;
  const isSafe = factors.every((factor) => isPlain(factor)) && isResultTested(file, place.call, place.above);
  return {
    title: `Use ${successor}(), which checks the multiplication`,
    safety: isSafe ? "safe" : "review",
    edits: [
      { file: file.path, span: { start: name.start, end: name.end }, newText: successor },
      {
        file: file.path,
        span: { start: size.start, end: size.end },
        newText: factors.map((factor) => textOf(file, factor)).join(", "),
      },
    ],
  };
}

/** Count and size of the product, the size last where one of the two is a `sizeof`. */
function factorsOf(file: FixFile, size: SyntaxNode): readonly [SyntaxNode, SyntaxNode] | undefined {
  const product = withoutWrapping(file, size);
  if (product.kind !== "binary_expression" || product.operator !== "*") return undefined;
  const left = childByField(product, "left");
  const right = childByField(product, "right");
  if (!left || !right) return undefined;
  const factors = [withoutWrapping(file, left), withoutWrapping(file, right)] as const;
  return factors[0].kind === "sizeof_expression" ? [factors[1], factors[0]] : factors;
}

/** Whether an operand surely keeps its value when it becomes a size_t argument of its own. */
function isPlain(factor: SyntaxNode): boolean {
  return ["identifier", "number_literal", "sizeof_expression", "field_expression"].includes(factor.kind);
}
