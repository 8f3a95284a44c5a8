// Userspace malloc: the measured reference, the classic sequence, thresholds, lazily backed pages, misuse, and what
// older libraries do otherwise.

import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { runGlibcMeasurements } from "../../server/src/cli/corpus/measure-malloc.js";
import { findLibc, libcReleases } from "../../server/src/kernel-model/libc.js";
import type { SimulatorEvent } from "../../server/src/simulator/events.js";
import {
  createUserHeap,
  type UserHeap,
  type UserHeapConfig,
} from "../../server/src/simulator/malloc-heap.js";
import { mallocOptions } from "../../server/src/simulator/malloc-options.js";
import { randomCommands, replayOnSimulator } from "./malloc-harness.js";

const KiB = 1024;

interface Reference {
  readonly library: string;
  readonly columns: readonly string[];
  readonly runs: readonly {
    readonly run: string;
    readonly args: string;
    readonly steps: readonly (readonly [string, ...number[]])[];
    readonly syscalls: readonly string[];
  }[];
}

const reference: Reference = JSON.parse(
  readFileSync(new URL("../reference/glibc-2.36.json", rootUrl()), "utf8"),
);

/** Tests run from source, and as compiled files one folder deeper. */
function rootUrl(): string {
  return import.meta.url.replace("/test/out/", "/test/");
}

function checkHeap(config: Partial<UserHeapConfig> = {}): {
  heap: UserHeap;
  events: SimulatorEvent[];
  fault: () => string | undefined;
} {
  const events: SimulatorEvent[] = [];
  const heap = createUserHeap({ archId: "x86_64", onEvent: (event) => events.push(event), ...config });
  const fault = (): string | undefined =>
    events.flatMap((event) => (event.kind === "fault" ? [event.message] : []))[0];
  return { heap, events, fault };
}

function libcConfig(name: string): Partial<UserHeapConfig> {
  const libc = findLibc(name);
  return libc ? { libc } : {};
}

describe("the measured library", () => {
  for (const run of reference.runs) {
    it(`${run.run}: every step as measured`, () => {
      const steps = run.steps.map(([op, ...figures]) => ({
        op,
        ...Object.fromEntries(reference.columns.map((name, index) => [name, figures[index] ?? 0])),
      }));
      const syscalls = run.syscalls.map((call) => ({ call }));
      const outcomes = runGlibcMeasurements(reference.library, {
        runs: [{ run: run.run, header: { args: run.args }, steps, syscalls }],
      });
      expect(outcomes.length).toBeGreaterThanOrEqual(run.steps.length);
      expect(outcomes.filter(({ verdict }) => verdict !== "exact")).toEqual([]);
    });
  }
});

/** 30K, 40K, 200K, 100K and their frees: heap bytes, mappings and free bytes after each of nine states. */
function classicStates(heap: UserHeap): readonly string[] {
  const states: string[] = [];
  const note = (): void => {
    const { brkBytes, mmaps, freeBytes } = heap.snapshot();
    states.push(`${brkBytes} ${mmaps.map(({ bytes }) => bytes).join("+") || "-"} ${freeBytes}`);
  };
  note();
  const [a, b, c, d] = [30, 40, 200, 100].map((kibibytes) => {
    const address = heap.malloc(kibibytes * KiB);
    note();
    return address;
  });
  for (const address of [c, b, d, a]) {
    heap.free(address ?? 0);
    note();
  }
  return states;
}

describe("the classic sequence", () => {
  const start = ["0 - 0", "135168 - 103776", "135168 - 62800", "135168 208896 62800", "307200 208896 132416"];

  it("gives nothing back once freeing a mapping has raised the thresholds", () => {
    const { heap } = checkHeap();
    expect(classicStates(heap)).toEqual([
      ...start,
      "307200 - 132416",
      "307200 - 173392",
      "307200 - 275808",
      "307200 - 306544",
    ]);
    expect(heap.snapshot()).toMatchObject({ mmapThresholdBytes: 208_896, trimThresholdBytes: 417_792 });
  });

  it("trims the heap when a threshold was set by hand", () => {
    for (const option of [mallocOptions.M_MMAP_THRESHOLD, mallocOptions.M_TRIM_THRESHOLD]) {
      const { heap } = checkHeap();
      expect(heap.mallopt(option, 128 * KiB)).toBe(1);
      expect(classicStates(heap)).toEqual([
        ...start,
        "307200 - 132416",
        "307200 - 173392",
        "163840 - 132448",
        "135168 - 134512",
      ]);
    }
  });

  it("trims with a library that has no dynamic threshold, as the older texts tell", () => {
    const { heap } = checkHeap(libcConfig("glibc-2.3"));
    expect(classicStates(heap).at(-1)).toBe("135168 - 135168");
    expect(heap.snapshot().mmapThresholdBytes).toBe(128 * KiB);
  });
});

describe("memory that exists on paper only", () => {
  it("counts pages when they are touched, not when they are allocated", () => {
    const { heap } = checkHeap();
    const block = heap.malloc(1024 * KiB);
    expect(heap.snapshot().residentPages).toBe(2); // the first page of the heap, and the one with the chunk's header
    heap.touch(block + 40_000, 8_192, "write");
    expect(heap.snapshot().residentPages).toBe(5);
    heap.touch(block + 100_000, 1, "read");
    expect(heap.snapshot()).toMatchObject({ residentPages: 5, zeroPages: 1, minorFaults: 6 });
    heap.free(block);
    expect(heap.snapshot()).toMatchObject({ residentPages: 1, zeroPages: 0 });
  });

  it("calloc clears what the heap used before, and touches no page that is fresh from the kernel", () => {
    const { heap } = checkHeap();
    heap.calloc(1, 512 * KiB);
    expect(heap.snapshot().residentPages).toBe(2);
    heap.mallopt(mallocOptions.M_MMAP_MAX, 0);
    const inHeap = heap.calloc(1, 120 * KiB);
    expect(heap.snapshot().residentPages).toBe(32);
    expect(heap.isPresent(inHeap + 60 * KiB)).toBe(true);
  });

  it("malloc_trim drops whole pages inside free chunks", () => {
    const { heap } = checkHeap();
    const block = heap.malloc(100 * KiB);
    heap.malloc(10);
    heap.touch(block, 100 * KiB, "write");
    heap.free(block);
    expect(heap.snapshot().residentPages).toBe(26);
    expect(heap.mallocTrim(0)).toBe(1);
    expect(heap.snapshot().residentPages).toBe(2);
  });
});

describe("bad use", () => {
  const cases: readonly (readonly [
    name: string,
    misuse: (heap: UserHeap) => void,
    message: string,
    kind: string,
  ])[] = [
    [
      "twice into the tcache",
      (heap) => freeTwice(heap, 24),
      "free(): double free detected in tcache 2",
      "double-free",
    ],
    [
      "twice into the unsorted list",
      (heap) => freeTwice(heap, 2_000, 16),
      "double free or corruption (!prev)",
      "double-free",
    ],
    [
      "twice into the top",
      (heap) => freeTwice(heap, 2_000),
      "double free or corruption (top)",
      "double-free",
    ],
    ["a mapping twice", (heap) => freeTwice(heap, 500_000), "Segmentation fault", "bad-pointer"],
    ["inside a block", (heap) => heap.free(heap.malloc(100) + 8), "free(): invalid pointer", "wrong-free"],
    ["at an aligned place inside a block", (heap) => freeInside(heap), "free(): invalid size", "wrong-free"],
    ["nowhere", (heap) => heap.free(0x1234_5678_9000), "Segmentation fault", "bad-pointer"],
    ["after writing over the next header", overflow, "malloc(): corrupted top size", "heap-corruption"],
    [
      "realloc of a stray pointer",
      (heap) => void heap.realloc(heap.malloc(100) + 8, 10),
      "realloc(): invalid pointer",
      "wrong-free",
    ],
    ["twice into a fastbin", freeFastTwice, "double free or corruption (fasttop)", "double-free"],
  ];
  for (const [name, misuse, message, kind] of cases) {
    it(`${name}: ${message}`, () => {
      const { heap, events, fault } = checkHeap();
      misuse(heap);
      expect(fault()).toBe(message);
      expect(events.at(-1)).toMatchObject({ kind: "fault", fault: kind, isFatal: true });
      expect(heap.hasEnded()).toBe(true);
      expect(heap.malloc(10)).toBe(0);
      expect(events.at(-1)).toMatchObject({ kind: "fault" });
    });
  }

  it("a second free goes unnoticed in the first library with a tcache", () => {
    const { heap, fault } = checkHeap(libcConfig("2.26"));
    freeTwice(heap, 24);
    expect(fault()).toBeUndefined();
    const first = heap.malloc(24);
    expect(heap.malloc(24)).toBe(first);
  });
});

function freeTwice(heap: UserHeap, sizeBytes: number, guardBytes = 0): void {
  const block = heap.malloc(sizeBytes);
  if (guardBytes > 0) heap.malloc(guardBytes);
  heap.free(block);
  heap.free(block);
}

function freeInside(heap: UserHeap): void {
  const block = heap.malloc(100);
  heap.pokeWord(block + 8, 24);
  heap.free(block + 16);
}

function overflow(heap: UserHeap): void {
  const block = heap.malloc(24);
  heap.pokeWord(block + 24, 1_000_001);
  heap.malloc(3_000);
}

function freeFastTwice(heap: UserHeap): void {
  const blocks = Array.from({ length: 8 }, () => heap.malloc(24));
  for (const block of blocks) heap.free(block);
  heap.free(blocks[7] ?? 0);
}

describe("other libraries and word sizes", () => {
  it("finds a library between two rows as the older one", () => {
    expect(findLibc("glibc-2.34")?.id).toBe("glibc-2.31");
    expect(findLibc("2.38")?.id).toBe("glibc-2.36");
    expect(findLibc("musl")).toBeUndefined();
    expect(findLibc("glibc-2.1")).toBeUndefined();
  });

  it("starts the heap with the tcache's control block, and without one before 2.26", () => {
    const offsets = libcReleases.map((libc) => {
      const { heap } = checkHeap({ libc, heapStart: 0x100_0000 });
      return `${libc.id} ${heap.malloc(100) - 0x100_0000}`;
    });
    expect(offsets).toEqual([
      "glibc-2.3 16",
      "glibc-2.12 16",
      "glibc-2.25 16",
      "glibc-2.26 608",
      "glibc-2.28 608",
      "glibc-2.31 672",
      "glibc-2.35 672",
      "glibc-2.36 672",
    ]);
  });

  it("aligns to 16 bytes on i386 since 2.26, to 8 before", () => {
    for (const [name, align, usable] of [
      ["2.36", 16, 28],
      ["2.25", 8, 20],
    ] as const) {
      const { heap } = checkHeap({ archId: "i386", ...libcConfig(name) });
      const block = heap.malloc(20);
      expect(block % align).toBe(0);
      expect(heap.usableSize(block)).toBe(usable);
      expect(heap.checkInvariants()).toEqual([]);
    }
  });

  it("refuses what no kernel gives: more than memory, more than PTRDIFF_MAX, an overflowing product", () => {
    const { heap, events } = checkHeap({ memoryBytes: 2 ** 30 });
    expect(heap.malloc(2 ** 31)).toBe(0);
    expect(heap.malloc(2 ** 63)).toBe(0);
    expect(heap.calloc(2 ** 33, 2 ** 33)).toBe(0);
    expect(heap.reallocarray(0, 2 ** 40, 2 ** 40)).toBe(0);
    expect(events.filter(({ kind }) => kind === "allocation-failed")).toHaveLength(4);
    expect(heap.posixMemalign(24, 10)).toEqual({ kind: "failed", error: "EINVAL" });
    expect(heap.malloc(100)).not.toBe(0);
  });
});

describe("any sound sequence", () => {
  it("keeps headers, lists and sums in agreement after every step", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1_000_000 }), (seed) => {
        replayOnSimulator(randomCommands(seed, 150), "checked");
      }),
      { numRuns: 40, seed: 20_231 },
    );
  });

  it("holds for every library and both word sizes", () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 0, max: 7 }), fc.integer({ min: 0, max: 200_000 })), {
          maxLength: 80,
        }),
        fc.constantFrom(...libcReleases),
        fc.constantFrom("x86_64", "i386", "arm", "arm64"),
        (steps, libc, archId) => {
          const { heap, fault } = checkHeap({ libc, archId });
          const live: number[] = [];
          for (const [kind, value] of steps) {
            if (kind < 3) live.push(heap.malloc(kind === 0 ? value % 1_200 : value));
            else if (kind === 3) live.push(heap.memalign(1 << (value % 14), value));
            else if (kind === 4 && live.length > 0) live.push(heap.realloc(live.shift() ?? 0, 1 + value));
            else heap.free(live.splice(value % (live.length + 1), 1)[0] ?? 0);
            expect(heap.checkInvariants()).toEqual([]);
          }
          for (const block of live) heap.free(block);
          expect(fault()).toBeUndefined();
          expect(heap.snapshot().mmaps).toEqual([]);
        },
      ),
      { numRuns: 150, seed: 4_242 },
    );
  });
});
