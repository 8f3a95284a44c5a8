// A terminal that tests can read, and folders that tests can fill.

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";
import type { Io, Sink } from "../../server/src/cli/io.js";

export interface FakeIo extends Io {
  readonly out: () => string;
  readonly err: () => string;
}

export function fakeIo(
  options: { readonly stdin?: string | Uint8Array; readonly isTerminal?: boolean } = {},
): FakeIo {
  const out: string[] = [];
  const err: string[] = [];
  const sink = (into: string[]): Sink => ({
    isTerminal: options.isTerminal === true,
    columns: options.isTerminal === true ? 80 : undefined,
    write: async (text) => {
      into.push(text);
    },
  });
  let nowMs = 0;
  return {
    stdout: sink(out),
    stderr: sink(err),
    readStdin: async () =>
      typeof options.stdin === "string" ? Buffer.from(options.stdin) : (options.stdin ?? new Uint8Array()),
    env: {},
    now: () => (nowMs += 10),
    onInterrupt: () => () => undefined,
    out: () => out.join(""),
    err: () => err.join(""),
  };
}

/** A folder that goes with the test; `files` by path below it. */
export function folderWith(files: Readonly<Record<string, string | Uint8Array>> = {}): string {
  const folder = mkdtempSync(join(tmpdir(), "kmem-lens-test-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  return folder;
}
