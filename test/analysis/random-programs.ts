// Small C functions made at random, and what really happens in them: an interpreter that runs every choice of their flags
// and loop counts and notes which allocations are ever made with a lock held.

import fc from "fast-check";

type Flag = "a" | "b" | "c";
type Lock = "one" | "two";

/** What a call hands over for a flag of the callee. */
type Given =
  | { readonly kind: "constant"; readonly value: boolean }
  | { readonly kind: "flag"; readonly flag: Flag };

export type Condition =
  | { readonly kind: "flag"; readonly flag: Flag; readonly isNegated: boolean }
  | { readonly kind: "both" | "either"; readonly left: Condition; readonly right: Condition };

type Body = readonly Statement[];

export type Statement =
  | { readonly kind: "lock" | "unlock"; readonly lock: Lock }
  | { readonly kind: "section"; readonly lock: Lock; readonly body: Body }
  | {
      readonly kind: "conditionalSection";
      readonly lock: Lock;
      readonly condition: Condition;
      readonly body: Body;
    }
  | { readonly kind: "trySection"; readonly lock: Lock; readonly body: Body; readonly otherwise: Body }
  | { readonly kind: "alloc" | "other" }
  | { readonly kind: "return"; readonly value: 0 | 1 | -5 }
  | { readonly kind: "assign"; readonly flag: Flag; readonly value: boolean }
  | { readonly kind: "if"; readonly condition: Condition; readonly body: Body; readonly otherwise: Body }
  | { readonly kind: "loop"; readonly body: Body }
  | { readonly kind: "call"; readonly given: readonly [Given, Given] }
  | {
      readonly kind: "checkedCall";
      readonly given: readonly [Given, Given];
      readonly body: Body;
      readonly otherwise: Body;
    };

export interface RandomProgram {
  readonly helper: readonly Statement[];
  readonly main: readonly Statement[];
}

const flag = fc.constantFrom<Flag>("a", "b", "c");
const lock = fc.constantFrom<Lock>("one", "two");
const given: fc.Arbitrary<Given> = fc.oneof(
  fc.record({ kind: fc.constant("constant" as const), value: fc.boolean() }),
  fc.record({ kind: fc.constant("flag" as const), flag }),
);

/** Not one flag for both: entered with a lock held, the helper is not told that its flags are equal. */
const twoGiven = fc
  .tuple(given, given)
  .filter(([first, second]) => first.kind !== "flag" || second.kind !== "flag" || first.flag !== second.flag);

function conditions(flags: fc.Arbitrary<Flag>): fc.Arbitrary<Condition> {
  const plain = fc.record({ kind: fc.constant("flag" as const), flag: flags, isNegated: fc.boolean() });
  const kind = fc.constantFrom("both" as const, "either" as const);
  return fc.oneof(
    { weight: 3, arbitrary: plain },
    { weight: 1, arbitrary: fc.record({ kind, left: plain, right: plain }) },
  );
}

/** What the statements of a function may be made of. */
interface Choice {
  readonly flags: fc.Arbitrary<Flag>;
  readonly mayCall: boolean;
}

function leaves({ flags, mayCall }: Choice): fc.Arbitrary<Statement> {
  return fc.oneof(
    { weight: 4, arbitrary: fc.record({ kind: fc.constantFrom("alloc" as const, "other" as const) }) },
    {
      weight: 1,
      arbitrary: fc.record({
        kind: fc.constant("return" as const),
        value: fc.constantFrom(0 as const, 1 as const, -5 as const),
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({ kind: fc.constant("assign" as const), flag: flags, value: fc.boolean() }),
    },
    { weight: 2, arbitrary: fc.record({ kind: fc.constantFrom("lock" as const, "unlock" as const), lock }) },
    {
      weight: mayCall ? 3 : 0,
      arbitrary: fc.record({ kind: fc.constant("call" as const), given: twoGiven }),
    },
  );
}

function statements(choice: Choice, depth: number): fc.Arbitrary<Statement[]> {
  const leaf = leaves(choice);
  if (depth === 0) return fc.array(leaf, { minLength: 1, maxLength: 3 });
  const body = statements(choice, depth - 1);
  const condition = conditions(choice.flags);
  const inner = fc.oneof(
    { weight: 2, arbitrary: fc.record({ kind: fc.constant("section" as const), lock, body }) },
    {
      weight: 2,
      arbitrary: fc.record({ kind: fc.constant("conditionalSection" as const), lock, condition, body }),
    },
    {
      weight: 1,
      arbitrary: fc.record({ kind: fc.constant("trySection" as const), lock, body, otherwise: body }),
    },
    {
      weight: 2,
      arbitrary: fc.record({ kind: fc.constant("if" as const), condition, body, otherwise: body }),
    },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant("loop" as const), body }) },
    {
      weight: choice.mayCall ? 2 : 0,
      arbitrary: fc.record({
        kind: fc.constant("checkedCall" as const),
        given: twoGiven,
        body,
        otherwise: body,
      }),
    },
  );
  return fc.array(fc.oneof({ weight: 2, arbitrary: leaf }, { weight: 3, arbitrary: inner }), {
    minLength: 1,
    maxLength: 4,
  });
}

/** A helper with the flags `a` and `b`, and a function with three flags that may call it. */
export const randomProgram: fc.Arbitrary<RandomProgram> = fc.record({
  helper: statements({ flags: fc.constantFrom<Flag>("a", "b"), mayCall: false }, 2),
  main: statements({ flags: flag, mayCall: true }, 3),
});

/** The program's text, one statement a line, and the line (from 0) of each statement that is one. */
export function writeProgram(program: RandomProgram): {
  text: string;
  lineOf: ReadonlyMap<Statement, number>;
} {
  const lines = ["struct dev { spinlock_t one, two; void *buf; };", ""];
  const lineOf = new Map<Statement, number>();
  const write = (items: readonly Statement[], tabs: string): void => {
    for (const item of items) writeStatement(item, tabs);
  };
  const condition = (item: Condition): string => {
    if (item.kind === "flag") return (item.isNegated ? "!" : "") + item.flag;
    return `${condition(item.left)} ${item.kind === "both" ? "&&" : "||"} ${condition(item.right)}`;
  };
  const call = (items: readonly Given[]): string =>
    `helper(d, ${items.map((one) => (one.kind === "constant" ? one.value : one.flag)).join(", ")})`;
  const choice = (head: string, item: { body: Body; otherwise: Body }, tabs: string, last = ""): void => {
    lines.push(`${tabs}if (${head}) {`);
    write(item.body, `${tabs}\t`);
    if (last !== "") lines.push(`${tabs}\t${last}`);
    lines.push(`${tabs}} else {`);
    write(item.otherwise, `${tabs}\t`);
    lines.push(`${tabs}}`);
  };
  const writeStatement = (item: Statement, tabs: string): void => {
    lineOf.set(item, lines.length);
    switch (item.kind) {
      case "lock":
      case "unlock":
        return void lines.push(`${tabs}spin_${item.kind}(&d->${item.lock});`);
      case "alloc":
        return void lines.push(`${tabs}d->buf = kmalloc(8, GFP_KERNEL);`);
      case "other":
        return void lines.push(`${tabs}d->buf = NULL;`);
      case "return":
        return void lines.push(`${tabs}return ${item.value};`);
      case "call":
        return void lines.push(`${tabs}${call(item.given)};`);
      case "checkedCall":
        return choice(call(item.given), item, tabs);
      case "assign":
        return void lines.push(`${tabs}${item.flag} = ${item.value};`);
      case "trySection":
        return choice(`spin_trylock(&d->${item.lock})`, item, tabs, `spin_unlock(&d->${item.lock});`);
      case "section":
        lines.push(`${tabs}spin_lock(&d->${item.lock});`);
        write(item.body, tabs);
        return void lines.push(`${tabs}spin_unlock(&d->${item.lock});`);
      case "conditionalSection":
        lines.push(`${tabs}if (${condition(item.condition)})`, `${tabs}\tspin_lock(&d->${item.lock});`);
        write(item.body, tabs);
        return void lines.push(
          `${tabs}if (${condition(item.condition)})`,
          `${tabs}\tspin_unlock(&d->${item.lock});`,
        );
      case "if":
        return choice(condition(item.condition), item, tabs);
      case "loop":
        lines.push(`${tabs}while (more(d)) {`);
        write(item.body, `${tabs}\t`);
        return void lines.push(`${tabs}}`);
    }
  };
  lines.push("static int helper(struct dev *d, bool a, bool b)", "{");
  write(program.helper, "\t");
  lines.push("\treturn 0;", "}", "", "int main_function(struct dev *d, bool a, bool b, bool c)", "{");
  write(program.main, "\t");
  lines.push("\treturn 0;", "}", "");
  return { text: lines.join("\n"), lineOf };
}

type Flags = Record<Flag, boolean>;

/** What really happens in a program. */
export interface Outcome {
  /** The allocations that some run makes with a lock held, each function started by itself. */
  readonly underLock: ReadonlySet<Statement>;
  /** The same where a call's result is believed to be any, unless the helper has only one. */
  readonly believed: ReadonlySet<Statement>;
  /** Whether the flags that the helper is given, and its result, decide how it leaves the locks. */
  readonly isHelperDecided: boolean;
}

/** Thrown where a run takes a lock twice, gives back one that is not held, or asks too much. */
class Unjudged extends Error {}

/** Runs everything; undefined where a run misuses a lock or asks too many questions. */
export function runProgram(program: RandomProgram): Outcome | undefined {
  const underLock = new Set<Statement>();
  const believed = new Set<Statement>();
  const effects = new Set<string>();
  const results = new Set<number>();
  let isHelperDecided = true;
  try {
    for (const flags of allFlags) {
      const ends = new Map<number, string>();
      forEachRun((choose) => {
        const end = runFunction(program.helper, { program, flags, choose, underLock, isStrict: false });
        if ((ends.get(end.returned) ?? end.effect) !== end.effect) isHelperDecided = false;
        ends.set(end.returned, end.effect);
        effects.add(end.effect);
        results.add(end.returned);
      });
    }
    // The ways in which a helper ends are told apart by its flags or by its result; by both together only roughly.
    const isResultKnown = effects.size > 1 && isHelperDecided && results.size === 1;
    for (const flags of allFlags) {
      for (const item of underLock) believed.add(item);
      forEachRun((choose) => {
        runFunction(program.main, { program, flags, choose, underLock, isStrict: true, isResultKnown: true });
      });
      forEachRun((choose) => {
        runFunction(program.main, {
          program,
          flags,
          choose,
          underLock: believed,
          isStrict: true,
          isResultKnown,
        });
      });
    }
  } catch (error) {
    // The one way out of a run in the middle of any statement.
    if (error instanceof Unjudged) return undefined;
    throw error;
  }
  return { underLock, believed, isHelperDecided };
}

const allFlags: readonly Flags[] = [0, 1, 2, 3, 4, 5, 6, 7].map((bits) => ({
  a: (bits & 1) !== 0,
  b: (bits & 2) !== 0,
  c: (bits & 4) !== 0,
}));

/** Programs with more questions on one way are not judged; each more takes twice the time. */
const maxChoices = 9;
const maxRounds = 2;

/** Runs `run` once for every way in which its questions can be answered. */
function forEachRun(run: (choose: () => boolean) => void): void {
  const pending: (readonly boolean[])[] = [[]];
  for (let answers = pending.pop(); answers; answers = pending.pop()) {
    const given = answers;
    let asked = 0;
    run(() => given[asked++] ?? false);
    if (asked > maxChoices) throw new Unjudged();
    for (let at = given.length; at < asked; at++) {
      const before = Array.from({ length: at - given.length }, () => false);
      pending.push([...given, ...before, true]);
    }
  }
}

interface Run {
  readonly program: RandomProgram;
  readonly flags: Flags;
  /** Whether a loop goes round once more. */
  readonly choose: () => boolean;
  readonly underLock: Set<Statement>;
  readonly isStrict: boolean;
  /** A helper that always leaves the locks the same way is not followed for its result: any is believed. */
  readonly isResultKnown?: boolean;
}

/** How a function ended: what it returned, and what it took and gave back in words. */
interface End {
  readonly returned: number;
  readonly effect: string;
}

function isTrue(condition: Condition, flags: Flags): boolean {
  switch (condition.kind) {
    case "flag":
      return flags[condition.flag] !== condition.isNegated;
    case "both":
      return isTrue(condition.left, flags) && isTrue(condition.right, flags);
    case "either":
      return isTrue(condition.left, flags) || isTrue(condition.right, flags);
  }
}

function runFunction(body: Body, run: Run): End {
  const held = new Set<Lock>();
  const given: Lock[] = [];
  const take = (lockName: Lock): void => {
    if (held.has(lockName)) throw new Unjudged();
    held.add(lockName);
  };
  const giveBack = (lockName: Lock): void => {
    if (held.delete(lockName)) return;
    if (run.isStrict) throw new Unjudged();
    given.push(lockName);
  };
  const call = (items: readonly Given[], flags: Flags): number => {
    const [a, b] = items.map((one) => (one.kind === "constant" ? one.value : flags[one.flag]));
    return each(run.program.helper, { a: a ?? false, b: b ?? false, c: false }) ?? 0;
  };
  const isTaken = (result: number): boolean => (run.isResultKnown ? result !== 0 : run.choose());
  const within = (lockName: Lock, items: Body, flags: Flags): number | undefined => {
    take(lockName);
    const returned = each(items, flags);
    if (returned === undefined) giveBack(lockName);
    return returned;
  };
  /** What was returned; undefined while the function goes on. */
  const each = (items: Body, flags: Flags): number | undefined => {
    for (const item of items) {
      const returned = step(item, flags);
      if (returned !== undefined) return returned;
    }
    return undefined;
  };
  const step = (item: Statement, flags: Flags): number | undefined => {
    switch (item.kind) {
      case "lock":
        take(item.lock);
        return undefined;
      case "unlock":
        giveBack(item.lock);
        return undefined;
      case "alloc":
        if (held.size > 0) run.underLock.add(item);
        return undefined;
      case "other":
        return undefined;
      case "assign":
        flags[item.flag] = item.value;
        return undefined;
      case "return":
        return item.value;
      case "if":
        return each(isTrue(item.condition, flags) ? item.body : item.otherwise, flags);
      case "loop":
        for (let left = maxRounds; left > 0 && run.choose(); left--) {
          const returned = each(item.body, flags);
          if (returned !== undefined) return returned;
        }
        return undefined;
      case "section":
        return within(item.lock, item.body, flags);
      case "conditionalSection": {
        if (isTrue(item.condition, flags)) take(item.lock);
        const returned = each(item.body, flags);
        if (returned === undefined && isTrue(item.condition, flags)) giveBack(item.lock);
        return returned;
      }
      case "trySection":
        if (held.has(item.lock)) throw new Unjudged();
        return run.choose() ? within(item.lock, item.body, flags) : each(item.otherwise, flags);
      case "call":
        call(item.given, flags);
        return undefined;
      case "checkedCall":
        return each(isTaken(call(item.given, flags)) ? item.body : item.otherwise, flags);
    }
  };
  const returned = each(body, { ...run.flags }) ?? 0;
  // Given back and taken again is as it was.
  for (const lockName of [...held]) {
    const index = given.indexOf(lockName);
    if (index < 0) continue;
    given.splice(index, 1);
    held.delete(lockName);
  }
  return { returned, effect: `+${[...held].sort().join(",")} -${given.sort().join(",")}` };
}
