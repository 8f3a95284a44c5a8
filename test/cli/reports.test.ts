// The reports, from findings written by hand.

import type { Log, Region } from "sarif";
import { describe, expect, it } from "vitest";
import { createLocator, linesOf, locateFinding, type Report } from "../../server/src/cli/report.js";
import { renderGcc } from "../../server/src/cli/reports/gcc.js";
import { renderGithub } from "../../server/src/cli/reports/github.js";
import { renderJson } from "../../server/src/cli/reports/json.js";
import { noPaint, paintFor } from "../../server/src/cli/reports/paint.js";
import { renderSarif } from "../../server/src/cli/reports/sarif.js";
import { renderText } from "../../server/src/cli/reports/text.js";
import type { FixProposal } from "../../server/src/fixes/proposal.js";
import type { SourceFile } from "../../server/src/rules/engine.js";
import type { Finding, PathStep, StepRole } from "../../server/src/rules/finding.js";
import { fakeIo } from "./helpers.js";

/** Visits every object of plain data. */
function everyObject(value: unknown, visit: (item: object) => void): void {
  if (typeof value !== "object" || value === null) return;
  if (!Array.isArray(value)) visit(value);
  for (const item of Object.values(value)) everyObject(item, visit);
}

const file: SourceFile = {
  path: "drivers/net/foo.c",
  text: [
    "static int foo_refill(struct foo *priv, int len)",
    "{",
    "\tspin_lock_irqsave(&priv->lock, flags);",
    "\tlist_del(&priv->node);",
    "\tpriv->count++;",
    "\tbuf = kzalloc(len, GFP_KERNEL);",
    "}",
    "static irqreturn_t foo_irq(int irq, void *data)",
    "{",
    "\treturn foo_rx(data);",
    "}",
    "\terr = request_irq(irq, foo_irq, 0, name, priv);",
    "",
  ].join("\n"),
};

function spanOf(text: string) {
  const start = file.text.indexOf(text);
  if (start === -1) throw new Error(`no ${text}`);
  return { start, end: start + text.length };
}

function step(role: StepRole, text: string, message: string, functionName: string): PathStep {
  return { file: file.path, span: spanOf(text), role, message, functionName };
}

const underLock: Finding = {
  rule: "sleep-in-atomic",
  severity: "error",
  file: file.path,
  span: spanOf("kzalloc(len, GFP_KERNEL)"),
  focus: spanOf("GFP_KERNEL"),
  functionName: "foo_refill",
  message: "kzalloc(…, GFP_KERNEL) may sleep, but priv->lock is held",
  path: [
    step(
      "context",
      "spin_lock_irqsave(&priv->lock, flags)",
      "spin_lock_irqsave(&priv->lock) taken here",
      "foo_refill",
    ),
    step("sleep", "kzalloc(len, GFP_KERNEL)", "kzalloc(…, GFP_KERNEL) may sleep", "foo_refill"),
  ],
  otherPaths: [],
  repairs: [],
};

const throughCalls: Finding = {
  ...underLock,
  message: "kzalloc(…, GFP_KERNEL) may sleep, but foo_irq() runs in hard interrupt context",
  path: [
    step(
      "registration",
      "request_irq(irq, foo_irq, 0, name, priv)",
      "foo_irq() is a hard interrupt handler",
      "foo_probe",
    ),
    step("call", "foo_rx(data)", "calls foo_rx()", "foo_irq"),
    step("call", "foo_rx(data)", "calls foo_refill()", "foo_rx"),
    step("sleep", "kzalloc(len, GFP_KERNEL)", "kzalloc(…, GFP_KERNEL) may sleep", "foo_refill"),
  ],
};

const fix: FixProposal = {
  title: "Use GFP_ATOMIC (draws on the reserves, may fail)",
  safety: "review",
  edits: [{ file: file.path, span: spanOf("GFP_KERNEL"), newText: "GFP_ATOMIC" }],
};

function reportOf(findings: readonly Finding[], fixes?: readonly FixProposal[]): Report {
  const locator = createLocator([file], []);
  const located = findings.map((finding) => locateFinding(finding, locator, fixes));
  return {
    version: "1.0.0",
    kernel: "6.1",
    arch: "x86_64",
    stats: {
      files: 18_920,
      skipped: 0,
      functions: 12,
      cleanFunctions: 12,
      droppedArms: 0,
      lines: 15_400_000,
      wallMs: 71_234,
    },
    nrWorkers: 2,
    findings: located,
    lines: linesOf(located, locator),
    nrHidden: 0,
  };
}

describe("text", () => {
  it("shows the place, the cause and the way out", () => {
    expect(renderText(reportOf([underLock], [fix]), noPaint)).toBe(
      [
        "error[sleep-in-atomic]: kzalloc(…, GFP_KERNEL) may sleep, but priv->lock is held",
        "   ┌─ drivers/net/foo.c:6:8",
        "   │",
        "  3│         spin_lock_irqsave(&priv->lock, flags);",
        "   │         ───────────────────────────────────── taken here",
        "   ⋮",
        "  6│         buf = kzalloc(len, GFP_KERNEL);",
        "   │                            ^^^^^^^^^^ may sleep",
        "   │",
        "   = fix  Use GFP_ATOMIC (draws on the reserves, may fail)",
        "   = more docs/rules/sleep-in-atomic.md",
        "",
        "1 error in 1 of 18,920 files (15.4 M lines, 71 s, 2 workers)",
        "",
      ].join("\n"),
    );
  });

  it("shows a path through calls as a tree", () => {
    expect(renderText(reportOf([throughCalls]), noPaint)).toContain(
      [
        "  6│         buf = kzalloc(len, GFP_KERNEL);",
        "   │                            ^^^^^^^^^^ may sleep",
        "   │",
      ].join("\n"),
    );
    expect(renderText(reportOf([throughCalls]), noPaint)).toContain(
      [
        "   foo_irq()            a hard interrupt handler at 12",
        "   └─ foo_rx()          drivers/net/foo.c:10",
        "      └─ foo_refill()   drivers/net/foo.c:10",
        "         └─ kzalloc(…, GFP_KERNEL)   :6  may sleep",
        "   │",
      ].join("\n"),
    );
  });

  it("tells further ways in one line each", () => {
    const text = renderText(reportOf([{ ...underLock, otherPaths: [throughCalls.path] }]), noPaint);
    expect(text).toContain(
      "   = also foo_probe() → foo_irq() → foo_rx() → foo_refill() (foo_irq() is a hard interrupt handler at drivers/net/foo.c:12)\n",
    );
  });

  it("says it in one line where nothing was found", () => {
    const report = {
      ...reportOf([]),
      nrWorkers: 1,
      stats: { ...reportOf([]).stats, files: 1, lines: 400, wallMs: 31, skipped: 2 },
    };
    expect(renderText(report, noPaint)).toBe("no findings in 1 file (400 lines, 0.0 s); 2 files skipped\n");
  });

  it("has colours on a terminal only, and none with NO_COLOR", () => {
    const terminal = fakeIo({ isTerminal: true });
    expect(renderText(reportOf([underLock]), paintFor(terminal))).toContain(
      "\u001b[31;1merror[sleep-in-atomic]\u001b[0m",
    );
    expect(
      renderText(reportOf([underLock]), paintFor({ ...terminal, env: { NO_COLOR: "1" } })),
    ).not.toContain("\u001b");
    expect(renderText(reportOf([underLock]), paintFor(fakeIo()))).not.toContain("\u001b");
  });

  it("lets no control character of a source or path through", () => {
    const evil = { ...underLock, file: "a\u001b[2J.c", message: "x\u0007" };
    const text = renderText(reportOf([evil]), noPaint);
    expect(text).not.toContain("\u0007");
    expect(text).not.toContain("\u001b");
  });
});

describe("JSON", () => {
  it("has the fixed shape", () => {
    expect(JSON.parse(renderJson(reportOf([underLock], [fix])))).toEqual({
      tool: "kmem-lens",
      version: "1.0.0",
      kernel: "6.1",
      arch: "x86_64",
      stats: reportOf([]).stats,
      diagnostics: [
        {
          rule: "sleep-in-atomic",
          severity: "error",
          file: "drivers/net/foo.c",
          start: { line: 6, column: 8 },
          end: { line: 6, column: 32 },
          function: "foo_refill",
          message: underLock.message,
          path: [
            {
              file: file.path,
              line: 3,
              column: 2,
              role: "context",
              message: "spin_lock_irqsave(&priv->lock) taken here",
              function: "foo_refill",
            },
            {
              file: file.path,
              line: 6,
              column: 8,
              role: "sleep",
              message: "kzalloc(…, GFP_KERNEL) may sleep",
              function: "foo_refill",
            },
          ],
          fixes: [
            {
              title: fix.title,
              safety: "review",
              edits: [
                {
                  file: file.path,
                  start: { line: 6, column: 21 },
                  end: { line: 6, column: 31 },
                  newText: "GFP_ATOMIC",
                },
              ],
            },
          ],
        },
      ],
    });
  });

  it("has fixes only where they were asked for, and reads as JSON when empty", () => {
    expect(JSON.parse(renderJson(reportOf([underLock]))).diagnostics[0]).not.toHaveProperty("fixes");
    expect(JSON.parse(renderJson(reportOf([]))).diagnostics).toEqual([]);
  });
});

describe("gcc", () => {
  it("reads like a compiler", () => {
    expect(renderGcc(reportOf([underLock]))).toBe(
      [
        "drivers/net/foo.c: In function 'foo_refill':",
        "drivers/net/foo.c:6:8: error: kzalloc(…, GFP_KERNEL) may sleep, but priv->lock is held [sleep-in-atomic]",
        "drivers/net/foo.c:3:2: note: spin_lock_irqsave(&priv->lock) taken here",
        "drivers/net/foo.c:6:8: note: kzalloc(…, GFP_KERNEL) may sleep",
        "",
      ].join("\n"),
    );
  });
});

describe("GitHub", () => {
  it("writes workflow commands with everything escaped", () => {
    const odd = { ...underLock, message: "100%\nsure", path: [] };
    expect(renderGithub(reportOf([odd]))).toBe(
      "::error file=drivers/net/foo.c,line=6,endLine=6,col=8,endColumn=32,title=kmem-lens%3A sleep-in-atomic::100%25%0Asure\n",
    );
  });
});

describe("SARIF", () => {
  it("names the rule, the place, the path and the fix", () => {
    const [run] = JSON.parse(renderSarif(reportOf([throughCalls], [fix]))).runs;
    const [result] = run.results;
    expect(run.columnKind).toBe("utf16CodeUnits");
    expect(run.tool.driver.rules[result.ruleIndex].id).toBe(result.ruleId);
    expect(result.level).toBe("error");
    expect(result.locations[0].physicalLocation).toEqual({
      artifactLocation: { uri: "drivers/net/foo.c" },
      region: { startLine: 6, startColumn: 8, endLine: 6, endColumn: 32 },
    });
    expect(
      result.codeFlows[0].threadFlows[0].locations.map((at: { kinds: string[] }) => at.kinds[0]),
    ).toEqual(["registration", "call", "call", "sleep"]);
    expect(result.fixes[0].artifactChanges[0].replacements[0].insertedContent.text).toBe("GFP_ATOMIC");
  });

  it("keeps what the schema demands beyond names and shapes", () => {
    const withoutPath = { ...underLock, functionName: undefined, path: [], file: "./a b/ü.c" };
    const log: Log = JSON.parse(renderSarif(reportOf([throughCalls, underLock, withoutPath], [fix])));
    expect(log.version).toBe("2.1.0");
    expect(log.$schema).toMatch(/^https:\/\/\S+sarif-2\.1\.0\.json$/);
    expect(log.runs).toHaveLength(1);
    const [run] = log.runs;
    const rules = run?.tool.driver.rules ?? [];
    expect(run?.tool.driver.semanticVersion).toMatch(/^\d+\.\d+\.\d+$/);
    expect(new Set(rules.map(({ id }) => id)).size).toBe(rules.length);
    for (const result of run?.results ?? []) {
      expect(rules[result.ruleIndex ?? -1]?.id).toBe(result.ruleId);
      expect(result.message.text).toBeTruthy();
      // minItems 1, wherever there is a list at all.
      expect(result.locations?.length).toBe(1);
      for (const flow of result.codeFlows ?? []) {
        expect(flow.threadFlows.length).toBeGreaterThan(0);
        for (const { locations } of flow.threadFlows) expect(locations.length).toBeGreaterThan(0);
      }
      for (const { artifactChanges } of result.fixes ?? []) {
        expect(artifactChanges.length).toBeGreaterThan(0);
        for (const { replacements } of artifactChanges) expect(replacements.length).toBeGreaterThan(0);
      }
      for (const print of Object.values(result.partialFingerprints ?? {}))
        expect(typeof print).toBe("string");
    }
    everyObject(log, (item) => {
      const { startLine, startColumn, endLine, endColumn, uri } = item as Region & { readonly uri?: string };
      if (uri !== undefined) expect(() => new URL(uri, "file:///base/")).not.toThrow();
      if (startLine === undefined) return;
      const numbers = [startLine, startColumn, endLine, endColumn];
      for (const number of numbers) expect(Number.isInteger(number) && (number ?? 0) >= 1).toBe(true);
      expect(endLine).toBeGreaterThanOrEqual(startLine);
      if (endLine === startLine) expect(endColumn).toBeGreaterThanOrEqual(startColumn ?? 1);
    });
  });

  it("knows a finding again after its lines have moved", () => {
    const print = (finding: Finding) =>
      JSON.parse(renderSarif(reportOf([finding]))).runs[0].results[0].partialFingerprints["kmemLens/v1"];
    expect(print(underLock)).toBe(print({ ...underLock, severity: "warning", path: [] }));
    expect(print(underLock)).not.toBe(print({ ...underLock, functionName: "other" }));
  });

  it("writes paths as URIs", () => {
    const uri = (path: string) =>
      JSON.parse(renderSarif(reportOf([{ ...underLock, file: path }]))).runs[0].results[0].locations[0]
        .physicalLocation.artifactLocation.uri;
    expect(uri("./a b/ü.c")).toBe("a%20b/%C3%BC.c");
    expect(uri("/src/a.c")).toBe("file:///src/a.c");
  });
});
