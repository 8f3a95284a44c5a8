// A point of a run with what it is measured against: what every row is made from.

import type { PanelModel } from "./panel-model.js";
import { placesAt } from "./places.js";
import type { Scene } from "./rows.js";

/** Which point to look at, and the one that it is compared with: the one before unless named. */
export interface SceneChoice {
  readonly at: number;
  readonly comparedWith?: number | undefined;
}

/** Undefined where the run has no such point. */
export function sceneOf(model: PanelModel, { at, comparedWith }: SceneChoice): Scene | undefined {
  const point = model.points[at];
  if (point === undefined) return undefined;
  const baseIndex = comparedWith ?? at - 1;
  const base = model.points[baseIndex];
  const { places } = model;
  return {
    point,
    base,
    pageBytes: model.run.machine.pageSize,
    isComparing: comparedWith !== undefined,
    touched: model.touched,
    placeZones: places?.zones ?? [],
    places: places && placesAt(places, at),
    basePlaces: places && base && placesAt(places, baseIndex),
  };
}
