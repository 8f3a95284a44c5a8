// A text made ready to run: expanded, parsed, with the way from offsets to lines of the user's file.

import { createLineIndex } from "../base/span.js";
import { evaluateCondition } from "../c-types/conditions.js";
import { collectTypes, type FileTypes } from "../c-types/declarations.js";
import type { Profile } from "../kernel-model/profile.js";
import { parseFile } from "../syntax/parsed-file.js";
import { type MacroTable, preprocess } from "./preprocess.js";
import type { Unit } from "./scope.js";

export interface ReadUnit {
  readonly unit: Unit;
  readonly types: FileTypes;
  readonly includes: readonly string[];
}

/** Reads a text with the macros known so far; `macros` grows by its own. `role` says whose lines count. */
export function readUnit(
  text: string,
  macros: MacroTable,
  profile: Profile,
  role: "user" | "other",
): ReadUnit {
  const expanded = preprocess(text, macros, (condition) => evaluateCondition(condition, profile));
  const parsed = parseFile(expanded.text);
  const lines = createLineIndex(text);
  const isUserFile = role === "user";
  const unit: Unit = {
    text: expanded.text,
    root: parsed.readings[0].root,
    isUserFile,
    sourceOffset: expanded.sourceOffset,
    lineOfSource: (offset) => lines.positionAt(offset).line + 1,
    lineOf: (offset) => (isUserFile ? lines.positionAt(expanded.sourceOffset(offset)).line + 1 : undefined),
  };
  return { unit, types: collectTypes(parsed), includes: expanded.includes };
}
