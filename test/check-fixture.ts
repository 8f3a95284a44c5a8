// Fixtures: C files that say themselves what must be found in them. `// expect: RULE[, RULE] ["part of the message"]`
// at the end of a line (or the same in `/* */`, with a level behind the rule), `// expect-next:` for the next line.
// Anything found that is not marked fails, and so does a mark that is not met.

import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { createLineIndex } from "../server/src/base/span.js";
import { type ArchitectureId, architectures } from "../server/src/kernel-model/architectures.js";
import { configurationOf } from "../server/src/kernel-model/build-configuration.js";
import { createProfile, findRelease, type Profile } from "../server/src/kernel-model/profile.js";
import { checkFiles } from "../server/src/rules/engine.js";

/** One mark: a rule expected on a line. */
interface Mark {
  readonly file: string;
  readonly line: number;
  readonly rule: string;
  readonly severity: string | undefined;
  readonly text: string | undefined;
}

/** Differences between what is marked and what is found, one line each; empty when all is well. */
export function checkFixture(
  path: string,
  alternatives: Readonly<Record<string, readonly number[]>> = {},
): readonly string[] {
  const files = fixtureFiles(path).map((file) => ({ path: file, text: readFileSync(file, "utf8") }));
  const marks = files.flatMap((file) => marksOf(file.path, file.text));
  const { findings } = checkFiles(files, { profile: profileOf(files[0]?.text ?? ""), rules: {} });
  const indexes = new Map(files.map((file) => [file.path, createLineIndex(file.text)]));
  const found = findings.map((finding) => {
    const index = indexes.get(finding.file);
    const lineOf = (offset: number): number => (index?.positionAt(offset).line ?? -1) + 1;
    return { finding, first: lineOf(finding.span.start), last: lineOf(finding.span.end) };
  });
  const meets = (mark: Mark, item: (typeof found)[number]): boolean =>
    mark.file === item.finding.file &&
    mark.rule === item.finding.rule &&
    item.first <= mark.line &&
    item.last >= mark.line &&
    (mark.severity === undefined || mark.severity === item.finding.severity) &&
    (mark.text === undefined || item.finding.message.includes(mark.text));
  const isAlternative = (item: (typeof found)[number]): boolean =>
    Object.entries(alternatives).some(
      ([file, lines]) => item.finding.file.endsWith(`/${file}`) && lines.includes(item.first),
    );
  const unmet = marks.filter((mark) => !found.some((item) => meets(mark, item)));
  const unmarked = found.filter((item) => !marks.some((mark) => meets(mark, item)) && !isAlternative(item));
  return [
    ...unmet.map((mark) => `${mark.file}:${mark.line}: ${mark.rule} ${mark.severity ?? ""} was not found`),
    ...unmarked.map(
      ({ finding, first }) =>
        `${finding.file}:${first}: ${finding.severity} ${finding.rule}: ${finding.message}`,
    ),
  ];
}

/** A fixture is a file, or a folder whose files belong together. */
function fixtureFiles(path: string): string[] {
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path)
    .filter((name) => /\.[ch]$/.test(name))
    .sort()
    .map((name) => join(path, name));
}

function marksOf(file: string, text: string): Mark[] {
  return text.split("\n").flatMap((line, index) => {
    const match = /(?:\/\/|\/\*)\s*expect(-next)?:\s*([^*\n]*)/.exec(line);
    if (!match) return [];
    const quoted = /"([^"]*)"/.exec(match[2] ?? "");
    const rules = (match[2] ?? "").replace(/"[^"]*"/, "").split(",");
    return rules.map((item): Mark => {
      const [rule = "", severity] = item.trim().split(/\s+/);
      return {
        file,
        line: index + (match[1] ? 2 : 1),
        rule,
        severity: severity || undefined,
        text: quoted?.[1],
      };
    });
  });
}

/** `// profile: 6.1 x86_64 [rt]` and `// config: CONFIG_A=y CONFIG_B=m` in the first lines. */
function profileOf(text: string): Profile {
  const match = /^\/\/ profile: (\S+) (\S+)( rt)?/m.exec(text.slice(0, 400));
  const release = match ? findRelease(match[1] ?? "") : undefined;
  const arch =
    match && Object.hasOwn(architectures, match[2] ?? "") ? (match[2] as ArchitectureId) : "x86_64";
  const profile = createProfile(release, arch, { preemptRt: match?.[3] !== undefined });
  const config = /^\/\/ config: (.*)$/m.exec(text.slice(0, 400))?.[1];
  const build = config === undefined ? undefined : configurationOf(config.replaceAll(" ", "\n"));
  return build ? { ...profile, build } : profile;
}
