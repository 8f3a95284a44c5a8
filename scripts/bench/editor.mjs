// The language server as an editor meets it, over its pipes: from the start of the process to the first diagnostics,
// from a keystroke to the diagnostics of that version, in large files against the parse of the same text, and from an
// edit to what it brings in other open files.

import { spawn } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
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

/** Drivers of several files in Linux 6.1, where one calls in another what must not be called with a spinlock held. */
const linkedDrivers = [
  {
    folder: "drivers/usb/host",
    names: /^xhci(-(mem|ring|hub|dbg|debugfs|dbgcap|dbgtty|ext-caps|pci))?\.c$/,
    edited: "xhci.c",
    place: "\txhci_mem_cleanup(xhci);",
    inserted: "\tspin_lock(&xhci->lock);\n",
    watched: "xhci-mem.c",
  },
  {
    folder: "drivers/net/ethernet/intel/i40e",
    names: /\.c$/,
    edited: "i40e_main.c",
    place: "\ti40e_ptp_stop(pf);",
    inserted: "\tspin_lock(&pf->lock);\n",
    watched: "i40e_ptp.c",
  },
];

const nrStarts = 7;
const nrLinkedEdits = 20;
/** The first one is told of by itself, these are not told of. */
const nrLinkedWarmUp = 4;
/** As long as a user looks at the files after opening them: they are linked once meanwhile. */
const lookMs = 15_000;
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
  for (const driver of linkedDrivers) {
    if (existsSync(join(tree, driver.folder, driver.edited))) await measureLinkedEdits(tree, driver);
    else console.log(`${driver.folder} has no ${driver.edited} in this tree`);
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
    const document = await server.open(path, text);
    nrDiagnostics = (await document.pull()).length;
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
  const document = await server.open(path, text);
  await document.pull();
  const keystrokes = [];
  const parses = [];
  // One character more in a statement in the middle of the file, and taken away again.
  const middle = text.indexOf(";\n", text.length / 2);
  for (let i = 0; i < nrWarmUp + nrKeystrokes; i++) {
    const startedAt = process.hrtime.bigint();
    await (i % 2 === 0 ? document.insert(middle, " ") : document.remove(middle, 1));
    await document.pull();
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

/** One file begins to hold a lock at a call into another, and ceases to: how long until that is seen in the other. */
async function measureLinkedEdits(tree, { folder, names, edited, place, inserted, watched }) {
  const server = await startServer();
  const documents = new Map();
  const texts = new Map();
  for (const name of readdirSync(join(tree, folder)).filter((entry) => names.test(entry))) {
    texts.set(name, readFileSync(join(tree, folder, name), "utf8"));
    documents.set(name, await server.open(join(tree, folder, name), texts.get(name)));
  }
  for (const document of documents.values()) await document.pull();
  await setTimeout(lookMs);
  const offset = texts.get(edited).indexOf(place);
  const { line } = positionAt(texts.get(edited), offset);
  let first = 0;
  const seconds = [];
  for (let i = 0; i < nrLinkedWarmUp + nrLinkedEdits; i++) {
    const measured = await editLinked(server, documents.get(edited), documents.get(watched), {
      offset,
      inserted,
      line,
      i,
    });
    if (i === 0) first = measured;
    if (i >= nrLinkedWarmUp) seconds.push(measured);
  }
  await server.stop();
  const parseStartedAt = process.hrtime.bigint();
  for (const text of texts.values()) parseOnly(text);
  const nrLines = [...texts.values()].join("").split("\n").length - 1;
  console.log(
    `an edit in ${folder}/${edited} to its findings in ${watched}, ${documents.size} files open (${nrLines} lines): ` +
      `first ${ms(first)}, median ${ms(quantile(seconds, 0.5))}, slowest ${ms(Math.max(...seconds))}; ` +
      `parse of the ${documents.size} files alone ${ms(secondsSince(parseStartedAt))}`,
  );
}

/** Seconds until `target` blames the lock that is taken on `line` of `source`, or blames it no more. */
async function editLinked(server, source, target, { offset, inserted, line, i }) {
  const isHeld = i % 2 === 0;
  const isAtLock = ({ location: { uri, range } }) => uri === source.uri && range.start.line === line;
  const startedAt = process.hrtime.bigint();
  await (isHeld ? source.insert(offset, inserted) : source.remove(offset, inserted.length));
  for (;;) {
    const refreshed = server.refreshed();
    const items = await target.pull();
    if (items.some(({ relatedInformation = [] }) => relatedInformation.some(isAtLock)) === isHeld)
      return secondsSince(startedAt);
    await refreshed;
  }
}

function ms(seconds) {
  return `${(seconds * 1000).toFixed(0)} ms`;
}

/** A client that pulls diagnostics. */
async function startServer() {
  const child = spawn(process.execPath, [commandPath, "lsp", "--stdio"], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const reader = new StreamMessageReader(child.stdout);
  const connection = createProtocolConnection(reader, new StreamMessageWriter(child.stdin));
  let waiting = [];
  connection.onRequest("client/registerCapability", () => null);
  connection.onRequest("workspace/configuration", ({ items }) => items.map(() => null));
  connection.onRequest("workspace/diagnostic/refresh", () => {
    for (const resolve of waiting) resolve();
    waiting = [];
    return null;
  });
  connection.listen();
  const capabilities = {
    textDocument: { diagnostic: {}, publishDiagnostics: { relatedInformation: true } },
    workspace: { diagnostics: { refreshSupport: true } },
  };
  await connection.sendRequest("initialize", { processId: process.pid, rootUri: null, capabilities });
  await connection.sendNotification("initialized", {});
  return {
    open: (path, text) => openDocument(connection, pathToFileURL(path).href, text),
    /** Resolves when the server next says that findings have changed. */
    refreshed: () => new Promise((resolve) => waiting.push(resolve)),
    async stop() {
      const ended = new Promise((resolve) => child.once("exit", resolve));
      await connection.sendRequest("shutdown");
      await connection.sendNotification("exit");
      await ended;
      connection.dispose();
    },
  };
}

/** A document that the client has open. */
async function openDocument(connection, uri, content) {
  let text = content;
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
  await connection.sendNotification("textDocument/didOpen", {
    textDocument: { uri, languageId: "c", version, text },
  });
  return {
    uri,
    insert: (offset, inserted) => change(offset, 0, inserted),
    remove: (offset, nrRemoved) => change(offset, nrRemoved, ""),
    async pull() {
      const report = await connection.sendRequest("textDocument/diagnostic", { textDocument: { uri } });
      if (report.kind !== "full")
        throw new Error("no previous result was named, yet the answer is 'unchanged'");
      return report.items;
    },
  };
}

function positionAt(text, offset) {
  const before = text.slice(0, offset);
  return { line: before.split("\n").length - 1, character: offset - before.lastIndexOf("\n") - 1 };
}
