// Stands in for the engine where a test is about the command around it: every `bad(…)` is a finding, `CRASH` throws,
// `HANG FILE` makes FILE, to say that it has begun, and never returns, `REPLACE FILE` makes FILE say `bad(1)`.

import { writeFileSync } from "node:fs";
import type { CheckResult, CheckSettings, SourceFile } from "../../server/src/rules/engine.js";
import type { Finding } from "../../server/src/rules/finding.js";

export function checkFiles(files: readonly SourceFile[], settings: CheckSettings): CheckResult {
  const level = settings.rules["sleep-in-atomic"] ?? "error";
  const findings = level === "off" ? [] : files.flatMap((file) => findingsOf(file, level));
  return {
    findings,
    stats: {
      functions: files.length,
      cleanFunctions: files.length,
      droppedArms: 0,
      lines: files.reduce((sum, file) => sum + file.text.split("\n").length, 0),
    },
    views: files.map((file) => ({
      path: file.path,
      functions: [],
      functionAt: () => ({
        name: "f",
        span: { start: 0, end: file.text.length },
        nameSpan: { start: 0, end: 0 },
        entries: [],
        maySleep: "unknown",
        sleepReason: undefined,
        isClean: true,
      }),
      callAt: () => undefined,
    })),
  };
}

export function checkFacts(
  files: readonly SourceFile[],
  _facts: readonly unknown[],
  settings: CheckSettings,
): CheckResult {
  return checkFiles(files, settings);
}

export function checkQuickly(file: SourceFile, settings: CheckSettings): CheckResult {
  return checkFiles([file], settings);
}

/** No file is passed over: the kernel's names tell nothing of what this engine finds. */
export function findQuiet(): undefined {
  return undefined;
}

export function staysQuiet(): boolean {
  return false;
}

function findingsOf(file: SourceFile, severity: Finding["severity"]): Finding[] {
  if (file.text.includes("CRASH")) throw new Error("the engine fell over");
  const hang = /HANG (\S+)/.exec(file.text);
  if (hang) {
    writeFileSync(hang[1] ?? "", "");
    for (;;);
  }
  const replaced = /REPLACE (\S+)/.exec(file.text);
  if (replaced) writeFileSync(replaced[1] ?? "", "bad(1);\n");
  return [...file.text.matchAll(/\bbad\(([^)]*)\)/g)].map((match) => {
    const span = { start: match.index, end: match.index + match[0].length };
    const focus = { start: match.index + 4, end: span.end - 1 };
    return {
      rule: "sleep-in-atomic",
      severity,
      file: file.path,
      span,
      focus,
      functionName: "f",
      message: "bad(…) may sleep, but the lock is held",
      path: [{ file: file.path, span, role: "sleep", message: "bad(…) may sleep", functionName: "f" }],
      otherPaths: [],
      repairs: [],
    };
  });
}
