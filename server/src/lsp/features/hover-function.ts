// What hover says of a function of the file, and of the place of a call: in which contexts it runs and why, what is
// held there.

import type { CallView, ContextKind, EntryContext, FunctionView, HeldLock } from "../../project/file-view.js";
import type { AnalyzedDocument } from "../analyses.js";

/** More ways in than this are counted, not listed. */
const maxEntries = 4;

const contextWords: Readonly<Record<ContextKind, string>> = {
  process: "process context",
  softirq: "softirq",
  hardirq: "hard interrupt",
  nmi: "NMI",
  atomic: "atomic context",
  unknown: "unknown context",
};

/** Markdown about a function defined in the file. */
export function renderFunction(view: FunctionView, analyzed: AnalyzedDocument): string {
  const lines = [`**${view.name}**()`, entriesList(view.entries, analyzed), sleepLine(view)];
  if (!view.isClean) lines.push("Parts of it could not be read; nothing is reported there.");
  return lines.filter((line) => line !== "").join("\n\n");
}

/** Markdown about where a call stands: the contexts of its function and the locks held on some way to it. */
export function renderPlace(
  call: CallView | undefined,
  enclosing: FunctionView | undefined,
  analyzed: AnalyzedDocument,
): string {
  const lines: string[] = [];
  if (enclosing) lines.push(`In ${enclosing.name}(): ${entriesSentence(enclosing.entries, analyzed)}`);
  if (call) lines.push(heldSentence(call.held, analyzed));
  return lines.join("  \n");
}

function entriesList(entries: readonly EntryContext[], analyzed: AnalyzedDocument): string {
  if (entries.length === 0) return "Its callers are not known.";
  const shown = entries.slice(0, maxEntries).map((entry) => `- ${entryWords(entry, analyzed)}`);
  const hidden = entries.length - shown.length;
  return ["Runs in", ...shown, ...(hidden > 0 ? [`- and ${hidden} more`] : [])].join("\n");
}

function entriesSentence(entries: readonly EntryContext[], analyzed: AnalyzedDocument): string {
  if (entries.length === 0) return "callers not known.";
  const shown = entries.slice(0, 2).map((entry) => entryWords(entry, analyzed));
  const hidden = entries.length - shown.length;
  return `${shown.join("; ")}${hidden > 0 ? `; and ${hidden} more` : ""}.`;
}

function entryWords(entry: EntryContext, analyzed: AnalyzedDocument): string {
  const why = entry.why === "" ? "" : ` (${entry.why}${placeWords(entry, analyzed)})`;
  return `**${contextWords[entry.kind]}**${why}`;
}

function placeWords({ place }: EntryContext, analyzed: AnalyzedDocument): string {
  if (!place) return "";
  const line = analyzed.textOf(place.file)?.positionAt(place.span.start).line;
  if (line === undefined) return "";
  const name =
    place.file === analyzed.document.path ? "line" : `${place.file.slice(place.file.lastIndexOf("/") + 1)}:`;
  const text = name === "line" ? `line ${line + 1}` : `${name}${line + 1}`;
  return `, [${text}](${analyzed.uriOf(place.file)}#L${line + 1})`;
}

function sleepLine(view: FunctionView): string {
  const reason = view.sleepReason === undefined ? "" : `: ${view.sleepReason}`;
  switch (view.maySleep) {
    case "yes":
      return `A call of it **may sleep**${reason}.`;
    case "sometimes":
      return `A call of it sleeps on some paths${reason}.`;
    case "no":
      return "A call of it does not sleep.";
    case "unknown":
      return "";
  }
}

function heldSentence(held: readonly HeldLock[], analyzed: AnalyzedDocument): string {
  if (held.length === 0) return "No lock of this function is held here.";
  const words = held.map((lock) => {
    const line = analyzed.document.content.positionAt(lock.span.start).line + 1;
    return `${lock.lock === "" ? `${lock.by}()` : `\`${lock.lock}\``} (${lock.lock === "" ? "" : `${lock.by}(), `}line ${line})`;
  });
  const isAtomic = held.some((lock) => lock.isAtomic);
  return `Held here: ${words.join(", ")}${isAtomic ? "; **nothing may sleep**" : ""}.`;
}
