// The store on the disk: what was written is found again, and whatever happens to its files, nothing else is.

import {
  appendFileSync,
  chmodSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it, onTestFinished } from "vitest";
import { blockKeyOf, findBlocks, packBlock, payloadOf } from "../../server/src/project/block-format.js";
import { type BlockStore, openBlockStore } from "../../server/src/project/block-store.js";

interface Content {
  readonly entries: readonly string[];
}

function emptyFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "kmem-lens-store-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

function open(folder: string, maxBytes = 1_000_000): BlockStore<Content> {
  return openBlockStore<Content>({
    folder,
    maxBytes,
    pick: ({ entries }, places) => ({ entries: places.flatMap((place) => entries[place] ?? []) }),
  });
}

function addAll(store: BlockStore<Content>, entries: Readonly<Record<string, string>>): void {
  const names = Object.keys(entries);
  store.add(
    names.map((name) => blockKeyOf([name])),
    { entries: Object.values(entries) },
  );
}

/** One run: opens, writes and ends. */
function write(folder: string, entries: Readonly<Record<string, string>>): void {
  const store = open(folder);
  addAll(store, entries);
  store.close();
  store.tidy();
}

function read(store: BlockStore<Content>, name: string): string | undefined {
  const found = store.find(blockKeyOf([name]));
  return found?.content.entries[found.place];
}

function onlyFile(folder: string): string {
  const names = readdirSync(folder);
  expect(names).toHaveLength(1);
  return join(folder, names[0] ?? "");
}

describe("a store", () => {
  it("finds what an earlier run wrote, and the newest of it", () => {
    const folder = join(emptyFolder(), "made/when/needed");
    write(folder, { a: "1", b: "2" });
    write(folder, { b: "3", c: "4" });
    const store = open(folder);
    expect(["a", "b", "c", "d"].map((name) => read(store, name))).toEqual(["1", "3", "4", undefined]);
  });

  it("leaves no file where nothing was written", () => {
    const folder = emptyFolder();
    const store = open(folder);
    expect(read(store, "a")).toBeUndefined();
    store.close();
    store.tidy();
    expect(readdirSync(folder)).toEqual([]);
  });

  it("is the user's alone", () => {
    const folder = join(emptyFolder(), "store");
    write(folder, { a: "1" });
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    expect(statSync(onlyFile(folder)).mode & 0o777).toBe(0o600);
  });

  it("takes no harm from runs at the same time", () => {
    const folder = emptyFolder();
    const stores = [open(folder), open(folder), open(folder)];
    for (const [index, store] of stores.entries())
      addAll(store, { both: "same", [`own${index}`]: String(index) });
    for (const store of stores) store.close();
    for (const store of stores) store.tidy();
    const store = open(folder);
    expect(["both", "own0", "own1", "own2"].map((name) => read(store, name))).toEqual([
      "same",
      "0",
      "1",
      "2",
    ]);
  });

  it("finds what a killed run wrote up to its end", () => {
    const folder = emptyFolder();
    const killed = open(folder);
    addAll(killed, { a: "1" });
    addAll(killed, { b: "2" });
    const file = onlyFile(folder);
    writeFileSync(file, readFileSync(file).subarray(0, -3));
    const store = open(folder);
    expect([read(store, "a"), read(store, "b")]).toEqual(["1", undefined]);
  });
});

describe("a damaged file", () => {
  it("never gives anything else than what was written", () => {
    const entries = Object.fromEntries(Array.from({ length: 20 }, (_, at) => [`key${at}`, `value ${at}`]));
    const damage = fc.array(fc.record({ at: fc.nat(), byte: fc.integer({ min: 0, max: 255 }) }), {
      minLength: 1,
    });
    const folder = emptyFolder();
    write(folder, entries);
    const file = onlyFile(folder);
    const whole = readFileSync(file);
    const property = fc.property(damage, fc.nat(), (changes, cut) => {
      const bytes = Buffer.from(whole);
      for (const { at, byte } of changes) bytes[at % bytes.length] = byte;
      writeFileSync(file, cut % 3 === 0 ? bytes.subarray(0, cut % bytes.length) : bytes);
      const store = open(folder);
      for (const [name, value] of Object.entries(entries)) {
        expect([value, undefined]).toContain(read(store, name));
      }
    });
    fc.assert(property, { seed: 20_261_121, numRuns: 300 });
  });

  it("does not take the others along, nor what is written later", () => {
    const folder = emptyFolder();
    write(folder, { a: "1" });
    writeFileSync(onlyFile(folder), "not a block at all, and longer than the head of one");
    write(folder, { b: "2" });
    const store = open(folder);
    expect([read(store, "a"), read(store, "b")]).toEqual([undefined, "2"]);
  });

  it("is passed over where a block says it is larger than the file", () => {
    const block = Buffer.from(packBlock([blockKeyOf(["a"])], Buffer.from("x")));
    block.writeUInt32BE(0xffffffff, 8);
    expect(findBlocks(block)).toEqual([]);
    block.writeUInt32BE(0xffffffff, 4);
    expect(findBlocks(block)).toEqual([]);
  });

  it("shows in the checksum", () => {
    const block = Buffer.from(packBlock([blockKeyOf(["a"])], Buffer.from("x")));
    const [found] = findBlocks(block);
    expect(found && Buffer.from(payloadOf(found) ?? []).toString()).toBe("x");
    block[block.length - 1] = 0;
    const [damaged] = findBlocks(block);
    expect(damaged && payloadOf(damaged)).toBeUndefined();
  });
});

describe("tidying", () => {
  it("makes one file of many, with what is alive", () => {
    const folder = emptyFolder();
    for (let run = 0; run < 9; run++) write(folder, { every: `run ${run}`, [`only${run}`]: "x" });
    expect(readdirSync(folder)).toHaveLength(1);
    const store = open(folder);
    expect(read(store, "every")).toBe("run 8");
    for (let run = 0; run < 9; run++) expect(read(store, `only${run}`)).toBe("x");
  });

  it("drops what is superseded", () => {
    const folder = emptyFolder();
    const long = "x".repeat(10_000);
    write(folder, { a: long, b: long, c: long, d: "kept" });
    write(folder, { a: "1", b: "2", c: "3" });
    write(folder, { a: "4", b: "5", c: "6" });
    expect(statSync(onlyFile(folder)).size).toBeLessThan(2000);
    const store = open(folder);
    expect(["a", "b", "c", "d"].map((name) => read(store, name))).toEqual(["4", "5", "6", "kept"]);
  });

  it("lets the oldest go where there is no room", () => {
    const folder = emptyFolder();
    for (let run = 0; run < 4; run++) {
      const store = open(folder, 5000);
      addAll(store, { [`run${run}`]: String(run).repeat(2000) });
      store.close();
      store.tidy();
    }
    const store = open(folder);
    expect(["run0", "run1", "run2", "run3"].map((name) => read(store, name) !== undefined)).toEqual([
      false,
      false,
      true,
      true,
    ]);
  });

  it("leaves alone what another run is writing, and takes what a killed one has left", () => {
    const folder = emptyFolder();
    const running = open(folder);
    addAll(running, { running: "1" });
    const ofRunning = onlyFile(folder);
    const killed = open(folder);
    addAll(killed, { killed: "1" });
    const left = readdirSync(folder).find((name) => join(folder, name) !== ofRunning) ?? "";
    const dayAgo = new Date(Date.now() - 25 * 3600 * 1000);
    utimesSync(join(folder, left), dayAgo, dayAgo);
    for (let run = 0; run < 9; run++) write(folder, { [`a${run}`]: "x" });
    expect(readdirSync(folder).filter((name) => name.endsWith(".open"))).toHaveLength(1);
    addAll(running, { more: "2" });
    running.close();
    const store = open(folder);
    expect(["running", "more", "killed", "a0"].map((name) => read(store, name))).toEqual([
      "1",
      "2",
      "1",
      "x",
    ]);
  });
});

describe("a folder that cannot be written to", () => {
  it("is read all the same", () => {
    const folder = emptyFolder();
    write(folder, { a: "1" });
    // Whoever runs the tests may write to every folder: a file that stands in a folder's place stops all.
    const moved = `${folder}.store`;
    onTestFinished(() => rmSync(moved, { recursive: true, force: true }));
    const store = open(folder);
    renameSync(folder, moved);
    writeFileSync(folder, "");
    addAll(store, { b: "2" });
    store.close();
    store.tidy();
    expect([read(store, "a"), read(store, "b")]).toEqual(["1", undefined]);
    expect(read(open(join(folder, "below")), "a")).toBeUndefined();
  });

  it("has files that may not be read", () => {
    const folder = emptyFolder();
    write(folder, { a: "1" });
    chmodSync(onlyFile(folder), 0);
    write(folder, { b: "2" });
    expect(read(open(folder), "b")).toBe("2");
  });
});

it("goes on with a file that somebody has added to", () => {
  const folder = emptyFolder();
  write(folder, { a: "1" });
  appendFileSync(onlyFile(folder), "rubbish");
  expect(read(open(folder), "a")).toBe("1");
});
