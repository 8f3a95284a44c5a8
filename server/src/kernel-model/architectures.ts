// The machines a driver is written for: data model of C, page sizes, alignment of kmalloc. One row each.

export type ArchitectureId = "x86_64" | "arm64" | "i386" | "arm";

/** One architecture as the checker, the interpreter and the simulator see it. */
export interface Architecture {
  readonly id: ArchitectureId;
  /** Bits of a pointer, `long` and `size_t`. */
  readonly bits: 32 | 64;
  /** Alignment in bytes of `long long`, `u64` and `double` inside a struct. */
  readonly longLongAlignBytes: 4 | 8;
  /** Whether plain `char` is signed for the kernel of 6.1 (since 6.2 it is unsigned everywhere: -funsigned-char). */
  readonly isCharSigned: boolean;
  readonly pageSizesBytes: readonly number[];
  /** ARCH_KMALLOC_MINALIGN before and since 6.5 (include/linux/slab.h; 6.5 decoupled it from ARCH_DMA_MINALIGN). */
  readonly kmallocMinAlignBytes: { readonly before6_5: number; readonly since6_5: number };
  /** L1 cache line, for `SLAB_HWCACHE_ALIGN` and `____cacheline_aligned`. */
  readonly cacheLineBytes: number;
  /** Where these facts stand: file and line, kernel release. */
  readonly source: string;
}

export const architectures: Readonly<Record<ArchitectureId, Architecture>> = {
  x86_64: {
    id: "x86_64",
    bits: 64,
    longLongAlignBytes: 8,
    isCharSigned: true,
    pageSizesBytes: [4096],
    kmallocMinAlignBytes: { before6_5: 8, since6_5: 8 },
    cacheLineBytes: 64,
    source: "arch/x86/include/asm/page_types.h:10, arch/x86/include/asm/cache.h (6.1)",
  },
  arm64: {
    id: "arm64",
    bits: 64,
    longLongAlignBytes: 8,
    isCharSigned: false,
    pageSizesBytes: [4096, 16384, 65536],
    kmallocMinAlignBytes: { before6_5: 128, since6_5: 8 },
    cacheLineBytes: 64,
    source: "arch/arm64/include/asm/page-def.h:14, arch/arm64/include/asm/cache.h (6.1)",
  },
  i386: {
    id: "i386",
    bits: 32,
    longLongAlignBytes: 4,
    isCharSigned: true,
    pageSizesBytes: [4096],
    kmallocMinAlignBytes: { before6_5: 8, since6_5: 8 },
    cacheLineBytes: 64,
    source: "arch/x86/include/asm/page_types.h:10 (6.1)",
  },
  arm: {
    id: "arm",
    bits: 32,
    longLongAlignBytes: 8,
    isCharSigned: false,
    pageSizesBytes: [4096],
    kmallocMinAlignBytes: { before6_5: 64, since6_5: 64 },
    cacheLineBytes: 64,
    source: "arch/arm/include/asm/page.h:11, arch/arm/include/asm/cache.h (6.1)",
  },
};
