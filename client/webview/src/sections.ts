// The sections of the panel: for each its picture, its table, and what the user can choose in it.

import { html, nothing, type TemplateResult } from "lit";
import { addressRows, addressTable } from "../../../server/src/preview/address-rows.js";
import { chunkTable, heapRows, heapTable } from "../../../server/src/preview/heap-rows.js";
import { partView } from "../../../server/src/preview/part-rows.js";
import { type PartId, type PartPicture, partIds } from "../../../server/src/preview/parts.js";
import { frameText, frameWindow, ownBlocksTable, zoneMap } from "../../../server/src/preview/place-rows.js";
import {
  kindsOf,
  type Scene,
  type SegmentKind,
  type Square,
  segmentNames,
} from "../../../server/src/preview/rows.js";
import { slabRows, slabTable } from "../../../server/src/preview/slab-rows.js";
import { countSquares, slotRows, slotTable } from "../../../server/src/preview/slot-rows.js";
import { bytesText } from "../../../server/src/preview/words.js";
import {
  orderColumns,
  orderTable,
  useRows,
  useTable,
  zoneRows,
  zoneTable,
} from "../../../server/src/preview/zone-rows.js";
import { barChart } from "./bars.js";
import { type SectionParts, section } from "./section.js";
import { cellMap, columnChart, frameMap, squareMap, stretchMap } from "./shapes.js";
import type { State } from "./state.js";

/** What the sections ask of the page. */
export interface SectionActions {
  onToggle(id: string): void;
  onLine(line: number): void;
  onZone(name: string): void;
  onCache(name: string): void;
  /** Shows the neighbourhood of a page frame, or again of what each step changes. */
  onFrame(pfn: number | undefined): void;
}

/** Ids of the sections that have both a picture and a table. */
export const sectionIds: readonly string[] = [
  ...["zones", "use", "orders", "pages", "frames", "slabs", "slots", "addresses", "heap"],
  ...partIds,
];

type Drawn = Omit<SectionParts, "onToggle" | "onLine" | "isTable">;

/** All sections of a scene: those of the kernel, or the heap of a program. */
export function sections(scene: Scene, state: State, actions: SectionActions): TemplateResult {
  const isProgram = scene.point.heap !== undefined;
  const drawn: Drawn[] = isProgram
    ? [heapSection(scene, state.pictureWidth), chunkSection(scene)]
    : [
        zonesSection(scene, state, actions),
        slabsSection(scene, state, actions),
        ordersSection(scene, state, actions),
        slotsSection(scene, state, actions),
        pagesSection(scene, state, actions),
        framesSection(scene, state, actions),
        usesSection(scene, state.pictureWidth),
        addressSection(scene, state.pictureWidth),
        ...scene.touched.map((id) => partSection(scene, id, state.pictureWidth)),
      ];
  return html`<div class="grid">${drawn.map((parts) =>
    section({
      ...parts,
      isTable: state.tables.has(parts.id),
      onToggle: actions.onToggle,
      onLine: actions.onLine,
    }),
  )}</div>`;
}

function heapSection(scene: Scene, width: number): Drawn {
  const rows = heapRows(scene);
  return {
    id: "heap",
    title: "Heap of the program",
    picture: barChart(sentence("Heap of the program", rows), rows, width),
    table: heapTable(scene),
    legend: kindsOf(rows),
  };
}

/** No picture: the bar of the heap is drawn chunk by chunk already. */
function chunkSection(scene: Scene): Drawn {
  return {
    id: "chunks",
    title: "Chunks of the heap",
    picture: undefined,
    table: chunkTable(scene),
    legend: [],
  };
}

function zonesSection(scene: Scene, state: State, actions: SectionActions): Drawn {
  const rows = zoneRows(scene, chosenZone(scene, state));
  return {
    id: "zones",
    title: "Zones",
    picture: barChart("Zones; choose one to see its blocks", rows, state.pictureWidth, actions.onZone),
    table: zoneTable(scene),
    legend: kindsOf(rows),
  };
}

function usesSection(scene: Scene, width: number): Drawn {
  const rows = useRows(scene);
  return {
    id: "use",
    title: "Pages in use",
    picture: barChart(sentence("Pages in use", rows), rows, width),
    table: useTable(scene),
    legend: kindsOf(rows),
  };
}

function ordersSection(scene: Scene, state: State, actions: SectionActions): Drawn {
  const zone = chosenZone(scene, state);
  const columns = orderColumns(scene, zone);
  const words = columns.map(({ name, amount }) => `order ${name}: ${amount}`).join(", ");
  return {
    id: "orders",
    title: "Free blocks by order",
    picture: columnChart(`Free blocks of ${zone}: ${words}`, columns, state.pictureWidth),
    table: orderTable(scene),
    legend: [],
    controls: choice(
      "Zone of the blocks",
      scene.point.zones.map(({ name }) => name),
      zone,
      actions.onZone,
    ),
  };
}

/** The whole zone in a few hundred cells; a click on one shows its frames. */
function pagesSection(scene: Scene, state: State, actions: SectionActions): Drawn {
  const name = chosenZone(scene, state);
  const map = zoneMap(scene, name);
  const each = map === undefined ? "" : `, ${bytesText(map.cellPages * scene.pageBytes)} a square`;
  const title = `Pages of ${name ?? "no zone"} by place${each}`;
  return {
    id: "pages",
    title,
    picture:
      map && cellMap(`${title}: ${amounts(map.cells)}`, map.cells, state.pictureWidth, actions.onFrame),
    table: ownBlocksTable(scene, name),
    legend: squareKinds(map?.cells ?? []),
  };
}

/** A part of the zone, block by block. */
function framesSection(scene: Scene, state: State, actions: SectionActions): Drawn {
  const window = frameWindow(scene, chosenZone(scene, state), state.frame);
  const title = window === undefined ? "Page frames" : `Frames from ${frameText(window.startPfn)}`;
  const go = (label: string, sign: string, pfn: number | undefined): unknown =>
    html`<button class="quiet" aria-label=${label} title=${label} ?disabled=${pfn === undefined}
      @click=${() => pfn !== undefined && actions.onFrame(pfn)}>${sign}</button>`;
  return {
    id: "frames",
    title,
    picture: window && frameMap(`${title}: ${amounts(window.blocks)}`, window, state.pictureWidth),
    table: window?.table ?? ownBlocksTable(scene, undefined),
    legend: squareKinds(window?.blocks ?? []),
    controls:
      window === undefined
        ? nothing
        : html`${go("Lower frames", "◀", window.lower)}${go("Higher frames", "▶", window.higher)}${
            state.frame === undefined
              ? nothing
              : html`<button class="quiet" title="Show the frames that each step changes"
                  @click=${() => actions.onFrame(undefined)}>Follow</button>`
          }`,
  };
}

/** How many squares there are of each kind. */
function amounts(squares: readonly Square[]): string {
  return squareKinds(squares)
    .map((kind) => `${segmentNames[kind]} ${squares.filter((square) => square.kind === kind).length}`)
    .join(", ");
}

function squareKinds(squares: readonly { readonly kind: SegmentKind }[]): SegmentKind[] {
  return kindsOf([{ segments: squares.map(({ kind }) => ({ kind, amount: 1 })) }]);
}

function slabsSection(scene: Scene, state: State, actions: SectionActions): Drawn {
  const rows = slabRows(scene, chosenCache(scene, state));
  return {
    id: "slabs",
    title: "Slab caches",
    picture:
      rows.length === 0
        ? undefined
        : barChart("Slab caches; choose one to see its slots", rows, state.pictureWidth, actions.onCache),
    table: slabTable(scene),
    legend: ["mine", "used", "free"],
  };
}

function slotsSection(scene: Scene, state: State, actions: SectionActions): Drawn {
  const name = chosenCache(scene, state);
  const rows = slotRows(scene, name);
  const title = name === undefined ? "Slots of a cache" : `Slots of ${name} by place`;
  const squares = rows.flatMap((row) => row.squares);
  return {
    id: "slots",
    title,
    picture:
      squares.length === 0
        ? undefined
        : squareMap(
            `${title}: ${countSquares(rows, "mine")} of this run, ${countSquares(rows, "free")} free`,
            rows,
            state.pictureWidth,
          ),
    table: slotTable(scene, name),
    legend: squareKinds(squares),
    ...(name === undefined
      ? {}
      : {
          controls: choice(
            "Cache of the slots",
            scene.point.slabs.map((slab) => slab.name),
            name,
            actions.onCache,
          ),
        }),
  };
}

function addressSection(scene: Scene, width: number): Drawn {
  const rows = addressRows(scene);
  return {
    id: "addresses",
    title: "Address space",
    picture: rows.length === 0 ? undefined : stretchMap(sentence("Address space", rows), rows, width),
    table: addressTable(scene),
    legend: ["mine"],
  };
}

/** A part of the machine that the run has touched. */
function partSection(scene: Scene, id: PartId, width: number): Drawn {
  const { title, picture, table } = partView(id, scene);
  const rows = picture?.rows ?? [];
  return {
    id,
    title,
    picture: picture === undefined || rows.length === 0 ? undefined : partDrawing(title, picture, width),
    table,
    legend: picture === undefined ? [] : partKinds(picture),
  };
}

function partDrawing(title: string, picture: PartPicture, width: number): TemplateResult {
  switch (picture.kind) {
    case "bars":
      return barChart(sentence(title, picture.rows), picture.rows, width);
    case "squares":
      return squareMap(
        `${title}: ${amounts(picture.rows.flatMap(({ squares }) => squares))}`,
        picture.rows,
        width,
      );
    case "stretches":
      return stretchMap(sentence(title, picture.rows), picture.rows, width);
  }
}

function partKinds(picture: PartPicture): SegmentKind[] {
  switch (picture.kind) {
    case "bars":
      return kindsOf(picture.rows);
    case "squares":
      return squareKinds(picture.rows.flatMap(({ squares }) => squares));
    case "stretches":
      return squareKinds(picture.rows.flatMap(({ stretches }) => stretches));
  }
}

/** The zone that the user has chosen, or the one with most memory. */
export function chosenZone(scene: Scene, state: State): string | undefined {
  const { zones } = scene.point;
  if (zones.some(({ name }) => name === state.zone)) return state.zone;
  return zones.toSorted((a, b) => b.managedPages - a.managedPages)[0]?.name;
}

/** The cache that the user has chosen, else the one that changed here, else the first. */
export function chosenCache(scene: Scene, state: State): string | undefined {
  const { slabs } = scene.point;
  if (slabs.some(({ name }) => name === state.cache)) return state.cache;
  return (slabs.find(({ isChanged }) => isChanged) ?? slabs[0])?.name;
}

function sentence(title: string, rows: readonly { readonly name: string; readonly text: string }[]): string {
  return `${title}: ${rows.map(({ name, text }) => `${name} ${text}`).join("; ")}`;
}

function choice(
  label: string,
  names: readonly string[],
  chosen: string | undefined,
  onChoose: (name: string) => void,
): unknown {
  if (names.length < 2) return nothing;
  return html`<select aria-label=${label} @change=${(event: Event) => onChoose((event.target as HTMLSelectElement).value)}>${names.map(
    (name) => html`<option value=${name} ?selected=${name === chosen}>${name}</option>`,
  )}</select>`;
}
