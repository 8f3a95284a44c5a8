#!/usr/bin/env node
// The program `kmem-lens`: the process' streams and signals around `runCli`. The process ends by itself once all
// output has been taken over; it is never cut short.

import { processIo } from "./io.js";
import { runCli } from "./run-cli.js";

const io = processIo();

process.once("SIGINT", () => {
  // Nothing to put right: files are replaced in one step. Take the progress line away and die of the signal.
  if (io.stderr.isTerminal) process.stderr.write("\r\u001b[2K");
  process.kill(process.pid, "SIGINT");
});

process.exitCode = await runCli(process.argv.slice(2), io);
