// Runs one list of allocation commands on the simulated malloc and on the C library of this machine, and writes random
// lists. The commands and the lines they give are those of malloc-replay.c.

import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findLibc } from "../../server/src/kernel-model/libc.js";
import type { SimulatorEvent } from "../../server/src/simulator/events.js";
import { createUserHeap, type UserHeap } from "../../server/src/simulator/malloc-heap.js";

export type Command =
  | { readonly kind: "malloc" | "calloc" | "realloc"; readonly slot: number; readonly bytes: number }
  | { readonly kind: "memalign"; readonly slot: number; readonly align: number; readonly bytes: number }
  | { readonly kind: "free"; readonly slot: number }
  | { readonly kind: "free-wrong"; readonly slot: number; readonly delta: number }
  | { readonly kind: "mallopt"; readonly parameter: number; readonly value: number }
  | { readonly kind: "trim"; readonly pad: number }
  | {
      readonly kind: "store" | "load";
      readonly slot: number;
      readonly offset: number;
      readonly bytes: number;
    }
  | { readonly kind: "poke"; readonly slot: number; readonly offset: number; readonly value: number }
  | { readonly kind: "sbrk"; readonly bytes: number }
  | { readonly kind: "block"; readonly bytes: number };

export interface ReplayResult {
  /** The break before the first command. */
  readonly heapStart: number;
  readonly lines: readonly string[];
  /** What the library said before it aborted; "Segmentation fault" for SIGSEGV; absent when all went well. */
  readonly end?: string;
  /** One digit per heap page: 1 when it exists. Absent after an abort. */
  readonly pages?: string;
}

export function renderCommand(command: Command): string {
  switch (command.kind) {
    case "malloc":
      return `m ${command.slot} ${command.bytes}`;
    case "calloc":
      return `c ${command.slot} ${command.bytes}`;
    case "realloc":
      return `r ${command.slot} ${command.bytes}`;
    case "memalign":
      return `a ${command.slot} ${command.align} ${command.bytes}`;
    case "free":
      return `f ${command.slot}`;
    case "free-wrong":
      return `d ${command.slot} ${command.delta}`;
    case "mallopt":
      return `o ${command.parameter} ${command.value}`;
    case "trim":
      return `t ${command.pad}`;
    case "store":
      return `w ${command.slot} ${command.offset} ${command.bytes}`;
    case "load":
      return `g ${command.slot} ${command.offset} ${command.bytes}`;
    case "poke":
      return `k ${command.slot} ${command.offset} ${command.value}`;
    case "sbrk":
      return `s ${command.bytes}`;
    case "block":
      return `b ${command.bytes}`;
  }
}

/** Compiles the replay program for 64 or 32 bits; or says why that can not be done here. */
export function buildReplayProgram(
  bits: 64 | 32 = 64,
): { readonly program: string } | { readonly missing: string } {
  if (process.platform !== "linux" || process.arch !== "x64") return { missing: "not Linux on x86_64" };
  const version = spawnSync("ldd", ["--version"], { encoding: "utf8" });
  if (!/\b2\.36$/m.test(version.stdout?.split("\n")[0] ?? ""))
    return { missing: "the C library is not glibc 2.36" };
  const program = join(mkdtempSync(join(tmpdir(), "malloc-replay-")), "replay");
  try {
    const source = new URL("./malloc-replay.c", import.meta.url).pathname.replace("/test/out/", "/test/");
    execFileSync("gcc", [`-m${bits}`, "-O1", "-fno-builtin", "-o", program, source], { stdio: "pipe" });
  } catch (error) {
    return { missing: `gcc failed: ${String(error)}` };
  }
  return { program };
}

/** Replays on the real library. */
export function replayOnLibrary(program: string, commands: readonly Command[]): ReplayResult {
  const input = `${program}.${process.pid}.txt`;
  writeFileSync(input, `${commands.map(renderCommand).join("\n")}\n`);
  const child = spawnSync(program, [input], {
    encoding: "utf8",
    maxBuffer: 1 << 28,
    // A list bent into a ring keeps the library busy for ever.
    timeout: 1_000,
    env: {},
  });
  const printed = child.stdout.trimEnd().split("\n");
  const lines = printed.filter((line) => /^[0-9MX]/.test(line));
  const heapStart = Number(printed[0]?.slice(1));
  if (child.signal === "SIGTERM") return { heapStart, lines, end: "endless loop in malloc" };
  if (child.signal === "SIGSEGV") return { heapStart, lines, end: "Segmentation fault" };
  if (child.status !== 0) return { heapStart, lines, end: endOf(child.stderr) };
  return { heapStart, lines, pages: printed.find((line) => line.startsWith("P"))?.slice(1) ?? "" };
}

/** The library spells the failed condition of an assertion out. */
function endOf(stderr: string): string {
  return /malloc assertion failure in \w+/.exec(stderr)?.[0] ?? stderr.trim();
}

/** Replays on the simulator; checks its invariants after each step when asked. */
export function replayOnSimulator(
  commands: readonly Command[],
  checks: "checked" | "unchecked",
  heapStart = 0x5555_5555_a000,
  archId: "x86_64" | "i386" = "x86_64",
): ReplayResult {
  const faults: SimulatorEvent[] = [];
  const block = commands.find((command) => command.kind === "block");
  const libc = findLibc("glibc-2.36");
  const heap = createUserHeap({
    archId,
    heapStart,
    ...(libc ? { libc } : {}),
    ...(block ? { heapLimit: heapStart + block.bytes } : {}),
    onEvent: (event) => {
      if (event.kind === "fault") faults.push(event);
    },
  });
  const slots: number[] = [];
  const lines: string[] = [];
  for (const [index, command] of commands.entries()) {
    const address = runCommand(heap, slots, command);
    // Asking for mallinfo2() follows the lists as well.
    const line = renderLine(heap, address, heapStart);
    const fault = faults[0];
    if (fault?.kind === "fault") return { heapStart, lines, end: fault.message };
    lines.push(line);
    if (checks === "unchecked") continue;
    const defects = heap.checkInvariants();
    if (defects.length > 0)
      throw new Error(`after step ${index} (${renderCommand(command)}): ${defects.join("; ")}`);
  }
  return { heapStart, lines, pages: renderPages(heap, heapStart) };
}

function runCommand(heap: UserHeap, slots: number[], command: Command): number {
  const slot = "slot" in command ? (slots[command.slot] ?? 0) : 0;
  const keep = (address: number): number => {
    if ("slot" in command) slots[command.slot] = address;
    return address;
  };
  switch (command.kind) {
    case "malloc":
      return keep(heap.malloc(command.bytes));
    case "calloc":
      return keep(heap.calloc(1, command.bytes));
    case "realloc": {
      const address = heap.realloc(slot, command.bytes);
      return address === 0 && command.bytes > 0 ? 0 : keep(address);
    }
    case "memalign":
      return keep(heap.memalign(command.align, command.bytes));
    case "free":
      heap.free(slot);
      return 0;
    case "free-wrong":
      heap.free(slot + command.delta);
      return 0;
    case "mallopt":
      heap.mallopt(command.parameter, command.value);
      return 0;
    case "trim":
      heap.mallocTrim(command.pad);
      return 0;
    case "store":
      heap.clear(slot + command.offset, command.bytes);
      return 0;
    case "load":
      heap.touch(slot + command.offset, command.bytes, "read");
      return 0;
    case "poke":
      heap.pokeWord(slot + command.offset, command.value);
      return 0;
    case "sbrk":
      heap.sbrk(command.bytes);
      return 0;
    case "block":
      return 0;
  }
}

function renderLine(heap: UserHeap, address: number, heapStart: number): string {
  const field = address === 0 ? 0 : heap.sizeFieldOf(address);
  const isMapping = (field & 2) === 2;
  const brkBytes = (heap.sbrk(0) ?? 0) - heapStart;
  const place =
    address === 0 ? "0" : isMapping ? `M${address % 4096}` : renderPlace(address - heapStart, brkBytes);
  const info = heap.mallinfo2();
  const figures = [info.arena, info.ordblks, info.smblks, info.hblks, info.hblkhd, info.fsmblks];
  return [place, field, brkBytes, ...figures, info.uordblks, info.fordblks, info.keepcost].join(" ");
}

function renderPlace(offset: number, brkBytes: number): string {
  return offset > brkBytes ? `X${offset % 4096}` : String(offset);
}

function renderPages(heap: UserHeap, heapStart: number): string {
  let digits = "";
  const end = heap.sbrk(0) ?? 0;
  for (let page = heapStart; page < end; page += 4096) digits += heap.isPresent(page) ? "1" : "0";
  return digits;
}

export interface Random {
  below(limit: number): number;
  pick<T>(list: readonly T[], fallback: T): T;
}

/** A small generator with a seed (xorshift32), so that a list can be had again from its seed alone. */
export function createRandom(seed: number): Random {
  let state = (seed * 2_654_435_761 + 1) >>> 0 || 1;
  const below = (limit: number): number => {
    state ^= state << 13;
    state >>>= 0;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
  return { below, pick: (list, fallback) => list[below(list.length)] ?? fallback };
}

/** Sizes of one flavour: what a list mostly asks for. */
const flavours: readonly (readonly [low: number, high: number])[] = [
  [0, 140],
  [0, 1_100],
  [900, 5_000],
  [1, 40_000],
  [30_000, 300_000],
  [60_000, 3_000_000],
  [24, 25],
  [100, 104],
];

/** A random list of sound commands: every slot is freed at most once, loads and stores stay inside. */
export function randomCommands(seed: number, length: number): readonly Command[] {
  const random = createRandom(seed);
  const commands: Command[] = [];
  if (random.below(8) === 0) commands.push({ kind: "block", bytes: 4096 * (1 + random.below(400)) });
  const weights = flavours.map(() => random.below(4));
  const live = new Map<number, number>();
  const maxLive = random.pick([4, 16, 60, 300], 16);
  const size = (): number => {
    const chosen = flavours.filter((_, index) => random.below(4) < (weights[index] ?? 0));
    const [low, high] = random.pick(chosen, [1, 2_000]);
    return low + random.below(high - low);
  };
  const usesOptions = commands.length > 0 || random.below(3) === 0;
  while (commands.length < length) {
    const roll = random.below(100);
    const slots = [...live.keys()];
    const slot = random.pick(slots, 0);
    if (usesOptions && random.below(40) === 0) {
      commands.push(randomOption(random));
    } else if (slots.length === 0 || (roll < 45 && slots.length < maxLive)) {
      const fresh = firstFree(live);
      const bytes = size();
      live.set(fresh, bytes);
      commands.push(allocation(random, fresh, bytes, usesOptions));
    } else if (roll < 55) {
      const bytes = 1 + size();
      live.set(slot, bytes);
      commands.push({ kind: "realloc", slot, bytes });
    } else if (roll < 62) {
      const bytes = live.get(slot) ?? 0;
      const offset = random.below(bytes);
      const touched = Math.min(bytes - offset, 1 + random.below(20_000));
      if (touched > 0)
        commands.push({ kind: random.pick(["store", "load"], "load"), slot, offset, bytes: touched });
    } else if (roll < 63 && usesOptions) {
      commands.push({ kind: "sbrk", bytes: 16 * (1 + random.below(1_000)) });
    } else {
      live.delete(slot);
      commands.push({ kind: "free", slot });
    }
  }
  for (const slot of live.keys()) commands.push({ kind: "free", slot });
  return commands;
}

function firstFree(live: ReadonlyMap<number, number>): number {
  let slot = 0;
  while (live.has(slot)) slot++;
  return slot;
}

function allocation(random: Random, slot: number, bytes: number, usesOptions: boolean): Command {
  const roll = random.below(20);
  if (roll < 2) return { kind: "calloc", slot, bytes };
  // The kernel places mappings: how they stand to more than a page is not ours to say.
  const staysInHeap = !usesOptions && bytes < 20_000;
  if (roll === 2) return { kind: "memalign", slot, align: 1 << random.below(staysInHeap ? 15 : 13), bytes };
  return { kind: "malloc", slot, bytes };
}

function randomOption(random: Random): Command {
  switch (random.below(7)) {
    case 0:
      return { kind: "mallopt", parameter: -3, value: random.pick([0, 65_536, 131_072, 1_000_000], 0) };
    case 1:
      return { kind: "mallopt", parameter: -1, value: random.pick([0, 65_536, 131_072, 1_000_000, -1], 0) };
    case 2:
      return { kind: "mallopt", parameter: -2, value: random.pick([0, 4_096, 131_072, 500_000], 0) };
    case 3:
      return { kind: "mallopt", parameter: -4, value: random.pick([0, 1, 3, 65_536], 0) };
    case 4:
      return { kind: "mallopt", parameter: 1, value: random.pick([0, 32, 80, 160], 0) };
    case 5:
      return { kind: "mallopt", parameter: -6, value: random.pick([0, 1], 0) };
    default:
      return { kind: "trim", pad: random.pick([0, 0, 4_096, 100_000], 0) };
  }
}

/** A sound list, then misuse: freed twice, freed beside a chunk, or a header overwritten; then sound commands again. */
export function randomMisuse(seed: number, length: number): readonly Command[] {
  const random = createRandom(seed);
  const sound = randomCommands(seed, length).filter(
    ({ kind }) => !["store", "load", "sbrk", "block", "mallopt"].includes(kind),
  );
  const at = 1 + random.below(sound.length - 1);
  // What a stale pointer to a mapping finds depends on where the kernel put the next one.
  const lastBytes = new Map<number, number>();
  for (const command of sound.slice(0, at))
    if ("bytes" in command && "slot" in command) lastBytes.set(command.slot, command.bytes);
  const victim = random.pick(
    [...lastBytes].filter(([, bytes]) => bytes < 30_000),
    undefined,
  );
  if (victim === undefined) return sound;
  return [...sound.slice(0, at), misuse(random, ...victim), ...sound.slice(at)];
}

function misuse(random: Random, slot: number, bytes: number): Command {
  const wordsUp = Math.floor((bytes + 8) / 16) * 16 + 8;
  switch (random.below(4)) {
    case 0:
      return { kind: "free-wrong", slot, delta: 0 };
    case 1:
      return { kind: "free-wrong", slot, delta: random.pick([8, 32, 4, 1], 8) };
    case 2:
      return {
        kind: "poke",
        slot,
        offset: wordsUp,
        value: random.pick([0, 1, 33, 65, 1_000_001, 16, 64], 0),
      };
    default:
      return {
        kind: "poke",
        slot,
        offset: random.pick([-8, 0, 8, -16], 0),
        value: random.pick([0, 33, 49, 2_001], 0),
      };
  }
}
