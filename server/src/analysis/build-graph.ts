// Syntax tree of a function's body → event graph. Statements here, expressions in build-expression.ts. Bias: text the
// parser could not place contributes nothing; a jump to a label that does not exist ends the path.

import type { Span } from "../base/span.js";
import type { CType, Expression } from "../c-types/expression.js";
import { lowerDeclaration, lowerExpression } from "../c-types/lower.js";
import type { HiddenMacro } from "../syntax/parsed-file.js";
import { childByField, type SyntaxNode } from "../syntax/tree.js";
import { preprocessorGuard, visitCondition, visitExpression } from "./build-expression.js";
import type { EventGraph, Guard } from "./event-graph.js";
import { createGraphBuilder, type GraphBuilder } from "./graph-builder.js";
import { macroAskedFor } from "./questions.js";

/** What building a graph needs to know of the file. */
export interface GraphSource {
  /** The original text; every name and literal is read from here. */
  readonly text: string;
  /** The hidden macro that starts at an offset: loops and scoped guards look like `while` and `if` in the tree. */
  hiddenAt(start: number): HiddenMacro | undefined;
  /** Which arguments of a macro of the file are run inside it. */
  statementParameters(macro: string): ReadonlySet<number> | undefined;
  /** Whether the file defines a macro outside every `#if`, and nowhere takes that back. */
  isAlwaysDefined(macro: string): boolean;
}

interface Label {
  readonly block: number;
  /** Guards open at the label, once it has been seen. */
  depth: number | undefined;
}

/** Where `break` and `continue` go, and how many guards were open there. */
interface JumpTarget {
  readonly breakTo: number;
  readonly continueTo: number | undefined;
  readonly depth: number;
}

interface SwitchDispatch {
  /** The block that ends in the dispatch. */
  readonly from: number;
  readonly value: Expression;
  readonly cases: Guard[];
  defaultBlock: number | undefined;
}

/** The state of building one function's graph; shared by the two files that do it. */
export interface BodyBuilder {
  readonly source: GraphSource;
  readonly graph: GraphBuilder;
  readonly labels: Map<string, Label>;
  readonly jumps: JumpTarget[];
  readonly switches: SwitchDispatch[];
  /** Declared types of the locals, by name. */
  readonly locals: Map<string, CType>;
  visitStatement(node: SyntaxNode): void;
}

/** A function's graph, and the types of what it declares. */
export interface BuiltGraph {
  readonly graph: EventGraph;
  readonly locals: ReadonlyMap<string, CType>;
}

/**
 * Builds the event graph of a function from its body, a `compound_statement`. `decided` are the conditions of `#if` that
 * the text at hand already decides.
 */
export function buildEventGraph(
  body: SyntaxNode,
  source: GraphSource,
  decided: readonly Guard[] = [],
): BuiltGraph {
  const builder: BodyBuilder = {
    source,
    graph: createGraphBuilder(),
    labels: new Map(),
    jumps: [],
    switches: [],
    locals: new Map(),
    visitStatement: (node) => statement(node, builder),
  };
  if (decided.length > 0) {
    const first = builder.graph.createBlock();
    builder.graph.edgeTo(first, decided);
    builder.graph.continueAt(first);
  }
  builder.visitStatement(body);
  const end: Span = { start: body.end - 1, end: body.end };
  builder.graph.closeGuards(0, end);
  builder.graph.emit({ kind: "return", value: undefined, span: end });
  return { graph: builder.graph.finish(), locals: builder.locals };
}

function statement(node: SyntaxNode, builder: BodyBuilder): void {
  const { graph } = builder;
  switch (node.kind) {
    case "compound_statement":
      return compound(node, builder);
    case "expression_statement":
    case "ERROR":
      for (const child of node.children) {
        if (isStatement(child)) builder.visitStatement(child);
        else visitExpression(child, builder);
      }
      return;
    case "declaration":
      return declaration(node, builder);
    case "if_statement":
      return ifStatement(node, builder);
    case "while_statement":
      return whileStatement(node, builder);
    case "do_statement":
      return doStatement(node, builder);
    case "for_statement":
      return forStatement(node, builder);
    case "switch_statement":
      return switchStatement(node, builder);
    case "case_statement":
      return caseStatement(node, builder);
    case "return_statement":
      return returnStatement(node, builder);
    case "break_statement":
    case "continue_statement":
      return loopJump(node, builder);
    case "goto_statement":
      return gotoStatement(node, builder);
    case "labeled_statement":
      return labeledStatement(node, builder);
    case "attributed_statement":
    case "else_clause":
      for (const child of node.children) builder.visitStatement(child);
      return;
    case "preproc_if":
    case "preproc_ifdef":
    case "preproc_elif":
    case "preproc_elifdef":
      return preprocessorConditional(node, builder);
    case "preproc_else":
      for (const child of node.children) builder.visitStatement(child);
      return;
    case "comment":
    case "type_definition":
    case "struct_specifier":
    case "union_specifier":
    case "enum_specifier":
    case "function_definition":
    case "statement_identifier":
      return;
    default:
      if (node.kind.startsWith("preproc_") || !graph.isReachable()) return;
      visitExpression(node, builder);
  }
}

function isStatement(node: SyntaxNode): boolean {
  return node.kind.endsWith("_statement") || node.kind === "declaration" || node.kind.startsWith("preproc_");
}

function compound(node: SyntaxNode, builder: BodyBuilder): void {
  const depth = builder.graph.guardDepth();
  for (const child of node.children) builder.visitStatement(child);
  builder.graph.closeGuards(depth, { start: node.end - 1, end: node.end });
}

function declaration(node: SyntaxNode, builder: BodyBuilder): void {
  for (const declared of lowerDeclaration(node, builder.source.text)) {
    if (declared.name === undefined || declared.parameters) continue;
    builder.locals.set(declared.name, declared.type);
    const { value, nameSpan } = declared;
    const hasValue = value !== undefined && value.kind !== "initializer_list";
    if (value) visitExpression(value, builder);
    const span = nameSpan ?? { start: node.start, end: node.end };
    builder.graph.emit({
      kind: "assign",
      target: { kind: "name", name: declared.name, span },
      value: hasValue ? lowerExpression(value, builder.source.text) : undefined,
      span,
    });
    if (value?.kind === "initializer_list")
      namedMembers(value, { kind: "name", name: declared.name, span }, builder);
  }
}

/** `struct command c = { .flags = flags };` gives the members that it names their values. */
function namedMembers(list: SyntaxNode, object: Expression, builder: BodyBuilder): void {
  const { graph, source } = builder;
  for (const pair of list.children) {
    if (pair.kind !== "initializer_pair") continue;
    const designators = pair.children.filter((child) => child.kind.endsWith("_designator"));
    const [designator] = designators;
    const value = childByField(pair, "value");
    if (designators.length !== 1 || designator?.kind !== "field_designator") continue;
    if (!value || value.kind === "initializer_list") continue;
    const span = { start: pair.start, end: pair.end };
    const name = source.text.slice(designator.start, designator.end).replace(/^\.\s*/, "");
    const target: Expression = { kind: "member", object, member: name, arrow: false, span };
    graph.emit({ kind: "assign", target, value: lowerExpression(value, source.text), span });
  }
}

function ifStatement(node: SyntaxNode, builder: BodyBuilder): void {
  const { graph, source } = builder;
  const hidden = source.hiddenAt(node.start);
  const consequence = childByField(node, "consequence");
  if (hidden?.kind === "scoped-guard") return scopedGuard(node, hidden, builder);
  const condition = childByField(node, "condition");
  const alternative = childByField(node, "alternative");
  const whenTrue = graph.createBlock();
  const whenFalse = graph.createBlock();
  const after = graph.createBlock();
  if (condition) visitCondition(condition, { whenTrue, whenFalse }, builder);
  graph.continueAt(whenTrue);
  if (consequence) builder.visitStatement(consequence);
  graph.edgeTo(after);
  graph.continueAt(whenFalse);
  if (alternative) builder.visitStatement(alternative);
  graph.edgeTo(after);
  graph.continueAt(after);
}

/** `scoped_guard (class, args) body`: the guard holds for the body alone. */
function scopedGuard(node: SyntaxNode, hidden: HiddenMacro, builder: BodyBuilder): void {
  const { graph } = builder;
  const body = childByField(node, "consequence") ?? childByField(node, "body");
  const condition = childByField(node, "condition");
  const args = condition ? argumentNodes(condition) : [];
  const lowered = args.map((arg) => lowerExpression(arg, builder.source.text));
  const [first, ...rest] = lowered;
  const className = first?.kind === "name" ? first.name : guardClassName(hidden, builder);
  const depth = graph.guardDepth();
  const span = { start: hidden.start, end: hidden.argumentsSpan ? hidden.argumentsSpan.end + 1 : hidden.end };
  graph.openGuard(className, hidden.name === "scoped_cond_guard" ? rest.slice(1) : rest, span);
  // The body of a conditional guard is skipped when the lock was not taken.
  if (body) builder.visitStatement(body);
  graph.closeGuards(depth, { start: node.end, end: node.end });
}

function guardClassName(hidden: HiddenMacro, builder: BodyBuilder): string {
  const args = hidden.argumentsSpan;
  if (!args) return "";
  return (builder.source.text.slice(args.start, args.end).replace(/^\(/, "").split(",")[0] ?? "").trim();
}

/** The expressions that a masked macro head carries, however the mask wrapped them. */
function argumentNodes(condition: SyntaxNode): readonly SyntaxNode[] {
  let node = condition;
  while (node.kind === "parenthesized_expression" && node.children.length === 1 && node.children[0]) {
    node = node.children[0];
  }
  if (node.kind === "call_expression") return childByField(node, "arguments")?.children ?? [];
  const items: SyntaxNode[] = [];
  const flatten = (item: SyntaxNode): void => {
    if (item.kind === "comma_expression") for (const child of item.children) flatten(child);
    else items.push(item);
  };
  flatten(node);
  return items;
}

/** A loop whose head is a macro: runs any number of times, and sets the names that it is given. */
function macroLoop(node: SyntaxNode, builder: BodyBuilder): void {
  const { graph, source } = builder;
  const body = childByField(node, "body") ?? childByField(node, "consequence");
  const heads = node.children.filter((child) => child !== body);
  const head = graph.createBlock();
  const bodyBlock = graph.createBlock();
  const after = graph.createBlock();
  graph.edgeTo(head);
  graph.continueAt(head);
  for (const child of heads) {
    visitExpression(child, builder);
    for (const name of argumentNodes(child)) {
      if (name.kind === "identifier") {
        graph.emit({
          kind: "assign",
          target: lowerExpression(name, source.text),
          value: undefined,
          span: name,
        });
      }
    }
  }
  graph.edgeTo(bodyBlock);
  graph.edgeTo(after);
  loopBody(body, { breakTo: after, continueTo: head, depth: graph.guardDepth() }, bodyBlock, builder);
  graph.edgeTo(head);
  graph.continueAt(after);
}

function loopBody(body: SyntaxNode | undefined, jump: JumpTarget, block: number, builder: BodyBuilder): void {
  builder.jumps.push(jump);
  builder.graph.continueAt(block);
  if (body) builder.visitStatement(body);
  builder.jumps.pop();
}

function forgetCondition(condition: SyntaxNode | undefined, builder: BodyBuilder): void {
  if (condition)
    builder.graph.emit({ kind: "forget", condition: lowerExpression(condition, builder.source.text) });
}

function whileStatement(node: SyntaxNode, builder: BodyBuilder): void {
  const hidden = builder.source.hiddenAt(node.start);
  if (hidden?.kind === "loop") return macroLoop(node, builder);
  if (hidden?.kind === "scoped-guard") return scopedGuard(node, hidden, builder);
  const { graph } = builder;
  const condition = childByField(node, "condition");
  const head = graph.createBlock();
  const bodyBlock = graph.createBlock();
  const after = graph.createBlock();
  graph.edgeTo(head);
  graph.continueAt(head);
  forgetCondition(condition, builder);
  if (condition) visitCondition(condition, { whenTrue: bodyBlock, whenFalse: after }, builder);
  const jump = { breakTo: after, continueTo: head, depth: graph.guardDepth() };
  loopBody(childByField(node, "body"), jump, bodyBlock, builder);
  graph.edgeTo(head);
  graph.continueAt(after);
}

function doStatement(node: SyntaxNode, builder: BodyBuilder): void {
  const { graph } = builder;
  const condition = childByField(node, "condition");
  const bodyBlock = graph.createBlock();
  const check = graph.createBlock();
  const after = graph.createBlock();
  graph.edgeTo(bodyBlock);
  const jump = { breakTo: after, continueTo: check, depth: graph.guardDepth() };
  loopBody(childByField(node, "body"), jump, bodyBlock, builder);
  graph.edgeTo(check);
  graph.continueAt(check);
  forgetCondition(condition, builder);
  if (condition) visitCondition(condition, { whenTrue: bodyBlock, whenFalse: after }, builder);
  graph.continueAt(after);
}

function forStatement(node: SyntaxNode, builder: BodyBuilder): void {
  if (builder.source.hiddenAt(node.start)?.kind === "loop") return macroLoop(node, builder);
  const { graph } = builder;
  const initializer = childByField(node, "initializer");
  const condition = childByField(node, "condition");
  const update = childByField(node, "update");
  if (initializer) builder.visitStatement(initializer);
  const head = graph.createBlock();
  const bodyBlock = graph.createBlock();
  const step = graph.createBlock();
  const after = graph.createBlock();
  graph.edgeTo(head);
  graph.continueAt(head);
  forgetCondition(condition, builder);
  if (condition) visitCondition(condition, { whenTrue: bodyBlock, whenFalse: after }, builder);
  else graph.edgeTo(bodyBlock);
  const jump = { breakTo: after, continueTo: step, depth: graph.guardDepth() };
  loopBody(childByField(node, "body"), jump, bodyBlock, builder);
  graph.edgeTo(step);
  graph.continueAt(step);
  if (update) visitExpression(update, builder);
  graph.edgeTo(head);
  graph.continueAt(after);
}

function switchStatement(node: SyntaxNode, builder: BodyBuilder): void {
  const { graph, source } = builder;
  const condition = childByField(node, "condition");
  const body = childByField(node, "body");
  if (condition) visitExpression(condition, builder);
  const from = graph.currentBlock();
  const after = graph.createBlock();
  if (from === undefined || !condition) return graph.continueAt(after);
  const dispatch: SwitchDispatch = {
    from,
    value: lowerExpression(condition, source.text),
    cases: [],
    defaultBlock: undefined,
  };
  const outer = builder.jumps.at(-1);
  builder.switches.push(dispatch);
  builder.jumps.push({ breakTo: after, continueTo: outer?.continueTo, depth: graph.guardDepth() });
  graph.stop();
  if (body) builder.visitStatement(body);
  graph.edgeTo(after);
  builder.jumps.pop();
  builder.switches.pop();
  const none = dispatch.cases.map((guard) => ({ condition: guard.condition, taken: false }));
  graph.continueAt(from);
  graph.edgeTo(dispatch.defaultBlock ?? after, none);
  graph.continueAt(after);
}

function caseStatement(node: SyntaxNode, builder: BodyBuilder): void {
  const { graph, source } = builder;
  const dispatch = builder.switches.at(-1);
  const value = childByField(node, "value");
  const block = graph.createBlock();
  graph.edgeTo(block);
  if (dispatch) {
    if (value) {
      const right = lowerExpression(value, source.text);
      const span = { start: value.start, end: value.end };
      const condition: Expression = { kind: "binary", operator: "==", left: dispatch.value, right, span };
      const guard: Guard = { condition, taken: true };
      graph.continueAt(dispatch.from);
      // A range `A ... B` is not an equality: leave the edge open.
      const isRange = right.kind === "unknown";
      graph.edgeTo(block, isRange ? [] : [guard]);
      if (!isRange) dispatch.cases.push(guard);
    } else dispatch.defaultBlock = block;
  }
  graph.continueAt(block);
  for (const child of node.children) if (child !== value) builder.visitStatement(child);
}

function returnStatement(node: SyntaxNode, builder: BodyBuilder): void {
  const { graph, source } = builder;
  const value = node.children.find((child) => child.kind !== "comment");
  if (value) visitExpression(value, builder);
  const span: Span = { start: node.start, end: node.end };
  graph.emitReleases(0, span);
  graph.emit({ kind: "return", value: value ? lowerExpression(value, source.text) : undefined, span });
  graph.stop();
}

function loopJump(node: SyntaxNode, builder: BodyBuilder): void {
  const { graph } = builder;
  const jump = builder.jumps.at(-1);
  const target = node.kind === "break_statement" ? jump?.breakTo : jump?.continueTo;
  if (jump && target !== undefined) {
    graph.emitReleases(jump.depth, node);
    graph.edgeTo(target);
  }
  graph.stop();
}

function labelOf(name: string, builder: BodyBuilder): Label {
  let label = builder.labels.get(name);
  if (!label) {
    label = { block: builder.graph.createBlock(), depth: undefined };
    builder.labels.set(name, label);
  }
  return label;
}

function labelName(node: SyntaxNode, builder: BodyBuilder): string {
  const name = childByField(node, "label") ?? node.children[0];
  return name ? builder.source.text.slice(name.start, name.end) : "";
}

function gotoStatement(node: SyntaxNode, builder: BodyBuilder): void {
  const label = labelOf(labelName(node, builder), builder);
  // A label further down is taken to stand outside every scope that holds a guard: the kernel does not allow a jump
  // over the declaration of one.
  builder.graph.emitReleases(label.depth ?? 0, node);
  builder.graph.edgeTo(label.block);
  builder.graph.stop();
}

function labeledStatement(node: SyntaxNode, builder: BodyBuilder): void {
  const label = labelOf(labelName(node, builder), builder);
  label.depth = builder.graph.guardDepth();
  builder.graph.edgeTo(label.block);
  builder.graph.continueAt(label.block);
  const name = childByField(node, "label");
  for (const child of node.children) if (child !== name) builder.visitStatement(child);
}

/** `#if` inside a body: an opaque boolean, the same all along a path wherever its text is the same. */
function preprocessorConditional(node: SyntaxNode, builder: BodyBuilder): void {
  const { graph } = builder;
  const alternative = childByField(node, "alternative");
  const head = childByField(node, "condition") ?? childByField(node, "name");
  const guard = preprocessorGuard(node, head, builder.source.text);
  const visitArm = (): void => {
    for (const child of node.children)
      if (child !== head && child !== alternative) builder.visitStatement(child);
  };
  const macro = node.kind === "preproc_ifdef" ? macroAskedFor(guard.condition) : undefined;
  if (macro !== undefined && builder.source.isAlwaysDefined(macro)) {
    if (guard.taken) visitArm();
    else if (alternative) builder.visitStatement(alternative);
    return;
  }
  const isReachable = graph.isReachable();
  const whenTrue = graph.createBlock();
  const whenFalse = graph.createBlock();
  const after = graph.createBlock();
  graph.edgeTo(whenTrue, [guard]);
  graph.edgeTo(whenFalse, [{ condition: guard.condition, taken: !guard.taken }]);
  // Behind a `break` in a switch nothing is reachable but the cases that an arm may hold.
  const enter = (block: number): void => (isReachable ? graph.continueAt(block) : graph.stop());
  enter(whenTrue);
  visitArm();
  graph.edgeTo(after);
  enter(whenFalse);
  if (alternative) builder.visitStatement(alternative);
  graph.edgeTo(after);
  graph.continueAt(after);
}
