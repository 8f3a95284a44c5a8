// The thread that runs snippets, apart from the one that checks: an endless loop in a snippet delays no diagnostics.

import { serveJobs } from "../project/worker-pool.js";
import { createSnippetHost } from "./snippet-job.js";

serveJobs(createSnippetHost);
