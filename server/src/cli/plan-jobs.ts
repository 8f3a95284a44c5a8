// How the files of a run are shared out. Everything in one job is linked together; a small PATH is one job, a large
// one a job per file.

import type { FoundFile, FoundFiles } from "./walk.js";

/** Files that are read and checked together. */
export interface FileGroup {
  readonly files: readonly FoundFile[];
  readonly sizeBytes: number;
}

/** Up to so many files, PATH is taken as one project: a driver and its neighbours, not a tree. */
const maxGroupFiles = 400;
/** Beyond this, one job would hold too many trees at once; most driver folders are below 2 MB. */
const maxGroupBytes = 16 * 1024 * 1024;

/** Shares out the files; headers ride along where everything is one job. Same files, same jobs. */
export function planJobs({ sources, headers }: Pick<FoundFiles, "sources" | "headers">): FileGroup[] {
  const together = groupOf([...sources, ...headers]);
  const isSmall = sources.length <= maxGroupFiles && together.sizeBytes <= maxGroupBytes;
  if (sources.length > 0 && isSmall) return [together];
  return sources.map((file) => groupOf([file]));
}

function groupOf(files: readonly FoundFile[]): FileGroup {
  return { files, sizeBytes: files.reduce((sum, file) => sum + file.sizeBytes, 0) };
}
