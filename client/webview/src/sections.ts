// The sections of the panel: for each its picture, its table, and what the user can choose in it.

import { html, nothing, type TemplateResult } from "lit";
import { addressRows, addressTable } from "../../../server/src/preview/address-rows.js";
import { heapRows, heapTable } from "../../../server/src/preview/heap-rows.js";
import { kindsOf, type Scene, type SegmentKind } from "../../../server/src/preview/rows.js";
import { slabRows, slabTable, slotSquares, squareTable } from "../../../server/src/preview/slab-rows.js";
import {
  orderColumns,
  orderTable,
  useRows,
  useTable,
  zoneRows,
  zoneTable,
} from "../../../server/src/preview/zone-rows.js";
import { zoneSquares } from "../../../server/src/preview/zone-squares.js";
import { barChart } from "./bars.js";
import { type SectionParts, section } from "./section.js";
import { columnChart, squareMap, stretchMap } from "./shapes.js";
import type { State } from "./state.js";

/** What the sections ask of the page. */
export interface SectionActions {
  onToggle(id: string): void;
  onLine(line: number): void;
  onZone(name: string): void;
  onCache(name: string): void;
}

/** Ids of the sections that have both a picture and a table. */
export const sectionIds = ["zones", "use", "orders", "pages", "slabs", "slots", "addresses", "heap"];

type Drawn = Omit<SectionParts, "onToggle" | "onLine" | "isTable">;

/** All sections of a scene: those of the kernel, or the heap of a program. */
export function sections(scene: Scene, state: State, actions: SectionActions): TemplateResult {
  const isProgram = scene.point.heap !== undefined;
  const drawn: Drawn[] = isProgram
    ? [heapSection(scene)]
    : [
        zonesSection(scene, state, actions),
        slabsSection(scene, state, actions),
        ordersSection(scene, state, actions),
        slotsSection(scene, state, actions),
        pagesSection(scene, state),
        usesSection(scene),
        addressSection(scene),
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

function heapSection(scene: Scene): Drawn {
  const rows = heapRows(scene);
  return {
    id: "heap",
    title: "Heap of the program",
    picture: barChart(sentence("Heap of the program", rows), rows),
    table: heapTable(scene),
    legend: ["mine", "waste", "free", "mapped"],
  };
}

function zonesSection(scene: Scene, state: State, actions: SectionActions): Drawn {
  const rows = zoneRows(scene, chosenZone(scene, state));
  return {
    id: "zones",
    title: "Zones",
    picture: barChart("Zones; choose one to see its blocks", rows, actions.onZone),
    table: zoneTable(scene),
    legend: kindsOf(rows),
  };
}

function usesSection(scene: Scene): Drawn {
  const rows = useRows(scene);
  return {
    id: "use",
    title: "Pages in use",
    picture: barChart(sentence("Pages in use", rows), rows),
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
    picture: columnChart(`Free blocks of ${zone}: ${words}`, columns),
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

function pagesSection(scene: Scene, state: State): Drawn {
  const name = chosenZone(scene, state);
  const { rows, each } = zoneSquares(
    scene.point.zones.find((zone) => zone.name === name),
    scene.pageBytes,
  );
  const title = `Pages of ${name ?? "no zone"}, ${each} a square`;
  return {
    id: "pages",
    title,
    picture: squareMap(
      `${title}: ${rows.map((row) => `${row.name} ${row.squares.length}`).join(", ")}`,
      rows,
    ),
    table: squareTable(title, rows, "No zone."),
    legend: ["used", "pcp", "free"],
  };
}

function slabsSection(scene: Scene, state: State, actions: SectionActions): Drawn {
  const rows = slabRows(scene, chosenCache(scene, state));
  return {
    id: "slabs",
    title: "Slab caches",
    picture:
      rows.length === 0
        ? undefined
        : barChart("Slab caches; choose one to see its slots", rows, actions.onCache),
    table: slabTable(scene),
    legend: ["mine", "used", "free"],
  };
}

function slotsSection(scene: Scene, state: State, actions: SectionActions): Drawn {
  const name = chosenCache(scene, state);
  const rows = slotSquares(scene.point.slabs.find((slab) => slab.name === name));
  const title = name === undefined ? "Slots of a cache" : `Slots of ${name}, by count`;
  const legend: readonly SegmentKind[] = ["mine", "used", "free"];
  return {
    id: "slots",
    title,
    picture: rows.length === 0 ? undefined : squareMap(title, rows),
    table: squareTable(
      title,
      rows,
      name === undefined ? "No slab cache touched so far." : "This cache has no slab.",
    ),
    legend,
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

function addressSection(scene: Scene): Drawn {
  const rows = addressRows(scene);
  return {
    id: "addresses",
    title: "Address space",
    picture: rows.length === 0 ? undefined : stretchMap(sentence("Address space", rows), rows),
    table: addressTable(scene),
    legend: ["mine"],
  };
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
