// Expressions → events and conditional edges of the graph, in order of evaluation. `&&`, `||` and `?:` become branches
// only where an operand does something; otherwise they stay values, which the flow evaluates where it needs them.

import type { Span } from "../base/span.js";
import type { Expression } from "../c-types/expression.js";
import { lowerArguments, lowerExpression } from "../c-types/lower.js";
import { type ControlFlowRow, controlFlowRow } from "../kernel-model/control-flow.js";
import type { ArmDecision } from "../syntax/parsed-file.js";
import { childByField, type SyntaxNode } from "../syntax/tree.js";
import type { BodyBuilder } from "./build-graph.js";
import type { Guard } from "./event-graph.js";
import { guessedKey } from "./questions.js";

/** Where a condition leads. */
export interface BranchTargets {
  readonly whenTrue: number;
  readonly whenFalse: number;
}

/** Emits what evaluating `node` does. */
export function visitExpression(node: SyntaxNode, builder: BodyBuilder): void {
  switch (node.kind) {
    case "call_expression":
      return visitCall(node, builder);
    case "assignment_expression":
      return visitAssignment(node, builder);
    case "update_expression":
      return visitUpdate(node, builder);
    case "binary_expression":
      if (isShortCircuit(node)) return visitShortCircuit(node, builder);
      return visitChildren(node, builder);
    case "conditional_expression":
      return visitConditional(node, builder);
    case "compound_statement":
      return builder.visitStatement(node);
    case "parenthesized_expression": {
      const only = node.children.find((child) => child.kind !== "comment");
      if (only?.kind === "compound_statement") return visitStatementExpression(only, builder);
      return visitChildren(node, builder);
    }
    case "sizeof_expression":
    case "alignof_expression":
    case "offsetof_expression":
    case "string_literal":
    case "concatenated_string":
    case "number_literal":
    case "identifier":
    case "field_identifier":
    case "type_descriptor":
      return;
    default:
      return visitChildren(node, builder);
  }
}

function visitChildren(node: SyntaxNode, builder: BodyBuilder): void {
  for (const child of node.children) visitExpression(child, builder);
}

function calleeName(node: SyntaxNode, builder: BodyBuilder): string | undefined {
  const callee = childByField(node, "function");
  return callee?.kind === "identifier" ? builder.source.text.slice(callee.start, callee.end) : undefined;
}

function visitCall(node: SyntaxNode, builder: BodyBuilder): void {
  const { graph, source } = builder;
  const callee = childByField(node, "function");
  const list = childByField(node, "arguments");
  const name = calleeName(node, builder);
  if (name === "typeof" || name === "__typeof__" || name === "offsetof") return;
  if (callee?.kind === "call_expression" && isGuardHead(calleeName(callee, builder))) {
    return visitGuard(node, callee, builder);
  }
  const control = name === undefined ? undefined : controlFlowRow(name);
  if (control?.kind === "returnsIfFalse" && list?.children[0]) {
    const after = graph.createBlock();
    const dead = graph.createBlock();
    visitCondition(list.children[0], { whenTrue: dead, whenFalse: after }, builder);
    return graph.continueAt(after);
  }
  if (callee && callee.kind !== "identifier") visitExpression(callee, builder);
  const items = list?.children ?? [];
  // What is run inside a macro is not run here, with what is held here.
  const runInside = name === undefined ? undefined : source.statementParameters(name);
  for (const [i, argument] of evaluatedItems(items, control).entries()) {
    if (!runInside?.has(i)) visitExpression(argument, builder);
  }
  if (control?.kind === "noReturn") return graph.stop();
  if (control?.kind === "transparent" || !callee) return;
  graph.emit({
    kind: "call",
    callee: lowerExpression(callee, source.text),
    arguments: list ? lowerArguments(list, source.text) : [],
    span: { start: node.start, end: node.end },
  });
}

/** The arguments that are evaluated in the state of the call: the second command of a wait undoes what the first did. */
function evaluatedItems(
  items: readonly SyntaxNode[],
  row: ControlFlowRow | undefined,
): readonly SyntaxNode[] {
  if (row?.kind === "runsLastArgumentUnlocked") return items.slice(0, -1);
  return row?.kind === "runsCommandsUnlocked" ? items.slice(0, 2) : items;
}

/** `guard(class)` and `CLASS(class, variable)` of include/linux/cleanup.h (6.12). */
function isGuardHead(name: string | undefined): boolean {
  return name === "guard" || name === "CLASS";
}

/** `guard(class)(args);`: held from here to the end of the scope. */
function visitGuard(node: SyntaxNode, head: SyntaxNode, builder: BodyBuilder): void {
  const { graph, source } = builder;
  const classNode = childByField(head, "arguments")?.children[0];
  const list = childByField(node, "arguments");
  for (const argument of list?.children ?? []) visitExpression(argument, builder);
  const className = classNode ? source.text.slice(classNode.start, classNode.end) : "";
  graph.openGuard(className, list ? lowerArguments(list, source.text) : [], {
    start: node.start,
    end: node.end,
  });
}

function visitAssignment(node: SyntaxNode, builder: BodyBuilder): void {
  const { graph, source } = builder;
  const left = childByField(node, "left");
  const right = childByField(node, "right");
  if (right) visitExpression(right, builder);
  if (left) visitExpression(left, builder);
  if (!left) return;
  const target = lowerExpression(left, source.text);
  const span = { start: node.start, end: node.end };
  const operator = node.operator ?? "=";
  let value = right && right.kind !== "initializer_list" ? lowerExpression(right, source.text) : undefined;
  if (value && operator !== "=") {
    value = { kind: "binary", operator: operator.slice(0, -1), left: target, right: value, span };
  }
  graph.emit({ kind: "assign", target, value, span });
}

function visitUpdate(node: SyntaxNode, builder: BodyBuilder): void {
  const argument = childByField(node, "argument");
  if (!argument) return;
  visitExpression(argument, builder);
  const target = lowerExpression(argument, builder.source.text);
  builder.graph.emit({
    kind: "assign",
    target,
    value: undefined,
    span: { start: node.start, end: node.end },
  });
}

function visitStatementExpression(body: SyntaxNode, builder: BodyBuilder): void {
  builder.visitStatement(body);
  const last = body.children.filter((child) => child.kind !== "comment").at(-1);
  const value = last?.kind === "expression_statement" ? last.children[0] : undefined;
  if (!value) return;
  // The value of `({ …; x; })` is known to expressions by the place of the brace.
  const span = { start: body.start, end: body.end };
  const target: Expression = { kind: "statementExpression", span };
  builder.graph.emit({ kind: "assign", target, value: lowerExpression(value, builder.source.text), span });
}

function isShortCircuit(node: SyntaxNode): boolean {
  return node.operator === "&&" || node.operator === "||";
}

/** Whether evaluating `node` emits events. */
function hasEffects(node: SyntaxNode): boolean {
  switch (node.kind) {
    case "call_expression":
    case "assignment_expression":
    case "update_expression":
    case "compound_statement":
      return true;
    case "sizeof_expression":
    case "offsetof_expression":
      return false;
    default:
      return node.children.some(hasEffects);
  }
}

function visitShortCircuit(node: SyntaxNode, builder: BodyBuilder): void {
  const right = childByField(node, "right");
  if (!right || !hasEffects(right)) return visitChildren(node, builder);
  const after = builder.graph.createBlock();
  visitCondition(node, { whenTrue: after, whenFalse: after }, builder);
  builder.graph.continueAt(after);
}

function visitConditional(node: SyntaxNode, builder: BodyBuilder): void {
  const { graph } = builder;
  const condition = childByField(node, "condition");
  const arms = [childByField(node, "consequence"), childByField(node, "alternative")];
  if (!condition || !arms.some((arm) => arm && hasEffects(arm))) return visitChildren(node, builder);
  const [whenTrue, whenFalse, after] = [graph.createBlock(), graph.createBlock(), graph.createBlock()];
  visitCondition(condition, { whenTrue, whenFalse }, builder);
  const [consequence, alternative] = arms;
  graph.continueAt(whenTrue);
  if (consequence) visitExpression(consequence, builder);
  graph.edgeTo(after);
  graph.continueAt(whenFalse);
  if (alternative) visitExpression(alternative, builder);
  graph.edgeTo(after);
  graph.continueAt(after);
}

/** Emits the evaluation of a condition and the edges to where it leads; the current point is left unreachable. */
export function visitCondition(node: SyntaxNode, targets: BranchTargets, builder: BodyBuilder): void {
  const { graph, source } = builder;
  const inner = transparentOperand(node, builder);
  if (inner && isComplaint(node, builder)) return visitComplaint(node, inner, targets, builder);
  if (inner) return visitCondition(inner, targets, builder);
  if (node.kind === "unary_expression" && node.operator === "!") {
    const operand = childByField(node, "argument");
    const swapped = { whenTrue: targets.whenFalse, whenFalse: targets.whenTrue };
    if (operand) return visitCondition(operand, swapped, builder);
  }
  if (node.kind === "binary_expression" && isShortCircuit(node)) {
    const left = childByField(node, "left");
    const right = childByField(node, "right");
    if (left && right) {
      const middle = graph.createBlock();
      const first =
        node.operator === "&&" ? { ...targets, whenTrue: middle } : { ...targets, whenFalse: middle };
      visitCondition(left, first, builder);
      graph.continueAt(middle);
      return visitCondition(right, targets, builder);
    }
  }
  if (node.kind === "comma_expression") {
    const last = node.children.at(-1);
    for (const child of node.children) if (child !== last) visitExpression(child, builder);
    if (last) return visitCondition(last, targets, builder);
  }
  visitExpression(node, builder);
  const condition = lowerExpression(node, source.text);
  if (condition.kind === "literal")
    graph.edgeTo(condition.value === 0n ? targets.whenFalse : targets.whenTrue);
  else {
    graph.edgeTo(targets.whenTrue, [{ condition, taken: true }]);
    graph.edgeTo(targets.whenFalse, [{ condition, taken: false }]);
  }
  graph.stop();
}

/** Whether a condition is one of the kernel's own assertions: true where something is wrong already. */
function isComplaint(node: SyntaxNode, builder: BodyBuilder): boolean {
  return node.kind === "call_expression" && /^WARN/.test(calleeName(node, builder) ?? "");
}

/** What is done where an assertion failed is not done in a kernel that works: whatever is found there is a guess. */
function visitComplaint(
  node: SyntaxNode,
  inner: SyntaxNode,
  targets: BranchTargets,
  builder: BodyBuilder,
): void {
  const { graph } = builder;
  const failed = graph.createBlock();
  visitCondition(inner, { ...targets, whenTrue: failed }, builder);
  graph.continueAt(failed);
  const condition: Expression = {
    kind: "name",
    name: guessedKey,
    span: { start: node.start, end: node.end },
  };
  graph.edgeTo(targets.whenTrue, [{ condition, taken: true }]);
  graph.stop();
}

/** The operand of parentheses, `likely(x)` and its like. */
function transparentOperand(node: SyntaxNode, builder: BodyBuilder): SyntaxNode | undefined {
  if (node.kind === "parenthesized_expression" || node.kind === "condition_clause") {
    const items = node.children.filter((child) => child.kind !== "comment");
    return items.length === 1 && items[0]?.kind !== "compound_statement" ? items[0] : undefined;
  }
  if (node.kind !== "call_expression") return undefined;
  const name = calleeName(node, builder);
  const list = childByField(node, "arguments");
  return name !== undefined && controlFlowRow(name)?.kind === "transparent" ? list?.children[0] : undefined;
}

/** The guard of an `#if` arm: its text is an opaque boolean; `#ifndef X` is the complement of `#ifdef X`. */
export function preprocessorGuard(node: SyntaxNode, head: SyntaxNode | undefined, text: string): Guard {
  const span = { start: node.start, end: head?.end ?? node.start };
  return conditionGuard(node.operator === "#ifndef", head ? text.slice(head.start, head.end) : "", span);
}

/** The guard of an arm that is read alone, from the line of its `#if`. */
export function decisionGuard(decision: ArmDecision, text: string): Guard {
  const { line, holds } = decision;
  const match = /^\s*#\s*(\w+)(.*)/s.exec(text.slice(line.start, line.end));
  const written = (match?.[2] ?? "").replace(/\/\*.*?\*\/|\/\/.*|\\\r?\n/gs, " ");
  const guard = conditionGuard(match?.[1]?.endsWith("ifndef") === true, written, line);
  return { ...guard, taken: guard.taken === holds };
}

function conditionGuard(isInverse: boolean, text: string, span: Span): Guard {
  const written = text.replace(/\s+/g, " ").trim();
  const plain = /^(!?)\s*(?:defined|IS_ENABLED|IS_REACHABLE|IS_BUILTIN)\s*\(?\s*(\w+)\s*\)?$/.exec(written);
  const isNegated = isInverse !== (plain?.[1] === "!");
  const name = `#${plain?.[2] ?? written}`;
  return { condition: { kind: "name", name, span }, taken: !isNegated };
}
