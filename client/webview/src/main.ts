// The page behind the simulation panel: keeps the state, draws it, and talks to the extension.

import { render } from "lit";
import type { FromPanel, ToPanel } from "../../src/panel-messages.js";
import { pictureWidthOf } from "./drawing.js";
import { asPng, picturesAsSvg } from "./export.js";
import { type PageActions, page } from "./page.js";
import { sectionIds } from "./sections.js";
import {
  currentRun,
  exportedWidth,
  moved,
  movedTo,
  type State,
  startState,
  toggled,
  withRunIndex,
  withRuns,
} from "./state.js";

/** What VS Code puts into every webview. */
declare function acquireVsCodeApi(): { postMessage(message: FromPanel): void };

const host = acquireVsCodeApi();
let state: State = startState;

function update(next: State): void {
  const hasMoved = next.at !== state.at || next.runIndex !== state.runIndex || next.content !== state.content;
  state = next;
  render(page(state, actions), document.body);
  if (hasMoved) tellPlace();
}

function tellPlace(): void {
  const point = currentRun(state)?.points[state.at];
  if (point !== undefined) host.postMessage({ kind: "at", line: point.line, title: point.title });
}

const actions: PageActions = {
  onMove: (to) => update(movedTo(state, to)),
  onCompare: (comparedWith) => update({ ...state, comparedWith }),
  onRunIndex: (index) => update(withRunIndex(state, index)),
  onToggle: (id) => update(toggled(state, [id])),
  onTab: (tab) => update({ ...state, tab }),
  onZone: (zone) => update({ ...state, zone, frame: undefined }),
  onFrame: (frame) => update({ ...state, frame }),
  onCache: (cache) => update({ ...state, cache }),
  onLine: (line) => host.postMessage({ kind: "line", line }),
  onRun: (failEach) => host.postMessage({ kind: "run", failEach }),
  onCancel: () => host.postMessage({ kind: "cancel" }),
  onExport: (format) => void save(format),
};

async function save(format: "svg" | "png" | "json"): Promise<void> {
  const model = currentRun(state);
  if (model === undefined) return;
  if (format === "json") {
    host.postMessage({ kind: "save", format, content: `${JSON.stringify(model, undefined, 2)}\n` });
    return;
  }
  // Tables have no picture: the file shows all pictures, whatever the screen shows.
  const before = state;
  update({ ...state, tables: new Set(), pictureWidth: exportedWidth });
  const { function: name } = model.run;
  const picture = picturesAsSvg(`${name}(), point ${before.at + 1} of ${model.points.length}`);
  update(before);
  host.postMessage({ kind: "save", format, content: format === "svg" ? picture : await asPng(picture) });
}

function receive(message: ToPanel): void {
  switch (message.kind) {
    case "running":
      return update({ ...state, content: message });
    case "failed":
      return update({ ...state, content: message });
    case "show":
      return update(withRuns(state, message.shown));
    case "outdated":
      return update({ ...state, isOutdated: true });
    case "move":
      return update(moved(state, message.to));
    case "compare":
      return update({ ...state, comparedWith: state.comparedWith === undefined ? 0 : undefined });
    case "export":
      return void save(message.format);
  }
}

/** The same, with pictures that fill the page between its margins. */
function withPageWidth(current: State): State {
  const { paddingLeft, paddingRight } = getComputedStyle(document.body);
  const margins = Number.parseFloat(paddingLeft) + Number.parseFloat(paddingRight);
  return { ...current, pictureWidth: pictureWidthOf(document.documentElement.clientWidth - margins) };
}

/** Keys that work wherever the focus is, except where a control has a use of its own for them. */
function onKey(event: KeyboardEvent): void {
  if (event.ctrlKey || event.metaKey || event.altKey || state.content.kind !== "shown") return;
  const target = event.target as Element | null;
  const isControl = target?.matches("input, select") === true;
  if (isControl) return;
  const moves = { ArrowLeft: "previous", ArrowRight: "next", Home: "first", End: "last" } as const;
  const move = moves[event.key as keyof typeof moves];
  if (move !== undefined) {
    if (target?.closest(".scroll, pre")) return;
    event.preventDefault();
    update(moved(state, move));
  } else if (event.key === "t") update(toggled(state, sectionIds));
  else if (event.key === "c") receive({ kind: "compare" });
}

window.addEventListener("message", (event: MessageEvent<ToPanel>) => receive(event.data));
window.addEventListener("keydown", onKey);
window.addEventListener("resize", () => update(withPageWidth(state)));
update(withPageWidth(state));
host.postMessage({ kind: "ready" });
