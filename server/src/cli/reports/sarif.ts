// SARIF 2.1.0, as code scanning services read it: rules, results, the path as a code flow, fixes. The types are made
// from the published schema, so that a name or a shape that it does not have does not compile.

import { pathToFileURL } from "node:url";
import type { CodeFlow, Fix, Location, Log, Region, ReportingDescriptor, Result } from "sarif";
import { ruleCatalogue, rulePagePath } from "../../rules/catalogue.js";
import type { RuleId, Severity } from "../../rules/finding.js";
import { fingerprintOf } from "../fingerprint.js";
import type { PlaceRange, Report, ReportFinding, ReportFix, ReportStep } from "../report.js";

const levels: Readonly<Record<Severity, NonNullable<Result["level"]>>> = {
  error: "error",
  warning: "warning",
  info: "note",
  hint: "note",
};

/** Renders the report; the text ends with a newline. */
export function renderSarif(report: Report): string {
  const log: Log = {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: {
          driver: { name: "kmem-lens", semanticVersion: report.version, rules: ruleCatalogue.map(ruleOf) },
        },
        columnKind: "utf16CodeUnits",
        properties: { kernel: report.kernel, arch: report.arch, stats: report.stats },
        results: report.findings.map(resultOf),
      },
    ],
  };
  return `${JSON.stringify(log, undefined, 1)}\n`;
}

function ruleOf(rule: (typeof ruleCatalogue)[number]): ReportingDescriptor {
  return {
    id: rule.id,
    shortDescription: { text: rule.summary },
    help: { text: `See ${rulePagePath(rule.id)}, or: kmem-lens explain ${rule.id}` },
    defaultConfiguration: { level: levels[rule.defaultSeverity] },
  };
}

function resultOf(finding: ReportFinding): Result {
  const flows = [finding.path, ...finding.otherPaths].filter((path) => path.length > 0);
  return {
    ruleId: finding.rule,
    ruleIndex: ruleIndexOf(finding.rule),
    level: levels[finding.severity],
    message: { text: finding.message },
    locations: [locationOf(finding, finding.file, finding.functionName)],
    partialFingerprints: { "kmemLens/v1": fingerprintOf(finding) },
    ...(flows.length > 0 ? { codeFlows: flows.map(flowOf) } : {}),
    ...(finding.fixes && finding.fixes.length > 0 ? { fixes: finding.fixes.map(fixOf) } : {}),
  };
}

function ruleIndexOf(rule: RuleId): number {
  return ruleCatalogue.findIndex((entry) => entry.id === rule);
}

function locationOf(range: PlaceRange, file: string, functionName: string | undefined): Location {
  return {
    physicalLocation: { artifactLocation: { uri: uriOf(file) }, region: regionOf(range) },
    ...(functionName === undefined ? {} : { logicalLocations: [{ name: functionName, kind: "function" }] }),
  };
}

function flowOf(path: readonly ReportStep[]): CodeFlow {
  const locations = path.map((step, index) => ({
    executionOrder: index + 1,
    kinds: [step.role],
    location: { ...locationOf(step, step.file, step.functionName), message: { text: step.message } },
  }));
  return { threadFlows: [{ locations }] };
}

function fixOf(fix: ReportFix): Fix {
  const files = [...new Set(fix.edits.map((edit) => edit.file))];
  return {
    description: { text: fix.title },
    artifactChanges: files.map((file) => ({
      artifactLocation: { uri: uriOf(file) },
      replacements: fix.edits
        .filter((edit) => edit.file === file)
        .map((edit) => ({ deletedRegion: regionOf(edit), insertedContent: { text: edit.newText } })),
    })),
  };
}

function regionOf({ start, end }: PlaceRange): Region {
  return { startLine: start.line, startColumn: start.column, endLine: end.line, endColumn: end.column };
}

/** A relative path as a relative reference, an absolute one as a file URI. */
function uriOf(file: string): string {
  if (file.startsWith("/") || /^[A-Za-z]:\//.test(file)) return pathToFileURL(file).href;
  const path = file.replace(/^(\.\/)+/, "");
  return path.split("/").map(encodeURIComponent).join("/");
}
