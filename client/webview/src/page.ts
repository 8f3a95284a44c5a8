// The whole page of the panel for one state: heading, timeline, sections, tabs.

import { html, nothing, type TemplateResult } from "lit";
import type { PanelModel } from "../../../server/src/lsp/protocol.js";
import {
  eventTable,
  expectationTable,
  faultTable,
  leakTable,
  machineText,
  tabTitles,
} from "../../../server/src/preview/lists.js";
import { procText } from "../../../server/src/preview/proc-files.js";
import { countText } from "../../../server/src/preview/words.js";
import type { ExportFormat } from "../../src/panel-messages.js";
import { patternDefinitions } from "./drawing.js";
import { type SectionActions, sections } from "./sections.js";
import { currentRun, currentScene, type State, type Tab } from "./state.js";
import { table } from "./table.js";
import { timeline } from "./timeline.js";

export interface PageActions extends SectionActions {
  onMove(to: number): void;
  onCompare(withPoint: number | undefined): void;
  onRunIndex(index: number): void;
  onTab(tab: Tab): void;
  onRun(failEach: boolean): void;
  onCancel(): void;
  onExport(format: ExportFormat): void;
}

export function page(state: State, actions: PageActions): TemplateResult {
  const { content } = state;
  switch (content.kind) {
    case "empty":
      return html`<main class="welcome"><h1>Simulation</h1>
        <p>Put <code>// @kmem run</code> above a function and choose <em>Run</em> over it.</p></main>`;
    case "running":
      return html`<main class="welcome"><h1>${content.title}</h1>
        <p id="progress">Running on the simulated machine …</p>
        <progress aria-labelledby="progress"></progress>
        <p><button @click=${() => actions.onCancel()}>Cancel</button></p></main>`;
    case "failed":
      return html`<main class="welcome"><h1>No run</h1><p class="banner bad" role="alert">${content.reason}</p>
        <p><button class="primary" @click=${() => actions.onRun(false)}>Run again</button></p></main>`;
    case "shown":
      return shownPage(state, actions);
  }
}

function shownPage(state: State, actions: PageActions): TemplateResult {
  const model = currentRun(state);
  const scene = currentScene(state);
  if (model === undefined || scene === undefined) return html`<main class="welcome"><h1>No run</h1></main>`;
  return html`<svg class="definitions" aria-hidden="true">${patternDefinitions()}</svg>
    <main>
      ${heading(state, model, actions)}
      ${timeline({
        points: model.points.map(({ title, line, labels }) => ({
          text: title,
          line: line === 0 ? undefined : line,
          labels,
        })),
        at: state.at,
        comparedWith: state.comparedWith,
        onMove: actions.onMove,
        onCompare: actions.onCompare,
      })}
      ${banners(state, model)}
      ${sections(scene, state, actions)}
      ${tabs(state, model, actions)}
    </main>`;
}

function heading(state: State, model: PanelModel, actions: PageActions): TemplateResult {
  const shown = state.content.kind === "shown" ? state.content.shown : undefined;
  const runs = shown?.runs ?? [];
  return html`<header class="title">
    <h1>${model.run.function}()</h1>
    <p>${shown?.fileName} · ${machineText(model.run.machine)}</p>
    ${
      runs.length > 1
        ? html`<label>Run <select id="runs" @change=${(event: Event) => actions.onRunIndex(Number((event.target as HTMLSelectElement).value))}>${runs.map(
            ({ run, failures }, i) =>
              html`<option value=${i} ?selected=${i === state.runIndex}>${failures.length === 0 ? "✓" : "✗"} ${
                run.injected === undefined
                  ? "nothing fails"
                  : `allocation ${run.injected.nth} fails (${run.injected.call}, line ${run.injected.line})`
              }</option>`,
          )}</select></label>`
        : nothing
    }
    <div class="actions" role="group" aria-label="Actions">
      <button class="primary" @click=${() => actions.onRun(false)}>Run</button>
      <button @click=${() => actions.onRun(true)}>Fail each</button>
      <select id="export" aria-label="Export" @change=${(event: Event) => {
        const chosen = event.target as HTMLSelectElement;
        if (chosen.value !== "") actions.onExport(chosen.value as ExportFormat);
        chosen.value = "";
      }}>
        <option value="">Export …</option><option value="svg">Pictures as SVG</option>
        <option value="png">Pictures as PNG</option><option value="json">Run as JSON</option>
      </select>
    </div>
  </header>`;
}

function banners(state: State, model: PanelModel): TemplateResult {
  const { stop, returned } = model.run;
  const hasReturned = stop.reason === "returned";
  return html`${state.isOutdated ? html`<p class="banner" role="status">The source was edited since this run.</p>` : nothing}
    ${
      hasReturned
        ? nothing
        : html`<p class="banner bad" role="status">Stopped at line ${stop.line}: ${stop.message}</p>`
    }
    ${
      hasReturned && returned !== undefined && model.failures.length === 0
        ? html`<p class="banner" role="status">Returned ${returned}; all as expected.</p>`
        : nothing
    }
    ${
      model.failures.length > 0
        ? html`<div class="banner bad" role="status">${countText(model.failures.length, "failure")}:
            <ul>${model.failures.map((failure) => html`<li>${failure}</li>`)}</ul></div>`
        : nothing
    }
    ${
      model.stride > 1
        ? html`<p class="banner" role="status">A long run: one of ${model.stride} calls is a point of the timeline.</p>`
        : nothing
    }`;
}

const tabOrder: readonly Tab[] = ["events", "leaks", "faults", "expectations", "console", "proc"];

function tabs(state: State, model: PanelModel, actions: PageActions): TemplateResult {
  const titles = tabTitles(model.run);
  const step = (event: KeyboardEvent): void => {
    const by = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
    if (by === 0) return;
    event.preventDefault();
    event.stopPropagation();
    const next = tabOrder[(tabOrder.indexOf(state.tab) + by + tabOrder.length) % tabOrder.length] ?? "events";
    actions.onTab(next);
    document.getElementById(`tab-${next}`)?.focus();
  };
  return html`<section class="wide" aria-labelledby="h-details">
    <header><h2 id="h-details">Details</h2></header>
    <div class="tabs" role="tablist" aria-labelledby="h-details" @keydown=${step}>${tabOrder.map(
      (
        tab,
      ) => html`<button role="tab" id="tab-${tab}" aria-controls="tab-body" aria-selected=${String(tab === state.tab)}
        tabindex=${tab === state.tab ? "0" : "-1"} @click=${() => actions.onTab(tab)}>${titles[tab]}</button>`,
    )}</div>
    <div role="tabpanel" id="tab-body" aria-labelledby="tab-${state.tab}">${tabBody(state, model, actions)}</div>
  </section>`;
}

function tabBody(state: State, model: PanelModel, actions: PageActions): TemplateResult {
  const { run } = model;
  const point = model.points[state.at];
  switch (state.tab) {
    case "events":
      return table(eventTable(run, point?.event ?? -1), actions.onLine);
    case "leaks":
      return table(leakTable(run), actions.onLine);
    case "faults":
      return table(faultTable(run), actions.onLine);
    case "expectations":
      return table(expectationTable(run), actions.onLine);
    case "console":
      return run.console.length === 0
        ? html`<p class="empty">Nothing was printed.</p>`
        : html`<pre tabindex="0" role="group" aria-label="Console">${run.console.join("\n")}</pre>`;
    case "proc":
      return html`<pre tabindex="0" role="group" aria-label="Texts of /proc at this point">${point === undefined ? "" : procText(point, run.machine)}</pre>`;
  }
}
