// Where a section stands in an ELF file, as the ELF specification (gABI 4.1, figures 4-3 and 4-8) lays out the headers.
// Total: a file that is cut off or lies about itself has no such section.

/** The bytes of the section called `name`; undefined where there is none. */
export function findElfSection(file: Uint8Array, name: string): Uint8Array | undefined {
  const header = readHeader(file);
  if (!header) return undefined;
  const sections = Array.from({ length: header.nrSections }, (_, index) => readSection(header, index));
  const names = sections[header.namesIndex];
  if (!names) return undefined;
  const found = sections.find((section) => section && textAt(file, names, section.nameOffset) === name);
  // A section of type SHT_NOBITS (8) takes no room in the file.
  if (!found || found.type === 8 || found.offset + found.sizeBytes > file.length) return undefined;
  return file.subarray(found.offset, found.offset + found.sizeBytes);
}

/** Whether the bytes begin as an ELF file does. */
export function isElf(file: Uint8Array): boolean {
  return file[0] === 0x7f && file[1] === 0x45 && file[2] === 0x4c && file[3] === 0x46;
}

interface ElfHeader {
  readonly view: DataView;
  readonly is64: boolean;
  readonly isLittle: boolean;
  readonly sectionsOffset: number;
  readonly entryBytes: number;
  readonly nrSections: number;
  readonly namesIndex: number;
}

interface ElfSection {
  readonly nameOffset: number;
  readonly type: number;
  readonly offset: number;
  readonly sizeBytes: number;
}

function readHeader(file: Uint8Array): ElfHeader | undefined {
  if (!isElf(file) || file.length < 64) return undefined;
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const is64 = file[4] === 2;
  const isLittle = file[5] === 1;
  if ((!is64 && file[4] !== 1) || (!isLittle && file[5] !== 2)) return undefined;
  const half = (at: number): number => view.getUint16(at, isLittle);
  const sectionsOffset = is64 ? Number(view.getBigUint64(0x28, isLittle)) : view.getUint32(0x20, isLittle);
  const [entryBytes, nrSections, namesIndex] = is64
    ? [half(0x3a), half(0x3c), half(0x3e)]
    : [half(0x2e), half(0x30), half(0x32)];
  const smallest = is64 ? 0x40 : 0x28;
  if (entryBytes < smallest || sectionsOffset + entryBytes * nrSections > file.length) return undefined;
  return { view, is64, isLittle, sectionsOffset, entryBytes, nrSections, namesIndex };
}

function readSection(header: ElfHeader, index: number): ElfSection | undefined {
  const { view, is64, isLittle, entryBytes } = header;
  const at = header.sectionsOffset + index * entryBytes;
  const word = (offset: number): number => view.getUint32(at + offset, isLittle);
  const long = (offset: number): number => Number(view.getBigUint64(at + offset, isLittle));
  const [offset, sizeBytes] = is64 ? [long(0x18), long(0x20)] : [word(0x10), word(0x14)];
  return { nameOffset: word(0), type: word(4), offset, sizeBytes };
}

/** The text at an offset of a table of texts that end with zero. */
function textAt(file: Uint8Array, table: ElfSection, nameOffset: number): string {
  const start = table.offset + nameOffset;
  const end = Math.min(table.offset + table.sizeBytes, file.length);
  let text = "";
  for (let at = start; at < end && file[at] !== 0 && text.length < 64; at++)
    text += String.fromCharCode(file[at] ?? 0);
  return text;
}
