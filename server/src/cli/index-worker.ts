// A worker thread of `kmem-lens index`.

import type { Profile } from "../kernel-model/profile.js";
import { serveJobs } from "../project/worker-pool.js";
import { createLearner, type IndexJob, type Learner } from "./index-job.js";
import type { LinkNews } from "./link-news.js";

/** Made at once, before anything is heard. */
let learner: Learner | undefined;

serveJobs(
  (profile: Profile) => {
    const made = createLearner(profile);
    learner = made;
    return (job: IndexJob) => made.learn(job);
  },
  (news: LinkNews) => learner?.hear(news),
);
