// What must hold of the kernel tables as a whole, whatever their rows say.

import { describe, expect, it } from "vitest";
import { allocatorRows } from "../../server/src/kernel-model/allocators.js";
import { annotationRows, assertionRows } from "../../server/src/kernel-model/assertions.js";
import { registrationRows } from "../../server/src/kernel-model/callbacks/registrations.js";
import { opsFieldRows } from "../../server/src/kernel-model/callbacks.js";
import { deprecatedRows } from "../../server/src/kernel-model/deprecated.js";
import { freeRows } from "../../server/src/kernel-model/frees.js";
import { gfpRows } from "../../server/src/kernel-model/gfp-rows.js";
import { guardRows } from "../../server/src/kernel-model/guards.js";
import { lockRows } from "../../server/src/kernel-model/locks.js";
import { modelOf } from "../../server/src/kernel-model/model.js";
import { predicateRows } from "../../server/src/kernel-model/predicates.js";
import { kernelReleases } from "../../server/src/kernel-model/profile.js";
import { neverSleeping } from "../../server/src/kernel-model/sleepers/never.js";
import { callRules, knownSleepers } from "../../server/src/kernel-model/sleepers.js";
import { release } from "./release-of.js";

const v6_1 = release("6.1");
const model = modelOf(v6_1);

describe("sources", () => {
  const rows: readonly { readonly source: string }[] = [
    ...lockRows,
    ...guardRows,
    ...allocatorRows,
    ...freeRows,
    ...assertionRows,
    ...annotationRows,
    ...predicateRows,
    ...registrationRows,
    ...opsFieldRows,
    ...deprecatedRows,
    ...gfpRows,
    ...neverSleeping,
    ...callRules(v6_1).values(),
  ];

  it("name a file of the kernel and a release", () => {
    const wrong = rows.filter((row) => !/^[\w./-]+\.(?:[chS]|rst)\b.* ?\(?\d+\.\d+/.test(row.source));
    expect(wrong.map((row) => row.source)).toEqual([]);
  });

  it("name a line where they speak of 6.1 or 6.12", () => {
    const wrong = rows.filter((row) => /\(6\.1\d?\)$/.test(row.source) && !/:\d+ \(|; /.test(row.source));
    expect(wrong.map((row) => row.source).filter((source) => source.endsWith("(6.1)"))).toEqual([]);
  });

  it("never show the path of a machine", () => {
    expect(rows.filter((row) => row.source.startsWith("/"))).toEqual([]);
  });
});

describe("locks", () => {
  it("pair in both directions", () => {
    const rows = new Map(lockRows.map((row) => [row.name, row]));
    const wrong = lockRows.flatMap((row) =>
      row.pairs.filter((name) => {
        const other = rows.get(name);
        return (
          !other?.pairs.includes(row.name) || (other.effect === "release") === (row.effect === "release")
        );
      }),
    );
    expect(wrong).toEqual([]);
  });

  it("have one row per name", () => {
    expect(new Set(lockRows.map((row) => row.name)).size).toBe(lockRows.length);
  });

  it("undo what they did", () => {
    const releases = new Map(lockRows.map((row) => [row.name, row]));
    const wrong = lockRows.filter(
      (row) =>
        row.effect !== "release" &&
        row.pairs.some((name) => !row.what.every((effect) => releases.get(name)?.what.includes(effect))),
    );
    expect(wrong.map((row) => row.name)).toEqual([]);
  });

  it("say what a failing acquire returns, and only then", () => {
    expect(lockRows.filter((row) => (row.effect === "try") !== (row.trylockReturns !== undefined))).toEqual(
      [],
    );
  });

  it("that spin do not sleep to be taken", () => {
    const sleepFirst = ["lock_sock_fast", "lock_sock_fast_nested"];
    const wrong = lockRows.filter((row) => row.atomic && model.callRule(row.name)?.rule.kind === "maySleep");
    expect(wrong.map((row) => row.name)).toEqual(sleepFirst);
  });

  it("that sleep are reported where they are taken for certain", () => {
    const wrong = lockRows.filter(
      (row) =>
        row.what.includes("sleeplock") &&
        row.effect === "acquire" &&
        model.callRule(row.name)?.rule.kind !== "maySleep",
    );
    expect(wrong.map((row) => row.name)).toEqual([]);
  });

  it("are known to every guard class", () => {
    const unknown = guardRows.filter((row) => !model.lock(row.lock) && row.lock !== "local_lock_nested_bh");
    expect(unknown.map((row) => row.name)).toEqual([]);
    const different = guardRows.filter((row) => {
      const lock = model.lock(row.lock);
      return lock !== undefined && lock.atomic !== row.atomic;
    });
    expect(different.map((row) => row.name)).toEqual([]);
  });
});

describe("allocators", () => {
  it("take the gfp mask where their call rule looks for it", () => {
    for (const kernel of kernelReleases) {
      const here = modelOf(kernel);
      for (const { name } of allocatorRows) {
        const row = here.allocator(name);
        const rule = here.callRule(name)?.rule;
        if (rule?.kind === "sleepsIfGfpBlocks")
          expect(`${name} ${row?.gfpArgument}`).toBe(`${name} ${rule.argument}`);
      }
    }
  });

  it("that take a mask have a call rule", () => {
    const wrong = allocatorRows.filter((row) => row.gfpArgument !== undefined && !model.callRule(row.name));
    expect(wrong.map((row) => row.name)).toEqual([]);
  });

  it("are freed by functions that take their family", () => {
    const wrong = allocatorRows.flatMap((row) =>
      row.freedBy
        .filter((name) => {
          const free = model.free(name);
          return free !== undefined && !free.families.includes(row.family);
        })
        .map((name) => `${row.name}: ${name}`),
    );
    expect(wrong).toEqual([]);
  });

  it("do not confuse the mask with the size", () => {
    const wrong = allocatorRows.filter((row) => {
      const { size, gfpArgument } = row;
      if (gfpArgument === undefined) return false;
      if (size.kind === "product") return size.arguments.includes(gfpArgument);
      return "argument" in size && size.argument === gfpArgument;
    });
    expect(wrong.map((row) => row.name)).toEqual([]);
  });
});

describe("sleepers", () => {
  it("are never on the list of those that do not sleep", () => {
    const rules = callRules(v6_1);
    expect(neverSleeping.filter((row) => rules.has(row.name))).toEqual([]);
  });

  it("stand in one group each", () => {
    const names = knownSleepers.flatMap((group) => Object.keys(group.calls));
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  });

  it("stand in groups that hold something", () => {
    expect(knownSleepers.filter((group) => Object.keys(group.calls).length === 0)).toEqual([]);
  });

  it("tell a condition in words that follow 'may sleep'", () => {
    const conditions = [...callRules(v6_1).values()].flatMap(({ rule }) =>
      rule.kind === "sleepsBehindCondition" ? [rule.condition] : [],
    );
    expect(conditions.filter((text) => !/^(?:unless|if|without|on) /.test(text))).toEqual([]);
  });

  it("have C names", () => {
    expect([...callRules(v6_1).keys()].filter((name) => !/^[A-Za-z_]\w*$/.test(name))).toEqual([]);
  });
});

describe("callbacks", () => {
  it("name each argument of a registration once, in order", () => {
    const wrong = registrationRows.filter((row) => {
      const places = row.callbacks.map((callback) => callback.argument);
      return (
        new Set(places).size !== places.length ||
        places.some((place, index) => place < (places[index - 1] ?? 0))
      );
    });
    expect(wrong.map((row) => row.function)).toEqual([]);
  });

  it("have one row per member in each release", () => {
    const keys = opsFieldRows.map((row) => `${row.structName}.${row.field} ${row.removed ?? ""}`);
    expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([]);
  });

  it("switch interrupts off in every hard interrupt", () => {
    const facts = [...opsFieldRows, ...registrationRows.flatMap((row) => row.callbacks)];
    expect(facts.filter((fact) => fact.context === "hardirq" && !fact.irqsOff)).toEqual([]);
    expect(facts.filter((fact) => fact.context === "process" && fact.irqsOff)).toEqual([]);
  });

  it("are not certain of what they do not know", () => {
    const facts = [...opsFieldRows, ...registrationRows.flatMap((row) => row.callbacks)];
    expect(facts.filter((fact) => fact.context === "unknown" && fact.certain)).toEqual([]);
  });
});
