// Which files are read along with an open document: the headers it names in quotes, found beside it, and theirs.
// They bring types, constants and inline functions; findings are shown in the open document only.

import type { SourceFile } from "../rules/engine.js";
import { isLocalPath } from "./documents.js";

/** Small enough that a keystroke does not pay for a whole subsystem, large enough for any driver's own headers. */
const maxCompanions = 40;
const maxCompanionChars = 2_000_000;

/** The headers of `file`, each once, nearest first; `readText` gives the editor's text before the disk's. */
export function findCompanions(
  file: SourceFile,
  readText: (path: string) => string | undefined,
): readonly SourceFile[] {
  const found = new Map<string, SourceFile>();
  if (!isLocalPath(file.path)) return [];
  const queue: SourceFile[] = [file];
  let chars = 0;
  for (let next = queue.shift(); next; next = queue.shift()) {
    const folder = next.path.slice(0, next.path.lastIndexOf("/"));
    for (const name of quotedIncludes(next.text)) {
      const path = joinPath(folder, name);
      if (path === file.path || found.has(path) || found.size >= maxCompanions) continue;
      const text = readText(path);
      if (text === undefined || chars + text.length > maxCompanionChars) continue;
      chars += text.length;
      const companion = { path, text };
      found.set(path, companion);
      queue.push(companion);
    }
  }
  return [...found.values()];
}

function quotedIncludes(text: string): string[] {
  return [...text.matchAll(/^[ \t]*#[ \t]*include[ \t]*"([^"\n]+)"/gm)].map((match) => match[1] ?? "");
}

/** `folder` and a relative name in one path, `.` and `..` resolved. */
function joinPath(folder: string, name: string): string {
  if (name.startsWith("/")) return name;
  const parts = folder.split("/");
  for (const part of name.split("/")) {
    if (part === "..") parts.pop();
    else if (part !== "." && part !== "") parts.push(part);
  }
  return parts.join("/");
}
