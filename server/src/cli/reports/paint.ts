// Colours of the terminal report. Nothing depends on them: without colour the text says the same.

import type { Severity } from "../../rules/finding.js";
import type { Io } from "../io.js";

export interface Paint {
  severity(severity: Severity, text: string): string;
  bold(text: string): string;
  /** Frame lines and other scaffolding. */
  dim(text: string): string;
  /** The place where the context was entered. */
  cause(text: string): string;
}

const plain: Paint = { severity: (_, text) => text, bold: same, dim: same, cause: same };

function same(text: string): string {
  return text;
}

/** SGR codes: bright enough on dark and on light backgrounds. */
const codes: Readonly<Record<Severity, string>> = {
  error: "31;1",
  warning: "33;1",
  info: "36;1",
  hint: "34;1",
};

const coloured: Paint = {
  severity: (severity, text) => sgr(codes[severity], text),
  bold: (text) => sgr("1", text),
  dim: (text) => sgr("2", text),
  cause: (text) => sgr("36", text),
};

function sgr(code: string, text: string): string {
  return text === "" ? "" : `\u001b[${code}m${text}\u001b[0m`;
}

/** Colours only where standard output is a terminal that has them and NO_COLOR is not set. */
export function paintFor(io: Pick<Io, "stdout" | "env">): Paint {
  const isWanted = io.stdout.isTerminal && !io.env["NO_COLOR"] && io.env["TERM"] !== "dumb";
  return isWanted ? coloured : plain;
}

/** The paint for text that goes to a file or a test. */
export const noPaint: Paint = plain;
