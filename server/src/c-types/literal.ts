// The literals of C: numbers in every base, character constants and the text of strings.

/** A number as written: its value and its suffix in lower case (`u`, `ul`, `ull`, ...). */
export interface NumberLiteral {
  readonly value: bigint;
  readonly suffix: string;
  /** Absent for decimal: only a decimal constant never becomes unsigned of itself. */
  readonly radix?: 2 | 8 | 16;
}

const numberPattern = /^(-?)(0[xX][0-9a-fA-F]+|0[bB][01]+|[0-9]+)([uUlLzZ]*)$/;

/** Reads an integer constant; undefined for floating point numbers and what is no number. */
export function parseNumberLiteral(text: string): NumberLiteral | undefined {
  const match = numberPattern.exec(text);
  if (!match) return undefined;
  const digits = match[2] ?? "";
  const suffix = (match[3] ?? "").toLowerCase();
  const isOctal = digits.length > 1 && digits.charCodeAt(0) === 48 && /^[0-7]+$/.test(digits);
  if (digits.length > 1 && digits.charCodeAt(0) === 48 && /^[0-9]+$/.test(digits) && !isOctal)
    return undefined;
  const value = BigInt(isOctal ? `0o${digits.slice(1)}` : digits);
  const prefix = digits.slice(0, 2).toLowerCase();
  const signed = match[1] === "-" ? -value : value;
  if (prefix === "0x") return { value: signed, suffix, radix: 16 };
  if (prefix === "0b") return { value: signed, suffix, radix: 2 };
  return isOctal ? { value: signed, suffix, radix: 8 } : { value: signed, suffix };
}

const simpleEscapes: Readonly<Record<string, number>> = {
  a: 7,
  b: 8,
  e: 27,
  f: 12,
  n: 10,
  r: 13,
  t: 9,
  v: 11,
  "\\": 92,
  "'": 39,
  '"': 34,
  "?": 63,
};

/**
 * The value of a character constant, quotes and prefix included in `text`; undefined if it is malformed. Plain
 * characters are signed here as on x86 before 6.2; a value above 127 is left as it is because its sign depends on the
 * architecture and nobody sizes memory with it.
 */
export function parseCharacterLiteral(text: string): bigint | undefined {
  const open = text.indexOf("'");
  const close = text.lastIndexOf("'");
  if (open < 0 || close <= open) return undefined;
  const bytes = decodeString(text.slice(open + 1, close));
  if (bytes.length === 0) return undefined;
  let value = 0n;
  for (const character of bytes) value = (value << 8n) | BigInt(character.codePointAt(0) ?? 0);
  return value;
}

/** Replaces the escape sequences in the inside of a string or character literal. */
export function decodeString(inside: string): string {
  if (!inside.includes("\\")) return inside;
  return inside.replace(/\\(x[0-9a-fA-F]+|[0-7]{1,3}|\r?\n|[\s\S])/g, (_whole, code: string) =>
    decodeEscape(code),
  );
}

function decodeEscape(code: string): string {
  const first = code.charAt(0);
  if (first === "\n" || first === "\r") return "";
  if (first === "x" && code.length > 1) return String.fromCharCode(Number.parseInt(code.slice(1), 16) & 0xff);
  if (first >= "0" && first <= "7") return String.fromCharCode(Number.parseInt(code, 8) & 0xff);
  const simple = simpleEscapes[first];
  return simple === undefined ? code : String.fromCharCode(simple);
}

/** Bytes that a string takes in memory without its final NUL: UTF-8, as the kernel's files are. */
export function stringLengthBytes(text: string): number {
  let bytes = 0;
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return bytes;
}
