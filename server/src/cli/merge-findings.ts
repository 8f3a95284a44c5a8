// One finding per call that is to be mended, though several files' jobs came upon it: the strongest stands, the others
// are further ways to it. Depends on the set of findings only, not on which job was done first.

import type { CheckJobResult } from "./check-job.js";
import type { ReportFinding, ReportStep } from "./report.js";

/** Further ways to the same place that are worth telling. */
const maxOtherPaths = 2;

/** The results with findings that stand at one place made one, in the result that comes first of theirs. */
export function mergeReports(results: readonly CheckJobResult[]): CheckJobResult[] {
  const used = new Set(
    results.flatMap(({ usedSuppressions = [] }) =>
      usedSuppressions.map(({ file, start }) => `${start.line}:${start.column} ${file}`),
    ),
  );
  const groups = new Map<string, ReportFinding[]>();
  for (const { findings } of results) {
    for (const finding of findings) {
      const group = groups.get(placeOf(finding));
      if (group) group.push(finding);
      else groups.set(placeOf(finding), [finding]);
    }
  }
  const merged = new Map([...groups].map(([place, group]) => [place, strongest(group)]));
  const repeated = repeatedBelowOneCall([...merged.values()]);
  const told = new Set<string>();
  return results.map((result) => ({
    ...result,
    findings: result.findings.flatMap((finding) => {
      const place = placeOf(finding);
      if (told.has(place)) return [];
      told.add(place);
      const isUsed = finding.rule === "unused-suppression" && used.has(startOf(finding));
      const best = merged.get(place) ?? finding;
      return isUsed || repeated.has(best) ? [] : [best];
    }),
  }));
}

/**
 * The findings that say of a call into another file what a nearer one says already: that it is made where it must not
 * be. However many sleeping calls lie below it, that call is the one mistake. And those that say again of a macro, used
 * many times below one cause, that it sleeps.
 */
function repeatedBelowOneCall(findings: readonly ReportFinding[]): ReadonlySet<ReportFinding> {
  const first = new Set<string>();
  const repeated = new Set<ReportFinding>();
  for (const finding of findings.toSorted(byStrength)) {
    const inMacro = sleepInMacro(finding);
    if (inMacro !== undefined && first.has(inMacro)) repeated.add(finding);
    if (inMacro !== undefined) first.add(inMacro);
    const calls = [finding.path, ...finding.otherPaths].map(callOutOfFile);
    const known = calls.filter((call) => call !== undefined);
    if (known.length === calls.length && known.every((call) => first.has(call))) repeated.add(finding);
    for (const call of known) first.add(call);
  }
  return repeated;
}

/** The cause and the sleeping call, where that stands in a macro of another file; undefined for all other findings. */
function sleepInMacro({ file, path }: ReportFinding): string | undefined {
  const [cause, last] = [path[0], path.at(-1)];
  const isElsewhere = last?.role === "sleep" && last.file !== file;
  return cause && last && isElsewhere ? `${stepKey(cause)} in ${stepKey(last)}` : undefined;
}

/** The cause of a path and its first step out of that file; undefined where it stays in one file. */
function callOutOfFile(path: readonly ReportStep[]): string | undefined {
  const [cause] = path;
  const place = path.findIndex((step, index) => (path[index + 1] ?? step).file !== step.file);
  const call = path[place];
  return cause && call ? `${stepKey(cause)} ${stepKey(call)}` : undefined;
}

function placeOf(finding: ReportFinding): string {
  const what = finding.rule === "sleep-in-atomic" ? "" : finding.message;
  return `${finding.rule} ${startOf(finding)} ${what}`;
}

function startOf({ file, start }: ReportFinding): string {
  return `${start.line}:${start.column} ${file}`;
}

function strongest(group: readonly ReportFinding[]): ReportFinding {
  const [best, ...others] = group.toSorted(byStrength);
  if (!best) throw new Error("a group has a finding");
  if (others.length === 0) return best;
  const otherPaths = [...best.otherPaths];
  const causes = new Set([best.path, ...otherPaths].map(causeOf));
  for (const path of others.flatMap((finding) => [finding.path, ...finding.otherPaths])) {
    if (otherPaths.length >= maxOtherPaths || causes.has(causeOf(path))) continue;
    causes.add(causeOf(path));
    otherPaths.push(path);
  }
  return { ...best, otherPaths };
}

/** An error before a warning, a shorter path before a longer one, then by the text of the path. */
function byStrength(a: ReportFinding, b: ReportFinding): number {
  if (a.severity !== b.severity) return a.severity === "error" ? -1 : b.severity === "error" ? 1 : 0;
  if (a.path.length !== b.path.length) return a.path.length - b.path.length;
  const left = a.path.map(stepKey).join();
  const right = b.path.map(stepKey).join();
  return left < right ? -1 : left > right ? 1 : 0;
}

function causeOf(path: readonly ReportStep[]): string {
  const [first] = path;
  return first ? stepKey(first) : "";
}

function stepKey({ file, start }: ReportStep): string {
  return `${file}:${start.line}:${start.column}`;
}
