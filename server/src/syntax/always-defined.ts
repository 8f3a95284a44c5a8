// Macros that a file defines whatever its `#if`s come out as. Bias: one that is taken back anywhere is not among them.

/** Lines that open or close a conditional, define a macro or take one back. */
const directive = /^[ \t]*#[ \t]*(if|ifdef|ifndef|endif|define|undef)\b[ \t]*(\w*)/gm;

/** The macros that `text` defines outside every conditional. Linear in the text. */
export function macrosAlwaysDefined(text: string): ReadonlySet<string> {
  const defined = new Set<string>();
  const undone = new Set<string>();
  let depth = 0;
  for (const [, word, name = ""] of text.matchAll(directive)) {
    if (word === "endif") depth--;
    else if (word === "undef") undone.add(name);
    else if (word !== "define") depth++;
    else if (depth === 0) defined.add(name);
  }
  for (const name of undone) defined.delete(name);
  return defined;
}
