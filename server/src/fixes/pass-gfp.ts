// "Pass the caller's gfp on": a function that is given a gfp mask and then names one of its own uses its caller's
// instead. Safe where every caller can be seen and asks either for the very constant or for less.

import type { Finding, Repair } from "../rules/finding.js";
import { childByField, type SyntaxNode } from "../syntax/tree.js";
import {
  argumentAt,
  argumentsOf,
  bareText,
  calleeOf,
  declaredName,
  descendants,
  type FixFile,
  functionOf,
  textOf,
} from "./fix-file.js";
import { blockingNames } from "./gfp-argument.js";
import { isResultTested } from "./null-check.js";
import type { FixProposal } from "./proposal.js";

/** Masks that a caller without the right to sleep hands over. */
const atomicMasks: ReadonlySet<string> = new Set(["GFP_ATOMIC", "GFP_NOWAIT"]);

/** Edits for a `pass-gfp` repair; undefined where the function has no such gfp_t parameter. */
export function draftPassGfp(
  repair: Extract<Repair, { kind: "pass-gfp" }>,
  _finding: Finding,
  file: FixFile,
): FixProposal | undefined {
  const place = argumentAt(file, repair.span);
  const definition = place && functionOf(place.above);
  const names = blockingNames(file, repair.span);
  const [name] = names;
  if (!place || !definition || !name || names.length !== 1) return undefined;
  const index = gfpParameterIndex(file, definition, repair.parameter);
  if (index === undefined) return undefined;
  const isTested = isResultTested(file, place.call, place.above);
  const isSafe = isTested && callersAllow(file, definition, { index, constant: textOf(file, name) });
  return {
    title: `Pass the caller's '${repair.parameter}' on`,
    safety: isSafe ? "safe" : "review",
    edits: [{ file: file.path, span: name, newText: repair.parameter }],
  };
}

function gfpParameterIndex(file: FixFile, definition: SyntaxNode, parameter: string): number | undefined {
  const list = [...descendants(definition)].find((node) => node.kind === "parameter_list");
  const parameters = (list?.children ?? []).filter((node) => node.kind === "parameter_declaration");
  const index = parameters.findIndex((node) => {
    const type = childByField(node, "type");
    return declaredName(file, node) === parameter && type !== undefined && textOf(file, type) === "gfp_t";
  });
  return index === -1 ? undefined : index;
}

/** Whether the function is static, only ever called, and always with the constant or an atomic mask. */
function callersAllow(
  file: FixFile,
  definition: SyntaxNode,
  mask: { readonly index: number; readonly constant: string },
): boolean {
  const name = declaredName(file, definition);
  const head = file.text.slice(definition.start, childByField(definition, "declarator")?.start);
  if (name === undefined || !/\bstatic\b/.test(head)) return false;
  const { root } = file.parsed().readings[0];
  let mentions = 0;
  let goodCalls = 0;
  for (const node of descendants(root)) {
    if (node.kind === "identifier" && textOf(file, node) === name) mentions += 1;
    // The declarator of a prototype and of the definition are mentions that are no uses.
    if (node.kind === "function_declarator" && bareText(file, node).startsWith(`${name}(`)) mentions -= 1;
    if (node.kind !== "call_expression" || calleeOf(file, node) !== name) continue;
    const argument = argumentsOf(node)[mask.index];
    const text = argument ? bareText(file, argument) : "";
    if (text === mask.constant || atomicMasks.has(text)) goodCalls += 1;
  }
  return goodCalls > 0 && goodCalls === mentions;
}
