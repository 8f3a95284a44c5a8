// The arithmetic types of C on each architecture, and the kernel's names for them.

import type { Profile } from "../kernel-model/profile.js";

/** An integer type as arithmetic sees it. */
export interface IntegerType {
  readonly bits: number;
  readonly isSigned: boolean;
}

/** Size and alignment of a type inside a struct. */
export interface TypeSize {
  readonly sizeBytes: number;
  readonly alignBytes: number;
}

export const intType: IntegerType = { bits: 32, isSigned: true };

/** `size_t` and `unsigned long` of a profile. */
export function sizeType(profile: Profile): IntegerType {
  return { bits: profile.arch.bits, isSigned: false };
}

/** Names of integer types that are the same on every architecture. include/uapi/asm-generic/int-ll64.h (6.1). */
const fixedTypes: Readonly<Record<string, IntegerType>> = {
  "signed char": { bits: 8, isSigned: true },
  "unsigned char": { bits: 8, isSigned: false },
  short: { bits: 16, isSigned: true },
  "unsigned short": { bits: 16, isSigned: false },
  int: intType,
  "unsigned int": { bits: 32, isSigned: false },
  "long long": { bits: 64, isSigned: true },
  "unsigned long long": { bits: 64, isSigned: false },
  _Bool: { bits: 8, isSigned: false },
};

/** Words of the kernel for those types: include/linux/types.h, include/uapi/linux/types.h (6.1). */
const kernelNames: Readonly<Record<string, string>> = {
  bool: "_Bool",
  u8: "unsigned char",
  u16: "unsigned short",
  u32: "unsigned int",
  u64: "unsigned long long",
  s8: "signed char",
  s16: "short",
  s32: "int",
  s64: "long long",
  u_char: "unsigned char",
  u_short: "unsigned short",
  u_int: "unsigned int",
  u_long: "unsigned long",
  unchar: "unsigned char",
  ushort: "unsigned short",
  uint: "unsigned int",
  ulong: "unsigned long",
  ullong: "unsigned long long",
  size_t: "unsigned long",
  ssize_t: "long",
  ptrdiff_t: "long",
  uintptr_t: "unsigned long",
  intptr_t: "long",
  off_t: "long",
  loff_t: "long long",
  sector_t: "unsigned long long",
  blkcnt_t: "unsigned long long",
  time64_t: "long long",
  ktime_t: "long long",
  gfp_t: "unsigned int",
  slab_flags_t: "unsigned int",
  fmode_t: "unsigned int",
  blk_status_t: "unsigned char",
  blk_opf_t: "unsigned int",
  netdev_features_t: "unsigned long long",
  netdev_tx_t: "int",
  irqreturn_t: "int",
  irq_hw_number_t: "unsigned long",
  pgoff_t: "unsigned long",
  cycles_t: "unsigned long",
  umode_t: "unsigned short",
  dev_t: "unsigned int",
  pid_t: "int",
  __poll_t: "unsigned int",
  __wsum: "unsigned int",
  __sum16: "unsigned short",
  __be16: "unsigned short",
  __be32: "unsigned int",
  __be64: "unsigned long long",
  __le16: "unsigned short",
  __le32: "unsigned int",
  __le64: "unsigned long long",
  usb_channel_t: "unsigned int",
  dma_cookie_t: "int",
  key_serial_t: "int",
  acpi_size: "unsigned long",
  snd_pcm_uframes_t: "unsigned long",
  snd_pcm_sframes_t: "long",
};

const typeOfNames = allNames();

function allNames(): ReadonlyMap<string, string> {
  const names = new Map<string, string>(Object.entries(kernelNames));
  for (const bits of ["8", "16", "32", "64"]) {
    const unsigned = kernelNames[`u${bits}`] ?? "int";
    const signed = kernelNames[`s${bits}`] ?? "int";
    for (const name of [`__u${bits}`, `uint${bits}_t`, `u_int${bits}_t`]) names.set(name, unsigned);
    for (const name of [`__s${bits}`, `int${bits}_t`]) names.set(name, signed);
  }
  return names;
}

/**
 * The integer type that a basic or kernel name means; undefined for other types. `cycles_t` is 64 bits wide on x86 and
 * is taken as `unsigned long` elsewhere.
 */
export function integerType(name: string, profile: Profile): IntegerType | undefined {
  const { arch } = profile;
  const basic = typeOfNames.get(name) ?? name;
  if (basic === "long") return { bits: arch.bits, isSigned: true };
  if (basic === "unsigned long") {
    if (name === "cycles_t" && arch.id === "i386") return { bits: 64, isSigned: false };
    return { bits: arch.bits, isSigned: false };
  }
  // Since 6.2 plain char is unsigned everywhere (Makefile: -funsigned-char).
  if (basic === "char")
    return { bits: 8, isSigned: arch.isCharSigned && profile.release.ordinal < 6_002_000 };
  if (addressTypes.has(basic)) return { bits: addressBits(profile), isSigned: false };
  return Object.hasOwn(fixedTypes, basic) ? fixedTypes[basic] : undefined;
}

const addressTypes = new Set(["phys_addr_t", "resource_size_t", "dma_addr_t"]);

/**
 * Width of physical and DMA addresses. include/linux/types.h: PHYS_ADDR_T_64BIT, ARCH_DMA_ADDR_T_64BIT (6.1): 64 bits
 * on 64-bit machines and with PAE. 32-bit arm has both (LPAE or not); the narrower is taken.
 */
function addressBits(profile: Profile): number {
  return profile.arch.bits === 64 || (profile.arch.id === "i386" && profile.config.pae) ? 64 : 32;
}

/** Size and alignment of an integer type: 64-bit ones are aligned to 4 inside structs of 32-bit x86. */
export function integerSize(type: IntegerType, profile: Profile): TypeSize {
  const sizeBytes = type.bits / 8;
  const alignBytes = sizeBytes === 8 ? profile.arch.longLongAlignBytes : sizeBytes;
  return { sizeBytes, alignBytes };
}

/** Floating point and 128-bit types: rare in the kernel, yet they occur in its user-visible structs. */
export function otherBasicSize(name: string, profile: Profile): TypeSize | undefined {
  const { arch } = profile;
  switch (name) {
    case "void":
      return { sizeBytes: 1, alignBytes: 1 };
    case "float":
      return { sizeBytes: 4, alignBytes: 4 };
    case "double":
      return { sizeBytes: 8, alignBytes: arch.longLongAlignBytes };
    case "long double":
      if (arch.id === "i386") return { sizeBytes: 12, alignBytes: 4 };
      return arch.id === "arm" ? { sizeBytes: 8, alignBytes: 8 } : { sizeBytes: 16, alignBytes: 16 };
    case "__int128":
    case "unsigned __int128":
      return arch.bits === 64 ? { sizeBytes: 16, alignBytes: 16 } : undefined;
    default:
      return undefined;
  }
}

/** Types of the kernel that carry an alignment of their own: include/uapi/linux/types.h, include/linux/types.h (6.1). */
export function alignedTypeSize(name: string): TypeSize | undefined {
  switch (name) {
    case "aligned_u64":
    case "__aligned_u64":
    case "aligned_be64":
    case "__aligned_be64":
    case "aligned_le64":
    case "__aligned_le64":
      return { sizeBytes: 8, alignBytes: 8 };
    default:
      return undefined;
  }
}
