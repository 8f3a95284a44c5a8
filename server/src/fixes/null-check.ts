// Whether the result of a call is tested before anything else is done with it. Bias: only the plain shapes count; a
// test behind other uses, in another function or in a macro we do not know is none.

import { childByField, type SyntaxNode } from "../syntax/tree.js";
import { bareText, calleeOf, descendants, type FixFile } from "./fix-file.js";

/** Where the result of a call goes. */
export interface ResultTarget {
  /** The expression it is assigned to, without white space: `p`, `d->buf`. */
  readonly text: string;
  /** The assignment or declaration. */
  readonly statement: SyntaxNode;
}

/** Conditions of these nodes test their expression for not being NULL. */
const testingKinds: ReadonlySet<string> = new Set([
  "if_statement",
  "while_statement",
  "do_statement",
  "for_statement",
  "conditional_expression",
  "switch_statement",
]);

const testingCalls: ReadonlySet<string> = new Set([
  "WARN_ON",
  "WARN_ON_ONCE",
  "BUG_ON",
  "IS_ERR",
  "IS_ERR_OR_NULL",
  "KUNIT_ASSERT_NOT_NULL",
]);

/**
 * Whether what `call` returns is compared with NULL (or tested as an error pointer) where it stands, or is assigned
 * to something whose next mention in the function is such a test. `above` are the nodes above the call.
 */
export function isResultTested(file: FixFile, call: SyntaxNode, above: readonly SyntaxNode[]): boolean {
  if (isTest(file, call, above)) return true;
  const target = assignedTo(file, call, above);
  if (!target) return false;
  const assignment = target.statement;
  const assignmentPath = above.slice(0, above.indexOf(assignment));
  if (assignment.kind === "assignment_expression" && isTest(file, assignment, assignmentPath)) return true;
  return isNextMentionTest(file, target, above);
}

/** The assignment or initialisation that takes the result of the call; casts and parentheses are seen through. */
export function assignedTo(
  file: FixFile,
  call: SyntaxNode,
  above: readonly SyntaxNode[],
): ResultTarget | undefined {
  let child = call;
  for (const node of [...above].reverse()) {
    if (node.kind === "assignment_expression" && node.operator === "=" && child.field === "right") {
      const left = childByField(node, "left");
      return left && { text: bareText(file, left), statement: node };
    }
    if (node.kind === "init_declarator" && child.field === "value") {
      const name = [...descendants(node)].find((inner) => inner.kind === "identifier");
      return name && { text: bareText(file, name), statement: node };
    }
    if (node.kind !== "parenthesized_expression" && node.kind !== "cast_expression") return undefined;
    child = node;
  }
  return undefined;
}

const comparisons: ReadonlySet<string> = new Set(["==", "!=", "<", "<=", ">", ">="]);

/** What a failed call may return: NULL, 0, an errno. */
function isFailureValue(text: string): boolean {
  return /^(NULL|0|-E[A-Z0-9]+)$/.test(text);
}

/** Whether the value of `node` is what a condition, a comparison or a testing macro looks at. */
function isTest(file: FixFile, node: SyntaxNode, above: readonly SyntaxNode[]): boolean {
  let child = node;
  for (const parent of [...above].reverse()) {
    if (parent.kind === "parenthesized_expression") {
      child = parent;
      continue;
    }
    if (parent.kind === "argument_list") {
      child = parent;
      continue;
    }
    if (parent.kind === "call_expression") {
      const callee = calleeOf(file, parent) ?? "";
      if (testingCalls.has(callee)) return true;
      if (callee !== "likely" && callee !== "unlikely") return false;
      child = parent;
      continue;
    }
    if (parent.kind === "unary_expression") return parent.operator === "!";
    if (parent.kind === "binary_expression") {
      if (parent.operator === "&&" || parent.operator === "||") return true;
      if (!comparisons.has(parent.operator ?? "")) return false;
      return parent.children.some((other) => other !== child && isFailureValue(bareText(file, other)));
    }
    return testingKinds.has(parent.kind) && child.field === "condition";
  }
  return false;
}

/** Expressions that can be assigned to. */
const placeKinds: ReadonlySet<string> = new Set([
  "identifier",
  "field_expression",
  "pointer_expression",
  "subscript_expression",
]);

function isNextMentionTest(file: FixFile, target: ResultTarget, above: readonly SyntaxNode[]): boolean {
  const body = above.find((node) => node.kind === "function_definition");
  if (!body) return false;
  const next = findNextMention(file, body, target);
  return next !== undefined && isTest(file, next.node, next.above);
}

/** The first place after the assignment that names the target; a longer expression that starts with it counts as use. */
function findNextMention(
  file: FixFile,
  body: SyntaxNode,
  target: ResultTarget,
): { node: SyntaxNode; above: SyntaxNode[] } | undefined {
  const from = target.statement.end;
  const visit = (
    node: SyntaxNode,
    above: SyntaxNode[],
  ): { node: SyntaxNode; above: SyntaxNode[] } | undefined => {
    if (node.end <= from) return undefined;
    if (node.start >= from && placeKinds.has(node.kind) && bareText(file, node) === target.text) {
      return { node, above };
    }
    // sizeof(*p) does not look at what p holds.
    if (node.kind === "sizeof_expression") return undefined;
    for (const child of node.children) {
      const found = visit(child, [...above, node]);
      if (found) return found;
    }
    return undefined;
  };
  return visit(body, []);
}
