// Moves `p = kmalloc(…)` with its NULL check above the statement that takes the lock, where that is provably the same:
// both stand in one block, nothing with an effect stands between them, the size is made of locals and constants, and
// the error path did nothing but unlock and leave. Everything else is given up on.

import type { Finding, Repair } from "../rules/finding.js";
import { childByField, type SyntaxNode } from "../syntax/tree.js";
import { readErrorPath } from "./error-path.js";
import {
  argumentsOf,
  bareText,
  callAt,
  calleeOf,
  descendants,
  type FixFile,
  functionOf,
  indentationOf,
  lineBreakOf,
  lineNumber,
  lineStart,
  nextLineStart,
  textOf,
} from "./fix-file.js";
import { assignedTo } from "./null-check.js";
import type { FixProposal } from "./proposal.js";

/** Edits for a `hoist-allocation` repair. */
export function draftHoist(
  repair: Extract<Repair, { kind: "hoist-allocation" }>,
  _finding: Finding,
  file: FixFile,
): FixProposal | undefined {
  const shape = readShape(repair, file);
  if (!shape) return undefined;
  const { lockStatement, allocation, check, definition } = shape;
  const locals = localsOf(file, definition);
  const target = childByField(shape.assignment, "left");
  if (!target || !isSteadyLocal(file, target, locals)) return undefined;
  if (!argumentsOf(shape.call).every((argument) => isSteady(file, argument, locals))) return undefined;
  const names = namesIn(file, [...argumentsOf(shape.call), target]);
  if (!shape.between.every((statement) => isHarmless(file, statement, { locals, names }))) return undefined;
  if (mentions(file, lockStatement, textOf(file, target))) return undefined;
  const errorPath = readErrorPath(file, { check, target: textOf(file, target), lockStatement, definition });
  if (errorPath === undefined) return undefined;
  const indentation = indentationOf(file, lockStatement.start);
  if (indentation === undefined || indentationOf(file, allocation.start) === undefined) return undefined;
  const newline = lineBreakOf(file);
  const moved = [textOf(file, allocation), errorPath(indentation), ""].join(newline + indentation);
  const start = lineStart(file, allocation.start);
  return {
    title: `Allocate above line ${lineNumber(file, lockStatement.start)}, before the lock is taken`,
    safety: "review",
    edits: [
      { file: file.path, span: { start: lockStatement.start, end: lockStatement.start }, newText: moved },
      { file: file.path, span: { start, end: nextLineStart(file, check.end) }, newText: "" },
    ],
  };
}

interface HoistShape {
  readonly definition: SyntaxNode;
  readonly lockStatement: SyntaxNode;
  readonly allocation: SyntaxNode;
  readonly assignment: SyntaxNode;
  readonly call: SyntaxNode;
  /** The NULL check right after the allocation. */
  readonly check: SyntaxNode;
  readonly between: readonly SyntaxNode[];
}

/** The statements in question; undefined unless lock, allocation and check are statements of one block in that order. */
function readShape(
  repair: Extract<Repair, { kind: "hoist-allocation" }>,
  file: FixFile,
): HoistShape | undefined {
  const place = callAt(file, repair.call);
  const definition = place && functionOf(place.above);
  const block = place?.above.findLast((node) => node.kind === "compound_statement");
  if (!place || !definition || !block || definition.hasError) return undefined;
  const statements = block.children;
  const at = statements.findIndex((node) => node.start <= place.call.start && place.call.end <= node.end);
  const allocation = statements[at];
  const lockIndex = statements.findIndex(
    (node) => node.start <= repair.lock.start && repair.lock.end <= node.end,
  );
  const lockStatement = statements[lockIndex];
  const check = statements[at + 1];
  const assignment = assignedTo(file, place.call, place.above)?.statement;
  if (!lockStatement || !allocation || !check || lockIndex >= at) return undefined;
  if (allocation.kind !== "expression_statement" || assignment?.kind !== "assignment_expression")
    return undefined;
  if (allocation.children[0] !== assignment || !isLockStatement(lockStatement)) return undefined;
  const between = statements.slice(lockIndex + 1, at);
  return { definition, lockStatement, allocation, assignment, call: place.call, check, between };
}

/** A statement that only takes the lock: `spin_lock(…);`, not a condition around a trylock. */
function isLockStatement(statement: SyntaxNode): boolean {
  return statement.kind === "expression_statement" && statement.children[0]?.kind === "call_expression";
}

/** Parameters and variables of the function whose address is never taken. */
function localsOf(file: FixFile, definition: SyntaxNode): ReadonlySet<string> {
  const locals = new Set<string>();
  const taken = new Set<string>();
  for (const node of descendants(definition)) {
    if (node.kind === "parameter_declaration" || node.kind === "declaration") {
      if (/\bstatic\b/.test(textOf(file, node).split("=")[0] ?? "")) continue;
      for (const name of declaredNames(file, node)) locals.add(name);
    } else if (node.kind === "pointer_expression" && node.operator === "&") {
      const operand = childByField(node, "argument");
      if (operand) taken.add(bareText(file, operand));
    }
  }
  return new Set([...locals].filter((name) => !taken.has(name)));
}

function declaredNames(file: FixFile, declaration: SyntaxNode): string[] {
  return declaration.children
    .filter((child) => child.field === "declarator")
    .map((child) => [...descendants(child)].find((node) => node.kind === "identifier"))
    .filter((node) => node !== undefined)
    .map((node) => textOf(file, node));
}

function isSteadyLocal(file: FixFile, node: SyntaxNode, locals: ReadonlySet<string>): boolean {
  return node.kind === "identifier" && locals.has(textOf(file, node));
}

/** Macros of sizes that look at nothing but their arguments. */
const sizeMacros: ReadonlySet<string> = new Set([
  "struct_size",
  "array_size",
  "array3_size",
  "size_add",
  "size_mul",
  "min",
  "max",
  "min_t",
  "max_t",
  "clamp",
  "ALIGN",
  "round_up",
  "roundup",
  "DIV_ROUND_UP",
  "BIT",
  "PAGE_ALIGN",
]);

/** Whether an expression has the same value above the lock: locals, constants, sizeof and arithmetic of these. */
function isSteady(file: FixFile, node: SyntaxNode, locals: ReadonlySet<string>): boolean {
  switch (node.kind) {
    case "number_literal":
    case "char_literal":
    case "sizeof_expression":
    case "type_descriptor":
    case "comment":
      return true;
    case "identifier":
      return locals.has(textOf(file, node)) || /^[A-Z_][A-Z0-9_]*$/.test(textOf(file, node));
    case "binary_expression":
    case "unary_expression":
    case "parenthesized_expression":
    case "conditional_expression":
    case "cast_expression":
      return node.children.every((child) => isSteady(file, child, locals));
    case "call_expression":
      return (
        sizeMacros.has(calleeOf(file, node) ?? "") &&
        argumentsOf(node).every((argument) => isSteady(file, argument, locals))
      );
    default:
      return false;
  }
}

function namesIn(file: FixFile, nodes: readonly SyntaxNode[]): ReadonlySet<string> {
  const names = new Set<string>();
  for (const root of nodes) {
    for (const node of descendants(root)) if (node.kind === "identifier") names.add(textOf(file, node));
  }
  return names;
}

/** Whether a statement between lock and allocation may as well come after it: a local set, none that matters here. */
function isHarmless(
  file: FixFile,
  statement: SyntaxNode,
  { locals, names }: { readonly locals: ReadonlySet<string>; readonly names: ReadonlySet<string> },
): boolean {
  if (statement.kind === "comment") return true;
  const assignment = statement.children[0];
  if (statement.kind !== "expression_statement" || assignment?.kind !== "assignment_expression") return false;
  const left = childByField(assignment, "left");
  const right = childByField(assignment, "right");
  if (!left || !right || !isSteadyLocal(file, left, locals) || names.has(textOf(file, left))) return false;
  return ![...descendants(right)].some((node) =>
    ["call_expression", "assignment_expression", "update_expression"].includes(node.kind),
  );
}

function mentions(file: FixFile, node: SyntaxNode, name: string): boolean {
  return [...descendants(node)].some((inner) => inner.kind === "identifier" && textOf(file, inner) === name);
}
