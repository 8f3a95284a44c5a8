// Tables: the twin of every picture, and the form of everything that is a list.

import { html, nothing, type TemplateResult } from "lit";
import type { Column, TableData, TableRow } from "../../../server/src/preview/rows.js";

/** The table; a row with a line has a button that shows it in the editor. */
export function table(data: TableData, onLine?: (line: number) => void): TemplateResult {
  if (data.rows.length === 0) return html`<p class="empty">${data.empty}</p>`;
  const note = data.note === undefined ? nothing : html`<p class="empty">${data.note}</p>`;
  return html`${note}<div class="scroll" tabindex="0" role="group" aria-label=${data.caption}><table>
    <caption>${data.caption}</caption>
    <thead><tr>${data.columns.map(
      ({ title, isNumber }) => html`<th scope="col" class=${isNumber ? "number" : ""}>${title}</th>`,
    )}</tr></thead>
    <tbody>${data.rows.map((row) => tableRow(row, data.columns, onLine))}</tbody>
  </table></div>`;
}

function tableRow(
  row: TableRow,
  columns: readonly Column[],
  onLine?: (line: number) => void,
): TemplateResult {
  return html`<tr class=${row.isChanged ? "changed" : ""}>${row.cells.map((cell, i) => {
    const style = columns[i]?.isNumber ? "number" : "";
    const { line } = row;
    const text =
      i === 0 && line !== undefined && onLine
        ? html`<button class="link" @click=${() => onLine(line)}>${cell}</button>`
        : cell;
    const flag =
      i === 0 && row.isChanged ? html`<span class="dot" role="img" aria-label="changed">●</span> ` : nothing;
    return i === 0
      ? html`<th scope="row" class=${style}>${flag}${text}</th>`
      : html`<td class=${style}>${text}</td>`;
  })}</tr>`;
}
