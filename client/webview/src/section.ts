// A part of the panel: a heading, a picture or its table, and the button that swaps them.

import { html, nothing, type TemplateResult } from "lit";
import type { SegmentKind, TableData } from "../../../server/src/preview/rows.js";
import { legend } from "./drawing.js";
import { table } from "./table.js";

export interface SectionParts {
  readonly id: string;
  readonly title: string;
  /** Absent where there is nothing to draw: the table says why. */
  readonly picture: TemplateResult | undefined;
  readonly table: TableData;
  readonly legend: readonly SegmentKind[];
  /** What stands beside the heading, such as the choice of a zone. */
  readonly controls?: unknown;
  readonly isTable: boolean;
  onToggle(id: string): void;
  onLine(line: number): void;
}

/** One section; its picture carries the table's data in `data-section` for the export. */
export function section(parts: SectionParts): TemplateResult {
  const { id, title, picture, isTable } = parts;
  const showsTable = isTable || picture === undefined;
  return html`<section aria-labelledby="h-${id}" id="s-${id}">
    <header><h2 id="h-${id}">${title}</h2>${parts.controls ?? nothing}
      ${
        picture === undefined
          ? nothing
          : html`<button class="quiet" aria-pressed=${String(isTable)} aria-label="${title} as a table"
              @click=${() => parts.onToggle(id)}>Table</button>`
      }
    </header>
    ${showsTable ? table(parts.table, parts.onLine) : html`<div class="drawn" data-section=${title}>${picture}</div>`}
    ${showsTable || parts.legend.length === 0 ? nothing : legend(parts.legend)}
  </section>`;
}
