// The names of a pack: each once, in alphabetical order, as a series of words, which are few. A name is put together
// when it is asked for, and found again by bisection, so that opening a pack costs little whatever it knows.

import { readVarint, type VarintReader, VarintWriter } from "./varint.js";

/** Texts of a pack by number; numbers follow the alphabet (by UTF-16 unit). */
export interface StringTable {
  readonly size: number;
  textOf(id: number): string;
  /** Undefined where the pack does not know the text. */
  idOf(text: string): number | undefined;
}

/** Longer words are cut, so that no piece of a text is one. */
const maxWordLength = 16;

/** Every so many names their place is noted: more names are skipped to reach one, fewer cost memory. */
const stride = 16;

/** Writes texts, which must be sorted and distinct. */
export function writeStringTable(texts: readonly string[]): Uint8Array {
  const counts = new Map<string, number>();
  const split = texts.map(wordsOf);
  for (const words of split) for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  // Frequent words have short numbers.
  const words = [...counts.keys()].sort(
    (a, b) => (counts.get(b) ?? 0) - (counts.get(a) ?? 0) || (a < b ? -1 : 1),
  );
  const ids = new Map(words.map((word, id) => [word, id]));
  const writer = new VarintWriter();
  writer.write(words.length);
  for (const word of words) writer.write(word.length);
  const joined = new TextEncoder().encode(words.join(""));
  writer.write(joined.length);
  writer.writeBytes(joined);
  writer.write(texts.length);
  for (const own of split) writer.write(own.length);
  for (const own of split) for (const word of own) writer.write(ids.get(word) ?? 0);
  return writer.bytes();
}

/** `mutex_lock` is `mutex` and `_lock`: pieces begin at a separator, a capital after a small letter, a digit. */
function wordsOf(text: string): readonly string[] {
  const words = text.match(/[^A-Za-z0-9]*(?:[A-Z]*[a-z]+|[A-Z]+|[0-9]+)|[^A-Za-z0-9]+/g) ?? [];
  return words.flatMap((word) => {
    const pieces: string[] = [];
    for (let at = 0; at < word.length; at += maxWordLength) pieces.push(word.slice(at, at + maxWordLength));
    return pieces;
  });
}

/** Reads what `writeStringTable` made. */
export function readStringTable(bytes: Uint8Array): StringTable {
  const reader: VarintReader = { bytes, at: 0 };
  const words = readWords(reader);
  const size = readVarint(reader);
  const lengths = new Uint16Array(size);
  for (let id = 0; id < size; id++) lengths[id] = readVarint(reader);
  const places = new Uint32Array(Math.ceil(size / stride));
  for (let id = 0; id < size; id++) {
    if (id % stride === 0) places[id / stride] = reader.at;
    for (let left = lengths[id] ?? 0; left > 0; left--) skipVarint(reader);
  }
  const known = new Map<number, string>();
  const textOf = (id: number): string => {
    const before = known.get(id);
    if (before !== undefined) return before;
    if (id >= size) throw new RangeError("no such string");
    const from: VarintReader = { bytes, at: places[Math.floor(id / stride)] ?? 0 };
    for (let skipped = id - (id % stride); skipped < id; skipped++) {
      for (let left = lengths[skipped] ?? 0; left > 0; left--) skipVarint(from);
    }
    let text = "";
    for (let left = lengths[id] ?? 0; left > 0; left--) text += words[readVarint(from)] ?? "";
    known.set(id, text);
    return text;
  };
  return { size, textOf, idOf: (text) => bisect(size, textOf, text) };
}

function readWords(reader: VarintReader): readonly string[] {
  const lengths: number[] = [];
  for (let left = readVarint(reader); left > 0; left--) lengths.push(readVarint(reader));
  const nrBytes = readVarint(reader);
  const text = new TextDecoder().decode(reader.bytes.subarray(reader.at, reader.at + nrBytes));
  reader.at += nrBytes;
  let at = 0;
  return lengths.map((length) => {
    at += length;
    return text.slice(at - length, at);
  });
}

function skipVarint(reader: VarintReader): void {
  while ((reader.bytes[reader.at++] ?? 0) >= 0x80);
}

function bisect(size: number, textOf: (id: number) => string, text: string): number | undefined {
  let low = 0;
  let high = size;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (textOf(middle) < text) low = middle + 1;
    else high = middle;
  }
  return low < size && textOf(low) === text ? low : undefined;
}
