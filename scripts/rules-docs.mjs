// Writes the headers of docs/rules/*.md from the rule catalogue, or checks that they are as they should be.
//   node scripts/rules-docs.mjs [--check]        (after npm run build)

import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root, runMain, userError } from "./lib/house.mjs";
import { complaintsAbout, sections, withHeader } from "./lib/rules-docs.mjs";

const folder = join(root, "docs/rules");

async function loadCatalogue() {
  const built = join(root, "server/out/rules/catalogue.js");
  if (!existsSync(built)) throw userError("the rule catalogue is not built; run npm run build");
  const { ruleCatalogue } = await import(built);
  return ruleCatalogue;
}

function readPage(rule) {
  const path = join(folder, `${rule.id}.md`);
  return existsSync(path) ? readFileSync(path, "utf8") : undefined;
}

function emptyPage() {
  return `${sections.map((section) => `## ${section}\n`).join("\n")}`;
}

async function main(args) {
  const catalogue = await loadCatalogue();
  const known = new Set(catalogue.map((rule) => `${rule.id}.md`));
  const complaints = readdirSync(folder)
    .filter((name) => name.endsWith(".md") && !known.has(name))
    .map((name) => `docs/rules/${name}: there is no such rule`);
  for (const rule of catalogue) {
    const page = readPage(rule);
    if (args.includes("--check")) {
      const own = page === undefined ? ["it is missing"] : complaintsAbout(rule, page);
      complaints.push(...own.map((complaint) => `docs/rules/${rule.id}.md: ${complaint}`));
    } else {
      writeFileSync(join(folder, `${rule.id}.md`), withHeader(rule, page ?? emptyPage()));
    }
  }
  for (const complaint of complaints) process.stderr.write(`${complaint}\n`);
  return complaints.length > 0 ? 1 : 0;
}

await runMain(() => main(process.argv.slice(2)));
