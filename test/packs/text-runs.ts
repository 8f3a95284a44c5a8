// Whether bytes hold a run of some text: every window of forty characters of the text is looked for. Windows of the
// bytes are hashed into a table of bits first, so that the search of a tree takes seconds.

const runLength = 40;
const tableBits = 28;

/** The first runs found, at most ten; runs of one repeated character are nobody's text. */
export function findTextRuns(haystacks: readonly Uint8Array[], texts: Iterable<string>): string[] {
  const table = new Uint8Array(2 ** (tableBits - 3));
  for (const bytes of haystacks) eachWindow(bytes, (hash) => set(table, hash));
  const found: string[] = [];
  for (const text of texts) {
    const bytes = Buffer.from(text, "latin1");
    eachWindow(bytes, (hash, start) => {
      if (!isSet(table, hash) || found.length >= 10) return;
      const run = bytes.subarray(start, start + runLength);
      if (
        new Set(run).size > 2 &&
        haystacks.some((hay) => Buffer.from(hay.buffer, hay.byteOffset, hay.length).includes(run))
      )
        found.push(run.toString("latin1"));
    });
  }
  return found;
}

const factor = 257;

/** Calls back with a rolling hash of each window and its start. */
function eachWindow(bytes: Uint8Array, visit: (hash: number, start: number) => void): void {
  let power = 1;
  for (let i = 1; i < runLength; i++) power = Math.imul(power, factor);
  let hash = 0;
  for (let at = 0; at < bytes.length; at++) {
    if (at >= runLength) hash = (hash - Math.imul(bytes[at - runLength] ?? 0, power)) | 0;
    hash = (Math.imul(hash, factor) + (bytes[at] ?? 0)) | 0;
    if (at >= runLength - 1) visit((hash >>> 0) >>> (32 - tableBits), at - runLength + 1);
  }
}

function set(table: Uint8Array, bit: number): void {
  table[bit >>> 3] = (table[bit >>> 3] ?? 0) | (1 << (bit & 7));
}

function isSet(table: Uint8Array, bit: number): boolean {
  return ((table[bit >>> 3] ?? 0) & (1 << (bit & 7))) !== 0;
}
