// The generated header of the rules' pages, and what every page must have. Pure: texts in, texts and complaints out.

const headerStart = "<!-- made by scripts/rules-docs.mjs from the rule catalogue: edit it there -->";
const headerEnd = "<!-- end of what is made -->";

/** The sections of a page, in this order. */
export const sections = [
  "What it reports",
  "Why it matters",
  "Wrong",
  "Right",
  "What it cannot see",
  "Sources",
];

/** The header of a rule's page. */
export function renderHeader(rule) {
  return [
    headerStart,
    `# ${rule.id}`,
    "",
    `Reports ${rule.summary}.`,
    "",
    `- **Level:** ${rule.severityNote}`,
    `- **Change it:** \`--rule ${rule.id}=LEVEL\`, \`"kmemLens.rules": { "${rule.id}": "LEVEL" }\` in the editor, \`"rules"\` in \`.kmem-lens.json\``,
    `- **Suppress one:** \`/* kmem-lens: ignore ${rule.id} -- reason */\` before the statement`,
    headerEnd,
  ].join("\n");
}

/** The page with its header as it should be; a page without one gets it in front. */
export function withHeader(rule, page) {
  const header = renderHeader(rule);
  const from = page.indexOf(headerStart);
  const to = page.indexOf(headerEnd);
  if (from === -1 || to === -1) return `${header}\n\n${page.trimStart()}`;
  return page.slice(0, from) + header + page.slice(to + headerEnd.length);
}

/** What is wrong with a page, in words; empty when nothing is. */
export function complaintsAbout(rule, page) {
  const complaints = [];
  if (withHeader(rule, page) !== page) complaints.push("its header is out of date: run npm run rules-docs");
  const found = [...page.matchAll(/^## (.+)$/gm)].map((match) => match[1]);
  if (found.join("\n") !== sections.join("\n"))
    complaints.push(`its sections are not: ${sections.join(", ")}`);
  for (const section of ["Wrong", "Right"]) {
    if (examplesOf(page, section).length === 0) complaints.push(`it has no example under ${section}`);
  }
  return complaints;
}

/** The fenced blocks under a section, with their language. */
export function examplesOf(page, section) {
  const body = page.split(/^## /m).find((part) => part.startsWith(`${section}\n`)) ?? "";
  return [...body.matchAll(/^```(\w+)\n(.*?)^```$/gms)].map((match) => ({
    language: match[1],
    text: match[2],
  }));
}
