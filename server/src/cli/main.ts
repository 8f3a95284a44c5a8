#!/usr/bin/env node
// The program `kmem-lens`: the process' streams around `runCli`. The process ends by itself once all output has been
// taken over; it is never cut short.

import { processIo } from "./io.js";
import { runCli } from "./run-cli.js";

process.exitCode = await runCli(process.argv.slice(2), processIo());
