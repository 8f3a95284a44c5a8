// A large PATH is scanned in two passes. In the first each file is checked by itself and tells its interface; then the
// interfaces are linked; in the second the files that may have a part in a path across files are checked again, with
// the others behind them. Memory holds interfaces and findings only, and the result is the same for any number of
// workers.

import type { KernelModel } from "../kernel-model/model.js";
import type { FileInterface } from "../project/file-interface.js";
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
  const first = await scanner.run(jobs.map((job) => ({ ...job, part: "scanned" })));
  const results: CheckJobResult[] = first.map(({ interface: said, ...result }) => {
    void said;
    return result;
  });
  const places: number[] = [];
  const interfaces: FileInterface[] = [];
  for (const [place, result] of first.entries()) {
    // A file whose safe fixes are about to be written is another one then.
    if (!result.interface || result.rewritten.length > 0) continue;
    places.push(place);
    interfaces.push(result.interface);
  }
  const { index, linked } = linkInterfaces(interfaces, scanner.model);
  if (linked.length === 0) return mergeReports(results);
  const diskPathOf = new Map(
    jobs.flatMap(({ group }) => group.files.map((file) => [file.path, file.diskPath])),
  );
  scanner.tell({ index, diskPaths: index.paths.map((path) => diskPathOf.get(path) ?? "") });
  const again = linked.flatMap((at) => places[at] ?? []);
  const second = await scanner.run(
    again.flatMap((place) => (jobs[place] ? [{ ...jobs[place], part: "linked" }] : [])),
  );
  for (const [at, result] of second.entries()) {
    const place = again[at];
    // What the second pass could not do leaves the file with what the first one found.
    if (place !== undefined && result.problems.length === 0) results[place] = result;
  }
  return mergeReports(results);
}
