// Numbers of a pack: seven bits a byte, the lowest first.

/** Whole numbers from 0 below 2³², one after the other. */
export class VarintWriter {
  #bytes = new Uint8Array(4096);
  #length = 0;

  write(value: number): void {
    this.#reserve(5);
    let rest = value;
    while (rest >= 0x80) {
      this.#bytes[this.#length++] = (rest & 0x7f) | 0x80;
      rest >>>= 7;
    }
    this.#bytes[this.#length++] = rest;
  }

  writeBytes(bytes: Uint8Array): void {
    this.#reserve(bytes.length);
    this.#bytes.set(bytes, this.#length);
    this.#length += bytes.length;
  }

  /** What was written so far. */
  bytes(): Uint8Array {
    return this.#bytes.slice(0, this.#length);
  }

  #reserve(nrBytes: number): void {
    if (this.#length + nrBytes <= this.#bytes.length) return;
    const larger = new Uint8Array(Math.max(this.#bytes.length * 2, this.#length + nrBytes));
    larger.set(this.#bytes);
    this.#bytes = larger;
  }
}

export interface VarintReader {
  readonly bytes: Uint8Array;
  at: number;
}

/** The next number; throws at the end of the bytes. */
export function readVarint(reader: VarintReader): number {
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
