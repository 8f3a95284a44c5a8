// What is found of a driver by itself, with a knowledge pack behind it, against what the linked scan of its tree says of
// the same files. Two findings are the same if they stand at the same call of the driver, with the same level: from
// where the call leads on, one has the tree's files and the other the pack.

/** A step of a path in the JSON of `check`. */
export interface ToldStep {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly role: string;
  readonly message: string;
  readonly function?: string;
}

/** A diagnostic in the JSON of `check`, as far as it is compared. */
export interface Told {
  readonly rule: string;
  readonly severity: string;
  readonly file: string;
  readonly start: { readonly line: number; readonly column: number };
  readonly message: string;
  readonly path: readonly ToldStep[];
  readonly otherPaths?: readonly (readonly ToldStep[])[];
}

/** How a finding of the linked scan runs over the driver. */
export type Crossing =
  /** All of its path is in the driver's own files. */
  | "inside"
  /** From the driver into other files. */
  | "leaves"
  /** From other files into the driver. */
  | "enters";

/** A finding of the linked scan as it should be told of the driver alone. */
export interface Expected {
  readonly linked: Told;
  readonly path: readonly ToldStep[];
  readonly crossing: Crossing;
  /** The place in the driver: its last one on the path. */
  readonly file: string;
  readonly line: number;
}

export interface Comparison {
  readonly same: readonly Expected[];
  /** Told with another level. */
  readonly otherLevel: readonly { readonly expected: Expected; readonly severity: string }[];
  readonly missing: readonly Expected[];
  /** Told of the driver alone only. */
  readonly extra: readonly Told[];
}

/** What the linked scan says of the files of one driver, its headers among them; paths are those below the tree's top. */
export function expectedOf(linked: readonly Told[], files: ReadonlySet<string>): readonly Expected[] {
  return linked.filter(runsThroughSource(files)).flatMap((finding): Expected[] => {
    const paths = finding.path.length > 0 ? [finding.path, ...(finding.otherPaths ?? [])] : [];
    if (paths.length === 0)
      return files.has(finding.file)
        ? [{ linked: finding, path: [], crossing: "inside", file: finding.file, line: finding.start.line }]
        : [];
    const found = paths.flatMap((path) => expectedOn(path, finding, files));
    // The nearest to the driver's own stands for the others.
    const order: readonly Crossing[] = ["inside", "leaves", "enters"];
    return found.toSorted((a, b) => order.indexOf(a.crossing) - order.indexOf(b.crossing)).slice(0, 1);
  });
}

/** A header may be that of several drivers: what runs through nothing else of this one is none of its findings. */
function runsThroughSource(files: ReadonlySet<string>): (finding: Told) => boolean {
  return ({ file, path, otherPaths = [] }) =>
    [{ file }, ...path, ...otherPaths.flat()].some(
      (step) => step.file.endsWith(".c") && files.has(step.file),
    );
}

function expectedOn(
  path: readonly ToldStep[],
  linked: Told,
  files: ReadonlySet<string>,
): readonly Expected[] {
  const own = path.filter(({ file }) => files.has(file));
  const last = own.findLast(({ role }) => role === "call" || role === "sleep" || role === "gfp");
  if (!last) return [];
  const begins = files.has(path[0]?.file ?? "");
  const crossing = own.length === path.length ? "inside" : begins ? "leaves" : "enters";
  // A mask is mended where it was written.
  const place = files.has(linked.file) ? { file: linked.file, line: linked.start.line } : last;
  return [{ linked, path, crossing, file: place.file, line: place.line }];
}

/** Compares; the paths of `outside` are below the driver's folder, as those of the tree are below its top. */
export function compareOutside(expected: readonly Expected[], outside: readonly Told[]): Comparison {
  const same: Expected[] = [];
  const otherLevel: Comparison["otherLevel"][number][] = [];
  const missing: Expected[] = [];
  const met = new Set<Told>();
  for (const item of expected) {
    const alike = outside.filter((told) => isAlike(told, item));
    for (const told of alike) met.add(told);
    const [first] = alike;
    if (!first) missing.push(item);
    else if (alike.some(({ severity }) => severity === item.linked.severity)) same.push(item);
    else otherLevel.push({ expected: item, severity: first.severity });
  }
  return { same, otherLevel, missing, extra: outside.filter((told) => !met.has(told)) };
}

function isAlike(told: Told, { linked, file, line }: Expected): boolean {
  if (told.rule !== linked.rule) return false;
  if (told.file === file && told.start.line === line) return true;
  // One whose mask is mended further up in the driver runs over the place all the same.
  return [told.path, ...(told.otherPaths ?? [])].some((path) =>
    path.some((step) => step.file === file && step.line === line && step.role !== "context"),
  );
}
