// The timeline: a slider over the points of a run with buttons to both sides, and what happened at the chosen point.

import { html, nothing, type TemplateResult } from "lit";

export interface TimelinePoint {
  /** What the run did here, in a few words. */
  readonly text: string;
  readonly line: number | undefined;
  /** Of a `snapshot` directive. */
  readonly label: string | undefined;
}

export interface TimelineParts {
  readonly points: readonly TimelinePoint[];
  readonly at: number;
  /** The point compared with; absent while nothing is compared. */
  readonly comparedWith: number | undefined;
  onMove(to: number): void;
  onCompare(withPoint: number | undefined): void;
}

/** What the slider's value is called aloud. */
export function pointText(points: readonly TimelinePoint[], at: number): string {
  const point = points[at];
  if (point === undefined) return "no point";
  const line = point.line === undefined ? "" : `line ${point.line}: `;
  const label = point.label === undefined ? "" : ` “${point.label}”`;
  return `${line}${point.text}${label}`;
}

export function timeline(parts: TimelineParts): TemplateResult {
  const { points, at, comparedWith } = parts;
  const last = points.length - 1;
  const isComparing = comparedWith !== undefined;
  return html`<nav class="timeline" aria-label="Timeline">
    <button aria-label="First point" title="First point (Home)" ?disabled=${at === 0} @click=${() => parts.onMove(0)}>|◀</button>
    <button aria-label="Previous point" title="Previous point (←)" ?disabled=${at === 0} @click=${() => parts.onMove(at - 1)}>◀</button>
    <input type="range" id="slider" min="0" max=${last} .value=${String(at)} aria-label="Point of the run"
      aria-valuetext="${at + 1} of ${points.length}, ${pointText(points, at)}"
      @input=${(event: Event) => parts.onMove(Number((event.target as HTMLInputElement).value))} />
    <button aria-label="Next point" title="Next point (→)" ?disabled=${at === last} @click=${() => parts.onMove(at + 1)}>▶</button>
    <button aria-label="Last point" title="Last point (End)" ?disabled=${at === last} @click=${() => parts.onMove(last)}>▶|</button>
    <output id="where" for="slider" aria-live="polite">${at + 1} of ${points.length} · ${pointText(points, at)}</output>
    <button class="toggle" aria-pressed=${String(isComparing)} title="Compare with another point (C)"
      @click=${() => parts.onCompare(isComparing ? undefined : 0)}>Compare</button>
    ${
      isComparing
        ? html`<label>with <select id="compare" .value=${String(comparedWith)}
            @change=${(event: Event) => parts.onCompare(Number((event.target as HTMLSelectElement).value))}>${points.map(
              (_, i) =>
                html`<option value=${i} ?selected=${i === comparedWith}>${i + 1} · ${pointText(points, i)}</option>`,
            )}</select></label>`
        : nothing
    }
  </nav>`;
}
