// The bundled command as a child process, and folders for it to work on.

import { type SpawnOptions, spawn } from "node:child_process";
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { folderWith } from "./helpers.js";

export interface Ended {
  readonly status: number | null;
  readonly signal: string | null;
  readonly out: string;
  readonly err: string;
}

/** Starts `command` with its output kept. Without an environment of its own the child has a cache of its own. */
export function startProcess(command: string, args: readonly string[], options: SpawnOptions = {}) {
  const env = options.env ?? { ...process.env, XDG_CACHE_HOME: folderWith() };
  const child = spawn(command, args, { ...options, env, stdio: ["ignore", "pipe", "pipe"] });
  const out: Buffer[] = [];
  const err: Buffer[] = [];
  child.stdout?.on("data", (chunk: Buffer) => out.push(chunk));
  child.stderr?.on("data", (chunk: Buffer) => err.push(chunk));
  const ended = new Promise<Ended>((resolve) =>
    child.on("close", (status, signal) =>
      resolve({ status, signal, out: Buffer.concat(out).toString(), err: Buffer.concat(err).toString() }),
    ),
  );
  return { child, ended };
}

export function manyFindings(count: number): string {
  return `void f(void)\n{\n${"\tbad(GFP_KERNEL);\n".repeat(count)}}\n`;
}

/** More files than one job takes. */
export function manyFiles(count: number): string {
  const files: Record<string, string> = {};
  for (let i = 0; i < count; i++) files[`d${i % 7}/f${i}.c`] = i % 10 === 0 ? manyFindings(1) : "int x;\n";
  return folderWith(files);
}

/** Adds a file that the engine never comes back from; answers a promise of the moment when it has gone in. */
export function hangingFile(folder: string, name: string): Promise<void> {
  const begun = join(folder, "begun");
  writeFileSync(join(folder, name), `HANG ${begun}`);
  return new Promise<void>((resolve) => {
    const watch = setInterval(() => {
      if (!existsSync(begun)) return;
      clearInterval(watch);
      resolve();
    }, 10);
  });
}
