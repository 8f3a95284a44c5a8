// A pack stands in for its tree: a driver is found the same with it as with the tree's files, and nothing of their text
// is in it.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { evaluateConstant } from "../../server/src/c-types/evaluate.js";
import { layoutOf } from "../../server/src/c-types/layout.js";
import { parseExpressionText } from "../../server/src/c-types/lower.js";
import { createProfile, findRelease } from "../../server/src/kernel-model/profile.js";
import { openContainer } from "../../server/src/project/pack/container.js";
import { readPack } from "../../server/src/project/pack/read-pack.js";
import { readStringTable, writeStringTable } from "../../server/src/project/pack/string-table.js";
import { checkFiles, type SourceFile } from "../../server/src/rules/engine.js";
import type { Finding } from "../../server/src/rules/finding.js";
import { placeUnderPath } from "../../server/src/rules/place-under-path.js";
import { learnSmallTree, longName, sectionsOf, smallTree } from "./small-tree.js";
import { findTextRuns } from "./text-runs.js";

const seed = Number(process.env["FC_SEED"] ?? 612);
const profile = createProfile(findRelease("6.1"), "x86_64");

const driver: SourceFile = {
  path: "my_zorro.c",
  text: `#include <linux/zorro.h>
static void certain(struct zorro_dev *d)
{
	spin_lock(&d->lock);
	zorro_register(d); // found
	zorro_update(d, 0);
	zorro_update(d, 1); // found
	zorro_start(d); // found
	zorro_read(d); // found
	zorro_wait(d); // found
	zorro_wait_here(d); // found
	zorro_poll(d);
	zorro_alloc(d, GFP_ATOMIC);
	zorro_alloc(d, GFP_KERNEL); // found
	zorro_zalloc(d, GFP_ATOMIC);
	zorro_zalloc(d, GFP_KERNEL); // found
	zorro_pause(d);
	zorro_settle_here(d); // found
	zorro_harmless(d);
	zorro_private(d);
	spin_unlock(&d->lock);
	zorro_register(d);
}
static irqreturn_t handler(int irq, void *data)
{
	zorro_pause(data); // found
	zorro_settle_here(data);
	return IRQ_HANDLED;
}
static int handled(struct zorro_dev *d)
{
	return request_irq(5, handler, 0, "zorro", d);
}
static void visited(struct zorro_dev *d)
{
	msleep(1); // found
}
static void visits(struct zorro_dev *d)
{
	zorro_visit(d, visited);
}
static void helpers(struct zorro_dev *d)
{
	zorro_lock(d);
	zorro_register(d); // found
	zorro_unlock(d);
	zorro_register(d);
	zorro_hold(d);
	zorro_register(d); // found
	zorro_drop(d);
	zorro_register(d);
}
`,
};

const marked = driver.text.split("\n").flatMap((line, at) => (line.includes("// found") ? [at + 1] : []));

function lineOf(offset: number): number {
  return driver.text.slice(0, offset).split("\n").length;
}

describe("a driver outside its tree", () => {
  it("has with the pack the findings that the tree's functions make", async () => {
    const { bytes } = await learnSmallTree();
    const { tree } = readPack(sectionsOf(bytes));
    const { findings } = checkFiles([driver], { profile, rules: {}, behind: tree });
    expect(findings.map(({ span }) => lineOf(span.start))).toEqual(marked);
  });

  it("names the call that sleeps, and where it stands", async () => {
    const { bytes } = await learnSmallTree();
    const { tree } = readPack(sectionsOf(bytes));
    const { findings } = checkFiles([driver], { profile, rules: {}, behind: tree });
    const [register] = findings;
    expect(register).toMatchObject({
      severity: "error",
      message: "mutex_lock() may sleep, but 'd->lock' is held",
    });
    expect(register?.path.at(-1)).toMatchObject({
      file: "linux-6.1.192/drivers/zorro/core.c",
      role: "sleep",
    });
  });

  it("is as if linked with the tree", async () => {
    const { folder, bytes } = await learnSmallTree();
    const { tree } = readPack(sectionsOf(bytes));
    const certain = {
      ...driver,
      text: driver.text.replaceAll(/zorro_(private|poll)\(d\)/g, (call) => " ".repeat(call.length)),
    };
    const paths = ["core.c", "core.h", "inner.c"].map((name) => `drivers/zorro/${name}`);
    const others = [...paths, "include/linux/zorro.h"].map((path) => ({
      path,
      text: readFileSync(join(folder, path), "utf8"),
    }));
    const linked = checkFiles([certain, ...others], { profile, rules: {} });
    const inDriver = placeUnderPath([...linked.findings], (file) => file === driver.path);
    const packed = checkFiles([certain], { profile, rules: {}, behind: tree });
    const keys = (list: readonly Finding[]) =>
      list.map(({ span, severity, message }) => `${lineOf(span.start)} ${severity} ${message}`);
    // Linked files have one finding for each call that sleeps, a pack one for each call that leads there.
    expect(keys(packed.findings)).toEqual(expect.arrayContaining(keys(inDriver)));
    const sinks = (list: readonly Finding[]) => new Set(list.map(({ message }) => message));
    expect(sinks(packed.findings)).toEqual(sinks(inDriver));
    expect(inDriver.length).toBeGreaterThan(3);
  });

  it("is entered in the contexts in which the tree calls it", async () => {
    const { bytes } = await learnSmallTree();
    const { tree } = readPack(sectionsOf(bytes));
    const text = smallTree["drivers/zephyr/chip.c"] ?? "";
    const { findings } = checkFiles([{ path: "my/chip.c", text }], { profile, rules: {}, behind: tree });
    const told = findings.map(({ functionName, message, path }) => [
      functionName,
      message,
      path.map(({ file, message: step }) => `${file.split("/").at(-1)}: ${step}`),
    ]);
    expect(told).toEqual([
      [
        "zephyr_flush",
        "msleep() may sleep, but 'd->lock' is held",
        [
          "kick.c: spin_lock(&d->lock) taken here",
          "kick.c: calls zephyr_flush()",
          "chip.c: msleep() may sleep",
        ],
      ],
      [
        "zephyr_handler",
        "msleep() may sleep, but zephyr_handler() runs as hard interrupt handler: request_irq()",
        ["kick.c: hard interrupt handler: request_irq()", "chip.c: msleep() may sleep"],
      ],
    ]);
  });

  it("is not entered where it exports nothing, or where its callers are at hand", async () => {
    const { bytes } = await learnSmallTree();
    const { tree } = readPack(sectionsOf(bytes));
    const text = smallTree["drivers/zephyr/chip.c"] ?? "";
    const check = (files: readonly SourceFile[]) =>
      checkFiles(files, { profile, rules: {}, behind: tree }).findings;
    expect(check([{ path: "chip.c", text: text.replaceAll(/EXPORT_SYMBOL.*/g, "") }])).toEqual([]);
    const harmless = "static void zorro_kick_hard(void) { }\nstatic void zorro_kick_probe(void) { }\n";
    expect(
      check([
        { path: "chip.c", text },
        { path: "kick.c", text: harmless },
      ]),
    ).toEqual([]);
  });

  it("does not wait for what a copy of a function of its own says otherwise", async () => {
    const { bytes } = await learnSmallTree();
    const { tree } = readPack(sectionsOf(bytes));
    const text = `void zorro_register(struct zorro_dev *d)\n{\n\td->id = 2;\n}\n${driver.text}`;
    const { findings } = checkFiles([{ path: "x.c", text }], { profile, rules: {}, behind: tree });
    expect(findings.some(({ message }) => message.startsWith("mutex_lock"))).toBe(true);
    expect(findings.length).toBe(marked.length - 3);
  });

  it("knows constants and sizes under the tree's configuration", async () => {
    const { bytes } = await learnSmallTree();
    const headers = readPack(sectionsOf(bytes)).tree.kernelHeaders;
    const environment = headers?.environmentOf(["linux/zorro.h"], profile);
    if (!environment) throw new Error("the pack has headers");
    const value = (text: string) => evaluateConstant(parseExpressionText(text), environment, profile);
    expect([value("ZORRO_WIDTH"), value("ZORRO_BIT * 2")]).toEqual([100n, 64n]);
    const layout = layoutOf({ kind: "tagged", tag: "struct", name: "zorro_dev" }, environment, profile);
    // lock and id are four bytes each: spinlock_t of Debian's amd64 kernel.
    expect(layout).toMatchObject({ sizeBytes: 108, alignBytes: 4 });
    const elsewhere = headers?.environmentOf(["linux/slab.h"], profile);
    expect(elsewhere?.structs("struct zorro_dev")).toBeUndefined();
  });
});

describe("the bytes of a pack", () => {
  it("hold no text of the tree", async () => {
    const { bytes } = await learnSmallTree();
    const sections = sectionsOf(bytes);
    const raw = (["strings", "index", "sources", "headers", "entries"] as const).map((name) =>
      sections.section(name),
    );
    const texts = Object.values(smallTree);
    expect(texts.some((text) => text.includes(longName))).toBe(true);
    expect(findTextRuns(raw, texts)).toEqual([]);
    // The search itself finds what is there.
    expect(findTextRuns([new TextEncoder().encode(texts.join(""))], texts)).not.toEqual([]);
  });

  it("are the same for the same tree", async () => {
    const [first, second] = [await learnSmallTree(), await learnSmallTree()];
    expect(Buffer.from(first.bytes).equals(second.bytes)).toBe(true);
  });

  it("are refused in a word where they are damaged, cut off, of another version or something else", async () => {
    const { bytes } = await learnSmallTree();
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
        const damaged = Uint8Array.from(bytes);
        damaged[at] = (damaged[at] ?? 0) ^ change;
        const opened = openContainer(damaged);
        expect(opened.kind).toBe("refused");
        expect(openContainer(bytes.slice(0, at)).kind).toBe("refused");
      }),
      { seed, numRuns: 300 },
    );
    const other = Uint8Array.from(bytes);
    other[8] = 9;
    expect(openContainer(other)).toMatchObject({ reason: expect.stringContaining("another version") });
    expect(openContainer(new Uint8Array(3))).toMatchObject({ reason: "is no knowledge pack" });
  });
});

describe("the names of a pack", () => {
  it("are found again, whatever they are", () => {
    const texts = fc.uniqueArray(fc.oneof(fc.string(), fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_]{0,60}$/)));
    fc.assert(
      fc.property(texts, fc.string(), (list, other) => {
        const sorted = [...list].sort();
        const table = readStringTable(writeStringTable(sorted));
        expect(sorted.map((_, id) => table.textOf(id))).toEqual(sorted);
        expect(sorted.map((text) => table.idOf(text))).toEqual(sorted.map((_, id) => id));
        if (!list.includes(other)) expect(table.idOf(other)).toBeUndefined();
      }),
      { seed, numRuns: 200 },
    );
  });
});
