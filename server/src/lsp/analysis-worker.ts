// The thread that computes; see analysis-host.ts for what it answers.

import { proposeFixes } from "../fixes/index.js";
import { serveJobs } from "../project/worker-pool.js";
import { checkFiles } from "../rules/engine.js";
import { createAnalysisHost } from "./analysis-host.js";

serveJobs(() => {
  const host = createAnalysisHost(checkFiles, proposeFixes);
  return host.answer;
});
