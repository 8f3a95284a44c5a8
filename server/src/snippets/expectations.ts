// `expect EXPR`: what it may speak of, and whether it holds. The left side is a quantity of the machine or of the run;
// the right side a number, a size with K, M or G, or a constant of the program.

import { shortened } from "../base/format.js";
import { parseSize } from "./machine-spec.js";
import type { StateReport } from "./report.js";

/** What an expectation can look at. */
export interface ExpectationWorld {
  readonly before: StateReport;
  now(): StateReport;
  readonly pageBytes: number;
  /** Faults, leaks and held allocations so far; undefined where that is known only at the end. */
  nrFaults(kind: string | undefined): number | undefined;
  nrLeaks(): number | undefined;
  nrHeld(): number | undefined;
  /** What the function returned; undefined while it runs or when it returned nothing. */
  returned(): bigint | undefined;
  /** Why the run stopped; undefined while it runs. */
  stops(): string | undefined;
  /** A constant or variable of the program; a text says why not. */
  evaluate(expression: string): bigint | string;
  nrEvents(call: string | undefined): number;
  consoleText(): string;
}

export type ExpectationResult =
  | { readonly kind: "checked"; readonly ok: boolean; readonly actual: string }
  | { readonly kind: "invalid"; readonly reason: string };

const pattern = /^(.*?)\s*(\+=|-=|==|!=|<=|>=|<|>)\s*(.+)$/s;

/** Evaluates one expectation. */
export function checkExpectation(text: string, world: ExpectationWorld): ExpectationResult {
  const trimmed = text.trim();
  if (trimmed === "fails") return checkFails(world);
  const match = pattern.exec(trimmed);
  if (!match) return invalid(`'${trimmed}' compares nothing`);
  const [, left = "", operator = "", right = ""] = match;
  if (left.trim() === "stops") {
    const stops = world.stops() ?? "running";
    return checked(compareText(stops, operator, right.trim().replace(/^"|"$/g, "")), stops);
  }
  if (left.trim() === "console") {
    const wanted = right.trim().replace(/^"|"$/g, "");
    return checked(
      world.consoleText().includes(wanted) === (operator !== "!="),
      JSON.stringify(world.consoleText().slice(0, 80)),
    );
  }
  const isDelta = operator === "+=" || operator === "-=";
  const quantity = quantityOf(left.trim(), world, isDelta);
  if (quantity.kind === "invalid") return quantity;
  const wanted = numberOf(right.trim(), world);
  if (typeof wanted === "string") return invalid(wanted);
  if (!isDelta) return checked(compare(quantity.now, operator, wanted), quantity.now.toString());
  const change = quantity.now - quantity.before;
  const expected = operator === "+=" ? wanted : -wanted;
  return checked(change === expected, `${change < 0n ? "-=" : "+="} ${change < 0n ? -change : change}`);
}

function checkFails(world: ExpectationWorld): ExpectationResult {
  const returned = world.returned();
  const shown = returned === undefined ? "nothing returned" : returned.toString();
  return checked(
    returned !== undefined && (returned < 0n || returned === 0n ? returned < 0n : isErrorPointer(returned)),
    shown,
  );
}

function isErrorPointer(value: bigint): boolean {
  const signed = BigInt.asIntN(64, value);
  return signed < 0n && signed >= -4095n;
}

function checked(ok: boolean, actual: string): ExpectationResult {
  return { kind: "checked", ok, actual };
}

function invalid(reason: string): ExpectationResult & { kind: "invalid" } {
  return { kind: "invalid", reason: shortened(reason) };
}

function compareText(actual: string, operator: string, wanted: string): boolean {
  return operator === "!=" ? actual !== wanted : actual === wanted;
}

function compare(a: bigint, operator: string, b: bigint): boolean {
  switch (operator) {
    case "==":
      return a === b;
    case "!=":
      return a !== b;
    case "<":
      return a < b;
    case "<=":
      return a <= b;
    case ">":
      return a > b;
    default:
      return a >= b;
  }
}

function numberOf(text: string, world: ExpectationWorld): bigint | string {
  const size = parseSize(text);
  if (size !== undefined) return BigInt(size);
  return world.evaluate(text);
}

type Quantity =
  | { readonly kind: "quantity"; readonly now: bigint; readonly before: bigint }
  | { readonly kind: "invalid"; readonly reason: string };

function quantityOf(text: string, world: ExpectationWorld, isDelta: boolean): Quantity {
  const known = (now: number | undefined, what: string): Quantity =>
    now === undefined
      ? invalid(`'${what}' is known only at the end of the run`)
      : { kind: "quantity", now: BigInt(now), before: 0n };
  const faults = /^faults(?:\["([\w-]+)"\])?$/.exec(text);
  if (faults) return known(world.nrFaults(faults[1]), "faults");
  const events = /^events(?:\["(\w+)"\])?$/.exec(text);
  if (events) return known(world.nrEvents(events[1]), "events");
  if (text === "leaks") return known(world.nrLeaks(), text);
  if (text === "held") return known(world.nrHeld(), text);
  if (text === "returns") {
    const returned = world.returned();
    return returned === undefined
      ? invalid("the function returned no value")
      : { kind: "quantity", now: returned, before: 0n };
  }
  const path = /^(zone|buddy|slab|vmalloc|heap|percpu)\b(?:\["([^"]*)"\])?(.*)$/.exec(text);
  if (path) return stateQuantity({ root: path[1] ?? "", name: path[2], rest: path[3] ?? "" }, world);
  const value = world.evaluate(text);
  if (typeof value === "string") return invalid(value);
  return isDelta
    ? invalid(`'${text}' is not compared with the start of the run`)
    : { kind: "quantity", now: value, before: 0n };
}

interface Path {
  readonly root: string;
  readonly name: string | undefined;
  readonly rest: string;
}

function stateQuantity(path: Path, world: ExpectationWorld): Quantity {
  const now = readState(path, world.now(), world.pageBytes);
  if (typeof now === "string") return invalid(now);
  const before = readState(path, world.before, world.pageBytes);
  return { kind: "quantity", now: BigInt(now), before: BigInt(typeof before === "string" ? 0 : before) };
}

function readState({ root, name, rest }: Path, state: StateReport, pageBytes: number): number | string {
  switch (root) {
    case "zone":
      return readZone(name, rest, state, pageBytes);
    case "buddy": {
      const order = /^\.order\[(\d+)\]$/.exec(rest)?.[1];
      const zone = state.zones?.find((one) => one.name === name);
      if (!zone) return noZone(name, state);
      return order === undefined
        ? `buddy["${name}"] has '.order[N]'`
        : (zone.freeByOrder[Number(order)] ?? 0);
    }
    case "slab":
      return readSlab(name, rest, state);
    case "vmalloc": {
      const areas = state.vmalloc ?? [];
      if (rest === ".areas") return areas.length;
      if (rest === ".pages") return areas.reduce((sum, area) => sum + area.pages, 0);
      return rest === ".bytes"
        ? areas.reduce((sum, area) => sum + area.bytes, 0)
        : "vmalloc has .areas, .pages and .bytes";
    }
    case "heap":
      return readHeap(rest, state);
    default:
      return `'${root}' is nothing to expect`;
  }
}

function noZone(name: string | undefined, state: StateReport): string {
  const names = (state.zones ?? []).map((zone) => zone.name).join(", ");
  return `this machine has no zone '${name}'; it has ${names || "none"}`;
}

function readZone(
  name: string | undefined,
  rest: string,
  state: StateReport,
  pageBytes: number,
): number | string {
  const zone = state.zones?.find((one) => one.name === name);
  if (!zone) return noZone(name, state);
  switch (rest) {
    case ".free":
      return zone.freePages * pageBytes;
    case ".freePages":
      return zone.freePages;
    case ".pcpPages":
      return zone.pcpPages;
    case ".managedPages":
      return zone.managedPages;
    case ".presentPages":
      return zone.presentPages;
    case ".min":
      return zone.min;
    case ".low":
      return zone.low;
    case ".high":
      return zone.high;
    default:
      return "a zone has .free, .freePages, .pcpPages, .managedPages, .presentPages, .min, .low and .high";
  }
}

/** A cache that does not exist yet has nothing in it. */
function readSlab(name: string | undefined, rest: string, state: StateReport): number | string {
  const slab = state.slabs?.find((one) => one.name === name);
  switch (rest) {
    case ".objects":
      return slab?.objects ?? 0;
    case ".slabs":
      return slab?.slabs ?? 0;
    case ".capacity":
      return slab?.capacity ?? 0;
    case ".objectsPerSlab":
      return slab?.objectsPerSlab ?? 0;
    case ".objectBytes":
      return slab?.objectBytes ?? 0;
    case ".slotBytes":
      return slab?.slotBytes ?? 0;
    case ".order":
      return slab?.order ?? 0;
    default:
      return "a slab cache has .objects, .slabs, .capacity, .objectsPerSlab, .objectBytes, .slotBytes and .order";
  }
}

function readHeap(rest: string, state: StateReport): number | string {
  const { heap } = state;
  if (!heap) return "only a userspace run has a heap";
  switch (rest) {
    case ".brkBytes":
      return heap.brkBytes;
    case ".topBytes":
      return heap.topBytes;
    case ".inUseBytes":
      return heap.inUseBytes;
    case ".freeBytes":
      return heap.freeBytes;
    case ".mmaps":
      return heap.mmaps.length;
    case ".residentPages":
      return heap.residentPages;
    default:
      return "the heap has .brkBytes, .topBytes, .inUseBytes, .freeBytes, .mmaps and .residentPages";
  }
}
