// What the language server's tests share: small analysed documents made by hand, and a client on the other end of a
// pipe that lives in memory.

import { PassThrough } from "node:stream";
import {
  createConnection,
  createProtocolConnection,
  type InitializeParams,
  type InitializeResult,
  type ProtocolConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from "vscode-languageserver/node";
import { createProfile, type Profile } from "../../server/src/kernel-model/profile.js";
import type { AnalyzedDocument } from "../../server/src/lsp/analyses.js";
import { createAnalysisHost, type ProposeFixes } from "../../server/src/lsp/analysis-host.js";
import type { AnalysisRunner } from "../../server/src/lsp/analysis-queue.js";
import { startServer } from "../../server/src/lsp/main.js";
import { createSnippetHost } from "../../server/src/lsp/snippet-job.js";
import { createEncodedText, type PositionEncoding } from "../../server/src/lsp/text.js";
import type { CheckResult, CheckSettings, SourceFile } from "../../server/src/rules/engine.js";
import type { Finding } from "../../server/src/rules/finding.js";

/** A driver with a sleeping allocation under a lock, and text of three scripts before it. */
export const driverText = `#include <linux/slab.h>
#include <linux/spinlock.h>
/* 驱动 🐧 */
static int grow(struct dev *d)
{
	spin_lock(&d->lock);
	d->buf = kmalloc(30, GFP_KERNEL);
	spin_unlock(&d->lock);
	return 0;
}
`;

/** The finding of `driverText`, with its path; spans are found in the text. */
export function driverFinding(text = driverText, file = "/src/drv.c"): Finding {
  const span = spanOf(text, "kmalloc(30, GFP_KERNEL)");
  return {
    rule: "sleep-in-atomic",
    severity: "error",
    file,
    span,
    focus: spanOf(text, "GFP_KERNEL"),
    functionName: "grow",
    message: "kmalloc(…, GFP_KERNEL) may sleep, but d->lock is held",
    path: [
      step(file, spanOf(text, "spin_lock(&d->lock)"), "context", "spin_lock(&d->lock) taken here"),
      step(file, span, "sleep", "kmalloc(…, GFP_KERNEL) may sleep"),
    ],
    otherPaths: [],
    repairs: [
      { kind: "replace-gfp", span: spanOf(text, "GFP_KERNEL"), flag: "GFP_ATOMIC" },
      { kind: "suppress", statement: span },
    ],
  };
}

function step(
  file: string,
  span: { start: number; end: number },
  role: "context" | "sleep",
  message: string,
) {
  return { file, span, role, message, functionName: "grow" };
}

/** Where `part` stands in `text`. */
export function spanOf(text: string, part: string): { start: number; end: number } {
  const start = text.indexOf(part);
  if (start < 0) throw new Error(`the test's text has no ${part}`);
  return { start, end: start + part.length };
}

export interface FakeDocument {
  readonly text?: string;
  readonly findings?: readonly Finding[];
  readonly encoding?: PositionEncoding;
  readonly profile?: Profile;
  readonly others?: Readonly<Record<string, string>>;
}

/** An analysed document as the features get it. */
export function analyzed(fake: FakeDocument = {}): AnalyzedDocument {
  const { text = driverText, findings = [driverFinding(text)], encoding = "utf-16" } = fake;
  const path = "/src/drv.c";
  const content = createEncodedText(text, encoding);
  return {
    document: { uri: `file://${path}`, path, languageId: "c", version: 3, content },
    settings: {
      enable: "auto",
      maxFileSizeBytes: 1_000_000,
      check: { profile: fake.profile ?? createProfile(), rules: {} },
      origins: { release: "default", arch: "default", options: {} },
      tree: undefined,
    },
    state: "checked",
    findings,
    sourceOf: (index) => {
      const finding = findings[index];
      return finding && { finding, from: "file", index };
    },
    textOf(other) {
      if (other === path) return content;
      const found = fake.others?.[other];
      return found === undefined ? undefined : createEncodedText(found, encoding);
    },
    uriOf: (other) => `file://${other}`,
  };
}

/** An analysis that reports `driverFinding` in every text that still has the mistake. */
export function fakeCheck(files: readonly SourceFile[], _settings: CheckSettings): CheckResult {
  const findings = files
    .filter(({ text }) => text.includes("kmalloc(30, GFP_KERNEL)") && text.includes("spin_lock(&d->lock)"))
    .map(({ text, path }) => driverFinding(text, path));
  return {
    findings,
    stats: { functions: 1, cleanFunctions: 1, droppedArms: 0, lines: 9 },
    views: files.map(({ path }) => ({
      path,
      functions: [],
      functionAt: () => undefined,
      callAt: () => undefined,
    })),
  };
}

/** Fixes of `driverFinding`: the flag, and the suppression. */
export const fakeFixes: ProposeFixes = (finding) => [
  {
    title: "Use GFP_ATOMIC",
    safety: "review",
    repairKind: "replace-gfp",
    edits: [{ file: finding.file, span: finding.focus, newText: "GFP_ATOMIC" }],
  },
  {
    title: "Suppress this finding",
    safety: "review",
    repairKind: "suppress",
    edits: [
      {
        file: finding.file,
        span: { start: finding.span.start, end: finding.span.start },
        newText: "/* … */ ",
      },
    ],
  },
];

/** Runs the analysis in place of the thread. */
export function runInPlace(check: typeof fakeCheck = fakeCheck): () => AnalysisRunner {
  return () => {
    const host = createAnalysisHost(check, fakeFixes);
    return {
      run: async (request) => host.answer(structuredClone(request)),
      close: async () => undefined,
    };
  };
}

export interface TestClient {
  readonly connection: ProtocolConnection;
  readonly initialized: InitializeResult;
  close(): Promise<void>;
}

/** A server and a client in one process, greeted. */
export async function connect(
  capabilities: InitializeParams["capabilities"],
  options: {
    runner?: () => AnalysisRunner;
    configuration?: () => unknown;
    initializationOptions?: unknown;
    workspaceFolders?: InitializeParams["workspaceFolders"];
  } = {},
): Promise<TestClient> {
  const runSnippet = createSnippetHost();
  const toServer = new PassThrough();
  const toClient = new PassThrough();
  const server = createConnection(new StreamMessageReader(toServer), new StreamMessageWriter(toClient));
  startServer(server, {
    analysis: options.runner ?? runInPlace(),
    snippets: () => ({
      run: async (job) => runSnippet(structuredClone(job)),
      close: async () => undefined,
    }),
  });
  const client = createProtocolConnection(
    new StreamMessageReader(toClient),
    new StreamMessageWriter(toServer),
  );
  client.onRequest("workspace/configuration", () => [options.configuration?.() ?? null]);
  client.onRequest("client/registerCapability", () => null);
  client.onRequest("window/workDoneProgress/create", () => null);
  client.onRequest("workspace/diagnostic/refresh", () => null);
  client.listen();
  const initialized: InitializeResult = await client.sendRequest("initialize", {
    processId: null,
    rootUri: null,
    capabilities,
    initializationOptions: options.initializationOptions,
    workspaceFolders: options.workspaceFolders ?? null,
  });
  await client.sendNotification("initialized", {});
  return {
    connection: client,
    initialized,
    async close() {
      await client.sendRequest("shutdown");
      client.dispose();
      server.dispose();
    },
  };
}
