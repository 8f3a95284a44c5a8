// The C libraries whose malloc the simulator plays, one row each. All are ptmalloc2 and share one algorithm; a row
// holds what changed: the per-thread cache, the dynamic threshold, alignment, and which corruption each one notices.

export type LibcId =
  | "glibc-2.3"
  | "glibc-2.12"
  | "glibc-2.25"
  | "glibc-2.26"
  | "glibc-2.28"
  | "glibc-2.31"
  | "glibc-2.35"
  | "glibc-2.36";

/** The per-thread cache in front of the arena (glibc 2.26). */
export interface TcacheRules {
  /** Chunks kept per size. */
  readonly nrChunksPerBin: number;
  readonly nrBins: number;
  /** Bytes of one counter in the control block, which is itself a chunk of the heap. */
  readonly counterBytes: 1 | 2;
  /** Whether a key in the freed chunk gives a second free away. */
  readonly hasKey: boolean;
}

/** One C library. `measured` rows were compared with the real library, the others follow from their source's rules. */
export interface LibcRelease {
  readonly id: LibcId;
  /** Position in time: 2.36 → 2_036. */
  readonly ordinal: number;
  readonly measured: boolean;
  readonly tcache: TcacheRules | undefined;
  /** Whether freeing a mapped chunk raises the mmap and trim thresholds. */
  readonly hasDynamicThreshold: boolean;
  /** M_MMAP_THRESHOLD above half a heap (32 MiB on 64 bits, 512 KiB on 32) is refused. */
  readonly limitsMmapThreshold: boolean;
  /** Default largest fastbin request in words of size_t: 16 words. */
  readonly fastbinWords: number;
  /** Alignment in bytes of every chunk on i386. */
  readonly i386AlignBytes: 8 | 16;
  /** malloc_trim() also gives back whole pages inside free chunks. */
  readonly trimsInsideArena: boolean;
  /** Checks of list and size sanity in the unsorted bin and of the top chunk. */
  readonly checksUnsorted: boolean;
  /** Pointers of single-linked lists are mangled with their place, and must come out aligned (2.32). */
  readonly hasSafeLinking: boolean;
  readonly source: string;
}

const twoByteTcache: TcacheRules = { nrChunksPerBin: 7, nrBins: 64, counterBytes: 2, hasKey: true };

const glibc236: LibcRelease = {
  id: "glibc-2.36",
  ordinal: 2_036,
  measured: true,
  tcache: twoByteTcache,
  hasDynamicThreshold: true,
  limitsMmapThreshold: false,
  fastbinWords: 16,
  i386AlignBytes: 16,
  trimsInsideArena: true,
  checksUnsorted: true,
  hasSafeLinking: true,
  source: "glibc 2.36 malloc/malloc.c",
};

const glibc235: LibcRelease = {
  ...glibc236,
  id: "glibc-2.35",
  ordinal: 2_035,
  measured: false,
  source: "glibc 2.35 malloc/malloc.c: the allocator of 2.36",
};

const glibc231: LibcRelease = {
  ...glibc236,
  id: "glibc-2.31",
  ordinal: 2_031,
  measured: false,
  limitsMmapThreshold: true,
  hasSafeLinking: false,
  source: "glibc 2.31 malloc/malloc.c: before safe linking (2.32)",
};

const glibc228: LibcRelease = {
  ...glibc231,
  id: "glibc-2.28",
  ordinal: 2_028,
  tcache: { nrChunksPerBin: 7, nrBins: 64, counterBytes: 1, hasKey: false },
  checksUnsorted: false,
  source: "glibc 2.28 malloc/malloc.c: before the tcache key and the checks of the unsorted bin (2.29)",
};

const glibc226: LibcRelease = {
  ...glibc228,
  id: "glibc-2.26",
  ordinal: 2_026,
  source: "glibc 2.26 NEWS: per-thread cache; sysdeps/i386/malloc-alignment.h: 16-byte chunks on i386",
};

const glibc225: LibcRelease = {
  ...glibc226,
  id: "glibc-2.25",
  ordinal: 2_025,
  tcache: undefined,
  i386AlignBytes: 8,
  source: "glibc 2.25 malloc/malloc.c: no tcache",
};

const glibc212: LibcRelease = {
  ...glibc225,
  id: "glibc-2.12",
  ordinal: 2_012,
  source: "glibc 2.12 malloc/malloc.c: dynamic mmap threshold (since 2.5)",
};

const glibc23: LibcRelease = {
  ...glibc212,
  id: "glibc-2.3",
  ordinal: 2_003,
  hasDynamicThreshold: false,
  fastbinWords: 8,
  trimsInsideArena: false,
  source: "glibc 2.3 malloc/malloc.c: fixed thresholds of 128 KiB, DEFAULT_MXFAST 64",
};

/** Every library we know, oldest first. */
export const libcReleases: readonly LibcRelease[] = [
  glibc23,
  glibc212,
  glibc225,
  glibc226,
  glibc228,
  glibc231,
  glibc235,
  glibc236,
];

/** The library a snippet runs on unless it names one. */
export const defaultLibc: LibcRelease = glibc236;

/**
 * Finds a library by `glibc-2.36` or `2.36`; a release between two rows behaves as the older of them. Undefined for
 * other text and for releases before the first row.
 */
export function findLibc(text: string): LibcRelease | undefined {
  const match = /^(?:glibc-)?2\.(\d+)(?:\.\d+)?$/.exec(text);
  if (!match) return undefined;
  const ordinal = 2_000 + Number(match[1]);
  return libcReleases.findLast((libc) => libc.ordinal <= ordinal);
}
