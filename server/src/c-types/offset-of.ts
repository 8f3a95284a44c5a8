// Offsets of members by path, for offsetof() and its like.

import { evaluateConstant } from "./evaluate.js";
import { deeper, type Evaluation, maxEvaluationDepth } from "./evaluation.js";
import type { CType, Expression } from "./expression.js";
import { layoutOf } from "./layout.js";

/** Offset of a member path such as `a.b[2]` in a type; undefined if unknown. */
export function offsetOfPath(
  type: CType,
  path: Expression,
  evaluation: Evaluation,
): OffsetResult | undefined {
  const { environment, profile } = evaluation;
  if (path.kind === "name") return memberOffset(type, path.name, evaluation);
  if (path.kind === "member") {
    const outer = offsetOfPath(type, path.object, evaluation);
    const inner = outer ? memberOffset(outer.type, path.member, evaluation) : undefined;
    return outer && inner
      ? { offsetBytes: outer.offsetBytes + inner.offsetBytes, type: inner.type }
      : undefined;
  }
  if (path.kind !== "index") return undefined;
  const outer = offsetOfPath(type, path.object, evaluation);
  const index = evaluateConstant(path.index, environment, profile);
  if (outer?.type.kind !== "array" || index === undefined) return undefined;
  const element = layoutOf(outer.type.element, environment, profile);
  if (!element) return undefined;
  const offsetBytes = outer.offsetBytes + Number(index) * element.sizeBytes;
  return { offsetBytes, type: outer.type.element };
}

export interface OffsetResult {
  readonly offsetBytes: number;
  readonly type: CType;
}

function memberOffset(type: CType, name: string, evaluation: Evaluation): OffsetResult | undefined {
  const { environment, profile, depth } = evaluation;
  if (depth > maxEvaluationDepth) return undefined;
  const fields = layoutOf(type, environment, profile)?.fields ?? [];
  for (const field of fields) {
    if (field.name === name) return { offsetBytes: field.offsetBytes, type: field.type };
    if (field.name !== undefined || field.bitWidth !== undefined) continue;
    const inner = memberOffset(field.type, name, deeper(evaluation));
    if (inner) return { offsetBytes: field.offsetBytes + inner.offsetBytes, type: inner.type };
  }
  return undefined;
}
