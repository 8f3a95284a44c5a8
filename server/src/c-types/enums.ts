// Enumerators: each counts on from the last one that has a value of its own, as far as `#if` and macros let it.

import type { Span } from "../base/span.js";
import { childByField, type SyntaxNode } from "../syntax/tree.js";
import {
  type AttributeSource,
  attributesBetween,
  attributesFollowing,
  firstHiddenAt,
  uniteAttributes,
} from "./attributes.js";
import { followDirectives } from "./conditions.js";
import type { Expression } from "./expression.js";
import type { EnumConstant, EnumDefinition } from "./file-types.js";
import { lowerExpression } from "./lower.js";
import { anonymousDefinitionName } from "./lower-types.js";

/** Where enums are collected into. */
export interface EnumCollector extends AttributeSource {
  readonly enums: Record<string, EnumDefinition>;
  readonly enumConstants: Record<string, EnumConstant>;
}

interface EnumProgress {
  base: Expression | undefined;
  offset: number;
  nrConditional: number;
  /** Whether the base was set under an `#if`: then it counts for that arm only. */
  isBaseConditional: boolean;
  /** Conditions whose directives the pre-pass took out of the tree. */
  readonly stack: string[];
  at: number;
  readonly names: string[];
}

export function collectEnum(node: SyntaxNode, collector: EnumCollector): void {
  const body = childByField(node, "body");
  if (!body) return;
  const { text } = collector;
  const nameNode = childByField(node, "name");
  const name = nameNode
    ? `enum ${text.slice(nameNode.start, nameNode.end)}`
    : anonymousDefinitionName("enum", node, text);
  const progress: EnumProgress = {
    base: undefined,
    offset: 0,
    nrConditional: 0,
    isBaseConditional: false,
    stack: [],
    at: body.start,
    names: [],
  };
  collectEnumerators(body, 0, progress, collector);
  const attributes = uniteAttributes(
    attributesBetween(collector, node.start, body.start, node.children),
    attributesFollowing(collector, node.end),
  );
  if (collector.enums[name]) return;
  collector.enums[name] = { name, constants: progress.names, isPacked: attributes?.isPacked ?? false };
}

function collectEnumerators(
  list: SyntaxNode,
  armDepth: number,
  progress: EnumProgress,
  collector: EnumCollector,
): void {
  for (const child of list.children) {
    if (child.kind.startsWith("preproc_")) {
      collectEnumerators(child, armDepth + 1, progress, collector);
      progress.at = child.end;
    } else if (child.kind === "enumerator") {
      if (armDepth === 0) followDirectives(collector.text.slice(progress.at, child.start), progress.stack);
      if (isMacroBetween(progress.at, child.start, collector)) progress.base = unknownAt(child);
      addEnumerator(child, armDepth + progress.stack.length > 0, progress, collector);
      progress.at = child.end;
    } else if (child.kind === "ERROR") {
      // Enumerators that a macro makes: how many, nobody knows.
      progress.base = unknownAt(child);
    }
  }
}

function unknownAt({ start, end }: Span): Expression {
  return { kind: "unknown", span: { start, end } };
}

/** A macro among enumerators may stand for any number of them. */
function isMacroBetween(start: number, end: number, { hidden }: EnumCollector): boolean {
  for (let i = firstHiddenAt(hidden, start); i < hidden.length; i++) {
    const macro = hidden[i];
    if (!macro || macro.start >= end) return false;
    if (macro.kind !== "attribute") return true;
  }
  return false;
}

function addEnumerator(
  node: SyntaxNode,
  isConditional: boolean,
  progress: EnumProgress,
  collector: EnumCollector,
): void {
  const nameNode = childByField(node, "name");
  if (!nameNode) return;
  const value = childByField(node, "value");
  if (value) {
    progress.base = lowerExpression(value, collector.text);
    progress.offset = 0;
    progress.nrConditional = 0;
    progress.isBaseConditional = isConditional;
  } else if (progress.isBaseConditional && !isConditional) {
    progress.base = unknownAt(node);
    progress.isBaseConditional = false;
  }
  const name = collector.text.slice(nameNode.start, nameNode.end);
  const { base, offset, nrConditional } = progress;
  progress.names.push(name);
  if (!collector.enumConstants[name]) collector.enumConstants[name] = { base, offset, nrConditional };
  progress.offset++;
  if (isConditional) progress.nrConditional++;
}
