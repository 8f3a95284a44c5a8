// A worker thread of `kmem-lens check`.

import { serveJobs } from "../project/worker-pool.js";
import { type CheckJob, type JobSettings, runCheckJob } from "./check-job.js";
import type { LinkNews } from "./link-news.js";
import { createScanBackground } from "./scan-background.js";

const background = createScanBackground();

serveJobs(
  (settings: JobSettings) => (job: CheckJob) => runCheckJob(job, settings, background),
  (news: LinkNews) => background.hear(news),
);
