// A worker thread of `kmem-lens check`.

import { serveJobs } from "../project/worker-pool.js";
import { type CheckJob, type JobSettings, runCheckJob } from "./check-job.js";

serveJobs((settings: JobSettings) => (job: CheckJob) => runCheckJob(job, settings));
