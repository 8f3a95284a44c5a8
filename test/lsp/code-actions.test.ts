// The menu of fixes.

import { describe, expect, it } from "vitest";
import type { RepairProposal } from "../../server/src/fixes/index.js";
import {
  findingsAt,
  readCodeActionData,
  resolveQuickFix,
  toFixAll,
  toQuickFixes,
  wantsKind,
} from "../../server/src/lsp/features/code-actions.js";
import { toLspDiagnostics } from "../../server/src/lsp/features/diagnostics.js";
import { analyzed, driverFinding, driverText, spanOf } from "./helpers.js";

const eager = { resolvesEdits: false, takesDocumentChanges: true, takesChangeAnnotations: true };
const gfp = spanOf(driverText, "GFP_KERNEL");

function fix(title: string, details: Partial<RepairProposal> = {}): RepairProposal {
  const edits = [{ file: "/src/drv.c", span: gfp, newText: "GFP_ATOMIC" }];
  return { title, safety: "review", repairKind: "replace-gfp", edits, ...details };
}

const suppress = fix("Suppress this finding", {
  repairKind: "suppress",
  safety: "safe",
  edits: [{ file: "/src/drv.c", span: { start: 0, end: 0 }, newText: "/* kmem-lens: ignore */" }],
});

function offered(...fixes: RepairProposal[]) {
  return [{ finding: driverFinding(), findingIndex: 0, fixes }];
}

describe("quick fixes", () => {
  it("say how far they can be trusted, put suppressions last, prefer exactly one", () => {
    const actions = toQuickFixes(
      analyzed(),
      offered(suppress, fix("A"), fix("B", { safety: "safe" })),
      [],
      eager,
    );
    expect(actions.map(({ title }) => title)).toEqual(["A (review)", "B (safe)", "Suppress this finding"]);
    expect(actions.map(({ isPreferred }) => isPreferred)).toEqual([true, undefined, undefined]);
  });

  it("never prefer a suppression", () => {
    const [action] = toQuickFixes(analyzed(), offered(suppress), [], eager);
    expect(action?.isPreferred).toBeUndefined();
  });

  it("belong to the diagnostic that they mend", () => {
    const document = analyzed();
    const style = { showsRelatedInformation: true, ruleHref: () => undefined };
    const diagnostics = toLspDiagnostics(document, style);
    const other = {
      range: { start: { line: 0, character: 0 }, end: { line: 0, character: 1 } },
      message: "",
      code: "x",
    };
    const [action] = toQuickFixes(document, offered(fix("A")), [other, ...diagnostics], eager);
    expect(action?.diagnostics).toEqual(diagnostics);
  });

  it("edit the version that was checked", () => {
    const [action] = toQuickFixes(analyzed(), offered(fix("A")), [], eager);
    expect(action?.edit).toEqual({
      documentChanges: [
        {
          textDocument: { uri: "file:///src/drv.c", version: 3 },
          edits: [
            {
              range: { start: { line: 6, character: 22 }, end: { line: 6, character: 32 } },
              newText: "GFP_ATOMIC",
            },
          ],
        },
      ],
    });
  });

  it("leave their edits for later where the client resolves them", () => {
    const lazy = { ...eager, resolvesEdits: true };
    const [action] = toQuickFixes(analyzed(), offered(fix("A")), [], lazy);
    expect(action?.edit).toBeUndefined();
    expect(readCodeActionData(action?.data)).toEqual({
      uri: "file:///src/drv.c",
      version: 3,
      findingIndex: 0,
      findingKey: expect.stringMatching(/^sleep-in-atomic \d+ \d+$/),
      fixIndex: 0,
    });
    expect(action && resolveQuickFix(action, analyzed(), fix("A"), lazy).edit?.documentChanges).toHaveLength(
      1,
    );
  });

  it("ask first where they touch another file", () => {
    const edits = [...fix("A").edits, { file: "/src/drv.h", span: { start: 0, end: 3 }, newText: "long" }];
    const document = analyzed({ others: { "/src/drv.h": "int x;" } });
    const [action] = toQuickFixes(document, offered(fix("A", { edits })), [], eager);
    expect(action?.edit?.changeAnnotations).toEqual({ fix: { label: "A", needsConfirmation: true } });
    expect(action?.edit?.documentChanges).toMatchObject([
      { textDocument: { uri: "file:///src/drv.c", version: 3 } },
      { textDocument: { uri: "file:///src/drv.h", version: null }, edits: [{ annotationId: "fix" }] },
    ]);
  });

  it("speak the old way to clients without versions", () => {
    const [action] = toQuickFixes(analyzed(), offered(fix("A")), [], {
      ...eager,
      takesDocumentChanges: false,
    });
    expect(Object.keys(action?.edit?.changes ?? {})).toEqual(["file:///src/drv.c"]);
  });
});

describe("fix all", () => {
  it("takes the safe ones, never a suppression", () => {
    expect(toFixAll(analyzed(), offered(fix("A"), suppress), eager)).toBeUndefined();
    const action = toFixAll(analyzed(), offered(suppress, fix("A"), fix("B", { safety: "safe" })), eager);
    expect(action).toMatchObject({
      kind: "source.fixAll.kmemLens",
      title: "Apply all safe Kmem Lens fixes (1)",
    });
  });

  it("leaves out what would touch text that another fix changes", () => {
    const safe = fix("B", { safety: "safe" });
    const twice = [...offered(safe), ...offered(safe)];
    expect(toFixAll(analyzed(), twice, eager)?.title).toBe("Apply all safe Kmem Lens fixes (1)");
  });
});

describe("what is asked for", () => {
  it("is matched by kind and its sub-kinds", () => {
    expect(wantsKind(undefined, "quickfix")).toBe(true);
    expect(wantsKind(undefined, "source.fixAll.kmemLens")).toBe(false);
    expect(wantsKind(["source.fixAll"], "source.fixAll.kmemLens")).toBe(true);
    expect(wantsKind(["source.fixAllOther"], "source.fixAll.kmemLens")).toBe(false);
    expect(wantsKind(["refactor"], "quickfix")).toBe(false);
    expect(wantsKind([""], "quickfix")).toBe(true);
  });

  it("is found with the cursor at either end of the call", () => {
    const { span } = driverFinding();
    for (const at of [span.start, span.end])
      expect(findingsAt(analyzed(), { start: at, end: at })).toHaveLength(1);
    expect(findingsAt(analyzed(), { start: span.end + 1, end: span.end + 1 })).toHaveLength(0);
  });

  it("is refused when its data was damaged on the way", () => {
    for (const data of [undefined, null, 3, {}, { uri: "a", version: "1" }])
      expect(readCodeActionData(data)).toBeUndefined();
  });
});
