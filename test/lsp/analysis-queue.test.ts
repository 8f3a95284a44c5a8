// What is computed next, and what is dropped.

import { describe, expect, it, vi } from "vitest";
import { createProfile } from "../../server/src/kernel-model/profile.js";
import type { AnalysisReply, AnalysisRequest } from "../../server/src/lsp/analysis-host.js";
import { type AnalysisRunner, createAnalysisQueue } from "../../server/src/lsp/analysis-queue.js";
import { Overtaken } from "../../server/src/lsp/guard.js";

function check(uri: string, version: number): AnalysisRequest {
  return {
    kind: "check",
    job: { uri, version, files: [], settings: { profile: createProfile(), rules: {} } },
  };
}

const release: AnalysisRequest = { kind: "release", uri: "x" };

/** A runner that ends a request only when told, and remembers what it was given. */
function manualRunner() {
  const started: string[] = [];
  const ends: ((reply: AnalysisReply) => void)[] = [];
  const close = vi.fn(async () => undefined);
  const runner: AnalysisRunner = {
    run(request) {
      started.push(request.kind === "check" ? `${request.job.uri}@${request.job.version}` : request.kind);
      return new Promise((resolve) => ends.push(resolve));
    },
    close,
  };
  return { runner, started, close, end: (index: number) => ends[index]?.({ kind: "unknown" }) };
}

const settle = () => new Promise((resolve) => setImmediate(resolve));

describe("the queue", () => {
  it("runs one request at a time, questions before checks, the last asked file first", async () => {
    const { runner, started, end } = manualRunner();
    const queue = createAnalysisQueue(() => runner);
    const replies = [check("a", 1), check("b", 1), check("c", 1), release].map((request) =>
      queue.ask(request),
    );
    for (let index = 0; index < 4; index++) {
      await settle();
      end(index);
    }
    await Promise.all(replies);
    expect(started).toEqual(["a@1", "release", "c@1", "b@1"]);
  });

  it("refines what is known when nothing else waits", async () => {
    const { runner, started, end } = manualRunner();
    const queue = createAnalysisQueue(() => runner);
    const refine: AnalysisRequest = { kind: "refine", uri: "a", version: 1 };
    const replies = [check("a", 1), refine, check("b", 1), release].map((request) => queue.ask(request));
    for (let index = 0; index < 4; index++) {
      await settle();
      end(index);
    }
    await Promise.all(replies);
    expect(started).toEqual(["a@1", "release", "b@1", "refine"]);
  });

  it("drops a check that a newer one of the same file overtakes", async () => {
    const { runner, started, end } = manualRunner();
    const queue = createAnalysisQueue(() => runner);
    const first = queue.ask(check("a", 1));
    const second = queue.ask(check("b", 1));
    const third = queue.ask(check("b", 2));
    await expect(second).rejects.toBeInstanceOf(Overtaken);
    end(0);
    await first;
    await settle();
    end(1);
    await third;
    expect(started).toEqual(["a@1", "b@2"]);
  });

  it("goes on after a request that failed", async () => {
    const run = vi
      .fn<AnalysisRunner["run"]>()
      .mockRejectedValueOnce(new Error("thread died"))
      .mockResolvedValue({ kind: "unknown" });
    const queue = createAnalysisQueue(() => ({ run, close: async () => undefined }));
    await expect(queue.ask(check("a", 1))).rejects.toThrow("thread died");
    await expect(queue.ask(check("a", 1))).resolves.toEqual({ kind: "unknown" });
  });

  it("stops a check that nobody waits for when it takes too long, and starts the newer one elsewhere", async () => {
    vi.useFakeTimers();
    try {
      const runners = [manualRunner(), manualRunner()];
      const unused = [...runners];
      const queue = createAnalysisQueue(() => unused.shift()?.runner ?? manualRunner().runner);
      const stale = queue.ask(check("a", 1));
      const stopped = expect(stale).rejects.toBeInstanceOf(Overtaken);
      const fresh = queue.ask(check("a", 2));
      await vi.advanceTimersByTimeAsync(5000);
      await stopped;
      expect(runners[0]?.close).toHaveBeenCalled();
      expect(runners[1]?.started).toEqual(["a@2"]);
      runners[1]?.end(0);
      await expect(fresh).resolves.toEqual({ kind: "unknown" });
    } finally {
      vi.useRealTimers();
    }
  });

  it("answers nobody after it was closed", async () => {
    const { runner } = manualRunner();
    const queue = createAnalysisQueue(() => runner);
    await queue.close();
    await expect(queue.ask(release)).rejects.toBeInstanceOf(Overtaken);
  });
});
