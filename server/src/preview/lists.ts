// What a run says in words: events, leaks, faults, expectations, console, and the texts of /proc at the chosen point.

import type { PanelModel, PanelPoint } from "./panel-model.js";
import type { TableData } from "./rows.js";
import { bytesText, countText, numberText } from "./words.js";

type Run = PanelModel["run"];

/** `x86_64 · 512 MiB · Linux 6.1 · 1 CPU`, or of a program `x86_64 process · glibc-2.36 · 512 MiB`. */
export function machineText({ arch, memoryBytes, kernel, cpus, libc }: Run["machine"]): string {
  if (libc !== undefined) return `${arch} process · ${libc} · ${bytesText(memoryBytes)}`;
  return `${arch} · ${bytesText(memoryBytes)} · Linux ${kernel} · ${countText(cpus, "CPU")}`;
}

export function eventTable(run: Run, upTo: number): TableData {
  const bytes = (amount: number | undefined): string => (amount === undefined ? "" : bytesText(amount));
  return {
    caption: "Calls of the allocators",
    columns: [
      { title: "Line" },
      { title: "Call" },
      { title: "Asked", isNumber: true },
      { title: "Got", isNumber: true },
      { title: "Given back", isNumber: true },
      { title: "Cache or order" },
      { title: "Zone" },
      { title: "Address" },
      { title: "Outcome" },
    ],
    rows: run.events.map((event, i) => ({
      cells: [
        `line ${event.line}`,
        event.call,
        bytes(event.requestedBytes),
        bytes(event.allocatedBytes),
        bytes(event.freedBytes),
        event.cache ?? (event.order === undefined ? "" : `order ${event.order}`),
        event.zone ?? "",
        event.address ?? "",
        event.ok ? "done" : `failed${event.reason === undefined ? "" : `: ${event.reason}`}`,
      ],
      line: event.line,
      isChanged: i === upTo,
    })),
    empty: "This run called no allocator.",
  };
}

export function leakTable(run: Run): TableData {
  const row = (leak: Run["leaks"][number], by: string) => ({
    cells: [`line ${leak.line}`, leak.call, bytesText(leak.bytes), leak.cache ?? "", by],
    line: leak.line,
  });
  return {
    caption: "Leaked, and still held",
    columns: [
      { title: "Allocated at" },
      { title: "Call" },
      { title: "Bytes", isNumber: true },
      { title: "Cache" },
      { title: "State" },
    ],
    rows: [
      ...run.leaks.map((leak) => row(leak, "leaked")),
      ...run.held.map((held) => row(held, `held by ${held.by}`)),
    ],
    empty: "Nothing leaked, nothing held.",
  };
}

export function faultTable(run: Run): TableData {
  return {
    caption: "Faults",
    columns: [{ title: "Line" }, { title: "Kind" }, { title: "What happened" }],
    rows: run.faults.map(({ line, kind, message }) => ({ cells: [`line ${line}`, kind, message], line })),
    empty: "No fault.",
  };
}

export function expectationTable(run: Run): TableData {
  return {
    caption: "Expectations",
    columns: [{ title: "Line" }, { title: "Expected" }, { title: "Found" }, { title: "Verdict" }],
    rows: run.expectations.map(({ line, text, actual, ok }) => ({
      cells: [`line ${line}`, text, actual, ok ? "✓ met" : "✗ not met"],
      line,
    })),
    empty: "This snippet expects nothing; add '// @kmem expect leaks == 0' above the function.",
  };
}

/** The form of /proc/buddyinfo, and of /proc/slabinfo for the caches that the run has touched. */
export function procText(point: PanelPoint): string {
  const buddy = point.zones.map(
    ({ name, freeByOrder }) =>
      `Node 0, zone ${name.padStart(8)} ${freeByOrder.map((amount) => String(amount).padStart(6)).join(" ")} `,
  );
  const slabs = point.slabs.map(
    (slab) =>
      `${slab.name.padEnd(17)} ${String(slab.objects).padStart(6)} ${String(slab.capacity).padStart(6)} ${String(slab.slotBytes).padStart(6)} ${String(slab.objectsPerSlab).padStart(4)} ${String(2 ** slab.order).padStart(4)}`,
  );
  return [
    ...(buddy.length > 0 ? ["==> /proc/buddyinfo <==", ...buddy, ""] : []),
    ...(slabs.length > 0
      ? [
          "==> /proc/slabinfo <==",
          "# name            <active_objs> <num_objs> <objsize> <objperslab> <pagesperslab>",
          ...slabs,
        ]
      : []),
    ...(point.heap
      ? [
          "==> the heap, as malloc_stats() <==",
          `system bytes     = ${String(point.heap.brkBytes).padStart(10)}`,
          `in use bytes     = ${String(point.heap.inUseBytes).padStart(10)}`,
          `mmap regions     = ${String(point.heap.mmaps.length).padStart(10)}`,
        ]
      : []),
  ].join("\n");
}

/** The heading of a tab: what it holds and how much. */
export function tabTitles(run: Run): Readonly<Record<string, string>> {
  const nrMet = run.expectations.filter(({ ok }) => ok).length;
  const count = (amount: number): string => (amount === 0 ? "none" : numberText(amount));
  return {
    events: `Events ${numberText(run.events.length)}`,
    leaks: `Leaks ${count(run.leaks.length)}`,
    faults: `Faults ${count(run.faults.length)}`,
    expectations: `Expectations ${nrMet} of ${run.expectations.length}`,
    console: "Console",
    proc: "/proc",
  };
}
