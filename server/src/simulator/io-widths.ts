// In which widths the block copies to and from device memory go: devices that want one width notice the difference.
// Sources: arch/x86/lib/iomem.c (string_memcpy_toio()), arch/arm64/kernel/io.c (__memcpy_toio()), arch/arm/kernel/io.c
// (6.1).

import type { ArchitectureId } from "../kernel-model/architectures.js";
import type { Address } from "./address.js";

/** A run of equal accesses, in ascending order of address. */
export interface AccessRun {
  readonly widthBytes: 1 | 2 | 4 | 8;
  readonly nrAccesses: number;
}

/**
 * The accesses of memcpy_toio(), memcpy_fromio() and memset_io() for a device address and a size. x86 aligns to four
 * bytes by at most one byte and one word, then moves four at a time; arm64 goes byte by byte up to an eight-byte
 * boundary, then eight at a time; arm bytes only.
 */
export function plannedAccesses(
  archId: ArchitectureId,
  address: Address,
  bytes: number,
): readonly AccessRun[] {
  if (bytes <= 0) return [];
  if (archId === "arm") return compact([[1, bytes]]);
  if (archId === "arm64") {
    const lead = Math.min(bytes, (8 - (address % 8)) % 8);
    const wide = Math.floor((bytes - lead) / 8);
    return compact([
      [1, lead],
      [8, wide],
      [1, bytes - lead - 8 * wide],
    ]);
  }
  const leadByte = address % 2 === 1 ? 1 : 0;
  // The test for a leading word looks at the address after the byte was moved.
  const leadWord = bytes - leadByte > 1 && (address + leadByte) % 4 >= 2 ? 2 : 0;
  const rest = bytes - leadByte - leadWord;
  return compact([
    [1, leadByte],
    [2, leadWord / 2],
    [4, Math.floor(rest / 4)],
    [2, Math.floor((rest % 4) / 2)],
    [1, rest % 2],
  ]);
}

function compact(
  runs: readonly (readonly [widthBytes: AccessRun["widthBytes"], nrAccesses: number])[],
): readonly AccessRun[] {
  return runs
    .filter(([, nrAccesses]) => nrAccesses > 0)
    .map(([widthBytes, nrAccesses]) => ({ widthBytes, nrAccesses }));
}
