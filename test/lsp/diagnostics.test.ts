// Findings as diagnostics.

import { describe, expect, it } from "vitest";
import {
  toConfigDiagnostics,
  toLspDiagnostics,
  toReport,
} from "../../server/src/lsp/features/diagnostics.js";
import { createRulePages } from "../../server/src/lsp/features/rule-pages.js";
import { createEncodedText } from "../../server/src/lsp/text.js";
import type { PathStep } from "../../server/src/rules/finding.js";
import { analyzed, driverFinding, driverText, spanOf } from "./helpers.js";

const style = {
  showsRelatedInformation: true,
  ruleHref: (rule: string) => `kmem-lens-doc:/rules/${rule}.md`,
};

describe("a diagnostic", () => {
  it("stands on the whole call, with rule, source, page and path", () => {
    const [diagnostic] = toLspDiagnostics(analyzed(), style);
    expect(diagnostic).toEqual({
      range: { start: { line: 6, character: 10 }, end: { line: 6, character: 33 } },
      severity: 1,
      code: "sleep-in-atomic",
      source: "kmem-lens",
      codeDescription: { href: "kmem-lens-doc:/rules/sleep-in-atomic.md" },
      message: "kmalloc(…, GFP_KERNEL) may sleep, but d->lock is held",
      data: { findingIndex: 0 },
      relatedInformation: [
        {
          location: {
            uri: "file:///src/drv.c",
            range: { start: { line: 5, character: 1 }, end: { line: 5, character: 20 } },
          },
          message: "spin_lock(&d->lock) taken here",
        },
        {
          location: {
            uri: "file:///src/drv.c",
            range: { start: { line: 6, character: 10 }, end: { line: 6, character: 33 } },
          },
          message: "kmalloc(…, GFP_KERNEL) may sleep",
        },
      ],
    });
  });

  it("does not repeat itself as the last step of its path", () => {
    const finding = driverFinding();
    const { message } = finding;
    const path = finding.path.map((step) => (step.role === "sleep" ? { ...step, message } : step));
    const [diagnostic] = toLspDiagnostics(analyzed({ findings: [{ ...finding, path }] }), style);
    expect(diagnostic?.relatedInformation?.map((step) => step.message)).toEqual([
      "spin_lock(&d->lock) taken here",
    ]);
  });

  it("tells the path in its message where the client shows no related information", () => {
    const finding = driverFinding();
    const header: PathStep = {
      file: "/src/drv.h",
      span: { start: 6, end: 9 },
      role: "registration",
      message: "registered here",
      functionName: undefined,
    };
    const path = [header, ...finding.path];
    const document = analyzed({
      findings: [{ ...finding, path }],
      others: { "/src/drv.h": "int a;\nint b;" },
    });
    const [diagnostic] = toLspDiagnostics(document, { ...style, showsRelatedInformation: false });
    expect(diagnostic?.relatedInformation).toBeUndefined();
    expect(diagnostic?.message).toBe(
      "kmalloc(…, GFP_KERNEL) may sleep, but d->lock is held; registered here (drv.h:1), spin_lock(&d->lock) taken here (line 6)",
    );
  });

  it("counts columns as the client does, behind Chinese text and emoji", () => {
    const text = driverText.replace("d->buf =", "/* 驱动 🐧 */ d->buf =");
    const column = (encoding: "utf-16" | "utf-8") =>
      toLspDiagnostics(analyzed({ text, encoding, findings: [driverFinding(text)] }), style)[0]?.range.start
        .character;
    expect(column("utf-16")).toBe(22);
    expect(column("utf-8")).toBe(28);
  });

  it("leaves out steps in files that took no part, and shows other ways as such", () => {
    const finding = driverFinding();
    const elsewhere = finding.path.slice(0, 1).map((step) => ({ ...step, file: "/gone.c" }));
    const document = analyzed({
      findings: [{ ...finding, path: elsewhere, otherPaths: [finding.path.slice(0, 1)] }],
    });
    const related = toLspDiagnostics(document, style)[0]?.relatedInformation;
    expect(related?.map(({ message }) => message)).toEqual(["another way: spin_lock(&d->lock) taken here"]);
  });
});

describe("a report", () => {
  it("is unchanged while everything that is seen is the same", () => {
    const diagnostics = toLspDiagnostics(analyzed(), style);
    const first = toReport(diagnostics, undefined);
    expect(first).toMatchObject({ kind: "full", items: diagnostics });
    expect(toReport(toLspDiagnostics(analyzed(), style), first.resultId)).toEqual({
      kind: "unchanged",
      resultId: first.resultId,
    });
  });

  it("is full when a finding has moved", () => {
    const first = toReport(toLspDiagnostics(analyzed(), style), undefined);
    const moved = `\n${driverText}`;
    const document = analyzed({ text: moved, findings: [driverFinding(moved)] });
    expect(toReport(toLspDiagnostics(document, style), first.resultId).kind).toBe("full");
  });
});

describe("an open project configuration", () => {
  it("shows its mistakes in place", () => {
    const text = '{\n  "rules": { "sleep-in-atomc": "off" }\n}\n';
    const content = createEncodedText(text, "utf-16");
    const document = {
      uri: "file:///p/.kmem-lens.json",
      path: "/p/.kmem-lens.json",
      languageId: "jsonc",
      version: 1,
      content,
    };
    expect(toConfigDiagnostics(document, "warning", style)).toMatchObject([
      {
        range: content.rangeOf(spanOf(text, '"sleep-in-atomc"')),
        code: "invalid-config",
        message: "unknown rule 'sleep-in-atomc'; did you mean 'sleep-in-atomic'?",
        severity: 2,
      },
    ]);
    expect(toConfigDiagnostics(document, "off", style)).toEqual([]);
  });
});

describe("rule pages", () => {
  it("are served for every rule, and say so for others", () => {
    const pages = createRulePages("served", "/no/such/root");
    expect(pages.hrefOf("sleep-in-atomic")).toBe("kmem-lens-doc:/rules/sleep-in-atomic.md");
    expect(pages.hrefOf("no-such")).toBeUndefined();
    expect(pages.textOf("kmem-lens-doc:/rules/sleep-in-atomic.md")).toContain("# sleep-in-atomic");
    expect(pages.textOf("kmem-lens-doc:/rules/../../../etc/passwd")).toContain("No such page");
  });

  it("are links to files only where the file is there", () => {
    expect(createRulePages("files", "/no/such/root").hrefOf("sleep-in-atomic")).toBeUndefined();
  });
});
