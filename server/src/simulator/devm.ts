// Managed resources of a device (devres): everything tied to a device is released, newest first, when the driver is
// detached or its probe fails. Memory of devm_kmalloc() stands behind a header in a kmalloc object of its own.
// Source: drivers/base/devres.c (6.1).

import { type Address, ZERO_SIZE_ADDRESS } from "./address.js";
import type { KmallocAllocator } from "./core-types.js";
import { emitFault } from "./emit-fault.js";
import { gfpBitsOf } from "./gfp-bits.js";
import type { Core, Part } from "./part.js";

/** A struct device as the machine knows it. Identity matters. */
export interface ManagedDevice {
  readonly name: string;
}

export interface DevresState {
  readonly device: string;
  /** Oldest first; they are released from the end. */
  readonly resources: readonly {
    readonly resource: string;
    readonly address?: Address;
    readonly bytes?: number;
  }[];
}

export interface Devres extends Part<readonly DevresState[]> {
  /** devm_kmalloc() and its relatives (the caller clears or copies). */
  alloc(device: ManagedDevice, sizeBytes: number, gfp: number, call?: string): Address;
  realloc(device: ManagedDevice, address: Address, sizeBytes: number, gfp: number): Address;
  /** devm_kfree(): only what devm_kmalloc() of the same device gave. */
  free(device: ManagedDevice, address: Address): void;
  /** devm_add_action(), and what other devm_ functions register: `release` runs at detach. False: no memory for it. */
  addAction(device: ManagedDevice, resource: string, release: () => void, call?: string): boolean;
  /** devm_add_action_or_reset(): when there is no memory, `release` runs at once. */
  addActionOrReset(device: ManagedDevice, resource: string, release: () => void): boolean;
  /** devm_remove_action(), devm_release_action(): the newest resource of that name goes, silently or released. */
  remove(device: ManagedDevice, resource: string, how: "forget" | "release"): boolean;
  /** devres_open_group() and devres_release_group(): everything since the group was opened is released. */
  openGroup(device: ManagedDevice, name: string): void;
  releaseGroup(device: ManagedDevice, name: string): number;
  /** devres_release_all(): the driver is detached, or its probe failed. How many were released. */
  detach(device: ManagedDevice): number;
  /** Whether an address lies in memory that a device owns: then it is no leak. */
  isManaged(address: Address): boolean;
}

interface Entry {
  readonly resource: string;
  /** Object that holds header and data. */
  readonly object: Address;
  /** What the driver got; 0 for actions. */
  readonly data: Address;
  readonly bytes: number;
  readonly release: () => void;
  readonly isGroup: boolean;
}

export interface DevresDeps {
  readonly core: Core;
  readonly kmalloc: KmallocAllocator;
}

export function createDevres({ core, kmalloc }: DevresDeps): Devres {
  const { profile } = core;
  const headerBytes = devresHeaderBytes(core);
  const bits = gfpBitsOf(profile.release);
  const lists = new Map<ManagedDevice, Entry[]>();
  const entriesOf = (device: ManagedDevice): Entry[] => lists.get(device) ?? [];

  function add(device: ManagedDevice, entry: Entry, call: string): void {
    const entries = lists.get(device);
    if (entries) entries.push(entry);
    else lists.set(device, [entry]);
    if (core.recording === "nothing" || entry.isGroup) return;
    core.emit({ kind: "devres-added", call, device: device.name, resource: entry.resource });
  }

  function release(device: ManagedDevice, entry: Entry, call: string): void {
    entry.release();
    if (entry.object !== 0) kmalloc.kfree(entry.object, call);
    if (core.recording === "nothing" || entry.isGroup) return;
    core.emit({ kind: "devres-released", call, device: device.name, resource: entry.resource });
  }

  function alloc(device: ManagedDevice, sizeBytes: number, gfp: number, call: string): Address {
    if (sizeBytes === 0) return ZERO_SIZE_ADDRESS;
    const object = kmalloc.kmalloc(headerBytes + sizeBytes, gfp, call);
    if (object === 0) return 0;
    const data = object + headerBytes;
    add(
      device,
      { resource: `${call}(${sizeBytes})`, object, data, bytes: sizeBytes, release: nothing, isGroup: false },
      call,
    );
    return data;
  }

  function addAction(device: ManagedDevice, resource: string, action: () => void, call: string): boolean {
    const payloadBytes = 2 * (profile.arch.bits / 8); // struct action_devres: data and function
    const object = kmalloc.kmalloc(headerBytes + payloadBytes, bits.kernel, call);
    if (object === 0) return false;
    add(device, { resource, object, data: 0, bytes: payloadBytes, release: action, isGroup: false }, call);
    return true;
  }

  function takeWhere(device: ManagedDevice, matches: (entry: Entry) => boolean): Entry | undefined {
    const entries = entriesOf(device);
    const index = entries.findLastIndex(matches);
    return index === -1 ? undefined : entries.splice(index, 1)[0];
  }

  function free(device: ManagedDevice, address: Address): void {
    if (address === 0 || address === ZERO_SIZE_ADDRESS) return;
    const entry = takeWhere(device, ({ data }) => data === address);
    if (!entry) {
      const message = "WARNING in devm_kfree(): this device has no such memory";
      emitFault(core, { fault: "wrong-free", call: "devm_kfree", message, address });
      return;
    }
    release(device, entry, "devm_kfree");
  }

  /** Releases from the newest down to `first`. */
  function releaseFrom(device: ManagedDevice, first: number, call: string): number {
    const entries = entriesOf(device).splice(first);
    for (const entry of entries.toReversed()) release(device, entry, call);
    return entries.filter(({ isGroup }) => !isGroup).length;
  }

  return {
    alloc: (device, sizeBytes, gfp, call = "devm_kmalloc") => alloc(device, sizeBytes, gfp, call),
    realloc(device, address, sizeBytes, gfp) {
      if (address === 0 || address === ZERO_SIZE_ADDRESS)
        return alloc(device, sizeBytes, gfp, "devm_krealloc");
      const old = entriesOf(device).find(({ data }) => data === address);
      if (sizeBytes === 0) {
        free(device, address);
        return ZERO_SIZE_ADDRESS;
      }
      if (!old) {
        const message = "WARNING in devm_krealloc(): memory not managed, or managed by another device";
        emitFault(core, { fault: "wrong-free", call: "devm_krealloc", message, address });
        return 0;
      }
      if (sizeBytes <= kmalloc.ksize(old.object) - headerBytes) return address;
      const moved = alloc(device, sizeBytes, gfp, "devm_krealloc");
      if (moved !== 0) free(device, address);
      return moved;
    },
    free,
    addAction: (device, resource, action, call = "devm_add_action") =>
      addAction(device, resource, action, call),
    addActionOrReset(device, resource, action) {
      const isAdded = addAction(device, resource, action, "devm_add_action_or_reset");
      if (!isAdded) action();
      return isAdded;
    },
    remove(device, resource, how) {
      const entry = takeWhere(device, (other) => other.resource === resource);
      const call = how === "forget" ? "devm_remove_action" : "devm_release_action";
      if (!entry) {
        emitFault(core, {
          fault: "wrong-free",
          call,
          message: `WARNING in ${call}(): the device has no such action`,
        });
        return false;
      }
      release(device, how === "forget" ? { ...entry, release: nothing } : entry, call);
      return true;
    },
    openGroup(device, name) {
      add(
        device,
        { resource: name, object: 0, data: 0, bytes: 0, release: nothing, isGroup: true },
        "devres_open_group",
      );
    },
    releaseGroup(device, name) {
      const first = entriesOf(device).findLastIndex(({ resource, isGroup }) => isGroup && resource === name);
      if (first !== -1) return releaseFrom(device, first, "devres_release_group");
      const message = "WARNING in devres_release_group(): no such group";
      emitFault(core, { fault: "wrong-free", call: "devres_release_group", message });
      return 0;
    },
    detach: (device) => releaseFrom(device, 0, "devres_release_all"),
    isManaged: (address) =>
      [...lists.values()].some((entries) =>
        entries.some(
          ({ object, bytes }) => object !== 0 && address >= object && address < object + headerBytes + bytes,
        ),
      ),
    snapshot: () =>
      [...lists].map(([{ name }, entries]) => ({
        device: name,
        resources: entries
          .filter(({ isGroup }) => !isGroup)
          .map(({ resource, data, bytes }) =>
            data === 0 ? { resource } : { resource, address: data, bytes },
          ),
      })),
    checkInvariants() {
      const objects = [...lists.values()].flat().flatMap(({ object }) => (object === 0 ? [] : [object]));
      return new Set(objects).size === objects.length ? [] : ["devres: one object holds two resources"];
    },
  };
}

function nothing(): void {}

/**
 * Bytes in front of the data: list links and release function, since 5.15 also name and size; aligned as kmalloc is.
 * drivers/base/devres.c: struct devres (6.1).
 */
export function devresHeaderBytes({ profile }: Core): number {
  const { release, arch } = profile;
  const words = release.ordinal >= 5_015_000 ? 5 : 3;
  // The data must suit DMA: ARCH_KMALLOC_MINALIGN, and ARCH_DMA_MINALIGN of the same value since 6.5.
  const align = arch.kmallocMinAlignBytes.before6_5;
  return Math.ceil((words * (arch.bits / 8)) / align) * align;
}
