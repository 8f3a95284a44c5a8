// Machines on which the kernel keeps no preempt count: there a sleep under a spinlock is as wrong as anywhere, but
// DEBUG_ATOMIC_SLEEP cannot be built and nothing complains. A file shows that it is for such a machine by a header that
// exists on no other.
// Source: arch/m68k/Kconfig:13 (ARCH_NO_PREEMPT if !COLDFIRE), lib/Kconfig.debug (DEBUG_ATOMIC_SLEEP), the headers in
// arch/m68k/include/asm/ that no other architecture has (6.1).

const headers: ReadonlySet<string> = new Set([
  "asm/amigahw.h",
  "asm/amigaints.h",
  "asm/amigayle.h",
  "asm/amipcmcia.h",
  "asm/apollohw.h",
  "asm/atari_stdma.h",
  "asm/atari_stram.h",
  "asm/atarihw.h",
  "asm/atariints.h",
  "asm/atarikb.h",
  "asm/bvme6000hw.h",
  "asm/hp300hw.h",
  "asm/mac_baboon.h",
  "asm/mac_oss.h",
  "asm/mac_psc.h",
  "asm/mac_via.h",
  "asm/macints.h",
  "asm/mvme147hw.h",
  "asm/mvme16xhw.h",
  "asm/q40_master.h",
  "asm/q40ints.h",
  "asm/sun3ints.h",
  "asm/sun3x.h",
  "asm/sun3xflop.h",
]);

/** Whether a file that includes this header (as written) is for a machine without a preempt count. */
export function lacksPreemptCount(include: string): boolean {
  return headers.has(include);
}
