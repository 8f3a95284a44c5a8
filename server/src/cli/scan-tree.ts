// A large PATH is scanned in two passes. In the first each file tells its interface, from its tokens alone; then the
// interfaces are linked; in the second each file is checked, with the others behind it. Memory holds interfaces and
// findings only, and the result is the same for any number of workers.

import type { KernelModel } from "../kernel-model/model.js";
import { linkInterfaces } from "../project/tree-index.js";
import type { CheckJob, CheckJobResult } from "./check-job.js";
import type { LinkNews } from "./link-news.js";
import { mergeReports } from "./merge-findings.js";

/** How jobs are run; answers in the order of the jobs. */
export interface Scanner {
  run(jobs: readonly CheckJob[]): Promise<readonly CheckJobResult[]>;
  tell(news: LinkNews): void;
  readonly model: KernelModel;
}

/** Scans the files of `jobs`, one each. */
export async function scanTree(jobs: readonly CheckJob[], scanner: Scanner): Promise<CheckJobResult[]> {
  const told = await scanner.run(jobs.map((job) => ({ ...job, part: "told" })));
  const interfaces = told.flatMap((result) => result.interface ?? []);
  const { index } = linkInterfaces(interfaces, scanner.model);
  const diskPathOf = new Map(
    jobs.flatMap(({ group }) => group.files.map((file) => [file.path, file.diskPath])),
  );
  scanner.tell({ index, diskPaths: index.paths.map((path) => diskPathOf.get(path) ?? "") });
  const readable = jobs.flatMap((job, place): CheckJob[] => {
    const { interface: known, quiet } = told[place] ?? {};
    return known ? [{ ...job, part: "linked", ...(quiet && { quiet }) }] : [];
  });
  const checked = (await scanner.run(readable)).values();
  // A file that could not be read leaves its problem and nothing else.
  const results = told.map((result) => (result.interface ? (checked.next().value ?? result) : result));
  return mergeReports(results);
}
