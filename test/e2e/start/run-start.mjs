// The newcomer's command: `npm start` reports on the sample driver, serves it in an editor behind a password, and leaves
// nothing behind when Ctrl-C ends it.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root, run } from "../../../scripts/lib/house.mjs";
import { processes } from "../lib/processes.mjs";
import { runTests, until } from "../lib/suite.mjs";

const script = join(root, "scripts/start.mjs");

/** As on a machine without a screen and without VS Code, where the embedded editor is used. */
function plainEnvironment(temporary) {
  const { DISPLAY: _x, WAYLAND_DISPLAY: _wayland, NO_COLOR: _color, ...env } = process.env;
  return { ...env, TMPDIR: temporary, INIT_CWD: temporary };
}

async function reportsOnTheSample(temporary) {
  const { status, output } = await run(process.execPath, [script, "--no-editor"], {
    env: plainEnvironment(temporary),
    capture: true,
  });
  assert.equal(status, 0, output);
  for (const text of ["error[sleep-in-atomic]", "error[oversized-kmalloc]", "samples/ringcap.c:"]) {
    assert.ok(output.includes(text), `${text} is in the report:\n${output}`);
  }
  assert.ok(!output.includes("\u001b["), "no colours where nobody sees them");
}

async function reportsOnAnotherFile({ workspace, temporary }) {
  const driver = join(workspace, "gadget/gadget.c");
  const { status, output } = await run(process.execPath, [script, "--no-editor", driver], {
    env: plainEnvironment(temporary),
    capture: true,
  });
  assert.equal(status, 0, output);
  assert.match(output, /gadget\.c:21:11/);
}

/** Answers whether a form with this password is let in. */
async function logsIn(address, password) {
  const answer = await fetch(new URL("login", address), {
    method: "POST",
    body: new URLSearchParams({ password }),
    redirect: "manual",
  });
  return answer.headers.get("set-cookie") !== null;
}

async function servesAndEnds(temporary) {
  const child = spawn(process.execPath, [script], {
    env: plainEnvironment(temporary),
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text) => {
      output += text;
    });
  }
  const ended = new Promise((done) => child.once("close", done));
  try {
    await until("the address", () => /Ctrl-C ends it/.test(output) || child.exitCode !== null, {
      limitMs: 120_000,
    });
    const [, address] = /Address +(http:\/\/127\.0\.0\.1:\d+\/)/.exec(output) ?? [];
    const [, password] = /Password +(\S+)/.exec(output) ?? [];
    assert.ok(address && password, `address and password are printed:\n${output}`);
    assert.ok(await logsIn(address, password), "the printed password opens the door");
    assert.ok(!(await logsIn(address, `${password}x`)), "another one does not");
    child.kill("SIGINT");
    assert.equal(await ended, 0, "Ctrl-C is no failure");
    await until("the end of every process", () => !processes().some((line) => line.includes(temporary)));
    assert.deepEqual(readdirSync(temporary), [], "no temporary files are left");
  } finally {
    child.kill("SIGINT");
  }
}

/** Answers `{ name, durationMs, error? }[]`. */
export async function runStart({ workspace }) {
  const temporary = mkdtempSync(join(tmpdir(), "kmem-lens-start-"));
  const tests = [
    ["without an editor it reports on the sample and ends", () => reportsOnTheSample(temporary)],
    ["it takes a driver of the user's own", () => reportsOnAnotherFile({ workspace, temporary })],
    [
      "it serves the sample behind a password, and Ctrl-C leaves nothing behind",
      () => servesAndEnds(temporary),
    ],
  ];
  try {
    return await runTests(tests, { timeoutMs: 180_000 });
  } finally {
    if (existsSync(temporary)) rmSync(temporary, { recursive: true, force: true });
  }
}
