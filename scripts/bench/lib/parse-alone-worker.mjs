// A worker thread of parse-alone.mjs.

import { readFileSync } from "node:fs";
import { serveJobs } from "../../../server/out/project/worker-pool.js";
import { parseOnly } from "../../../server/out/syntax/parse.js";

serveJobs(() => (path) => parseOnly(readFileSync(path, "utf8")));
