// What the machine tells, as the events, faults and states of a report.

import type { AddressLayout } from "../kernel-model/address-layout.js";
import type { KernelModel } from "../kernel-model/model.js";
import { renderAddress } from "../simulator/address.js";
import type { BootMemoryEvent, SimulatorEvent } from "../simulator/events.js";
import type { MachineState } from "../simulator/machine-state.js";
import type { ChunkState, HeapState } from "../simulator/malloc-state.js";
import type { EventReport, FaultKind, HeapChunkReport, HeapReport, StateReport } from "./report.js";

/** The report of an allocator or free call; undefined for events that are none. */
export function eventReportOf(
  event: SimulatorEvent,
  render: (address: number) => string,
  model: KernelModel | undefined,
): EventReport | undefined {
  const line = event.site ?? 0;
  const gfpText = (gfp: number | undefined) =>
    gfp === undefined || !model ? {} : { gfp: model.gfpNames(gfp).join("|") || "0" };
  switch (event.kind) {
    case "allocated":
      return {
        line,
        call: event.call,
        requestedBytes: event.requestedBytes,
        allocatedBytes: event.allocatedBytes,
        ...(event.cache === undefined ? {} : { cache: event.cache }),
        ...(event.zone === undefined ? {} : { zone: event.zone }),
        ...(event.order === undefined ? {} : { order: event.order }),
        ...(event.nrPages === undefined ? {} : { pages: event.nrPages }),
        ...gfpText(event.gfp),
        address: render(event.address),
        ok: true,
      };
    case "allocation-failed":
      return {
        line,
        call: event.call,
        requestedBytes: event.requestedBytes,
        ...(event.order === undefined ? {} : { order: event.order }),
        ...gfpText(event.gfp),
        reason: event.reason,
        ok: false,
      };
    case "freed":
      return {
        line,
        call: event.call,
        freedBytes: event.freedBytes,
        ...(event.cache === undefined ? {} : { cache: event.cache }),
        ...(event.zone === undefined ? {} : { zone: event.zone }),
        ...(event.order === undefined ? {} : { order: event.order }),
        ...(event.nrPages === undefined ? {} : { pages: event.nrPages }),
        address: render(event.address),
        ok: true,
      };
    case "cache-created":
    case "cache-destroyed":
    case "cache-shrunk":
    case "cache-merged":
      return { line, call: event.call, cache: event.cache, ok: true };
    case "boot-memory-reserved":
    case "boot-memory-freed":
    case "boot-memory-added":
    case "boot-memory-handed-over":
      return bootMemoryReport(event, line);
    default:
      return undefined;
  }
}

/** Boot memory is known by physical addresses. */
function bootMemoryReport(event: BootMemoryEvent, line: number): EventReport {
  const { kind, call, bytes, physicalAddress } = event;
  const address = `0x${physicalAddress.toString(16)}`;
  if (kind === "boot-memory-reserved")
    return { line, call, requestedBytes: bytes, allocatedBytes: bytes, address, ok: true };
  return { line, call, ...(kind === "boot-memory-added" ? {} : { freedBytes: bytes }), address, ok: true };
}

/** The fault of the contract that a fault of the machine is. */
export function faultKindOf(fault: string): FaultKind {
  switch (fault) {
    case "double-free":
    case "sleep-in-atomic":
    case "use-after-free":
    case "null-dereference":
      return fault;
    case "dma-misuse":
    case "highmem-misuse":
    case "region-misuse":
    case "heap-corruption":
      return fault;
    case "bad-order":
    case "bad-gfp":
    case "bad-size":
      return "bad-request";
    default:
      return "wrong-free";
  }
}

/** State of the kernel side; addresses as text. */
export function kernelState(state: MachineState, layout: AddressLayout): StateReport {
  const hex = (address: number): string => renderAddress(layout, address);
  /** A row with its address as text and its place as a line. */
  const told = <Row extends { readonly address: number; readonly site?: number }>(row: Row) => {
    const { address, site, ...others } = row;
    return { ...others, address: hex(address), ...(site === undefined ? {} : { line: site }) };
  };
  const { dma, percpu, kmap, regions } = state;
  return {
    zones: state.zones,
    slabs: state.slabs,
    vmalloc: state.vmalloc.map((area) => ({
      startAddress: hex(area.startAddress),
      bytes: area.bytes,
      pages: area.pages,
      use: area.use,
      ...(area.physicalAddress === undefined ? {} : { physicalAddress: area.physicalAddress }),
      ...(area.site === undefined ? {} : { line: area.site }),
    })),
    addressSpace: state.addressSpace.map(({ name, start, end }) => ({
      name,
      start: hex(start),
      end: hex(end),
    })),
    dmaPools: state.dmaPools,
    dma: { ...dma, coherent: dma.coherent.map(told), mappings: dma.mappings.map(told) },
    percpu: { ...percpu, areas: percpu.areas.map(told) },
    kmap: { ...kmap, slots: kmap.slots.map(told), localMaps: kmap.localMaps.map(told) },
    regions: { ...regions, mappings: regions.mappings.map(told) },
    mempools: state.mempools,
    ...(state.memblock ? { memblock: state.memblock } : {}),
    devres: state.devres.map(({ device, resources }) => ({
      device,
      resources: resources.map(({ resource, address, bytes }) => ({
        resource,
        ...(address === undefined ? {} : { address: hex(address) }),
        ...(bytes === undefined ? {} : { bytes }),
      })),
    })),
  };
}

/** State of a process. */
export function processState(state: HeapState): StateReport {
  const { mmaps } = state;
  const heap: HeapReport = {
    brkBytes: state.brkBytes,
    topBytes: state.topBytes,
    inUseBytes: state.inUseBytes,
    freeBytes: state.freeBytes,
    residentPages: state.residentPages,
    minorFaults: state.minorFaults,
    mmapThresholdBytes: state.mmapThresholdBytes,
    trimThresholdBytes: state.trimThresholdBytes,
    mmaps: mmaps.map(({ address, bytes }) => ({ address: `0x${address.toString(16)}`, bytes })),
    ...chunkReports(state.chunks),
  };
  return { heap };
}

/** A heap of more pieces is told by its sums only: each point of the timeline would carry them all. */
const maxHeapPieces = 64;

/** The chunks one by one; of many, neighbours of the same use are one piece. */
function chunkReports(chunks: readonly ChunkState[]): Pick<HeapReport, "chunks"> {
  const pieces: HeapChunkReport[] = [];
  for (const { address, bytes, use } of chunks) {
    const last = pieces.at(-1);
    const joins = chunks.length > maxHeapPieces && last?.use === use && isNextTo(last, address);
    if (last && joins)
      pieces[pieces.length - 1] = { ...last, bytes: last.bytes + bytes, count: last.count + 1 };
    else if (pieces.length === maxHeapPieces) return {};
    else pieces.push({ address: `0x${address.toString(16)}`, bytes, use, count: 1 });
  }
  return { chunks: pieces };
}

function isNextTo(piece: HeapChunkReport, address: number): boolean {
  return Number(piece.address) + piece.bytes === address;
}
