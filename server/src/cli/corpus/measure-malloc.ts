// Replays measurements of userspace malloc (folder `glibc-VERSION-ARCH`) through the simulated heap. Steps are named by
// what the measuring program did: `A=malloc(30720)`, `free(A)`, `20 x malloc(100)`, `free #7`, `calloc(1,200000)` ...
// Every figure of a step is compared, and the system
// calls of the whole run.

import type { ArchitectureId } from "../../kernel-model/architectures.js";
import { findLibc, type LibcRelease } from "../../kernel-model/libc.js";
import type { HeapEvent, SimulatorEvent } from "../../simulator/events.js";
import { createUserHeap, type UserHeap } from "../../simulator/malloc-heap.js";
import { mallocOptions } from "../../simulator/malloc-options.js";
import { at, compare, type Json, listAt, numberAt, type Outcome, textAt } from "./measurements/record.js";

/** The break before the first call; measured programs report offsets from it. */
const heapStart = 0x5555_5555_a000;

/** All comparisons of one file. A library that we do not know gives none; a step we can not read is not modelled. */
export function runGlibcMeasurements(folder: string, file: Json): Outcome[] {
  const [, version = "", arch = ""] = /^(glibc-[\d.]+)-(\w+)$/.exec(folder) ?? [];
  const libc = findLibc(version);
  const archId = archIds[arch];
  if (!libc || !archId) return [];
  return listAt(file, "runs").flatMap((run) => replayRun(libc, archId, run));
}

const archIds: Readonly<Record<string, ArchitectureId | undefined>> = {
  x86_64: "x86_64",
  i686: "i386",
  i386: "i386",
  aarch64: "arm64",
  arm: "arm",
};

/** One run of the measuring program. */
interface Replay {
  readonly heap: UserHeap;
  /** Pointers by their letter: A, B, X, Y. */
  readonly named: Map<string, number>;
  /** Pointers of the last group, by their number; 0 once freed. */
  readonly group: number[];
  /** Where each of the group was, also after it was freed. */
  readonly places: number[];
  last: number;
  guard: number;
  /** System calls so far. */
  readonly calls: HeapEvent[];
}

function replayRun(libc: LibcRelease, archId: ArchitectureId, run: Json): Outcome[] {
  const replay = startReplay(libc, archId, textAt(run, "header", "args"));
  const name = textAt(run, "run");
  const outcomes: Outcome[] = listAt(run, "steps").map((step) => {
    const op = textAt(step, "op");
    const what = { topic: "malloc", name: `${name}: ${op}`, grade: "exact" } as const;
    const pointer = playStep(replay, op);
    if (pointer === undefined) return { ...what, verdict: "not-modelled" };
    return compare(what, figuresOf(step), simulatedFigures(replay, pointer));
  });
  const calls = listAt(run, "syscalls").map((call) => normalizeCall(textAt(call, "call")));
  if (calls.length === 0) return outcomes;
  const what = { topic: "malloc", name: `${name}: system calls`, grade: "exact" } as const;
  return [...outcomes, compare(what, { calls: calls.join(" ") }, { calls: renderCalls(replay.calls) })];
}

function startReplay(libc: LibcRelease, archId: ArchitectureId, args: string): Replay {
  const isHeapEvent = (event: SimulatorEvent): event is HeapEvent =>
    event.kind.startsWith("heap-") && event.kind !== "heap-threshold-raised";
  const replay: Replay = {
    heap: createUserHeap({
      archId,
      libc,
      heapStart,
      onEvent: (event) => {
        if (isHeapEvent(event)) replay.calls.push(event);
      },
    }),
    named: new Map(),
    group: [],
    places: [],
    last: 0,
    guard: 0,
    calls: [],
  };
  for (const [, key = "", value = ""] of args.matchAll(/(\w+)=(-?\d+)/g)) {
    const parameter = optionOfArgument[key];
    if (parameter !== undefined) replay.heap.mallopt(parameter, Number(value));
  }
  return replay;
}

const optionOfArgument: Readonly<Record<string, number | undefined>> = {
  mmap: mallocOptions.M_MMAP_THRESHOLD,
  trim: mallocOptions.M_TRIM_THRESHOLD,
  toppad: mallocOptions.M_TOP_PAD,
  mmapmax: mallocOptions.M_MMAP_MAX,
  mxfast: mallocOptions.M_MXFAST,
};

/** One way to write a step: what it does, and the pointer that the step reports (0: none, undefined: can not be played). */
interface StepForm {
  readonly pattern: RegExp;
  readonly play: (replay: Replay, words: readonly string[]) => number | undefined;
}

const stepForms: readonly StepForm[] = [
  { pattern: /^start$/, play: () => 0 },
  { pattern: /^all freed$/, play: (replay) => freeGroup(replay, replay.group.keys()) },
  { pattern: /^malloc_trim\((\d+)\)$/, play: trimStep },
  {
    pattern: /^(\d+) x malloc\((\d+)\)$/,
    play: (replay, [n, size]) => fillGroup(replay, Number(n), Number(size)).last,
  },
  { pattern: /^(\d+)x(\d+)K \+ guard$/, play: guardedGroup },
  {
    pattern: /^free (\d+)x(\d+)K \(guard stays\)$/,
    play: (replay) => freeGroup(replay, replay.group.keys()),
  },
  { pattern: /^free guard$/, play: (replay) => freePointer(replay, replay.guard) },
  { pattern: /^free #(\d+) \(from the end\)$/, play: (replay, [index]) => freeDownTo(replay, Number(index)) },
  { pattern: /^free #(\d+) \(from the start\)$/, play: (replay, [index]) => freeUpTo(replay, Number(index)) },
  { pattern: /^free #(\d+)$/, play: (replay, [index]) => freeGroup(replay, [Number(index)]) },
  { pattern: /^malloc\((\d+)\) -> former #(\d+)$/, play: formerStep },
  { pattern: /^malloc\((\d+)\) #(\d+)$/, play: growStep },
  { pattern: /^(?:(\w+)=)?(\w+)\(([\d,\s]+)\)$/, play: callStep },
  { pattern: /^free\((\w+)\)$/, play: (replay, [name]) => freePointer(replay, replay.named.get(name ?? "")) },
];

function playStep(replay: Replay, op: string): number | undefined {
  for (const { pattern, play } of stepForms) {
    const match = pattern.exec(op);
    if (match) return play(replay, match.slice(1));
  }
  return undefined;
}

function freePointer(replay: Replay, pointer: number | undefined): number | undefined {
  if (pointer === undefined) return undefined;
  replay.heap.free(pointer);
  return 0;
}

function freeGroup(replay: Replay, indices: Iterable<number>): number {
  for (const index of [...indices]) {
    replay.heap.free(replay.group[index] ?? 0);
    replay.group[index] = 0;
  }
  return 0;
}

/** The program frees one by one and prints when the break moved: whatever it passed over was freed too. */
function freeDownTo(replay: Replay, index: number): number {
  const indices = [...replay.group.keys()].filter((other) => other >= index);
  return freeGroup(replay, indices.reverse());
}

function freeUpTo(replay: Replay, index: number): number {
  return freeGroup(
    replay,
    [...replay.group.keys()].filter((other) => other <= index),
  );
}

function trimStep(replay: Replay, [pad]: readonly string[]): number {
  replay.heap.mallocTrim(Number(pad));
  return 0;
}

function fillGroup(
  replay: Replay,
  n: number,
  sizeBytes: number,
): { readonly first: number; readonly last: number } {
  replay.group.length = 0;
  for (let index = 0; index < n; index++) replay.group.push(replay.heap.malloc(sizeBytes));
  replay.places.splice(0, Number.POSITIVE_INFINITY, ...replay.group);
  return { first: replay.group[0] ?? 0, last: replay.group.at(-1) ?? 0 };
}

/** Blocks and a small one above them, which keeps them from joining the top. The program reports the first block. */
function guardedGroup(replay: Replay, [n, kibibytes]: readonly string[]): number {
  const { first } = fillGroup(replay, Number(n), Number(kibibytes) * 1024);
  replay.guard = replay.heap.malloc(100);
  return first;
}

function formerStep(replay: Replay, [size, index]: readonly string[]): number | undefined {
  const pointer = replay.heap.malloc(Number(size));
  return pointer === replay.places[Number(index)] ? pointer : Number.NaN;
}

/** `malloc(1000) #134`: all from the one after the last printed; only those that moved the break were printed. */
function growStep(replay: Replay, [size, number]: readonly string[]): number {
  const nrCalls = replay.calls.length;
  while (replay.group.length < Number(number) - 1) replay.group.push(replay.heap.malloc(Number(size)));
  if (replay.calls.length !== nrCalls) return Number.NaN;
  const pointer = replay.heap.malloc(Number(size));
  replay.group.push(pointer);
  return pointer;
}

function callStep(replay: Replay, [name, call, args = ""]: readonly string[]): number | undefined {
  const [first = 0, second = 0] = args.split(",").map(Number);
  const pointer = callAllocator(replay, call ?? "", first, second);
  if (pointer === undefined) return undefined;
  if (name !== undefined) replay.named.set(name, pointer);
  replay.last = pointer;
  return pointer;
}

function callAllocator(
  { heap, last }: Replay,
  call: string,
  first: number,
  second: number,
): number | undefined {
  switch (call) {
    case "malloc":
      return heap.malloc(first);
    case "calloc":
      return heap.calloc(first, second);
    case "realloc":
      return heap.realloc(last, first);
    case "aligned_alloc":
    case "memalign":
      return heap.memalign(first, second, call);
    case "valloc":
      return heap.valloc(first);
    case "pvalloc":
      return heap.pvalloc(first);
    default:
      return undefined;
  }
}

type Figures = Readonly<Record<string, number | string>>;

const figureNames = [
  "usable",
  "chunk_size",
  "is_mmapped",
  "ptr_mod_4096",
  "heap_off",
  "brk_bytes",
  "arena",
  "ordblks",
  "smblks",
  "hblks",
  "hblkhd",
  "fsmblks",
  "uordblks",
  "fordblks",
  "keepcost",
] as const;

/** The figures that the step has; older files may lack some. */
function figuresOf(step: Json): Figures {
  const present = figureNames.filter((name) => at(step, name) !== undefined);
  return Object.fromEntries(present.map((name) => [name, numberAt(step, name)]));
}

function simulatedFigures({ heap }: Replay, pointer: number): Figures {
  const field = Number.isFinite(pointer) && pointer !== 0 ? heap.sizeFieldOf(pointer) : 0;
  const isMapping = (field & 2) === 2;
  const inHeap = pointer !== 0 && !isMapping;
  const info = heap.mallinfo2();
  return {
    ...info,
    usable: heap.usableSize(pointer),
    chunk_size: field - (field & 7),
    is_mmapped: isMapping ? 1 : 0,
    ptr_mod_4096: pointer % 4096,
    heap_off: inHeap ? pointer - heapStart : -1,
    brk_bytes: (heap.sbrk(0) ?? 0) - heapStart,
  };
}

/** `brk`, or the call with the size it is about: addresses of mappings are the kernel's choice. */
function normalizeCall(text: string): string {
  const call = /^\w+/.exec(text)?.[0] ?? "";
  const numbers = [...text.matchAll(/[(,\s](\d+)(?=[,)])/g)].map(([, digits]) => digits);
  if (call === "brk") return "brk";
  return `${call}:${(call === "mremap" ? numbers[1] : numbers[0]) ?? ""}`;
}

function renderCalls(calls: readonly HeapEvent[]): string {
  return calls.map(({ call, bytes }) => (call === "brk" ? "brk" : `${call}:${bytes}`)).join(" ");
}
