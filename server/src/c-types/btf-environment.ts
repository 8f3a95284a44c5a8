// A kernel's BTF as the types of its headers: sizes and offsets are those of that very kernel, whatever the release's
// usual configuration says. BTF tells no alignment: it is the smallest that explains where members stand and how large
// the struct is. Bias: a name that means different structs in different files of the kernel means none here.

import type { Profile } from "../kernel-model/profile.js";
import { type Btf, type BtfType, btfKind } from "./btf.js";
import { emptyEnvironment, type TypeEnvironment } from "./environment.js";
import type { CType, Expression } from "./expression.js";
import type { StructDefinition, StructField } from "./file-types.js";
import type { FieldLayout, Layout } from "./layout.js";

/** Types that contain one another deeper than this are damaged. */
const maxDepth = 40;

/** The environment; it knows nothing on an architecture whose pointers are of another size. */
export function btfEnvironment(btf: Btf): TypeEnvironment {
  const layouts = new Map<number, Layout | undefined>();
  const idOf = (key: string): number | undefined => structId(btf, key);
  return {
    ...emptyEnvironment(),
    structs(key) {
      const id = idOf(key);
      return id === undefined ? undefined : [definitionOf(btf, id, key)];
    },
    typedefOf(name) {
      const [id] = btf.named(btfKind.typedef, name);
      const target = id === undefined ? undefined : btf.type(id)?.target;
      return target === undefined ? undefined : { type: typeOf(btf, target, 0) };
    },
    enumConstant(name) {
      const value = btf.enumerator(name);
      return value === undefined ? undefined : { base: literal(value), offset: 0, nrConditional: 0 };
    },
    knownLayout(key: string, profile: Profile) {
      const id = idOf(key);
      if (id === undefined || btf.pointerBytes !== profile.arch.bits / 8) return undefined;
      if (!layouts.has(id)) layouts.set(id, layoutOf(btf, id, 0));
      return layouts.get(id);
    },
  };
}

const nowhere = { start: 0, end: 0 };

function literal(value: bigint): Expression {
  return { kind: "literal", value, suffix: "", span: nowhere };
}

const anonymousPrefix = "btf#";

/** The type behind `struct name`, `union name` or the made-up name of an anonymous one. */
function structId(btf: Btf, key: string): number | undefined {
  if (key.startsWith(anonymousPrefix)) return Number(key.slice(anonymousPrefix.length));
  const [tag, name = ""] = key.split(" ");
  const kind = tag === "struct" ? btfKind.struct : tag === "union" ? btfKind.union : undefined;
  const ids = kind === undefined ? [] : btf.named(kind, name);
  const [first] = ids;
  const sizes = new Set(ids.map((id) => btf.type(id)?.sizeBytes));
  return sizes.size === 1 ? first : undefined;
}

function definitionOf(btf: Btf, id: number, key: string): StructDefinition {
  const fields = btf.membersOf(id).map(
    ({ name, type, bitWidth }): StructField => ({
      name: name === "" ? undefined : name,
      type: typeOf(btf, type, 0),
      ...(bitWidth > 0 && { bitWidth: literal(BigInt(bitWidth)) }),
    }),
  );
  return {
    tag: btf.type(id)?.kind === btfKind.union ? "union" : "struct",
    name: key.replace(/^\w+ /, ""),
    fields,
    attributes: undefined,
    packBytes: undefined,
    conditions: [],
    isComplete: true,
    span: nowhere,
  };
}

/** gcc's names of integer types in BTF, as C declarations write them. */
const integerNames: Readonly<Record<string, string>> = {
  "long unsigned int": "unsigned long",
  "long int": "long",
  "long long unsigned int": "unsigned long long",
  "long long int": "long long",
  "short unsigned int": "unsigned short",
  "short int": "short",
};

function typeOf(btf: Btf, id: number, depth: number): CType {
  const type = btf.type(id);
  if (!type || depth > maxDepth) return id === 0 ? { kind: "named", name: "void" } : { kind: "unknown" };
  const target = (): CType => typeOf(btf, type.target, depth + 1);
  switch (type.kind) {
    case btfKind.int:
    case btfKind.float:
      return { kind: "named", name: integerNames[type.name] ?? type.name };
    case btfKind.pointer:
      return { kind: "pointer", target: target() };
    case btfKind.array:
      return { kind: "array", element: target(), length: literal(BigInt(type.nrElements)) };
    case btfKind.struct:
    case btfKind.union:
      return taggedType(type, id);
    case btfKind.forward:
      return { kind: "tagged", tag: type.flag ? "union" : "struct", name: type.name };
    case btfKind.enum:
    case btfKind.enum64:
      return enumType(type);
    case btfKind.typedef:
      return { kind: "named", name: type.name };
    case btfKind.volatile:
    case btfKind.const:
    case btfKind.restrict:
    case btfKind.typeTag:
      return target();
    case btfKind.prototype:
      return { kind: "function" };
    default:
      return { kind: "unknown" };
  }
}

function taggedType(type: BtfType, id: number): CType {
  if (type.name === "") return { kind: "anonymous", definition: `${anonymousPrefix}${id}` };
  return { kind: "tagged", tag: type.kind === btfKind.union ? "union" : "struct", name: type.name };
}

/** As its width: what an enum is called does not matter to sizes. */
function enumType({ sizeBytes }: BtfType): CType {
  const names: Readonly<Record<number, string>> = {
    1: "unsigned char",
    2: "unsigned short",
    4: "unsigned int",
    8: "unsigned long long",
  };
  const name = names[sizeBytes];
  return name === undefined ? { kind: "unknown" } : { kind: "named", name };
}

function layoutOf(btf: Btf, id: number, depth: number): Layout | undefined {
  const type = btf.type(id);
  if (!type || depth > maxDepth) return undefined;
  const fields: FieldLayout[] = [];
  let alignBytes = 1;
  let endBits = 0;
  for (const member of btf.membersOf(id)) {
    const inner = sizeOf(btf, member.type, depth + 1);
    if (!inner) return undefined;
    const isBitField = member.bitWidth > 0;
    const offsetBytes = Math.floor(member.bitOffset / 8);
    fields.push({
      name: member.name === "" ? undefined : member.name,
      type: typeOf(btf, member.type, 0),
      offsetBytes,
      ...(isBitField && { bitOffset: member.bitOffset % 8, bitWidth: member.bitWidth }),
    });
    const isAligned = isBitField || offsetBytes % inner.alignBytes === 0;
    if (isAligned) alignBytes = Math.max(alignBytes, inner.alignBytes);
    const before = Math.ceil((type.kind === btfKind.union ? 0 : endBits) / 8);
    if (!isBitField) alignBytes = Math.max(alignBytes, alignmentOfGap(before, offsetBytes));
    const width = isBitField ? member.bitWidth : inner.sizeBytes * 8;
    endBits = Math.max(endBits, member.bitOffset + width);
  }
  return { sizeBytes: type.sizeBytes, alignBytes: fitting(type.sizeBytes, alignBytes, endBits), fields };
}

/** The smallest alignment that moves a member from where the one before ends to where it stands. */
function alignmentOfGap(endBytes: number, offsetBytes: number): number {
  let alignBytes = 1;
  while (alignBytes < 4096 && Math.ceil(endBytes / alignBytes) * alignBytes < offsetBytes) alignBytes *= 2;
  return Math.ceil(endBytes / alignBytes) * alignBytes === offsetBytes ? alignBytes : 1;
}

/** The alignment that goes with the size: a packed struct has a smaller one than its members, an aligned one a larger. */
function fitting(sizeBytes: number, natural: number, endBits: number): number {
  let alignBytes = natural;
  while (alignBytes > 1 && sizeBytes % alignBytes !== 0) alignBytes /= 2;
  const endBytes = Math.ceil(endBits / 8);
  while (
    alignBytes < 4096 &&
    Math.ceil(endBytes / alignBytes) * alignBytes < sizeBytes &&
    sizeBytes % (alignBytes * 2) === 0
  )
    alignBytes *= 2;
  return alignBytes;
}

/** Size and alignment of any type; undefined where it has none. */
function sizeOf(
  btf: Btf,
  id: number,
  depth: number,
): { readonly sizeBytes: number; readonly alignBytes: number } | undefined {
  const type = btf.type(id);
  if (!type || depth > maxDepth) return undefined;
  switch (type.kind) {
    case btfKind.int:
    case btfKind.float:
    case btfKind.enum:
    case btfKind.enum64:
      return scalar(btf, type.sizeBytes);
    case btfKind.pointer:
      return btf.pointerBytes === undefined ? undefined : scalar(btf, btf.pointerBytes);
    case btfKind.array: {
      const element = sizeOf(btf, type.target, depth + 1);
      return element && { sizeBytes: element.sizeBytes * type.nrElements, alignBytes: element.alignBytes };
    }
    case btfKind.struct:
    case btfKind.union:
      return layoutOf(btf, id, depth + 1);
    case btfKind.typedef:
    case btfKind.volatile:
    case btfKind.const:
    case btfKind.restrict:
    case btfKind.typeTag:
      return sizeOf(btf, type.target, depth + 1);
    default:
      return undefined;
  }
}

/** Aligned to its size; on 32-bit x86 a member of eight bytes is aligned to four, which fits wherever eight does. */
function scalar(btf: Btf, sizeBytes: number) {
  return { sizeBytes, alignBytes: Math.max(1, Math.min(sizeBytes, btf.pointerBytes === 4 ? 4 : 16)) };
}
