// The thread that runs snippets, apart from the one that checks: an endless loop in a snippet delays no diagnostics.

import { serveJobs } from "../project/worker-pool.js";
import { runSnippetJob } from "./snippet-job.js";

serveJobs(() => runSnippetJob);
