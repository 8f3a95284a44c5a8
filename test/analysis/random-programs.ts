// Small C functions made at random, and what really happens in them: an interpreter that runs every choice of their flags
// and loop counts and notes which allocations are ever made with a lock held.

import fc from "fast-check";

type Flag = "a" | "b" | "c";
type Lock = "one" | "two";

/** What a call hands over for a flag of the callee. */
type Given =
  | { readonly kind: "constant"; readonly value: boolean }
  | { readonly kind: "flag"; readonly flag: Flag };

export type Statement =
  | { readonly kind: "lock" | "unlock"; readonly lock: Lock }
  | { readonly kind: "section"; readonly lock: Lock; readonly body: readonly Statement[] }
  | {
      readonly kind: "conditionalSection";
      readonly lock: Lock;
      readonly flag: Flag;
      readonly isNegated: boolean;
      readonly body: readonly Statement[];
    }
  | { readonly kind: "alloc" | "return" | "other" }
  | {
      readonly kind: "if";
      readonly flag: Flag;
      readonly isNegated: boolean;
      readonly body: readonly Statement[];
      readonly otherwise: readonly Statement[];
    }
  | { readonly kind: "loop"; readonly body: readonly Statement[] }
  | { readonly kind: "call"; readonly given: readonly [Given, Given] };

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

function statements(flags: fc.Arbitrary<Flag>, withCalls: boolean, depth: number): fc.Arbitrary<Statement[]> {
  const leaf = fc.oneof(
    { weight: 4, arbitrary: fc.record({ kind: fc.constantFrom("alloc" as const, "other" as const) }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant("return" as const) }) },
    { weight: 2, arbitrary: fc.record({ kind: fc.constantFrom("lock" as const, "unlock" as const), lock }) },
    {
      weight: withCalls ? 3 : 0,
      arbitrary: fc.record({ kind: fc.constant("call" as const), given: fc.tuple(given, given) }),
    },
  );
  if (depth === 0) return fc.array(leaf, { minLength: 1, maxLength: 3 });
  const body = statements(flags, withCalls, depth - 1);
  const isNegated = fc.boolean();
  const inner = fc.oneof(
    fc.record({ kind: fc.constant("section" as const), lock, body }),
    fc.record({ kind: fc.constant("conditionalSection" as const), lock, flag: flags, isNegated, body }),
    fc.record({ kind: fc.constant("if" as const), flag: flags, isNegated, body, otherwise: body }),
    fc.record({ kind: fc.constant("loop" as const), body }),
  );
  return fc.array(fc.oneof({ weight: 2, arbitrary: leaf }, { weight: 3, arbitrary: inner }), {
    minLength: 1,
    maxLength: 4,
  });
}

/** A helper with the flags `a` and `b`, and a function with three flags that may call it. */
export const randomProgram: fc.Arbitrary<RandomProgram> = fc.record({
  helper: statements(fc.constantFrom<Flag>("a", "b"), false, 2),
  main: statements(flag, true, 3),
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
  const condition = (item: { flag: Flag; isNegated: boolean }): string =>
    (item.isNegated ? "!" : "") + item.flag;
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
        return void lines.push(`${tabs}return;`);
      case "call": {
        const handed = item.given.map((one) => (one.kind === "constant" ? `${one.value}` : one.flag));
        return void lines.push(`${tabs}helper(d, ${handed.join(", ")});`);
      }
      case "section":
        lines.push(`${tabs}spin_lock(&d->${item.lock});`);
        write(item.body, tabs);
        return void lines.push(`${tabs}spin_unlock(&d->${item.lock});`);
      case "conditionalSection":
        lines.push(`${tabs}if (${condition(item)})`, `${tabs}\tspin_lock(&d->${item.lock});`);
        write(item.body, tabs);
        return void lines.push(`${tabs}if (${condition(item)})`, `${tabs}\tspin_unlock(&d->${item.lock});`);
      case "if":
        lines.push(`${tabs}if (${condition(item)}) {`);
        write(item.body, `${tabs}\t`);
        lines.push(`${tabs}} else {`);
        write(item.otherwise, `${tabs}\t`);
        return void lines.push(`${tabs}}`);
      case "loop":
        lines.push(`${tabs}while (more(d)) {`);
        write(item.body, `${tabs}\t`);
        return void lines.push(`${tabs}}`);
    }
  };
  lines.push("static void helper(struct dev *d, bool a, bool b)", "{");
  write(program.helper, "\t");
  lines.push("}", "", "void main_function(struct dev *d, bool a, bool b, bool c)", "{");
  write(program.main, "\t");
  lines.push("}", "");
  return { text: lines.join("\n"), lineOf };
}

type Flags = Readonly<Record<Flag, boolean>>;

/** What really happens in a program. */
export interface Outcome {
  /** The allocations that some run makes with a lock held, each function started by itself. */
  readonly underLock: ReadonlySet<Statement>;
  /** Whether the flags that the helper is given alone decide how it leaves the locks. */
  readonly isHelperDecided: boolean;
}

/** Thrown where a run takes a lock twice or gives back one that is not held: such programs are not judged. */
class Misuse extends Error {}

/** Runs everything; undefined where a run misuses a lock. */
export function runProgram(program: RandomProgram): Outcome | undefined {
  const underLock = new Set<Statement>();
  let isHelperDecided = true;
  try {
    for (const flags of allFlags) {
      forEachRun(
        (choose) => void runFunction(program.main, { program, flags, choose, underLock, isStrict: true }),
      );
      const ends = new Set<string>();
      forEachRun((choose) => {
        ends.add(runFunction(program.helper, { program, flags, choose, underLock, isStrict: false }));
      });
      if (ends.size > 1) isHelperDecided = false;
    }
  } catch (error) {
    // The one way out of a run in the middle of any statement.
    if (error instanceof Misuse) return undefined;
    throw error;
  }
  return { underLock, isHelperDecided };
}

const allFlags: readonly Flags[] = [0, 1, 2, 3, 4, 5, 6, 7].map((bits) => ({
  a: (bits & 1) !== 0,
  b: (bits & 2) !== 0,
  c: (bits & 4) !== 0,
}));

/** Fewer would leave loops untried, more takes twice the time each. */
const maxChoices = 8;
const maxRounds = 2;

/** Runs `run` once for every way in which its first questions can be answered; later ones are answered no. */
function forEachRun(run: (choose: () => boolean) => void): void {
  const pending: (readonly boolean[])[] = [[]];
  for (let answers = pending.pop(); answers; answers = pending.pop()) {
    const given = answers;
    let asked = 0;
    run(() => given[asked++] ?? false);
    for (let at = given.length; at < Math.min(asked, maxChoices); at++) {
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
}

/** Runs one function; gives what it took and gave back in words. */
function runFunction(body: readonly Statement[], run: Run): string {
  const held = new Set<Lock>();
  const given: Lock[] = [];
  const take = (lockName: Lock): void => {
    if (held.has(lockName)) throw new Misuse();
    held.add(lockName);
  };
  const giveBack = (lockName: Lock): void => {
    if (held.delete(lockName)) return;
    if (run.isStrict) throw new Misuse();
    given.push(lockName);
  };
  /** False once the function has returned. */
  const each = (items: readonly Statement[], flags: Flags): boolean =>
    items.every((item) => step(item, flags));
  const step = (item: Statement, flags: Flags): boolean => {
    switch (item.kind) {
      case "lock":
        take(item.lock);
        return true;
      case "unlock":
        giveBack(item.lock);
        return true;
      case "alloc":
        if (held.size > 0) run.underLock.add(item);
        return true;
      case "other":
        return true;
      case "return":
        return false;
      case "if":
        return each(flags[item.flag] !== item.isNegated ? item.body : item.otherwise, flags);
      case "loop":
        for (let left = maxRounds; left > 0 && run.choose(); left--)
          if (!each(item.body, flags)) return false;
        return true;
      case "section":
      case "conditionalSection": {
        const isTaken = item.kind === "section" || flags[item.flag] !== item.isNegated;
        if (isTaken) take(item.lock);
        if (!each(item.body, flags)) return false;
        if (isTaken) giveBack(item.lock);
        return true;
      }
      case "call": {
        const [a, b] = item.given.map((one) => (one.kind === "constant" ? one.value : flags[one.flag]));
        each(run.program.helper, { a: a ?? false, b: b ?? false, c: false });
        return true;
      }
    }
  };
  each(body, run.flags);
  return `+${[...held].sort().join(",")} -${given.sort().join(",")}`;
}
