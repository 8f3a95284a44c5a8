// What a run says in words: events, leaks, faults, expectations, and the headings of its tabs.

import type { PanelModel } from "./panel-model.js";
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
