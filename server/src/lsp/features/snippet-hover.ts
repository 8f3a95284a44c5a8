// Hover on annotations, and on lines of a run that is over: what a directive is for, what the line did.

import { describeEvent } from "../../preview/panel-model.js";
import { directiveKinds, runOptionNames } from "../../snippets/annotations.js";
import type { FinishedRuns } from "../snippet-runs.js";
import { directiveHelp, runOptionHelp } from "./snippet-completion.js";

/** A line of a loop may have done thousands of things: so many are listed. */
const maxShownEvents = 8;

/** What a word of an annotation means, in Markdown; undefined elsewhere. */
export function annotationHelp(text: string, offset: number): string | undefined {
  const start = text.lastIndexOf("\n", offset - 1) + 1;
  const newline = text.indexOf("\n", offset);
  const line = text.slice(start, newline < 0 ? undefined : newline);
  const at = line.indexOf("@kmem");
  if (at < 0 || offset - start < at) return undefined;
  const from = /\w*$/.exec(text.slice(start, offset))?.[0].length ?? 0;
  const word = /^\w+/.exec(text.slice(offset - from))?.[0] ?? "";
  const directive = /@kmem\s+(\w+)/.exec(line)?.[1];
  const kind = directiveKinds.find((name) => name === word && name === directive);
  if (kind) return `**@kmem ${kind}**: ${directiveHelp[kind]}`;
  const option = directive === "run" ? runOptionNames.find((name) => name === word) : undefined;
  return option && `**${option}=**: ${runOptionHelp[option]}`;
}

/** What a line, from 0, did in the runs that are over, in Markdown; undefined where it did nothing. */
export function lineStory(finished: FinishedRuns, line: number): string | undefined {
  const stories: string[] = [];
  for (const [first] of finished.values()) {
    if (!first) continue;
    const events = first.run.events.filter((event) => event.line === line + 1);
    if (events.length === 0) continue;
    const rows = events.slice(0, maxShownEvents).map((event) => `- \`${describeEvent(event)}\``);
    if (events.length > maxShownEvents) rows.push(`- … and ${events.length - maxShownEvents} more`);
    const { kernel, arch } = first.run.machine;
    stories.push(
      `**In the last run** (${first.run.function}(), Linux ${kernel}, ${arch}) this line did:\n${rows.join("\n")}`,
    );
  }
  return stories.length === 0 ? undefined : stories.join("\n\n");
}
