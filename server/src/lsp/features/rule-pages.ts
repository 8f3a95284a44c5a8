// The pages that explain the rules, readable without a network: served to clients that can ask a server for a text,
// as files on disk to the others.

import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { TextDocumentContentRequest } from "vscode-languageserver/node";
import { findRule, ruleCatalogue, rulePagePath } from "../../rules/catalogue.js";
import { guarded } from "../guard.js";
import type { DocumentationScheme } from "../protocol.js";
import type { Session } from "../session.js";

/** The scheme of pages served by us. */
export const documentationScheme: DocumentationScheme = "kmem-lens-doc";

/** Where pages can be opened. */
export interface RulePages {
  /** A link for the rule's diagnostics; undefined when there is no page to open. */
  hrefOf(rule: string): string | undefined;
  /** The text behind a `kmem-lens-doc:` URI; says so when there is no such page. */
  textOf(uri: string): string;
}

/** The pages of the product that this module belongs to; `served` when the client can ask for them by URI. */
export function createRulePages(
  way: "served" | "files",
  root: string | undefined = findProductRoot(),
): RulePages {
  const pageOf = (rule: string): string | undefined => {
    const entry = findRule(rule);
    if (!entry || root === undefined) return undefined;
    const path = join(root, rulePagePath(entry.id));
    return existsSync(path) ? path : undefined;
  };
  return {
    hrefOf(rule) {
      if (way === "served") return findRule(rule) ? `${documentationScheme}:/rules/${rule}.md` : undefined;
      const path = pageOf(rule);
      return path === undefined ? undefined : pathToFileURL(path).toString();
    },
    textOf(uri) {
      const rule = /^kmem-lens-doc:\/*rules\/([a-z-]+)\.md$/.exec(uri)?.[1] ?? "";
      const path = pageOf(rule);
      if (path !== undefined) return readFileSync(path, "utf8");
      return findRule(rule) ? summaryPage(rule) : unknownPage(uri);
    },
  };
}

/** Serves the pages to clients that ask for them. */
export function registerRulePages(session: Session): void {
  if (!session.abilities.readsTextDocumentContent) return;
  session.connection.onRequest(TextDocumentContentRequest.type, ({ uri }) =>
    guarded("textDocumentContent", session.log, { text: "" }, () => ({
      text: session.rulePages.textOf(uri),
    })),
  );
}

function summaryPage(rule: string): string {
  const entry = findRule(rule);
  return `# ${rule}\n\nReports ${entry?.summary ?? ""}.\n\nLevel: ${entry?.severityNote ?? ""}.\n`;
}

function unknownPage(uri: string): string {
  const list = ruleCatalogue.map(({ id, summary }) => `- \`${id}\`: ${summary}`).join("\n");
  return `# No such page\n\nThere is no page at ${uri}. The rules are:\n\n${list}\n`;
}

/** The folder that holds `docs/rules`, above the compiled module or the bundle. */
function findProductRoot(): string | undefined {
  const here = fileURLToPath(new URL(".", import.meta.url));
  const candidates = ["..", "../..", "../../..", "../../../.."].map((way) => join(here, way));
  return candidates.find((folder) => existsSync(join(folder, "docs", "rules")));
}
