// Bounce buffers for devices that cannot reach a buffer: slots of 2 KiB in a region below 4 GiB. kernel/dma/swiotlb.c
// (6.1): 64 MiB by default, at most 256 KiB per mapping.

const slotBytes = 2048;
const defaultSlots = (64 * 2 ** 20) / slotBytes;
const maxSlotsPerMapping = 128;

export interface Swiotlb {
  /** Bus address of a bounce buffer; undefined when the region is full or the request too large. */
  map(sizeBytes: number): number | undefined;
  unmap(busAddress: number): void;
  usedSlots(): number;
}

/** A region that begins at bus address `base`. */
export function createSwiotlb(base: number): Swiotlb {
  const owners = new Map<number, number>();
  const used = new Uint8Array(defaultSlots);
  let hint = 0;
  let inUse = 0;
  return {
    map(sizeBytes) {
      const wanted = Math.max(1, Math.ceil(sizeBytes / slotBytes));
      if (wanted > maxSlotsPerMapping) return undefined;
      for (let tried = 0, at = hint; tried < defaultSlots; ) {
        if (at + wanted > defaultSlots) {
          tried += defaultSlots - at;
          at = 0;
          continue;
        }
        const taken = used.subarray(at, at + wanted).lastIndexOf(1);
        if (taken === -1) {
          used.fill(1, at, at + wanted);
          owners.set(base + at * slotBytes, wanted);
          hint = (at + wanted) % defaultSlots;
          inUse += wanted;
          return base + at * slotBytes;
        }
        at += taken + 1;
        tried += taken + 1;
      }
      return undefined;
    },
    unmap(busAddress) {
      const wanted = owners.get(busAddress);
      if (wanted === undefined) return;
      const at = (busAddress - base) / slotBytes;
      used.fill(0, at, at + wanted);
      owners.delete(busAddress);
      inUse -= wanted;
    },
    usedSlots: () => inUse,
  };
}
