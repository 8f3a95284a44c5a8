// Constants of the kernel that driver sizes are made of, as rows. What hangs on a build's choice (HZ, NR_CPUS) is left
// out and so stays unknown. A definition in the file itself wins over a row.

import {
  kmallocMaxBytes,
  kmallocMaxCacheBytes,
  kmallocMinAlignBytes,
  maxPageOrder,
  pageShift,
} from "../kernel-model/limits.js";
import type { Profile } from "../kernel-model/profile.js";
import { type IntegerType, intType, sizeType } from "./basic-types.js";
import type { Typed } from "./evaluation.js";
import { exactRange } from "./ranges.js";

const unsignedInt: IntegerType = { bits: 32, isSigned: false };
const signed64: IntegerType = { bits: 64, isSigned: true };
const unsigned64: IntegerType = { bits: 64, isSigned: false };

interface ConstantRow {
  readonly value: bigint;
  readonly type: IntegerType;
  /** Where it is defined: file and release. */
  readonly source: string;
}

/** The value and type of a constant; undefined for names that are none or that a build decides. */
export function builtinConstant(name: string, profile: Profile): Typed | undefined {
  const fixed = Object.hasOwn(fixedConstants, name) ? fixedConstants[name] : undefined;
  if (fixed) return { range: exactRange(fixed.value), type: fixed.type };
  const row = profileConstant(name, profile);
  return row ? { range: exactRange(row.value), type: row.type } : undefined;
}

function profileConstant(name: string, profile: Profile): ConstantRow | undefined {
  const { arch, config, release } = profile;
  const long: IntegerType = { bits: arch.bits, isSigned: true };
  const size = sizeType(profile);
  const row = (value: number | bigint, type: IntegerType, source: string): ConstantRow => ({
    value: BigInt(value),
    type,
    source,
  });
  switch (name) {
    case "PAGE_SIZE":
      return row(config.pageSizeBytes, size, `${arch.source}: PAGE_SIZE`);
    case "PAGE_SHIFT":
      return row(pageShift(profile), intType, `${arch.source}: PAGE_SHIFT`);
    case "PAGE_MASK":
      // A signed int on arm, unsigned long elsewhere.
      if (arch.id === "arm")
        return row(-config.pageSizeBytes, intType, "arch/arm/include/asm/page.h:13 (6.1)");
      return row((1n << BigInt(arch.bits)) - BigInt(config.pageSizeBytes), size, `${arch.source}: PAGE_MASK`);
    case "BITS_PER_LONG":
      return row(arch.bits, intType, "include/asm-generic/bitsperlong.h (6.1)");
    case "LONG_MAX":
      return row((1n << BigInt(arch.bits - 1)) - 1n, long, "include/vdso/limits.h (6.1)");
    case "LONG_MIN":
      return row(-(1n << BigInt(arch.bits - 1)), long, "include/vdso/limits.h (6.1)");
    case "ULONG_MAX":
    case "SIZE_MAX":
    case "UINTPTR_MAX":
      return row((1n << BigInt(arch.bits)) - 1n, size, "include/vdso/limits.h, include/linux/limits.h (6.1)");
    case "SSIZE_MAX":
      return row((1n << BigInt(arch.bits - 1)) - 1n, long, "include/linux/limits.h (6.1)");
    case "L1_CACHE_BYTES":
    case "SMP_CACHE_BYTES":
      return row(arch.cacheLineBytes, intType, arch.source);
    case "L1_CACHE_SHIFT":
      return row(Math.log2(arch.cacheLineBytes), intType, arch.source);
    case "ARCH_KMALLOC_MINALIGN":
    case "ARCH_DMA_MINALIGN":
    case "CRYPTO_MINALIGN":
      return row(kmallocMinAlignBytes(profile), size, "include/linux/slab.h (6.1)");
    case "__BIGGEST_ALIGNMENT__":
      return row(arch.id === "arm" ? 8 : 16, intType, "gcc 12, default target flags of the kernel");
    case "KMALLOC_MAX_SIZE":
      return row(kmallocMaxBytes(profile), size, "include/linux/slab.h: KMALLOC_MAX_SIZE (6.1)");
    case "KMALLOC_MAX_CACHE_SIZE":
      return row(kmallocMaxCacheBytes(profile), size, "include/linux/slab.h: KMALLOC_MAX_CACHE_SIZE (6.1)");
    case "KMALLOC_MAX_ORDER":
      return row(
        Math.log2(kmallocMaxBytes(profile)) - pageShift(profile),
        intType,
        "include/linux/slab.h (6.1)",
      );
    case "MAX_ORDER":
      // Exclusive up to 6.3, inclusive in 6.4 to 6.7, renamed in 6.8: include/linux/mmzone.h.
      if (release.ordinal >= 6_008_000) return undefined;
      return row(
        maxPageOrder(profile) + (release.ordinal < 6_004_000 ? 1 : 0),
        intType,
        "include/linux/mmzone.h",
      );
    case "MAX_PAGE_ORDER":
      return release.ordinal >= 6_008_000
        ? row(maxPageOrder(profile), intType, "include/linux/mmzone.h:28 (6.12)")
        : undefined;
    case "MAX_ORDER_NR_PAGES":
      return row(2 ** maxPageOrder(profile), intType, "include/linux/mmzone.h (6.1)");
    default:
      return undefined;
  }
}

function rows(
  type: IntegerType,
  source: string,
  values: Readonly<Record<string, number | bigint>>,
): readonly (readonly [string, ConstantRow])[] {
  return Object.entries(values).map(([name, value]) => [name, { value: BigInt(value), type, source }]);
}

const limits = "include/vdso/limits.h, include/linux/limits.h (6.1)";
const uapiLimits = "include/uapi/linux/limits.h (6.1)";

const fixedConstants: Readonly<Record<string, ConstantRow>> = Object.fromEntries([
  ...rows(intType, "include/linux/stddef.h (6.1)", { NULL: 0, false: 0, true: 1 }),
  ...rows(intType, limits, {
    S8_MAX: 127,
    S8_MIN: -128,
    U8_MAX: 255,
    S16_MAX: 32767,
    S16_MIN: -32768,
    U16_MAX: 65535,
    USHRT_MAX: 65535,
    SHRT_MAX: 32767,
    SHRT_MIN: -32768,
    INT_MAX: 2147483647,
    INT_MIN: -2147483648,
    S32_MAX: 2147483647,
    S32_MIN: -2147483648,
  }),
  ...rows(unsignedInt, limits, { UINT_MAX: 4294967295, U32_MAX: 4294967295 }),
  ...rows(signed64, limits, {
    LLONG_MAX: 9223372036854775807n,
    LLONG_MIN: -9223372036854775808n,
    S64_MAX: 9223372036854775807n,
    S64_MIN: -9223372036854775808n,
  }),
  ...rows(unsigned64, limits, { ULLONG_MAX: 18446744073709551615n, U64_MAX: 18446744073709551615n }),
  ...rows(intType, uapiLimits, {
    NAME_MAX: 255,
    PATH_MAX: 4096,
    PIPE_BUF: 4096,
    XATTR_NAME_MAX: 255,
    XATTR_SIZE_MAX: 65536,
  }),
  ...rows(intType, "include/linux/bits.h, include/asm-generic/bitsperlong.h (6.1)", {
    BITS_PER_BYTE: 8,
    BITS_PER_LONG_LONG: 64,
  }),
  ...sizeRows(),
  ...rows(intType, "include/uapi/linux/if.h, include/uapi/linux/if_ether.h (6.1)", {
    IFNAMSIZ: 16,
    IFALIASZ: 256,
    ETH_ALEN: 6,
    ETH_HLEN: 14,
    ETH_ZLEN: 60,
    ETH_DATA_LEN: 1500,
    ETH_FRAME_LEN: 1514,
    ETH_FCS_LEN: 4,
    ETH_MIN_MTU: 68,
    ETH_TLEN: 2,
  }),
  ...rows(unsignedInt, "include/uapi/linux/if_ether.h:41 (6.1)", { ETH_MAX_MTU: 65535 }),
  ...rows(intType, "include/linux/if_vlan.h (6.1)", {
    VLAN_HLEN: 4,
    VLAN_ETH_HLEN: 18,
    VLAN_ETH_ZLEN: 64,
    VLAN_ETH_DATA_LEN: 1500,
    VLAN_ETH_FRAME_LEN: 1518,
    VLAN_N_VID: 4096,
    VLAN_VID_MASK: 4095,
  }),
  ...rows(intType, "include/linux/ethtool.h:ETH_GSTRING_LEN, include/linux/mod_devicetable.h (6.1)", {
    ETH_GSTRING_LEN: 32,
    MAX_ADDR_LEN: 32,
  }),
  ...rows(intType, "include/linux/blk_types.h: SECTOR_SHIFT, SECTOR_SIZE (6.1)", {
    SECTOR_SHIFT: 9,
    SECTOR_SIZE: 512,
  }),
  ...rows(intType, "include/linux/usb.h, include/uapi/linux/usb/ch9.h (6.1)", {
    USB_MAXENDPOINTS: 30,
    USB_MAXINTERFACES: 32,
    USB_DT_DEVICE_SIZE: 18,
    USB_DT_CONFIG_SIZE: 9,
    USB_DT_INTERFACE_SIZE: 9,
    USB_DT_ENDPOINT_SIZE: 7,
  }),
  ...rows(intType, "include/linux/mmzone.h: PAGE_ALLOC_COSTLY_ORDER (6.1)", { PAGE_ALLOC_COSTLY_ORDER: 3 }),
  ...errnoRows(),
  ...timeRows(),
]);

/** include/linux/sizes.h (6.1): SZ_1 … SZ_2G; those above 2 GiB are 64-bit. */
function sizeRows(): readonly (readonly [string, ConstantRow])[] {
  const result: [string, ConstantRow][] = [];
  const source = "include/linux/sizes.h (6.1)";
  const units: readonly (readonly [string, number])[] = [
    ["", 0],
    ["K", 10],
    ["M", 20],
    ["G", 30],
    ["T", 40],
  ];
  for (const [unit, shift] of units) {
    for (let step = 0; step < 10; step++) {
      const value = 1n << BigInt(shift + step);
      const type = value < 1n << 31n ? intType : value < 1n << 32n ? unsignedInt : unsigned64;
      if (value <= 1n << 46n) result.push([`SZ_${1 << step}${unit}`, { value, type, source }]);
    }
  }
  return result;
}

/** include/uapi/asm-generic/errno-base.h, errno.h, include/linux/errno.h (6.1). Always negated by who returns them. */
function errnoRows(): readonly (readonly [string, ConstantRow])[] {
  const base =
    "EPERM ENOENT ESRCH EINTR EIO ENXIO E2BIG ENOEXEC EBADF ECHILD EAGAIN ENOMEM EACCES EFAULT ENOTBLK EBUSY EEXIST EXDEV ENODEV ENOTDIR EISDIR EINVAL ENFILE EMFILE ENOTTY ETXTBSY EFBIG ENOSPC ESPIPE EROFS EMLINK EPIPE EDOM ERANGE EDEADLK ENAMETOOLONG ENOLCK ENOSYS ENOTEMPTY ELOOP";
  const values: Record<string, number> = {};
  base.split(" ").forEach((name, i) => {
    values[name] = i + 1;
  });
  const others: Readonly<Record<string, number>> = {
    EWOULDBLOCK: 11,
    ENOMSG: 42,
    ENODATA: 61,
    ETIME: 62,
    ENOLINK: 67,
    ECOMM: 70,
    EPROTO: 71,
    EBADMSG: 74,
    EOVERFLOW: 75,
    EILSEQ: 84,
    EUSERS: 87,
    EMSGSIZE: 90,
    EPROTONOSUPPORT: 93,
    EOPNOTSUPP: 95,
    EAFNOSUPPORT: 97,
    EADDRINUSE: 98,
    EADDRNOTAVAIL: 99,
    ENETDOWN: 100,
    ENETUNREACH: 101,
    ECONNABORTED: 103,
    ECONNRESET: 104,
    ENOBUFS: 105,
    EISCONN: 106,
    ENOTCONN: 107,
    ESHUTDOWN: 108,
    ETIMEDOUT: 110,
    ECONNREFUSED: 111,
    EHOSTDOWN: 112,
    EHOSTUNREACH: 113,
    EALREADY: 114,
    EINPROGRESS: 115,
    EREMOTEIO: 121,
    ENOMEDIUM: 123,
    ECANCELED: 125,
    ENOKEY: 126,
    ERESTARTSYS: 512,
    EPROBE_DEFER: 517,
    ENOTSUPP: 524,
  };
  return rows(intType, "include/uapi/asm-generic/errno.h, include/linux/errno.h (6.1)", {
    ...values,
    ...others,
  });
}

/** include/vdso/time64.h, include/linux/time64.h (6.1): long constants. */
function timeRows(): readonly (readonly [string, ConstantRow])[] {
  return rows(signed64, "include/vdso/time64.h (6.1)", {
    MSEC_PER_SEC: 1000,
    USEC_PER_MSEC: 1000,
    NSEC_PER_USEC: 1000,
    NSEC_PER_MSEC: 1000000,
    USEC_PER_SEC: 1000000,
    NSEC_PER_SEC: 1000000000,
  });
}
