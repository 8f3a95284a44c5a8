// Whether bytes hold a run of some text. Of the bytes every eighth window that is text at all goes into a table; of the
// text every window is looked for there, so that the search of a kernel tree takes a minute. A run of forty characters
// holds a window of thirty-two that begins at a multiple of eight.

const runLength = 40;
const windowLength = 32;
const step = 8;

interface Table {
  /** Places of windows by hash, one beyond the place; 0 is empty. */
  readonly places: Uint32Array;
  readonly bytes: Uint8Array;
}

/** The first runs found, at most ten; runs of one or two repeated characters are nobody's text. */
export function findTextRuns(haystacks: readonly Uint8Array[], texts: Iterable<string>): string[] {
  // A zero between them is no text.
  const table = tableOf(Buffer.concat(haystacks.flatMap((bytes) => [bytes, new Uint8Array(1)])));
  const found: string[] = [];
  for (const text of texts) {
    const bytes = Buffer.from(text, "latin1");
    eachWindow(bytes, (hash, start) => {
      const run = found.length < 10 ? runAt(table, bytes, hash, start) : undefined;
      if (run !== undefined) found.push(run);
    });
  }
  return found;
}

function tableOf(bytes: Uint8Array): Table {
  let nrWindows = 0;
  const isTextFrom = textLengths(bytes);
  for (let at = 0; at + windowLength <= bytes.length; at += step)
    if ((isTextFrom[at] ?? 0) >= windowLength) nrWindows++;
  const places = new Uint32Array(2 ** Math.ceil(Math.log2(nrWindows * 4 + 16)));
  eachWindow(bytes, (hash, start) => {
    if (start % step !== 0 || (isTextFrom[start] ?? 0) < windowLength) return;
    let slot = hash & (places.length - 1);
    while (places[slot] !== 0) slot = (slot + 1) & (places.length - 1);
    places[slot] = start + 1;
  });
  return { places, bytes };
}

/** For each place how many printable characters follow, as far as that matters. */
function textLengths(bytes: Uint8Array): Uint8Array {
  const lengths = new Uint8Array(bytes.length);
  let length = 0;
  for (let at = bytes.length - 1; at >= 0; at--) {
    const code = bytes[at] ?? 0;
    const isText = (code >= 32 && code < 127) || code === 9 || code === 10;
    length = isText ? Math.min(length + 1, 255) : 0;
    lengths[at] = length;
  }
  return lengths;
}

/** The run around a window of the text that the table has, if it is long enough. */
function runAt({ places, bytes }: Table, text: Uint8Array, hash: number, start: number): string | undefined {
  let slot = hash & (places.length - 1);
  for (; places[slot] !== 0; slot = (slot + 1) & (places.length - 1)) {
    let before = 0;
    let after = 0;
    const place = (places[slot] ?? 1) - 1;
    while (before < runLength && start > before && bytes[place - before - 1] === text[start - before - 1])
      before++;
    while (after < runLength && start + after < text.length && bytes[place + after] === text[start + after])
      after++;
    if (after < windowLength || before + after < runLength) continue;
    const run = text.subarray(start - before, start + after);
    if (new Set(run).size > 2) return Buffer.from(run).toString("latin1");
  }
  return undefined;
}

const factor = 257;

/** Calls back with a rolling hash of each window and its start. */
function eachWindow(bytes: Uint8Array, visit: (hash: number, start: number) => void): void {
  let power = 1;
  for (let i = 0; i < windowLength; i++) power = Math.imul(power, factor);
  let hash = 0;
  for (let at = 0; at < bytes.length; at++) {
    hash = (Math.imul(hash, factor) + (bytes[at] ?? 0)) | 0;
    if (at >= windowLength) hash = (hash - Math.imul(bytes[at - windowLength] ?? 0, power)) | 0;
    // The low bits of the sum hang on the last characters only: mixed, so that all of them count.
    if (at >= windowLength - 1)
      visit(Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d) >>> 4, at - windowLength + 1);
  }
}
