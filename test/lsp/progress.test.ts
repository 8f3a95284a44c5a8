// The sign of work: only for clients that can show it, only for work that takes a while.

import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { readAbilities } from "../../server/src/lsp/abilities.js";
import { createBusyListener } from "../../server/src/lsp/features/progress.js";
import type { Session } from "../../server/src/lsp/session.js";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A connection that remembers what it was told. */
function listener(capabilities: { window?: { workDoneProgress: boolean } }, initializationOptions?: unknown) {
  const told: unknown[] = [];
  const reporter = { begin: (title: string) => void told.push(title), done: () => void told.push("done") };
  const connection = {
    window: { createWorkDoneProgress: async () => reporter },
    sendNotification: async (method: string, status: unknown) => void told.push([method, status]),
  };
  const abilities = readAbilities({ processId: null, rootUri: null, capabilities, initializationOptions });
  // Only what the listener calls is there.
  return { told, onBusy: createBusyListener({ connection, abilities } as unknown as Session) };
}

describe("progress", () => {
  it("is shown for work that takes a while, once, and taken back", async () => {
    const { told, onBusy } = listener({ window: { workDoneProgress: true } });
    onBusy(1);
    onBusy(2);
    await vi.advanceTimersByTimeAsync(5000);
    onBusy(1);
    expect(told).toEqual(["Kmem Lens"]);
    onBusy(0);
    await vi.advanceTimersByTimeAsync(0);
    expect(told).toEqual(["Kmem Lens", "done"]);
  });

  it("is not shown for work that is soon over", async () => {
    const { told, onBusy } = listener({ window: { workDoneProgress: true } });
    onBusy(1);
    await vi.advanceTimersByTimeAsync(300);
    onBusy(0);
    await vi.advanceTimersByTimeAsync(5000);
    expect(told).toEqual([]);
  });

  it("is not shown to a client that did not ask", async () => {
    const { told, onBusy } = listener({});
    onBusy(1);
    await vi.advanceTimersByTimeAsync(5000);
    expect(told).toEqual([]);
  });

  it("comes as a status to the client that asked for one", () => {
    const { told, onBusy } = listener({}, { statusNotifications: true });
    onBusy(1);
    expect(told).toEqual([["kmemLens/status", { nrChecking: 1 }]]);
  });
});
