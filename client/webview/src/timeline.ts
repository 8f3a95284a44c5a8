// The timeline: a slider over the points of a run with buttons to both sides, and what happened at the chosen point.

import { html, nothing, type TemplateResult } from "lit";

export interface TimelinePoint {
  /** What the run did here, in a few words. */
  readonly text: string;
  readonly line: number | undefined;
  /** What the point is known by: of a `snapshot` directive, `start`, `end`, `peak`. */
  readonly labels: readonly string[];
}

export interface TimelineParts {
  readonly points: readonly TimelinePoint[];
  readonly at: number;
  /** The point compared with; absent while nothing is compared. */
  readonly comparedWith: number | undefined;
  onMove(to: number): void;
  onCompare(withPoint: number | undefined): void;
}

function placeText({ line, text }: TimelinePoint): string {
  return line === undefined ? text : `line ${line}: ${text}`;
}

/** What the slider's value is called aloud. */
export function pointText(points: readonly TimelinePoint[], at: number): string {
  const point = points[at];
  if (point === undefined) return "no point";
  const names = point.labels.filter((label) => label !== point.text).map((label) => ` “${label}”`);
  return `${placeText(point)}${names.join("")}`;
}

export function timeline(parts: TimelineParts): TemplateResult {
  const { points, at, comparedWith } = parts;
  const last = points.length - 1;
  const isComparing = comparedWith !== undefined;
  const all = points.map((point, index) => ({ index, labels: point.labels, words: placeText(point) }));
  const named = all.filter(({ labels }) => labels.length > 0);
  const others = all.filter(({ labels }) => labels.length === 0);
  return html`<nav class="timeline" aria-label="Timeline">
    <button aria-label="First point" title="First point (Home)" ?disabled=${at === 0} @click=${() => parts.onMove(0)}>|◀</button>
    <button aria-label="Previous point" title="Previous point (←)" ?disabled=${at === 0} @click=${() => parts.onMove(at - 1)}>◀</button>
    <input type="range" id="slider" min="0" max=${last} .value=${String(at)} aria-label="Point of the run"
      aria-valuetext="${at + 1} of ${points.length}, ${pointText(points, at)}"
      @input=${(event: Event) => parts.onMove(Number((event.target as HTMLInputElement).value))} />
    <button aria-label="Next point" title="Next point (→)" ?disabled=${at === last} @click=${() => parts.onMove(at + 1)}>▶</button>
    <button aria-label="Last point" title="Last point (End)" ?disabled=${at === last} @click=${() => parts.onMove(last)}>▶|</button>
    <output id="where" for="slider" aria-live="polite">${at + 1} of ${points.length} · ${pointText(points, at)}</output>
    ${pointChoice({ id: "named", label: "Go to a named point", points: named, chosen: at, onChoose: parts.onMove })}
    <button class="toggle" aria-pressed=${String(isComparing)} title="Compare with another point (C)"
      @click=${() => parts.onCompare(isComparing ? undefined : 0)}>Compare</button>
    ${
      isComparing
        ? html`<label>with ${pointChoice({ id: "compare", label: "Point compared with", points: [...named, ...others], chosen: comparedWith, onChoose: parts.onCompare })}</label>`
        : nothing
    }
  </nav>`;
}

interface ChoiceParts {
  readonly id: string;
  readonly label: string;
  readonly points: readonly {
    readonly index: number;
    readonly labels: readonly string[];
    readonly words: string;
  }[];
  readonly chosen: number;
  onChoose(index: number): void;
}

/** A list of points, those with a name by their name and first. */
function pointChoice({ id, label, points, chosen, onChoose }: ChoiceParts): TemplateResult {
  const isListed = points.some(({ index }) => index === chosen);
  return html`<select id=${id} aria-label=${label} title=${label}
    @change=${(event: Event) => onChoose(Number((event.target as HTMLSelectElement).value))}>${
      isListed ? nothing : html`<option value=${chosen} selected>Go to …</option>`
    }${points.map(
      ({ index, labels, words }) =>
        html`<option value=${index} .selected=${index === chosen}>${labels.length > 0 ? `${labels.join(", ")} · ` : ""}${index + 1} · ${words}</option>`,
    )}</select>`;
}
