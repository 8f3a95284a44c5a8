// Conditions by which code asks something that its text answers and we do not: whether it may sleep, and what a macro
// is that no file read here defines. Each way out of such a question is a guess, until both ways lead to the same call.

import type { Argument, Expression } from "../c-types/expression.js";
import { forEachOperand } from "../c-types/walk.js";
import type { PredicateScope } from "./predicate.js";
import type { FlowState } from "./state.js";
import type { Value } from "./values.js";

/** Known of a state that was reached on a guess: what is found there is not certain. */
export const guessedKey = "#GUESSED";

/** What is remembered of the answer to one question: a state that got the other answer is no longer told from it. */
export function answerKey(question: Expression): string {
  return `${guessedKey}@${question.span.start}`;
}

export function answer(taken: boolean): Value {
  return { kind: "symbol", name: taken ? "yes" : "no" };
}

/** How many guesses a state was reached on. */
export function nrGuesses({ values }: FlowState): number {
  let count = 0;
  for (const key of values.keys()) if (key.startsWith(guessedKey)) count++;
  return count;
}

/** The state without the guesses that another state at the same place was not reached on, or with the other answer. */
export function withSharedGuesses(state: FlowState, other: FlowState): FlowState {
  const values = new Map<string, Value>();
  for (const [key, value] of state.values) {
    const before = key.startsWith(guessedKey) ? other.values.get(key) : value;
    if (before && (before === value || sameAnswer(before, value))) values.set(key, value);
  }
  return values.size === state.values.size ? state : { ...state, values };
}

function sameAnswer(a: Value, b: Value): boolean {
  return a.kind === b.kind && (a.kind !== "symbol" || b.kind !== "symbol" || a.name === b.name);
}

/** Names of flags, members and constants that say whether one may sleep: `can_sleep`, `MAY_SLEEP`, `atomic`, `NOWAIT`. */
const sleepWords =
  /(?:^|_)(?:(?:may|can|could|no|not|dont|allow)_?(?:sleep|block|wait|schedule|resched)|cond_?resched|sleep(?:able|_ok|_allowed)|(?:non)?atomic|nonblock(?:ing)?|blocking|wait(?:ing|_for_completion)?$)(?:_|$)/i;

/** Whether a condition asks what its caller allows: the answer is the caller's, which is not seen here. */
export function asksWhetherItMaySleep(condition: Expression): boolean {
  let asks = false;
  const visit = (part: Argument): void => {
    if (part.kind === "name") asks ||= sleepWords.test(part.name);
    if (part.kind === "member") asks ||= sleepWords.test(part.member);
    // What a function is called says nothing of what it is asked: `atomic_read()`.
    if (part.kind === "call") for (const argument of part.arguments) visit(argument);
    else forEachOperand(part, visit);
  };
  visit(condition);
  return asks;
}

/** Names of helpers that tell a driver its own context: `z_erofs_in_atomic()`. */
const contextWords = /_(?:in_(?:atomic|interrupt|(?:hard|soft)?irq|nmi)|irqs?_disabled|preemptible)(?:_|$)/;

/** Whether a condition asks in which context it is asked: what its answer keeps from sleeping is not seen where it is open. */
export function asksForItsContext(condition: Expression, scope: PredicateScope): boolean {
  const name = condition.kind === "call" ? condition.callee : condition;
  if (name.kind !== "name") return false;
  return (
    scope.predicate(name.name) !== undefined || (condition.kind === "call" && contextWords.test(name.name))
  );
}

/** The macro that `#ifdef` asks for where that is no option of the build and no word of the compiler's. */
export function macroAskedFor(condition: Expression): string | undefined {
  const name = condition.kind === "name" ? /^#([A-Za-z_]\w*)$/.exec(condition.name)?.[1] : undefined;
  return name === undefined || /^(?:CONFIG_|__)|^MODULE$/.test(name) ? undefined : name;
}
