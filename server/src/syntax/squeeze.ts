// A text with its runs of white space cut short, for the parser: masked comments, bodies that are left out and
// indentation are a third of what it would read. Offsets in the short text become those of the long one in passing.

/** A text without long runs of white space, and where they were. */
export interface SqueezedText {
  readonly text: string;
  /** Offsets in `text` behind which characters are missing, in order. */
  readonly cuts: readonly number[];
  /** For each of them how many characters are missing up to there. */
  readonly nrMissing: readonly number[];
}

const backslash = 92;

/** Leaves one character of each run of white space, a newline where the run has one: they end directives. Linear. */
export function squeeze(text: string): SqueezedText {
  const pieces: string[] = [];
  const cuts: number[] = [];
  const nrMissing: number[] = [];
  const runs = /[ \t\r\n]{2,}/g;
  let at = 0;
  let missing = 0;
  for (let run = runs.exec(text); run; run = runs.exec(text)) {
    const start = run.index;
    // What follows a backslash decides whether it joins two lines.
    if (text.charCodeAt(start - 1) === backslash) continue;
    pieces.push(text.slice(at, start), run[0].includes("\n") ? "\n" : " ");
    at = runs.lastIndex;
    missing += at - start - 1;
    cuts.push(at - missing);
    nrMissing.push(missing);
  }
  pieces.push(text.slice(at));
  return { text: pieces.join(""), cuts, nrMissing };
}
