// Statements → closures. A statement runs and says how it ended; `goto`, `case` and `default` are labels, and a
// statement that holds a label can be entered at it, so jumps into loops and switches in loops (Duff's device) work.

import type { Span } from "../base/span.js";
import { lowerExpression } from "../c-types/lower.js";
import { childByField, type SyntaxNode } from "../syntax/tree.js";
import { arrangeDirectives, type BlockItem } from "./arrange-directives.js";
import { compileDeclaration } from "./compile-declaration.js";
import { compileExpression, Unsupported } from "./compile-expression.js";
import { convert, truthOf } from "./conversions.js";
import { type Int, toBigInt } from "./integers.js";
import type { Operand } from "./operands.js";
import { promote } from "./run-types.js";
import type { Frame } from "./runtime.js";
import { innerScope, type Scope } from "./scope.js";
import { withExits } from "./scope-exit.js";
import {
  broke,
  type Completion,
  completed,
  continued,
  jumped,
  returned,
  type Statement,
} from "./statements.js";

/** What statements need besides the scope. */
export interface StatementSetting {
  readonly scope: Scope;
  /** `case` labels of the switch being compiled. */
  readonly cases: SwitchCases | undefined;
}

interface SwitchCases {
  readonly id: string;
  readonly entries: { readonly low: bigint; readonly high: bigint; readonly label: string }[];
  hasDefault: boolean;
}

function plain(run: (frame: Frame) => Completion): Statement {
  return { run, labels: undefined, enter: run };
}

/** Compiles a statement; what is unsupported in it stops the run only when it is reached. */
export function compileStatement(node: SyntaxNode, setting: StatementSetting): Statement {
  const { scope } = setting;
  const { runtime } = scope.program;
  const line = scope.unit.lineOf(node.start);
  try {
    const statement = compileKind(node, setting);
    if (line === undefined || node.kind === "compound_statement") return statement;
    const { run } = statement;
    return {
      ...statement,
      run: (frame) => {
        runtime.line = line;
        runtime.step();
        return run(frame);
      },
    };
  } catch (problem) {
    // Only what we do not support is a statement of its own; everything else is our bug.
    if (!(problem instanceof Unsupported)) throw problem;
    const { message } = problem;
    return plain(() => {
      if (line !== undefined) runtime.line = line;
      return runtime.unsupported(message);
    });
  }
}

function compileKind(node: SyntaxNode, setting: StatementSetting): Statement {
  const { scope } = setting;
  switch (node.kind) {
    case "compound_statement":
      return compoundStatement(node, { ...setting, scope: innerScope(scope) });
    case "expression_statement":
      return expressionStatement(node, scope);
    case "declaration":
      return plain(compileDeclaration(node, scope));
    case "if_statement":
      return ifStatement(node, setting);
    case "while_statement":
      return whileStatement(node, setting);
    case "do_statement":
      return doStatement(node, setting);
    case "for_statement":
      return forStatement(node, { ...setting, scope: innerScope(scope) });
    case "switch_statement":
      return switchStatement(node, setting);
    case "case_statement":
      return caseStatement(node, setting);
    case "labeled_statement":
      return labeledStatement(node, setting);
    case "return_statement":
      return returnStatement(node, scope);
    case "break_statement":
      return plain(() => broke);
    case "continue_statement":
      return plain(() => continued);
    case "goto_statement":
      return gotoStatement(node, scope);
    case "else_clause":
      return only(node, setting);
    case "attributed_statement":
      return only(node, setting);
    case "comment":
    case "struct_specifier":
    case "union_specifier":
    case "enum_specifier":
    case "type_definition":
    case "preproc_call":
    case "preproc_def":
    case "preproc_function_def":
      return plain(() => completed);
    default:
      throw new Unsupported(
        `'${scope.unit.text.slice(node.start, Math.min(node.end, node.start + 40)).trim()}'`,
      );
  }
}

function compoundStatement(node: SyntaxNode, setting: StatementSetting): Statement {
  return withExits(block(node.children, node, setting), setting.scope);
}

/** The substatement of a clause. */
function only(node: SyntaxNode, setting: StatementSetting): Statement {
  const inner = node.children.filter((child) => child.kind !== "comment").at(-1);
  return inner ? compileStatement(inner, setting) : plain(() => completed);
}

/** Statements in a row, with the directives that stand between them. */
export function block(children: readonly SyntaxNode[], span: Span, setting: StatementSetting): Statement {
  const { program, unit } = setting.scope;
  const nodes = children.filter((child) => child.kind !== "comment");
  const items = arrangeDirectives(nodes, program.directivesIn(unit, span), unit);
  return sequence(items.map((item) => compileItem(item, setting)));
}

function compileItem(item: BlockItem, setting: StatementSetting): Statement {
  switch (item.kind) {
    case "statement":
      if (item.node.kind === "ERROR")
        return plain(() => setting.scope.program.runtime.unsupported("text that does not parse"));
      return compileStatement(item.node, setting);
    case "directive":
      return setting.scope.program.compileDirective(item.directive, setting.scope, undefined);
    case "group": {
      const inner = sequence(item.items.map((one) => compileItem(one, setting)));
      return setting.scope.program.compileDirective(item.directive, setting.scope, inner);
    }
  }
}

export function sequence(statements: readonly Statement[]): Statement {
  const [first, second] = statements;
  if (!first) return plain(() => completed);
  if (!second) return repeatJumps(first);
  const owners = labelOwners(statements);
  if (!owners) {
    const runs = statements.map((statement) => statement.run);
    const run = (frame: Frame): Completion => {
      for (const one of runs) {
        const completion = one(frame);
        if (completion !== completed) return completion;
      }
      return completed;
    };
    return plain(run);
  }
  return sequenceWithLabels(statements, owners);
}

/** Which statement holds which label; undefined when none holds any. */
function labelOwners(statements: readonly Statement[]): ReadonlyMap<string, number> | undefined {
  const owners = new Map<string, number>();
  for (const [index, { labels }] of statements.entries())
    for (const label of labels ?? []) owners.set(label, index);
  return owners.size > 0 ? owners : undefined;
}

function sequenceWithLabels(
  statements: readonly Statement[],
  owners: ReadonlyMap<string, number>,
): Statement {
  /** Runs from `start`, entering that statement at `label` if one is given; jumps within are followed. */
  const runFrom = (frame: Frame, start: number, label: string | undefined): Completion => {
    let entry = label;
    let at = start;
    while (at < statements.length) {
      const statement = statements[at];
      if (!statement) break;
      const completion = entry === undefined ? statement.run(frame) : statement.enter(frame, entry);
      entry = undefined;
      if (completion === completed) {
        at++;
        continue;
      }
      const target = completion === jumped ? owners.get(frame.label ?? "") : undefined;
      if (target === undefined) return completion;
      at = target;
      entry = frame.label;
    }
    return completed;
  };
  return {
    run: (frame) => runFrom(frame, 0, undefined),
    labels: new Set(owners.keys()),
    enter: (frame, label) => runFrom(frame, owners.get(label) ?? 0, label),
  };
}

/** A lone statement with labels follows jumps to them itself. */
function repeatJumps(statement: Statement): Statement {
  const { labels } = statement;
  if (!labels) return statement;
  return sequenceWithLabels([statement], new Map([...labels].map((label) => [label, 0])));
}

function expressionStatement(node: SyntaxNode, scope: Scope): Statement {
  const inner = node.children.find((child) => child.kind !== "comment");
  if (!inner) return plain(() => completed);
  if (inner.kind === "gnu_asm_expression") return plain(() => completed);
  const { run } = compileExpression(lowerExpression(inner, scope.unit.text), scope);
  return plain((frame) => {
    run(frame);
    return completed;
  });
}

function conditionOf(node: SyntaxNode, scope: Scope): (frame: Frame) => boolean {
  const condition = childByField(node, "condition");
  if (!condition) throw new Unsupported("a missing condition");
  return truthOf(compileExpression(lowerExpression(condition, scope.unit.text), scope));
}

function bodyOf(node: SyntaxNode, field: string, setting: StatementSetting): Statement {
  const body = childByField(node, field);
  return body ? compileStatement(body, setting) : plain(() => completed);
}

function ifStatement(node: SyntaxNode, setting: StatementSetting): Statement {
  const test = conditionOf(node, setting.scope);
  const whenTrue = bodyOf(node, "consequence", setting);
  const alternative = childByField(node, "alternative");
  const whenFalse = alternative ? compileStatement(alternative, setting) : plain(() => completed);
  const { run: runTrue } = whenTrue;
  const { run: runFalse } = whenFalse;
  return {
    run: (frame) => (test(frame) ? runTrue(frame) : runFalse(frame)),
    labels: unite(whenTrue.labels, whenFalse.labels),
    enter: (frame, label) => (whenTrue.labels?.has(label) ? whenTrue : whenFalse).enter(frame, label),
  };
}

function unite(
  a: ReadonlySet<string> | undefined,
  b: ReadonlySet<string> | undefined,
): ReadonlySet<string> | undefined {
  if (!a || !b) return a ?? b;
  return new Set([...a, ...b]);
}

interface LoopParts {
  readonly test: (frame: Frame) => boolean;
  readonly body: Statement;
  readonly advance: (frame: Frame) => unknown;
  readonly scope: Scope;
}

/** A loop from its parts; `checks` says whether the condition comes before the first round. */
function loop({ test, body, advance, scope }: LoopParts, checks: "before" | "after"): Statement {
  const { runtime } = scope.program;
  const { run: runBody, labels } = repeatJumps(body);
  const rounds = (frame: Frame, first: Completion | undefined): Completion => {
    let completion = first;
    for (;;) {
      if (completion === undefined) {
        if (!test(frame)) return completed;
        completion = runBody(frame);
      }
      if (completion === broke) return completed;
      if (completion === returned || completion === jumped) return completion;
      advance(frame);
      runtime.step();
      completion = undefined;
    }
  };
  const entered = repeatJumps(body);
  return {
    run: (frame) => rounds(frame, checks === "after" ? runBody(frame) : undefined),
    labels,
    enter: (frame, label) => rounds(frame, entered.enter(frame, label)),
  };
}

function nothing(): void {}

function whileStatement(node: SyntaxNode, setting: StatementSetting): Statement {
  const { scope } = setting;
  const body = bodyOf(node, "body", setting);
  return loop({ test: conditionOf(node, scope), body, advance: nothing, scope }, "before");
}

function doStatement(node: SyntaxNode, setting: StatementSetting): Statement {
  const { scope } = setting;
  const body = bodyOf(node, "body", setting);
  return loop({ test: conditionOf(node, scope), body, advance: nothing, scope }, "after");
}

function forStatement(node: SyntaxNode, setting: StatementSetting): Statement {
  const { scope } = setting;
  const { text } = scope.unit;
  const initializer = childByField(node, "initializer");
  const start =
    initializer?.kind === "declaration"
      ? compileDeclaration(initializer, scope)
      : initializer && compileExpression(lowerExpression(initializer, text), scope).run;
  const condition = childByField(node, "condition");
  const test = condition ? truthOf(compileExpression(lowerExpression(condition, text), scope)) : () => true;
  const update = childByField(node, "update");
  const advance = update ? compileExpression(lowerExpression(update, text), scope).run : nothing;
  const body = bodyOf(node, "body", setting);
  const rounds = loop({ test, body, advance, scope }, "before");
  const whole: Statement = {
    ...rounds,
    run: (frame) => {
      start?.(frame);
      return rounds.run(frame);
    },
  };
  return withExits(whole, scope);
}

function switchStatement(node: SyntaxNode, setting: StatementSetting): Statement {
  const { scope } = setting;
  const { types } = scope.program;
  const condition = childByField(node, "condition");
  if (!condition) throw new Unsupported("a switch without a value");
  const operand = compileExpression(lowerExpression(condition, scope.unit.text), scope);
  if (operand.kind !== "integer") throw new Unsupported("a switch over what is no integer");
  const type = promote(operand.type, types.integer("int"), operand.bitWidth);
  const value = convert(operand, type, scope.program);
  if (value.kind !== "integer") throw new Unsupported("a switch over what is no integer");
  const cases: SwitchCases = { id: `switch ${node.start}`, entries: [], hasDefault: false };
  const body = repeatJumps(bodyOf(node, "body", { scope, cases }));
  const table = new Map<Int, string>();
  const ranges: SwitchCases["entries"] = [];
  for (const entry of cases.entries) {
    const low = convertCase(entry.low, type);
    if (entry.low === entry.high) table.set(low, entry.label);
    else ranges.push(entry);
  }
  const { run } = value;
  const defaultLabel = cases.hasDefault ? `${cases.id} default` : undefined;
  const finish = (completion: Completion): Completion => (completion === broke ? completed : completion);
  return {
    run: (frame) => {
      const chosen = run(frame);
      const label = table.get(chosen) ?? rangeLabel(ranges, chosen) ?? defaultLabel;
      return label === undefined ? completed : finish(body.enter(frame, label));
    },
    labels: body.labels,
    enter: (frame, label) => finish(body.enter(frame, label)),
  };
}

function convertCase(value: bigint, type: { readonly bits: number; readonly isSigned: boolean }): Int {
  const wrapped = type.isSigned ? BigInt.asIntN(type.bits, value) : BigInt.asUintN(type.bits, value);
  const number = Number(wrapped);
  return Number.isSafeInteger(number) ? number : wrapped;
}

function rangeLabel(ranges: SwitchCases["entries"], value: Int): string | undefined {
  if (ranges.length === 0) return undefined;
  const big = toBigInt(value);
  return ranges.find(({ low, high }) => low <= big && big <= high)?.label;
}

/** `case v:`, `case low ... high:` and `default:` with the statements that follow in the same node. */
function caseStatement(node: SyntaxNode, setting: StatementSetting): Statement {
  const { scope, cases } = setting;
  if (!cases) throw new Unsupported("a case outside a switch");
  const valueNode = childByField(node, "value");
  let label = `${cases.id} default`;
  if (!valueNode) cases.hasDefault = true;
  else {
    const { low, high } = caseRange(valueNode, scope);
    label = `${cases.id} ${low}`;
    cases.entries.push({ low, high, label });
  }
  const inner = block(
    node.children.filter((child) => child !== valueNode),
    { start: valueNode?.end ?? node.start, end: node.end },
    setting,
  );
  return startingAt(label, inner);
}

/** The pre-pass writes `low ... high` as a sum of the same length. */
function caseRange(node: SyntaxNode, scope: Scope): { low: bigint; high: bigint } {
  const { text } = scope.unit;
  const left = childByField(node, "left");
  const right = childByField(node, "right");
  if (left && right && text.slice(left.end, right.start).includes("...")) {
    return { low: caseValue(left, scope), high: caseValue(right, scope) };
  }
  const value = caseValue(node, scope);
  return { low: value, high: value };
}

function caseValue(node: SyntaxNode, scope: Scope): bigint {
  const operand: Operand = compileExpression(lowerExpression(node, scope.unit.text), scope);
  if (operand.kind !== "integer" || operand.constant === undefined)
    throw new Unsupported("a case that is no constant");
  return toBigInt(operand.constant);
}

function startingAt(label: string, inner: Statement): Statement {
  return {
    run: inner.run,
    labels: unite(new Set([label]), inner.labels),
    enter: (frame, wanted) => (wanted === label ? inner.run(frame) : inner.enter(frame, wanted)),
  };
}

function labeledStatement(node: SyntaxNode, setting: StatementSetting): Statement {
  const { text } = setting.scope.unit;
  const labelNode = childByField(node, "label");
  if (!labelNode) throw new Unsupported("a label without a name");
  const children = node.children.filter((child) => child !== labelNode);
  const inner = block(children, { start: labelNode.end, end: node.end }, setting);
  return startingAt(`label ${text.slice(labelNode.start, labelNode.end)}`, inner);
}

function gotoStatement(node: SyntaxNode, scope: Scope): Statement {
  const labelNode = childByField(node, "label");
  if (!labelNode) throw new Unsupported("a computed goto");
  const label = `label ${scope.unit.text.slice(labelNode.start, labelNode.end)}`;
  return plain((frame) => {
    frame.label = label;
    return jumped;
  });
}

function returnStatement(node: SyntaxNode, scope: Scope): Statement {
  const inner = node.children.find((child) => child.kind !== "comment");
  if (!inner) return plain(() => returned);
  const operand = compileExpression(lowerExpression(inner, scope.unit.text), scope);
  const { returns } = scope.fn;
  if (returns.kind === "void") {
    return plain((frame) => {
      operand.run(frame);
      return returned;
    });
  }
  const value = convert(operand, returns, scope.program);
  const { runtime } = scope.program;
  if (value.kind === "void") throw new Unsupported("this return value");
  if (value.kind === "object") {
    const copyFrom = value.run;
    const sizeBytes = returns.kind === "function" ? 0 : (returns.sizeBytes ?? 0);
    return plain((frame) => {
      frame.result = runtime.memory.temporaryCopy(copyFrom(frame), sizeBytes);
      return returned;
    });
  }
  const { run } = value;
  return plain((frame) => {
    frame.result = run(frame);
    return returned;
  });
}
