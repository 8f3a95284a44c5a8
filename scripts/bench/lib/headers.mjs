// The headers that C files name in quotes, directly and through others, as a linked scan finds them.

import { readFileSync } from "node:fs";

/** Answers the headers' paths, each once. */
export async function headersNamedBy(files) {
  // Imported here, because the benchmarks build the server before they run.
  const { createHeaderSource } = await import("../../../server/out/cli/header-source.js");
  const found = new Set();
  const source = createHeaderSource(
    () => undefined,
    (text) => text,
  );
  for (const path of files) {
    const file = { path, diskPath: path, text: readFileSync(path, "latin1") };
    for (const header of source.headersOf(file)) found.add(header.diskPath);
    source.trim();
  }
  return [...found];
}
