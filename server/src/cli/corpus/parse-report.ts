// What a worker of the parse measurement is asked and what it answers.

/** The files of one batch. */
export interface ParseRequest {
  readonly tree: string;
  readonly paths: readonly string[];
}

/** Sums over files; mutable while they are added up. */
export interface ParseReport {
  files: number;
  errorFiles: number;
  functions: number;
  cleanFunctions: number;
  calls: number;
  seenCalls: number;
  droppedArms: number;
  secondReadings: number;
  bytes: number;
  maskNs: number;
  parseNs: number;
  copyNs: number;
  /** One line per place that failed. */
  readonly places: string[];
}

export function emptyReport(): ParseReport {
  return {
    files: 0,
    errorFiles: 0,
    functions: 0,
    cleanFunctions: 0,
    calls: 0,
    seenCalls: 0,
    droppedArms: 0,
    secondReadings: 0,
    bytes: 0,
    maskNs: 0,
    parseNs: 0,
    copyNs: 0,
    places: [],
  };
}

/** Adds `part` to `total`. */
export function addReports(total: ParseReport, part: ParseReport): void {
  total.files += part.files;
  total.errorFiles += part.errorFiles;
  total.functions += part.functions;
  total.cleanFunctions += part.cleanFunctions;
  total.calls += part.calls;
  total.seenCalls += part.seenCalls;
  total.droppedArms += part.droppedArms;
  total.secondReadings += part.secondReadings;
  total.bytes += part.bytes;
  total.maskNs += part.maskNs;
  total.parseNs += part.parseNs;
  total.copyNs += part.copyNs;
  for (const place of part.places) total.places.push(place);
}
