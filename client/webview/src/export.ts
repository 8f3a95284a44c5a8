// The pictures as they are on screen, as one SVG that stands by itself, and as a PNG of it: styles that come from the
// editor's theme are written into the elements, because the file will be looked at elsewhere.

const gap = 14;
const titleHeight = 24;
const scale = 2;
const kept = [
  "fill",
  "stroke",
  "stroke-width",
  "stroke-dasharray",
  "font-size",
  "font-weight",
  "text-anchor",
  "opacity",
];

/** All pictures of the page below each other, with their headings. */
export function picturesAsSvg(title: string): string {
  const background = getComputedStyle(document.body).backgroundColor;
  const ink = getComputedStyle(document.body).color;
  const drawn = [...document.querySelectorAll<HTMLElement>(".drawn")];
  let y = gap;
  const parts = [heading(title, y, ink, 16)];
  y += titleHeight;
  let width = 0;
  for (const holder of drawn) {
    const picture = holder.querySelector<SVGSVGElement>("svg.picture");
    if (picture === null) continue;
    const box = picture.viewBox.baseVal;
    parts.push(heading(holder.dataset["section"] ?? "", y, ink, 12));
    parts.push(`<g transform="translate(${gap} ${y + titleHeight - 6})">${withStyles(picture)}</g>`);
    y += titleHeight + box.height + gap;
    width = Math.max(width, box.width);
  }
  const full = width + 2 * gap;
  const definitions = document.querySelector<SVGSVGElement>("svg.definitions");
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${full}" height="${y}" viewBox="0 0 ${full} ${y}" font-family="sans-serif">
<rect width="100%" height="100%" fill="${background}"/>
${definitions === null ? "" : withStyles(definitions)}
${parts.join("\n")}
</svg>
`;
}

function heading(text: string, y: number, ink: string, size: number): string {
  return `<text x="${gap}" y="${y + size}" font-size="${size}" font-weight="600" fill="${ink}">${escapeXml(text)}</text>`;
}

/** The inside of a picture with what its computed style says written into each element. */
function withStyles(picture: SVGSVGElement): string {
  const copy = picture.cloneNode(true) as SVGSVGElement;
  const originals = picture.querySelectorAll("*");
  const copies = copy.querySelectorAll("*");
  originals.forEach((original, i) => {
    const target = copies[i];
    if (target === undefined) return;
    const style = getComputedStyle(original);
    for (const name of kept) target.setAttribute(name, style.getPropertyValue(name));
    for (const name of ["class", "tabindex", "role", "aria-pressed"]) target.removeAttribute(name);
  });
  return [...copy.children].map((child) => new XMLSerializer().serializeToString(child)).join("");
}

function escapeXml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

/** The same at twice the size as a PNG, in base64. */
export async function asPng(svgText: string): Promise<string> {
  const image = new Image();
  const loaded = new Promise<void>((done, failed) => {
    image.onload = () => done();
    image.onerror = () => failed(new Error("the picture could not be drawn"));
  });
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svgText)}`;
  await loaded;
  const canvas = document.createElement("canvas");
  canvas.width = image.width * scale;
  canvas.height = image.height * scale;
  canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
  return canvas.toDataURL("image/png").replace(/^data:image\/png;base64,/, "");
}
