// The one-row table of a hover card, in Markdown and in plain text. A card is narrow: columns stand to the left, and a
// short cell stays on one line.

/** A cell of at most so many characters is not broken: wider ones would push the table out of the card. */
const maxUnbroken = 16;

/** Editors set columns close to one another: a gap tells where one ends. */
const gap = "\u00a0\u00a0";

/** Heads and what stands below them. */
export function renderTable(cells: readonly (readonly [head: string, cell: string])[]): string {
  const line = (items: readonly string[]): string => `| ${items.map(unbroken).join(`${gap} | `)} |`;
  return [
    line(cells.map(([head]) => head)),
    `|${":---|".repeat(cells.length)}`,
    line(cells.map(([, cell]) => cell)),
  ].join("\n");
}

/** A card with its tables as lines `head: cell`. */
export function tablesAsLines(markdown: string): string {
  return markdown.replace(/^\| (.*) \|\n\|[-:|]+\|\n\| (.*) \|$/gm, (_, heads: string, cells: string) => {
    const values = breakable(cells).split(" | ");
    return breakable(heads)
      .split(" | ")
      .map((head, index) => `${head.trim()}: ${values[index]?.trim() ?? ""}`)
      .join("\n");
  });
}

function unbroken(text: string): string {
  return text.length <= maxUnbroken ? text.replaceAll(" ", "\u00a0") : text;
}

function breakable(text: string): string {
  return text.replaceAll("\u00a0", " ");
}
