// Numbers as people read them.

/** `98,328 bytes`; whole KiB or MiB beside it from 64 KiB up. */
export function formatBytes(sizeBytes: number): string {
  const grouped = `${sizeBytes.toLocaleString("en-US")} ${sizeBytes === 1 ? "byte" : "bytes"}`;
  if (sizeBytes < 65_536) return grouped;
  const mebi = sizeBytes / 1_048_576;
  if (Number.isInteger(mebi)) return `${mebi.toLocaleString("en-US")} MiB`;
  const kibi = sizeBytes / 1_024;
  return Number.isInteger(kibi) ? `${kibi.toLocaleString("en-US")} KiB` : grouped;
}

/** At most 160 characters of a text that somebody wrote, for messages that quote it. */
export function shortened(text: string): string {
  return text.length <= 160 ? text : `${text.slice(0, 120)}… (${text.length} characters)`;
}
