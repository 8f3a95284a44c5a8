// Bytes of a source file ↔ text. Kernel sources are UTF-8 with a few in Latin-1: those keep one column per byte and
// are written back byte for byte.

export type SourceEncoding = "utf8" | "latin1";

export interface DecodedSource {
  readonly text: string;
  readonly encoding: SourceEncoding;
}

/** Above this no file is source that somebody wrote; far larger ones would not fit a string. */
export const maxSourceBytes = 64 * 1024 * 1024;

/** How far to look for a NUL byte; git looks as far (xdiff-interface.c: buffer_is_binary(), 2.40). */
const binaryProbeBytes = 8000;

/** Whether the bytes are no text: a NUL near the start. C source has none; UTF-16 and object files do. */
export function isBinary(bytes: Uint8Array): boolean {
  return bytes.subarray(0, binaryProbeBytes).includes(0);
}

/** Decodes UTF-8, or Latin-1 where the bytes are not UTF-8. A byte order mark stays in the text. */
export function decodeSource(bytes: Uint8Array): DecodedSource {
  try {
    return {
      text: new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes),
      encoding: "utf8",
    };
  } catch {
    // Not UTF-8: the decoder says so by throwing.
    return { text: Buffer.from(bytes).toString("latin1"), encoding: "latin1" };
  }
}

/** The bytes of `text`; undefined where the encoding lacks one of its characters. */
export function encodeSource(text: string, encoding: SourceEncoding): Uint8Array | undefined {
  if (encoding === "utf8") return Buffer.from(text, "utf8");
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > 0xff) return undefined;
  return Buffer.from(text, "latin1");
}
