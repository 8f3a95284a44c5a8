// A worker thread of `kmem-lens check`.

import { openKnowledge } from "../project/knowledge.js";
import { serveJobs } from "../project/worker-pool.js";
import { type CheckJob, type JobSettings, runCheckJob } from "./check-job.js";
import type { LinkNews } from "./link-news.js";
import { createScanBackground, type ScanBackground } from "./scan-background.js";

let background: ScanBackground | undefined;

serveJobs(
  (given: JobSettings) => {
    // What is known of the kernel is no plain data: every worker opens it for itself.
    const { knowledge } = given.check;
    const behind = knowledge && openKnowledge(knowledge).behind;
    const settings = behind ? { ...given, check: { ...given.check, behind } } : given;
    background = createScanBackground(settings.check);
    return (job: CheckJob) => runCheckJob(job, settings, background);
  },
  (news: LinkNews) => background?.hear(news),
);
