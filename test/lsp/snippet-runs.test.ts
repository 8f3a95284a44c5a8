// Whose run is ended by a cancellation, and what is still known of a document that was closed.

import { describe, expect, it } from "vitest";
import { Configuration } from "../../server/src/lsp/configuration.js";
import { DocumentStore } from "../../server/src/lsp/documents.js";
import { DiskFiles } from "../../server/src/lsp/files.js";
import { Headers } from "../../server/src/lsp/headers.js";
import type { SnippetAnswer, SnippetJob } from "../../server/src/lsp/snippet-job.js";
import { type SnippetRunner, SnippetRuns } from "../../server/src/lsp/snippet-runs.js";
import { WorkspaceFolders } from "../../server/src/lsp/workspace-folders.js";

const uri = "file:///no/such/folder/two.c";
const text = `// @kmem run
static int one(void) { return 0; }

// @kmem run
static int two(void) { return 0; }
`;
const answered: SnippetAnswer = { kind: "ran", runs: [], treeHeaders: new Set(["linux/kfifo.h"]) };

/** A thread whose jobs end when the test says so; ending the thread rejects whatever it is at. */
function heldThread() {
  const jobs: { job: SnippetJob; finish: () => void; reject: (error: Error) => void }[] = [];
  const runner: SnippetRunner = {
    run: (job) =>
      new Promise((resolve, reject) => {
        jobs.push({ job, finish: () => resolve(answered), reject });
      }),
    close: async () => {
      for (const { reject } of jobs) reject(new Error("the worker pool is closed"));
    },
  };
  return { runner, jobs };
}

function openedWith(runner: SnippetRunner) {
  const documents = new DocumentStore("utf-16");
  const files = new DiskFiles();
  const quiet = () => undefined;
  const folders = new WorkspaceFolders({ workspaceFolders: null, rootUri: null });
  const configuration = new Configuration({
    connection: {} as ConstructorParameters<typeof Configuration>[0]["connection"],
    documents,
    files,
    folders,
    headers: new Headers((path) => files.read(path)),
    log: { error: quiet, warn: quiet, info: quiet, debug: quiet },
    answersConfiguration: false,
    onTree: quiet,
  });
  const open = (content: string) => documents.open({ uri, languageId: "c", version: 1, text: content });
  open(text);
  return { runs: new SnippetRuns({ documents, folders, configuration }, runner), documents, open };
}

/** Lets what is waiting for nothing but its turn have it. */
const settled = () => new Promise((resolve) => setImmediate(resolve));

describe("a cancelled run", () => {
  it("does not end the one that waits behind it", async () => {
    const { runner, jobs } = heldThread();
    const { runs } = openedWith(runner);
    let cancel = () => {};
    const first = runs.run(uri, 1, { failEach: false, onCancel: (end) => (cancel = end) });
    const second = runs.run(uri, 4, { failEach: false });
    await settled();
    expect(jobs.map(({ job }) => job.line)).toEqual([1]);
    cancel();
    expect(await first).toEqual({ kind: "failed", reason: "cancelled" });
    await settled();
    expect(jobs.map(({ job }) => job.line)).toEqual([1, 4]);
    jobs[1]?.finish();
    expect(await second).toMatchObject({ kind: "ran", version: 1 });
  });

  it("that had not begun never does, and leaves the running one alone", async () => {
    const { runner, jobs } = heldThread();
    const { runs } = openedWith(runner);
    let cancel = () => {};
    const first = runs.run(uri, 1, { failEach: false });
    const second = runs.run(uri, 4, { failEach: false, onCancel: (end) => (cancel = end) });
    await settled();
    cancel();
    jobs[0]?.finish();
    expect(await first).toMatchObject({ kind: "ran" });
    expect(await second).toEqual({ kind: "failed", reason: "cancelled" });
    expect(jobs).toHaveLength(1);
  });
});

describe("a document that is opened again", () => {
  it("has no runs of another text, though its version is the same", async () => {
    const { runner, jobs } = heldThread();
    const { runs, documents, open } = openedWith(runner);
    const run = runs.run(uri, 1, { failEach: false });
    await settled();
    jobs[0]?.finish();
    await run;
    const before = documents.get(uri);
    expect(before && runs.finished(before).size).toBe(1);
    documents.close(uri);
    const after = open(text.replace("@kmem run\nstatic int two", "\nstatic int two"));
    expect(runs.finished(after).size).toBe(0);
    expect(runs.plansOf(after).plans.map(({ functionName }) => functionName)).toEqual(["one"]);
  });
});
