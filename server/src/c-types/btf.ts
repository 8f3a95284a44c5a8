// The types of a kernel as it tells them of itself: BTF, from a running kernel's /sys/kernel/btf/vmlinux or from the
// .BTF section of a vmlinux or module. Format: Documentation/bpf/btf.rst and include/uapi/linux/btf.h (6.1, and ENUM64
// of 6.0). Bias: what does not fit together is refused as a whole, in a word.

import { findElfSection, isElf } from "./elf-sections.js";

/** Kinds of types that are told apart here: include/uapi/linux/btf.h, BTF_KIND_* (6.1). */
export const btfKind = {
  int: 1,
  pointer: 2,
  array: 3,
  struct: 4,
  union: 5,
  enum: 6,
  forward: 7,
  typedef: 8,
  volatile: 9,
  const: 10,
  restrict: 11,
  function: 12,
  prototype: 13,
  variable: 14,
  section: 15,
  float: 16,
  declTag: 17,
  typeTag: 18,
  enum64: 19,
} as const;

export interface BtfMember {
  /** Empty for an anonymous one. */
  readonly name: string;
  readonly type: number;
  readonly bitOffset: number;
  /** 0 where it is no bit-field. */
  readonly bitWidth: number;
}

export interface BtfType {
  readonly kind: number;
  /** Empty for an anonymous one. */
  readonly name: string;
  /** Bytes of an int, struct, union, enum or float. */
  readonly sizeBytes: number;
  /** What a pointer, typedef, qualifier or array refers to. */
  readonly target: number;
  readonly nrElements: number;
  /** Whether a `forward` is of a union. */
  readonly flag: boolean;
}

/** Types by number, from 1; 0 is `void`. */
export interface Btf {
  readonly nrTypes: number;
  /** Bytes of a pointer, as `unsigned long` has them; undefined where no such type is told. */
  readonly pointerBytes: number | undefined;
  type(id: number): BtfType | undefined;
  /** Members of a struct or union, in order. */
  membersOf(id: number): readonly BtfMember[];
  /** A value is undefined where it is not told whether it is negative. */
  enumeratorsOf(id: number): readonly { readonly name: string; readonly value: bigint | undefined }[];
  /** Types of a kind by name, in the order of their numbers. */
  named(kind: number, name: string): readonly number[];
  /** The value of an enumerator. */
  enumerator(name: string): bigint | undefined;
}

export type ParsedBtf =
  | { readonly kind: "parsed"; readonly btf: Btf }
  /** `reason` goes after "FILE: ". */
  | { readonly kind: "refused"; readonly reason: string };

const magic = 0xeb9f;

/** Reads a BTF blob, or an ELF file that has one. Never throws. */
export function parseBtf(file: Uint8Array): ParsedBtf {
  const bytes = isElf(file) ? findElfSection(file, ".BTF") : file;
  if (!bytes) return refused("has no .BTF section: build the kernel with CONFIG_DEBUG_INFO_BTF");
  if (bytes.length < 24) return refused("is no BTF: too short");
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const isLittle = view.getUint16(0, true) === magic;
  if (!isLittle && view.getUint16(0, false) !== magic)
    return refused("is no BTF: its first bytes are others");
  if (view.getUint8(2) !== 1) return refused(`is BTF of version ${view.getUint8(2)}, not 1`);
  const word = (at: number): number => view.getUint32(at, isLittle);
  const headBytes = word(4);
  const types = { start: headBytes + word(8), sizeBytes: word(12) };
  const strings = { start: headBytes + word(16), sizeBytes: word(20) };
  const isInside = ({ start, sizeBytes }: Part): boolean => start + sizeBytes <= bytes.length;
  if (headBytes < 24 || !isInside(types) || !isInside(strings))
    return refused("is damaged: its parts reach beyond its end");
  const places = findTypes(word, types);
  if (!places) return refused("is damaged: a type in it cannot be read");
  const btf = createBtf({ bytes, word, places, strings });
  const wrong = findWrongReference(btf);
  if (wrong === "beyond")
    return refused(
      "is a module's BTF, which refers to its kernel's: name the vmlinux, or /sys/kernel/btf/vmlinux",
    );
  return { kind: "parsed", btf };
}

function refused(reason: string): ParsedBtf {
  return { kind: "refused", reason };
}

interface Part {
  readonly start: number;
  readonly sizeBytes: number;
}

/** Bytes after the twelve that every type has: Documentation/bpf/btf.rst, section 2.2 (6.1). */
function extraBytes(kind: number, nrParts: number): number | undefined {
  switch (kind) {
    case btfKind.int:
    case btfKind.variable:
    case btfKind.declTag:
      return 4;
    case btfKind.array:
      return 12;
    case btfKind.struct:
    case btfKind.union:
    case btfKind.section:
    case btfKind.enum64:
      return nrParts * 12;
    case btfKind.enum:
    case btfKind.prototype:
      return nrParts * 8;
    default:
      return kind >= 1 && kind <= 19 ? 0 : undefined;
  }
}

/** Where each type begins; the first is type 1. Undefined where they do not fill their part. */
function findTypes(word: (at: number) => number, { start, sizeBytes }: Part): readonly number[] | undefined {
  const places: number[] = [];
  const end = start + sizeBytes;
  let at = start;
  while (at + 12 <= end) {
    const info = word(at + 4);
    const extra = extraBytes((info >>> 24) & 0x1f, info & 0xffff);
    if (extra === undefined || at + 12 + extra > end) return undefined;
    places.push(at);
    at += 12 + extra;
  }
  return at === end ? places : undefined;
}

interface Source {
  readonly bytes: Uint8Array;
  readonly word: (at: number) => number;
  readonly places: readonly number[];
  readonly strings: Part;
}

function createBtf(source: Source): Btf {
  const { word, places } = source;
  const placeOf = (id: number): number | undefined => places[id - 1];
  const partsOf = (id: number): { readonly at: number; readonly count: number; readonly flag: boolean } => {
    const at = placeOf(id) ?? 0;
    const info = word(at + 4);
    return { at: at + 12, count: info & 0xffff, flag: info >>> 31 === 1 };
  };
  const type = (id: number): BtfType | undefined => {
    const at = placeOf(id);
    return at === undefined ? undefined : readType(source, at);
  };
  let byName: NameTables | undefined;
  const tables = (): NameTables => {
    byName ??= createTables(places.length, type, enumeratorsOf);
    return byName;
  };
  const enumeratorsOf: Btf["enumeratorsOf"] = (id) => {
    const { at, count, flag } = partsOf(id);
    const isWide = type(id)?.kind === btfKind.enum64;
    const width = isWide ? 64 : 32;
    return Array.from({ length: count }, (_, index) => {
      const entry = at + index * (isWide ? 12 : 8);
      const low = BigInt(word(entry + 4));
      const bits = isWide ? (BigInt(word(entry + 8)) << 32n) | low : low;
      // Without the flag compilers before 2022 mean signed values, later ones unsigned.
      const isOpen = !flag && bits >> BigInt(width - 1) === 1n;
      return { name: textAt(source, word(entry)), value: isOpen ? undefined : BigInt.asIntN(width, bits) };
    });
  };
  const btf: Btf = {
    nrTypes: places.length,
    get pointerBytes() {
      const [id] = tables().of(btfKind.int, "long unsigned int");
      return id === undefined ? undefined : type(id)?.sizeBytes;
    },
    type,
    membersOf(id) {
      const { at, count, flag } = partsOf(id);
      return Array.from({ length: count }, (_, index) => {
        const entry = at + index * 12;
        const offset = word(entry + 8);
        return {
          name: textAt(source, word(entry)),
          type: word(entry + 4),
          // With the flag the upper eight bits are the width of a bit-field.
          bitOffset: flag ? offset & 0xffffff : offset,
          bitWidth: flag ? offset >>> 24 : 0,
        };
      });
    },
    enumeratorsOf,
    named: (kind, name) => tables().of(kind, name),
    enumerator: (name) => tables().enumerators.get(name),
  };
  return btf;
}

function readType(source: Source, at: number): BtfType {
  const { word } = source;
  const info = word(at + 4);
  const kind = (info >>> 24) & 0x1f;
  const isArray = kind === btfKind.array;
  return {
    kind,
    name: textAt(source, word(at)),
    sizeBytes: word(at + 8),
    target: isArray ? word(at + 12) : word(at + 8),
    nrElements: isArray ? word(at + 20) : 0,
    flag: info >>> 31 === 1,
  };
}

function textAt({ bytes, strings }: Source, offset: number): string {
  if (offset === 0 || offset >= strings.sizeBytes) return "";
  const start = strings.start + offset;
  const end = bytes.indexOf(0, start);
  const limit = strings.start + strings.sizeBytes;
  return new TextDecoder("latin1").decode(bytes.subarray(start, end < 0 || end > limit ? limit : end));
}

interface NameTables {
  of(kind: number, name: string): readonly number[];
  readonly enumerators: ReadonlyMap<string, bigint>;
}

function createTables(nrTypes: number, type: Btf["type"], enumeratorsOf: Btf["enumeratorsOf"]): NameTables {
  const ids = new Map<string, number[]>();
  const enumerators = new Map<string, bigint>();
  for (let id = 1; id <= nrTypes; id++) {
    const item = type(id);
    if (!item) continue;
    const { kind, name } = item;
    if (kind === btfKind.enum || kind === btfKind.enum64) {
      for (const { name: constant, value } of enumeratorsOf(id))
        if (value !== undefined) enumerators.set(constant, value);
    }
    if (name === "" || kind === btfKind.function || kind === btfKind.variable) continue;
    const key = `${kind} ${name}`;
    const list = ids.get(key);
    if (list) list.push(id);
    else ids.set(key, [id]);
  }
  return { of: (kind, name) => ids.get(`${kind} ${name}`) ?? [], enumerators };
}

/** Whether a type refers to one that is not there: a module's types go on from its kernel's. */
function findWrongReference(btf: Btf): "beyond" | undefined {
  const isBeyond = (id: number): boolean => id > btf.nrTypes;
  const referring: readonly number[] = [
    btfKind.pointer,
    btfKind.array,
    btfKind.typedef,
    btfKind.volatile,
    btfKind.const,
    btfKind.restrict,
    btfKind.typeTag,
  ];
  for (let id = 1; id <= btf.nrTypes; id++) {
    const item = btf.type(id);
    if (!item) continue;
    if (referring.includes(item.kind) && isBeyond(item.target)) return "beyond";
    const isStruct = item.kind === btfKind.struct || item.kind === btfKind.union;
    if (isStruct && btf.membersOf(id).some((member) => isBeyond(member.type))) return "beyond";
  }
  return undefined;
}
