// Findings are reported in files under PATH only: one that stands elsewhere goes to the first call on its path, going
// up from the effect, that lies under PATH.

import type { Finding } from "./finding.js";

/** The findings with their places under PATH; one that has no call there is left out. */
export function placeUnderPath(
  findings: readonly Finding[],
  isUnderPath: (file: string) => boolean,
): Finding[] {
  const placed: Finding[] = [];
  const seen = new Set<string>();
  for (const finding of findings) {
    const moved = isUnderPath(finding.file) ? finding : moveUp(finding, isUnderPath);
    if (!moved) continue;
    const key = `${moved.rule} ${moved.span.start} ${moved.span.end} ${moved.file}`;
    // Two sleeps in one callee come to one call of it: one finding per call.
    if (moved !== finding && seen.has(key)) continue;
    seen.add(key);
    placed.push(moved);
  }
  return placed;
}

function moveUp(finding: Finding, isUnderPath: (file: string) => boolean): Finding | undefined {
  const step = finding.path.findLast(
    ({ role, file }) => (role === "call" || role === "gfp") && isUnderPath(file),
  );
  if (!step) return undefined;
  const { file, span, functionName } = step;
  return { ...finding, file, span, focus: span, functionName, repairs: [] };
}
