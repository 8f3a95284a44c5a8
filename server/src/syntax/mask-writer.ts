// The masked text while it is being written: always as long as the original, so that offsets stay the file's own.

import type { HiddenKind, HiddenMacro } from "./parsed-file.js";

const spaceCode = 32;
const newlineCode = 10;
const underscoreCode = 95;

/** A class for the buffer that every rule of the pre-pass writes to. */
export class MaskWriter {
  readonly text: string;
  readonly hidden: HiddenMacro[] = [];
  private readonly out: Uint16Array;

  constructor(text: string, from?: MaskWriter) {
    this.text = text;
    this.out = from ? from.out.slice() : unitsOf(text);
  }

  /** Replaces everything but newlines by spaces. */
  blank(start: number, end: number): void {
    const { out } = this;
    for (let i = start; i < end; i++) {
      const c = out[i];
      if (c !== newlineCode && c !== 13) out[i] = spaceCode;
    }
  }

  put(at: number, character: string): void {
    this.out[at] = character.charCodeAt(0);
  }

  /** Writes `word` at `start` and fills up with spaces to `end`. */
  write(start: number, end: number, word: string): void {
    this.blank(start, end);
    for (let i = 0; i < word.length; i++) this.out[start + i] = word.charCodeAt(i);
  }

  /** Puts the original text back. */
  restore(start: number, end: number): void {
    for (let i = start; i < end; i++) this.out[i] = this.text.charCodeAt(i);
  }

  /** Makes one identifier of the range. */
  join(start: number, end: number): void {
    const { out } = this;
    for (let i = start; i < end; i++) if (!isNamePart(out[i] ?? 0)) out[i] = underscoreCode;
  }

  /** Puts `character` into the first free place of the range, a newline if there is nothing else. */
  insert(start: number, end: number, character: string): boolean {
    const { out } = this;
    let newline = -1;
    for (let i = start; i < end; i++) {
      const c = out[i];
      if (c === spaceCode || c === 9) {
        this.put(i, character);
        return true;
      }
      if (c === newlineCode && newline < 0) newline = i;
    }
    if (newline < 0) return false;
    this.put(newline, character);
    return true;
  }

  /** Whether nothing is left in the range. */
  isFree(start: number, end: number): boolean {
    for (let i = start; i < end; i++) if (!this.isBlank(i)) return false;
    return true;
  }

  isBlank(at: number): boolean {
    const c = this.out[at];
    return c === spaceCode || c === 9 || c === newlineCode || c === 13;
  }

  hide(
    kind: HiddenKind,
    start: number,
    end: number,
    details: { name: string; args?: readonly [number, number] },
  ): void {
    const { name, args } = details;
    const argumentsSpan = args ? { start: args[0], end: args[1] } : undefined;
    this.hidden.push({ kind, name, argumentsSpan, start, end });
  }

  toString(): string {
    return new TextDecoder("utf-16le", { ignoreBOM: true }).decode(this.out);
  }
}

function unitsOf(text: string): Uint16Array {
  const bytes = new Uint8Array(text.length);
  // What is not ASCII takes more bytes than there is room for.
  const isAscii = new TextEncoder().encodeInto(text, bytes).read === text.length;
  const units = isAscii ? new Uint16Array(bytes) : new Uint16Array(text.length);
  if (!isAscii) for (let i = 0; i < text.length; i++) units[i] = text.charCodeAt(i);
  // A NUL ends the text for the parser.
  for (let i = units.indexOf(0); i >= 0; i = units.indexOf(0, i + 1)) units[i] = spaceCode;
  return units;
}

function isNamePart(c: number): boolean {
  return (c >= 97 && c <= 122) || (c >= 65 && c <= 90) || c === underscoreCode || (c >= 48 && c <= 57);
}
