// The bytes of string literals as a compiler stores them: UTF-8, escapes decoded, neighbours joined, a final NUL.

const encoder = new TextEncoder();

const simpleEscapes: Readonly<Record<string, number>> = {
  a: 7,
  b: 8,
  e: 27,
  f: 12,
  n: 10,
  r: 13,
  t: 9,
  v: 11,
};

/** Bytes of one or more literals as written, the final NUL included. */
export function stringBytes(written: string): readonly number[] {
  const bytes: number[] = [];
  for (const match of written.matchAll(/"((?:[^"\\]|\\[\s\S])*)"/g)) addPiece(match[1] ?? "", bytes);
  bytes.push(0);
  return bytes;
}

function addPiece(inside: string, bytes: number[]): void {
  for (const match of inside.matchAll(/\\(x[0-9a-fA-F]+|[0-7]{1,3}|\r?\n|[\s\S])|[^\\]+/g)) {
    const code = match[1];
    if (code === undefined) {
      for (const byte of encoder.encode(match[0])) bytes.push(byte);
      continue;
    }
    const first = code.charAt(0);
    if (first === "\n" || first === "\r") continue;
    if (first === "x" && code.length > 1) bytes.push(Number.parseInt(code.slice(1), 16) & 0xff);
    else if (first >= "0" && first <= "7") bytes.push(Number.parseInt(code, 8) & 0xff);
    else bytes.push(simpleEscapes[first] ?? code.charCodeAt(0));
  }
}
