// Plain data ↔ bytes, for facts that are kept, sent between threads or packed. Knows nothing of what the data means:
// objects are written by their list of keys, which is told once, strings once each, spans as the distance from the one
// before. What comes back is equal; two places that held one object hold two. Compressing is left to the caller.

/** Changes whenever the bytes mean something else: bytes of another version must not be decoded. */
export const codecVersion = 1;

/** Kinds of the lowest two bits of a tag. */
const tagString = 0;
const tagObject = 1;
const tagInteger = 2;
const tagOther = 3;

/** What the rest of a tag of `tagOther` says; from `firstLength` on it is an array of so many items. */
const others = [
  "undefined",
  "null",
  "false",
  "true",
  "number",
  "negative",
  "bigint",
  "map",
  "set",
  "record",
] as const;
const other = Object.fromEntries(others.map((name, index) => [name, index])) as Readonly<
  Record<(typeof others)[number], number>
>;
const firstLength = 16;

/** Larger integers are written as floating-point numbers. */
const maxInteger = 2 ** 28;

/** Keys of an object in their order: objects that are made alike share one. */
interface Shape {
  readonly id: number;
  readonly keys: readonly string[];
}

interface Writer {
  bytes: Uint8Array;
  length: number;
  readonly strings: Map<string, number>;
  readonly shapes: ShapeNode;
  readonly shapeList: Shape[];
  lastStart: number;
}

/** A tree of keys, so that the shape of an object is found without joining its keys. */
interface ShapeNode {
  shape: Shape | undefined;
  readonly next: Map<string, ShapeNode>;
}

/** Strings that are kept elsewhere, by number. */
export interface NameIds {
  idOf(text: string): number;
}

export interface NameTexts {
  textOf(id: number): string;
}

/**
 * Encodes a value made of plain objects, arrays, Maps, Sets, strings, numbers, bigints, booleans, null and undefined.
 * Throws for anything else (functions, cycles end in a range error): such a thing is no data. An object without a
 * prototype comes back as one. With `names` the bytes hold the numbers of strings instead of the strings.
 */
export function encode(value: unknown, names?: NameIds): Uint8Array {
  const writer: Writer = {
    bytes: new Uint8Array(4096),
    length: 0,
    strings: new Map(),
    shapes: { shape: undefined, next: new Map() },
    shapeList: [],
    lastStart: 0,
  };
  writeValue(writer, value);
  const body = writer.bytes.subarray(0, writer.length);
  writer.bytes = new Uint8Array(4096);
  writer.length = 0;
  // Keys are strings of the table; naming them may add some, so they come before it is closed.
  const shapeKeys = writer.shapeList.map(({ keys }) => keys.map((key) => stringId(writer, key)));
  const strings = [...writer.strings.keys()];
  const text = names ? new Uint8Array(0) : new TextEncoder().encode(strings.join(""));
  writeVarint(writer, codecVersion);
  writeVarint(writer, strings.length);
  for (const string of strings) writeVarint(writer, names ? names.idOf(string) : string.length);
  if (!names) writeVarint(writer, text.length);
  const head = writer.bytes.slice(0, writer.length);
  writer.length = 0;
  writeVarint(writer, shapeKeys.length);
  for (const keys of shapeKeys) {
    writeVarint(writer, keys.length);
    for (const key of keys) writeVarint(writer, key);
  }
  const middle = writer.bytes.subarray(0, writer.length);
  const all = new Uint8Array(head.length + text.length + middle.length + body.length);
  all.set(head);
  all.set(text, head.length);
  all.set(middle, head.length + text.length);
  all.set(body, head.length + text.length + middle.length);
  return all;
}

function reserve(writer: Writer, nrBytes: number): void {
  if (writer.length + nrBytes <= writer.bytes.length) return;
  const larger = new Uint8Array(Math.max(writer.bytes.length * 2, writer.length + nrBytes));
  larger.set(writer.bytes);
  writer.bytes = larger;
}

function writeVarint(writer: Writer, value: number): void {
  reserve(writer, 5);
  let rest = value;
  while (rest >= 0x80) {
    writer.bytes[writer.length++] = (rest & 0x7f) | 0x80;
    rest >>>= 7;
  }
  writer.bytes[writer.length++] = rest;
}

function writeSigned(writer: Writer, value: number): void {
  writeVarint(writer, value < 0 ? -value * 2 - 1 : value * 2);
}

function stringId(writer: Writer, text: string): number {
  const known = writer.strings.get(text);
  if (known !== undefined) return known;
  const id = writer.strings.size;
  writer.strings.set(text, id);
  return id;
}

function writeOther(writer: Writer, what: number): void {
  writeVarint(writer, (what << 2) | tagOther);
}

function writeValue(writer: Writer, value: unknown): void {
  switch (typeof value) {
    case "string":
      writeVarint(writer, (stringId(writer, value) << 2) | tagString);
      return;
    case "number":
      writeNumber(writer, value);
      return;
    case "boolean":
      writeOther(writer, value ? other.true : other.false);
      return;
    case "undefined":
      writeOther(writer, other.undefined);
      return;
    case "bigint":
      writeOther(writer, other.bigint);
      writeVarint(writer, stringId(writer, value.toString()));
      return;
    case "object":
      if (value === null) writeOther(writer, other.null);
      else writeObject(writer, value);
      return;
    default:
      throw new TypeError(`a ${typeof value} is no data`);
  }
}

function writeNumber(writer: Writer, value: number): void {
  if (Number.isInteger(value) && Math.abs(value) < maxInteger && !Object.is(value, -0)) {
    if (value >= 0) return writeVarint(writer, (value << 2) | tagInteger);
    writeOther(writer, other.negative);
    return writeVarint(writer, -value);
  }
  writeOther(writer, other.number);
  reserve(writer, 8);
  new DataView(writer.bytes.buffer, writer.bytes.byteOffset).setFloat64(writer.length, value, true);
  writer.length += 8;
}

function writeObject(writer: Writer, value: object): void {
  if (Array.isArray(value)) {
    writeOther(writer, firstLength + value.length);
    for (const item of value) writeValue(writer, item);
  } else if (value instanceof Map) {
    writeOther(writer, other.map);
    writeVarint(writer, value.size);
    for (const [key, item] of value) {
      writeValue(writer, key);
      writeValue(writer, item);
    }
  } else if (value instanceof Set) {
    writeOther(writer, other.set);
    writeVarint(writer, value.size);
    for (const item of value) writeValue(writer, item);
  } else if (Object.getPrototypeOf(value) === null) {
    const entries = Object.entries(value);
    writeOther(writer, other.record);
    writeVarint(writer, entries.length);
    for (const [key, item] of entries) {
      writeVarint(writer, stringId(writer, key));
      writeValue(writer, item);
    }
  } else writeShaped(writer, value as Readonly<Record<string, unknown>>);
}

function writeShaped(writer: Writer, value: Readonly<Record<string, unknown>>): void {
  let node = writer.shapes;
  for (const key in value) {
    let next = node.next.get(key);
    if (!next) {
      next = { shape: undefined, next: new Map() };
      node.next.set(key, next);
    }
    node = next;
  }
  if (!node.shape) {
    node.shape = { id: writer.shapeList.length, keys: Object.keys(value) };
    writer.shapeList.push(node.shape);
  }
  const { id, keys } = node.shape;
  const { start, end } = value;
  const isSpan = keys.length === 2 && isOffset(start) && isOffset(end) && keys[0] === "start";
  // The lowest bit tells a span, whose two numbers are written by distance.
  writeVarint(writer, (((id << 1) | (isSpan ? 1 : 0)) << 2) | tagObject);
  if (isSpan) {
    writeSigned(writer, start - writer.lastStart);
    writeSigned(writer, end - start);
    writer.lastStart = start;
    return;
  }
  for (const key of keys) writeValue(writer, value[key]);
}

function isOffset(value: unknown): value is number {
  return typeof value === "number" && Number.isInteger(value) && value >= 0 && value < maxInteger;
}

interface Reader {
  readonly bytes: Uint8Array;
  at: number;
  strings: readonly string[];
  shapes: readonly (readonly string[])[];
  lastStart: number;
}

/** What `encode` made, or undefined where the bytes are of another version. Damaged bytes give anything or throw. */
export function decode(bytes: Uint8Array, names?: NameTexts): unknown {
  const reader: Reader = { bytes, at: 0, strings: [], shapes: [], lastStart: 0 };
  if (readVarint(reader) !== codecVersion) return undefined;
  reader.strings = names ? readNames(reader, names) : readStrings(reader);
  const nrShapes = readVarint(reader);
  const shapes: string[][] = [];
  for (let i = 0; i < nrShapes; i++) {
    const keys: string[] = [];
    for (let left = readVarint(reader); left > 0; left--) keys.push(readString(reader));
    shapes.push(keys);
  }
  reader.shapes = shapes;
  return readValue(reader);
}

function readNames(reader: Reader, names: NameTexts): readonly string[] {
  const texts: string[] = [];
  for (let left = readVarint(reader); left > 0; left--) texts.push(names.textOf(readVarint(reader)));
  return texts;
}

function readStrings(reader: Reader): readonly string[] {
  const lengths: number[] = [];
  for (let left = readVarint(reader); left > 0; left--) lengths.push(readVarint(reader));
  const nrBytes = readVarint(reader);
  const text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(
    reader.bytes.slice(reader.at, reader.at + nrBytes),
  );
  reader.at += nrBytes;
  let at = 0;
  return lengths.map((length) => {
    at += length;
    return text.slice(at - length, at);
  });
}

function readVarint(reader: Reader): number {
  let value = 0;
  let shift = 0;
  for (;;) {
    const byte = reader.bytes[reader.at++];
    if (byte === undefined) throw new RangeError("the bytes end too early");
    value |= (byte & 0x7f) << shift;
    if (byte < 0x80) return value >>> 0;
    shift += 7;
  }
}

function readSigned(reader: Reader): number {
  const value = readVarint(reader);
  return value & 1 ? -((value + 1) / 2) : value / 2;
}

function readString(reader: Reader): string {
  return stringAt(reader, readVarint(reader));
}

function stringAt(reader: Reader, id: number): string {
  const text = reader.strings[id];
  if (text === undefined) throw new RangeError("no such string");
  return text;
}

function readValue(reader: Reader): unknown {
  const tag = readVarint(reader);
  const rest = tag >>> 2;
  switch (tag & 3) {
    case tagString:
      return stringAt(reader, rest);
    case tagInteger:
      return rest;
    case tagObject:
      return readShaped(reader, rest);
    default:
      return rest >= firstLength ? readArray(reader, rest - firstLength) : readOther(reader, rest);
  }
}

function readArray(reader: Reader, length: number): unknown[] {
  const items: unknown[] = [];
  for (let i = 0; i < length; i++) items.push(readValue(reader));
  return items;
}

function readShaped(reader: Reader, rest: number): object {
  if (rest & 1) {
    const start = reader.lastStart + readSigned(reader);
    reader.lastStart = start;
    return { start, end: start + readSigned(reader) };
  }
  const keys = reader.shapes[rest >>> 1];
  if (!keys) throw new RangeError("no such shape");
  const value: Record<string, unknown> = {};
  for (const key of keys) value[key] = readValue(reader);
  return value;
}

function readOther(reader: Reader, what: number): unknown {
  switch (what) {
    case other.undefined:
      return undefined;
    case other.null:
      return null;
    case other.false:
      return false;
    case other.true:
      return true;
    case other.negative:
      return -readVarint(reader);
    case other.number: {
      const { buffer, byteOffset } = reader.bytes;
      reader.at += 8;
      return new DataView(buffer, byteOffset).getFloat64(reader.at - 8, true);
    }
    case other.bigint:
      return BigInt(readString(reader));
    default:
      return readCollection(reader, what);
  }
}

function readCollection(reader: Reader, what: number): unknown {
  let left = readVarint(reader);
  if (what === other.set) {
    const set = new Set<unknown>();
    for (; left > 0; left--) set.add(readValue(reader));
    return set;
  }
  if (what === other.map) {
    const map = new Map<unknown, unknown>();
    for (; left > 0; left--) map.set(readValue(reader), readValue(reader));
    return map;
  }
  if (what !== other.record) throw new RangeError("no such kind");
  const record: Record<string, unknown> = Object.create(null);
  for (; left > 0; left--) {
    const key = readString(reader);
    record[key] = readValue(reader);
  }
  return record;
}
