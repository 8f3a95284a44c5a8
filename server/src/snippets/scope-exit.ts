// Variables with a cleanup (`__free(kfree)`, `guard(mutex)`, `__attribute__((cleanup(f)))`): what is to be called is
// noted when the declaration is reached, and called in reverse order however the block is left. A jump back over the
// declaration runs the cleanup when the declaration is reached again, or the block is left, not at the jump itself.

import type { Span } from "../base/span.js";
import type { Expression } from "../c-types/expression.js";
import { compileExpression } from "./compile-expression.js";
import type { Frame } from "./runtime.js";
import type { Scope } from "./scope.js";
import type { Completion, Statement } from "./statements.js";

/** What is to be called when a variable's block is left. */
export type ScopeExit = (frame: Frame) => void;

const attribute = /(?:__attribute__|__attribute)\s*\(\(\s*(?:__cleanup__|cleanup)\s*\(\s*(\w+)\s*\)\s*\)\)/;
const named = new RegExp(`(\\w+)\\s*${attribute.source}`, "g");

/** Names of a text's variables that have a cleanup: their address is taken. */
export function namesWithCleanup(text: string): readonly string[] {
  return text.includes("cleanup") ? [...text.matchAll(named)].map(([, name = ""]) => name) : [];
}

/** The function that is called with the address of a variable when its block is left; the attribute follows its name. */
export function cleanupBehind(text: string, name: Span): string | undefined {
  const rest = text.slice(name.end, name.end + 200);
  const found = attribute.exec(rest);
  return found && rest.slice(0, found.index).trim() === "" ? found[1] : undefined;
}

/** The call of a cleanup, and that its declaration has been reached. */
export function compileCleanup(
  { callee, name, span }: { readonly callee: string; readonly name: string; readonly span: Span },
  scope: Scope,
): (frame: Frame) => void {
  const argument: Expression = { kind: "address", operand: { kind: "name", name, span }, span };
  const call: Expression = {
    kind: "call",
    callee: { kind: "name", name: callee, span },
    arguments: [argument],
    span,
  };
  const { run } = compileExpression(call, scope);
  const exit: ScopeExit = (frame) => void run(frame);
  if (scope.exits) scope.exits.areUsed = true;
  return (frame) => {
    frame.exits ??= [];
    const before = frame.exits.indexOf(exit);
    if (before >= 0) leave(frame, before);
    frame.exits.push(exit);
  };
}

/** A block's statement, with the cleanups of the variables declared in `scope`. */
export function withExits(statement: Statement, scope: Scope): Statement {
  if (!scope.exits?.areUsed) return statement;
  const around = (frame: Frame, inner: () => Completion): Completion => {
    const height = frame.exits?.length ?? 0;
    const completion = inner();
    leave(frame, height);
    return completion;
  };
  return {
    labels: statement.labels,
    run: (frame) => around(frame, () => statement.run(frame)),
    enter: (frame, label) => around(frame, () => statement.enter(frame, label)),
  };
}

function leave(frame: Frame, height: number): void {
  const { exits, label } = frame;
  while (exits && exits.length > height) exits.pop()?.(frame);
  frame.label = label;
}
