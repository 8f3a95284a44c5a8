// The thread that computes; see analysis-host.ts for what it answers.

import { proposeFixes } from "../fixes/index.js";
import { serveJobs } from "../project/worker-pool.js";
import { createAnalysisHost } from "./analysis-host.js";
import { createEditorKnowledge } from "./editor-knowledge.js";
import { createCachedCheck } from "./facts-cache.js";

serveJobs(() => {
  const host = createAnalysisHost(createCachedCheck(), proposeFixes, createEditorKnowledge());
  return host.answer;
});
