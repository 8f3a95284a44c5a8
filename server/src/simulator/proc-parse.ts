// Reads what a real machine says of itself: /proc/zoneinfo, buddyinfo, pagetypeinfo, slabinfo and vmallocinfo, alone or
// joined by `tail -n +1` with its `==> NAME <==` headers. Lines that are not understood are skipped; their number is told.

/** One zone of /proc/zoneinfo; node 0 only. */
export interface ProcZone {
  readonly name: string;
  readonly freePages: number;
  readonly min: number;
  readonly low: number;
  readonly high: number;
  readonly boost: number;
  readonly spannedPages: number;
  readonly presentPages: number;
  readonly managedPages: number;
  readonly startPfn: number;
  readonly protection: readonly number[];
  readonly pcp: readonly { readonly count: number; readonly high: number; readonly batch: number }[];
}

/** One line of /proc/slabinfo. */
export interface ProcSlab {
  readonly name: string;
  readonly activeObjects: number;
  readonly totalObjects: number;
  readonly objectBytes: number;
  readonly objectsPerSlab: number;
  readonly pagesPerSlab: number;
  readonly slabs: number;
}

/** One line of /proc/vmallocinfo. Addresses as their low 48 bits; hidden ones (kptr_restrict) are undefined. */
export interface ProcVmalloc {
  readonly start: number | undefined;
  readonly bytes: number;
  readonly caller: string;
  readonly pages: number;
  readonly use: "vmalloc" | "vmap" | "ioremap";
}

/** What the texts said; a part that no text gave is empty. */
export interface ProcState {
  readonly zones: readonly ProcZone[];
  readonly freeByOrder: ReadonlyMap<string, readonly number[]>;
  /** Zone → migratetype name → free blocks by order. */
  readonly freeByType: ReadonlyMap<string, ReadonlyMap<string, readonly number[]>>;
  readonly slabs: readonly ProcSlab[];
  readonly vmalloc: readonly ProcVmalloc[];
  readonly unreadLines: number;
}

/** Splits a joined text at its headers; a text without headers is one part whose name is guessed from its first line. */
export function splitProcText(text: string): ReadonlyMap<string, string> {
  const parts = new Map<string, string>();
  const headers = [...text.matchAll(/^==> (.+?) <==$/gm)];
  if (headers.length === 0) {
    parts.set(guessName(text), text);
    return parts;
  }
  headers.forEach((header, i) => {
    const start = (header.index ?? 0) + header[0].length + 1;
    const name = (header[1] ?? "").split("/").at(-1) ?? "";
    parts.set(name, text.slice(start, headers[i + 1]?.index ?? text.length));
  });
  return parts;
}

function guessName(text: string): string {
  if (/^slabinfo/.test(text)) return "slabinfo";
  if (/^Page block order/.test(text)) return "pagetypeinfo";
  if (/^0x/.test(text)) return "vmallocinfo";
  return /pages free/.test(text) ? "zoneinfo" : "buddyinfo";
}

/** Reads all parts. Never throws: what is odd is left out and counted. */
export function parseProcText(text: string): ProcState {
  const parts = splitProcText(text);
  const zones = parseZoneinfo(parts.get("zoneinfo") ?? "");
  const buddy = parseBuddyinfo(parts.get("buddyinfo") ?? "");
  const types = parsePagetypeinfo(parts.get("pagetypeinfo") ?? "");
  const slabs = parseSlabinfo(parts.get("slabinfo") ?? "");
  const vmalloc = parseVmallocinfo(parts.get("vmallocinfo") ?? "");
  return {
    zones,
    freeByOrder: buddy.counts,
    freeByType: types,
    slabs: slabs.rows,
    vmalloc: vmalloc.rows,
    unreadLines: buddy.unread + slabs.unread + vmalloc.unread,
  };
}

function numbersOf(text: string): number[] {
  return [...text.matchAll(/\d+/g)].map((match) => Number(match[0]));
}

/** mm/vmstat.c: zoneinfo_show_print() (6.1). */
function parseZoneinfo(text: string): ProcZone[] {
  const starts = [...text.matchAll(/^Node\s+(\d+), zone\s+(\S+)\s*$/gm)];
  return starts.flatMap((start, i) => {
    if (start[1] !== "0") return [];
    const body = text.slice(start.index ?? 0, starts[i + 1]?.index ?? text.length);
    const field = (name: string): number =>
      Number(new RegExp(`^\\s+${name}:?\\s+(\\d+)`, "m").exec(body)?.[1] ?? 0);
    const pcp = [...body.matchAll(/count:\s+(\d+)\s+high:\s+(\d+)\s+batch:\s+(\d+)/g)].map((match) => ({
      count: Number(match[1]),
      high: Number(match[2]),
      batch: Number(match[3]),
    }));
    const zone: ProcZone = {
      name: start[2] ?? "",
      freePages: field("pages free"),
      min: field("min"),
      low: field("low"),
      high: field("high"),
      boost: field("boost"),
      spannedPages: field("spanned"),
      presentPages: field("present"),
      managedPages: field("managed"),
      startPfn: field("start_pfn"),
      protection: numbersOf(/protection: \(([^)]*)\)/.exec(body)?.[1] ?? ""),
      pcp,
    };
    return [zone];
  });
}

function parseBuddyinfo(text: string): { counts: Map<string, number[]>; unread: number } {
  const counts = new Map<string, number[]>();
  let unread = 0;
  for (const line of linesOf(text)) {
    const match = /^Node\s+0, zone\s+(\S+)((?:\s+\d+)+)\s*$/.exec(line);
    if (match) counts.set(match[1] ?? "", numbersOf(match[2] ?? ""));
    else unread += 1;
  }
  return { counts, unread };
}

function linesOf(text: string): string[] {
  return text.split("\n").filter((line) => line.trim() !== "");
}

function parsePagetypeinfo(text: string): Map<string, Map<string, number[]>> {
  const zones = new Map<string, Map<string, number[]>>();
  for (const line of linesOf(text)) {
    const match = /^Node\s+0, zone\s+(\S+), type\s+(\S+)((?:\s+>?\d+)+)\s*$/.exec(line);
    if (!match) continue;
    const zone = zones.get(match[1] ?? "") ?? new Map<string, number[]>();
    zone.set(match[2] ?? "", numbersOf(match[3] ?? ""));
    zones.set(match[1] ?? "", zone);
  }
  return zones;
}

function parseSlabinfo(text: string): { rows: ProcSlab[]; unread: number } {
  const rows: ProcSlab[] = [];
  let unread = 0;
  for (const line of linesOf(text)) {
    if (line.startsWith("slabinfo") || line.startsWith("#")) continue;
    const match = /^(\S.*?)\s+(\d+)\s+(\d+)\s+(\d+)\s+(\d+)\s+(\d+) : .* : slabdata\s+(\d+)\s+(\d+)/.exec(
      line,
    );
    if (!match) {
      unread += 1;
      continue;
    }
    rows.push({
      name: match[1] ?? "",
      activeObjects: Number(match[2]),
      totalObjects: Number(match[3]),
      objectBytes: Number(match[4]),
      objectsPerSlab: Number(match[5]),
      pagesPerSlab: Number(match[6]),
      slabs: Number(match[8]),
    });
  }
  return { rows, unread };
}

function parseVmallocinfo(text: string): { rows: ProcVmalloc[]; unread: number } {
  const rows: ProcVmalloc[] = [];
  let unread = 0;
  for (const line of linesOf(text)) {
    const match = /^0x([0-9a-f]+)-0x[0-9a-f]+\s+(\d+)\s*(.*)$/.exec(line);
    if (!match) {
      unread += 1;
      continue;
    }
    const rest = match[3] ?? "";
    const start = Number.parseInt((match[1] ?? "").slice(-12), 16);
    rows.push({
      start: start === 0 ? undefined : start,
      bytes: Number(match[2]),
      caller: /^(\S*)/.exec(rest)?.[1] ?? "",
      pages: Number(/pages=(\d+)/.exec(rest)?.[1] ?? 0),
      use: /\bioremap\b/.test(rest) ? "ioremap" : /\bvmap\b/.test(rest) ? "vmap" : "vmalloc",
    });
  }
  return { rows, unread };
}
