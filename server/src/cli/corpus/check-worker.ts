// The worker of the corpus check.

import { serveCheckJobs } from "./check.js";

serveCheckJobs();
