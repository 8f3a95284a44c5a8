// Helpers of the c-types tests: from C text to what is asked of it.

import { collectTypes } from "../../server/src/c-types/declarations.js";
import { createEnvironment, type TypeEnvironment } from "../../server/src/c-types/environment.js";
import { evaluateConstant } from "../../server/src/c-types/evaluate.js";
import { evaluateRange } from "../../server/src/c-types/evaluate-range.js";
import { repeatableKey } from "../../server/src/c-types/keys.js";
import { layoutOf } from "../../server/src/c-types/layout.js";
import { parseExpressionText } from "../../server/src/c-types/lower.js";
import type { Range } from "../../server/src/c-types/ranges.js";
import { type Architecture, architectures } from "../../server/src/kernel-model/architectures.js";
import { createProfile, type Profile } from "../../server/src/kernel-model/profile.js";
import { parseFile } from "../../server/src/syntax/parsed-file.js";

export const x86: Profile = createProfile();

export function profileOf(arch: Architecture["id"]): Profile {
  if (!(arch in architectures)) throw new Error(`no architecture ${arch}`);
  return createProfile(undefined, arch);
}

export function environmentOf(code: string): TypeEnvironment {
  return createEnvironment(collectTypes(parseFile(code)));
}

/** `sizeof(struct NAME)` after `code`. */
export function structSize(code: string, name: string, profile: Profile = x86): number | undefined {
  return layoutOf({ kind: "tagged", tag: "struct", name }, environmentOf(code), profile)?.sizeBytes;
}

export function constant(expression: string, code = "", profile: Profile = x86): bigint | undefined {
  return evaluateConstant(parseExpressionText(expression), environmentOf(code), profile);
}

/** The range of an expression when some lvalues are known by their text. */
export function rangeOf(
  expression: string,
  code = "",
  known: Readonly<Record<string, Range>> = {},
): Range | undefined {
  return evaluateRange(parseExpressionText(expression), environmentOf(code), x86, (e) => {
    const key = repeatableKey(e);
    return key === undefined ? undefined : known[key];
  });
}
