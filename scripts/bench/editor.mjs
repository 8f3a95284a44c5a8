// The language server as an editor meets it, over its pipes: from the start of the process to the first diagnostics,
// and from a keystroke to the diagnostics of that version, in large files against the parse of the same text.

import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import {
  createProtocolConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from "vscode-languageserver/node";
import { parseOnly } from "../../server/out/syntax/parse.js";
import { commandPath } from "../lib/build.mjs";
import { root } from "../lib/house.mjs";
import { quantile, secondsSince } from "./lib/measured.mjs";

/** Drivers of Linux 6.1 with about 5,000 and 16,800 lines, and headers of their own. */
const largeDrivers = ["drivers/mmc/host/sdhci.c", "drivers/net/ethernet/intel/i40e/i40e_main.c"];

const nrStarts = 7;
const nrKeystrokes = 60;
/** The first ones run code that is not compiled yet, as they do for a user in the first seconds. */
const nrWarmUp = 10;

export async function run({ tree }) {
  await measureStart();
  if (tree === undefined) {
    console.log("keystrokes left out: they need --tree TREE, an unpacked kernel source");
    return;
  }
  for (const name of largeDrivers) {
    const path = join(tree, name);
    if (existsSync(path)) await measureKeystrokes(path, name);
    else console.log(`${name} is not in this tree`);
  }
}

async function measureStart() {
  const path = join(root, "samples/ringcap.c");
  const text = readFileSync(path, "utf8");
  const seconds = [];
  let nrDiagnostics = 0;
  for (let i = 0; i < nrStarts; i++) {
    const startedAt = process.hrtime.bigint();
    const server = await startServer();
    await server.open(path, text);
    nrDiagnostics = (await server.pull()).length;
    seconds.push(secondsSince(startedAt));
    await server.stop();
  }
  console.log(
    `start to first diagnostics of the sample: median ${ms(quantile(seconds, 0.5))} of ${nrStarts}, ` +
      `slowest ${ms(Math.max(...seconds))} (${nrDiagnostics} diagnostics)`,
  );
}

async function measureKeystrokes(path, name) {
  const text = readFileSync(path, "utf8");
  const server = await startServer();
  await server.open(path, text);
  await server.pull();
  const keystrokes = [];
  const parses = [];
  // One character more in a statement in the middle of the file, and taken away again.
  const middle = text.indexOf(";\n", text.length / 2);
  for (let i = 0; i < nrWarmUp + nrKeystrokes; i++) {
    const startedAt = process.hrtime.bigint();
    await (i % 2 === 0 ? server.insert(middle, " ") : server.remove(middle, 1));
    await server.pull();
    const seconds = secondsSince(startedAt);
    const parseStartedAt = process.hrtime.bigint();
    parseOnly(text);
    if (i < nrWarmUp) continue;
    keystrokes.push(seconds);
    parses.push(secondsSince(parseStartedAt));
  }
  await server.stop();
  const [median, p95, parse] = [quantile(keystrokes, 0.5), quantile(keystrokes, 0.95), quantile(parses, 0.5)];
  console.log(
    `keystroke in ${name} (${text.split("\n").length - 1} lines): median ${ms(median)}, p95 ${ms(p95)}; ` +
      `parse alone ${ms(parse)} (p95 ${ms(quantile(parses, 0.95))}): p95 is ${(p95 / parse).toFixed(1)} times the median parse`,
  );
}

function ms(seconds) {
  return `${(seconds * 1000).toFixed(0)} ms`;
}

/** A client that pulls diagnostics, with one document open. */
async function startServer() {
  const child = spawn(process.execPath, [commandPath, "lsp", "--stdio"], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const reader = new StreamMessageReader(child.stdout);
  const connection = createProtocolConnection(reader, new StreamMessageWriter(child.stdin));
  connection.onRequest("client/registerCapability", () => null);
  connection.onRequest("workspace/configuration", () => [null]);
  connection.listen();
  const capabilities = { textDocument: { diagnostic: {}, publishDiagnostics: { relatedInformation: true } } };
  await connection.sendRequest("initialize", { processId: process.pid, rootUri: null, capabilities });
  await connection.sendNotification("initialized", {});
  let uri = "";
  let text = "";
  let version = 1;
  const change = (offset, nrRemoved, inserted) => {
    const range = { start: positionAt(text, offset), end: positionAt(text, offset + nrRemoved) };
    text = text.slice(0, offset) + inserted + text.slice(offset + nrRemoved);
    version += 1;
    const textDocument = { uri, version };
    return connection.sendNotification("textDocument/didChange", {
      textDocument,
      contentChanges: [{ range, text: inserted }],
    });
  };
  return {
    open(path, content) {
      uri = pathToFileURL(path).href;
      text = content;
      const textDocument = { uri, languageId: "c", version, text };
      return connection.sendNotification("textDocument/didOpen", { textDocument });
    },
    insert: (offset, inserted) => change(offset, 0, inserted),
    remove: (offset, nrRemoved) => change(offset, nrRemoved, ""),
    async pull() {
      const report = await connection.sendRequest("textDocument/diagnostic", { textDocument: { uri } });
      if (report.kind !== "full")
        throw new Error("no previous result was named, yet the answer is 'unchanged'");
      return report.items;
    },
    async stop() {
      const ended = new Promise((resolve) => child.once("exit", resolve));
      await connection.sendRequest("shutdown");
      await connection.sendNotification("exit");
      await ended;
      connection.dispose();
    },
  };
}

function positionAt(text, offset) {
  const before = text.slice(0, offset);
  return { line: before.split("\n").length - 1, character: offset - before.lastIndexOf("\n") - 1 };
}
