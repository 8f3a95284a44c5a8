// The error path of an allocation that moves above the lock: the same path without the unlock, or nothing where it
// does more than complain, unlock and leave.

import { lockRow } from "../kernel-model/locks.js";
import { childByField, type SyntaxNode } from "../syntax/tree.js";
import {
  argumentsOf,
  bareText,
  calleeOf,
  descendants,
  type FixFile,
  lineBreakOf,
  textOf,
  withoutWrapping,
} from "./fix-file.js";

export interface ErrorPathQuestion {
  /** The statement after the allocation. */
  readonly check: SyntaxNode;
  /** The pointer's name. */
  readonly target: string;
  readonly lockStatement: SyntaxNode;
  readonly definition: SyntaxNode;
}

/** Prints only: may be called with or without the lock. */
const printers =
  /^(printk(_ratelimited)?|pr_(err|warn|info|debug|notice|crit|alert|emerg)\w*|(dev|netdev|drm)_(err|warn|info|dbg|notice|crit)\w*|wiphy_(err|warn|info|dbg))$/;

/**
 * The check without its unlock, as a function of the indentation; undefined where the path does anything else, where
 * it does not give the lock back, or where it does not leave the function.
 */
export function readErrorPath(
  file: FixFile,
  question: ErrorPathQuestion,
): ((indentation: string) => string) | undefined {
  const { check, target } = question;
  const condition = childByField(check, "condition");
  const consequence = childByField(check, "consequence");
  if (check.kind !== "if_statement" || !condition || !consequence) return undefined;
  if (childByField(check, "alternative") || !isNullTest(file, condition, target)) return undefined;
  const body = consequence.kind === "compound_statement" ? consequence.children : [consequence];
  const kept = keptStatements(file, body, question);
  if (!kept) return undefined;
  const head = `if ${textOf(file, condition)}`;
  const newline = lineBreakOf(file);
  return (indentation) => {
    const inner = `${newline}${indentation}\t`;
    if (kept.length === 1) return `${head}${inner}${kept[0] ?? ""}`;
    return `${head} {${inner}${kept.join(inner)}${newline}${indentation}}`;
  };
}

function isNullTest(file: FixFile, condition: SyntaxNode, target: string): boolean {
  const test = withoutWrapping(file, condition);
  const text = bareText(file, test);
  return text === `!${target}` || text === `${target}==NULL` || text === `NULL==${target}`;
}

/** The texts of the statements that stay; undefined where one of them is not understood. */
function keptStatements(
  file: FixFile,
  body: readonly SyntaxNode[],
  question: ErrorPathQuestion,
): string[] | undefined {
  const kept: string[] = [];
  let isUnlocked = isScopedLock(file, question.lockStatement);
  for (const [index, statement] of body.entries()) {
    const isLast = index === body.length - 1;
    if (statement.kind === "comment") kept.push(textOf(file, statement));
    else if (isUnlock(file, statement, question.lockStatement)) {
      if (isUnlocked) return undefined;
      isUnlocked = true;
    } else if (statement.kind === "return_statement" && isLast && isUnlocked) {
      if (!isPlainReturn(file, statement)) return undefined;
      kept.push(textOf(file, statement));
      return kept;
    } else if (statement.kind === "goto_statement" && isLast && !isUnlocked) {
      const last = returnBehindGoto(file, statement, question);
      return last === undefined ? undefined : [...kept, last];
    } else if (isPrint(file, statement) || isLocalAssignment(statement)) kept.push(textOf(file, statement));
    else return undefined;
  }
  return undefined;
}

/** `goto out_unlock;` with `out_unlock: spin_unlock(…); return ret;` comes to `return ret;`. */
function returnBehindGoto(
  file: FixFile,
  statement: SyntaxNode,
  question: ErrorPathQuestion,
): string | undefined {
  const label = childByField(statement, "label");
  const [unlock, leave] = label
    ? (statementsBehind(file, question.definition, textOf(file, label)) ?? [])
    : [];
  if (!unlock || !isUnlock(file, unlock, question.lockStatement)) return undefined;
  return leave?.kind === "return_statement" && isPlainReturn(file, leave) ? textOf(file, leave) : undefined;
}

function statementsBehind(
  file: FixFile,
  definition: SyntaxNode,
  label: string,
): readonly SyntaxNode[] | undefined {
  for (const block of descendants(definition)) {
    if (block.kind !== "compound_statement") continue;
    const index = block.children.findIndex((node) => {
      const name = node.kind === "labeled_statement" ? childByField(node, "label") : undefined;
      return name !== undefined && textOf(file, name) === label;
    });
    const labelled = block.children[index];
    if (!labelled) continue;
    const own = labelled.children.filter((child) => child.field !== "label");
    return [...own, ...block.children.slice(index + 1)].filter((node) => node.kind !== "comment");
  }
  return undefined;
}

/** Whether the statement gives back the very lock that the other one takes. */
function isUnlock(file: FixFile, statement: SyntaxNode, lockStatement: SyntaxNode): boolean {
  const unlock = callOf(statement);
  const lock = callOf(lockStatement);
  const callee = unlock && calleeOf(file, unlock);
  const taker = lock && calleeOf(file, lock);
  if (!unlock || !lock || callee === undefined || taker === undefined) return false;
  const { release } = file.settings.profile;
  const row = lockRow(release, taker);
  if (row?.effect !== "acquire" || !row.pairs.includes(callee)) return false;
  if (row.lockArgument === undefined) return true;
  const index = lockRow(release, callee)?.lockArgument ?? row.lockArgument;
  const given = argumentsOf(unlock)[index];
  const taken = argumentsOf(lock)[row.lockArgument];
  return given !== undefined && taken !== undefined && bareText(file, given) === bareText(file, taken);
}

/** `guard(class)(…);` ends with its block: the error path has nothing to give back. */
function isScopedLock(file: FixFile, lockStatement: SyntaxNode): boolean {
  return /^guard\s*\(/.test(textOf(file, lockStatement));
}

function callOf(statement: SyntaxNode): SyntaxNode | undefined {
  const [only, ...rest] = statement.children;
  return statement.kind === "expression_statement" && only?.kind === "call_expression" && rest.length === 0
    ? only
    : undefined;
}

const plainKinds: ReadonlySet<string> = new Set([
  "identifier",
  "number_literal",
  "unary_expression",
  "parenthesized_expression",
  "argument_list",
  "null",
  "true",
  "false",
]);

/** A value that is the same with or without the lock: a constant, a name, an error pointer made of one. */
function isPlainReturn(file: FixFile, statement: SyntaxNode): boolean {
  const inner = [...descendants(statement)].slice(1);
  return inner.every(
    (node) =>
      plainKinds.has(node.kind) || (node.kind === "call_expression" && calleeOf(file, node) === "ERR_PTR"),
  );
}

function isPrint(file: FixFile, statement: SyntaxNode): boolean {
  const call = callOf(statement);
  const callee = call && calleeOf(file, call);
  return callee !== undefined && printers.test(callee);
}

function isLocalAssignment(statement: SyntaxNode): boolean {
  const assignment = statement.children[0];
  if (statement.kind !== "expression_statement" || assignment?.kind !== "assignment_expression") return false;
  const left = childByField(assignment, "left");
  const right = childByField(assignment, "right");
  const isSimple = (node: SyntaxNode | undefined) =>
    node !== undefined &&
    [...descendants(node)].every((inner) =>
      ["identifier", "number_literal", "unary_expression", "null"].includes(inner.kind),
    );
  return left?.kind === "identifier" && assignment.operator === "=" && isSimple(right);
}
