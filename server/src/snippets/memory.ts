// The memory of the interpreted program: objects with bounds, a life and a record of what was ever written, and
// pointers that know the object they came from. A fault is found here, at the access, with the line that allocated and
// the line that freed. Bytes come into being at the first write, so a large allocation that is not touched costs
// nothing. Addresses are as a C program sees them: signed 64-bit values, which for the kernel's half of the address
// space are small negative numbers and therefore exact.

import { type Int, type IntFormat, readInt, writeInt } from "./integers.js";
import { createLinkedObjects } from "./linked-objects.js";
import { createObjectMap } from "./object-map.js";
import type { FaultKind } from "./report.js";

/** What an object is; heap objects stand in the accounts of the machine. */
export type ObjectKind = "heap" | "global" | "local" | "string" | "parameter" | "function" | "opaque";

/** A piece of memory with identity. */
export interface MemoryObject {
  readonly kind: ObjectKind;
  /** For messages: a variable's name, or the call that allocated. */
  readonly name: string;
  readonly address: number;
  sizeBytes: number;
  isAlive: boolean;
  readonly isReadOnly: boolean;
  bytes: DataView | undefined;
  /** Which bytes were written; undefined when all count as written. */
  written: Uint8Array | undefined;
  /** Pointers stored in it, by offset: bytes alone would forget the object they point into. */
  pointers: Map<number, Pointer> | undefined;
  readonly allocatedLine: number | undefined;
  freedLine: number | undefined;
  freedBy: string | undefined;
  /** For heap objects: what the machine gave. */
  readonly allocation: AllocationRecord | undefined;
  /** For functions: its name. */
  readonly functionName: string | undefined;
  /** Bytes of host memory that it stands for, until its life ends. */
  chargedBytes: number;
}

/** An allocation as the accounts know it. */
export interface AllocationRecord {
  readonly call: string;
  readonly allocatedBytes: number;
  readonly cache: string | undefined;
  /** Which free functions take it. */
  readonly family: string;
  readonly line: number | undefined;
  /** Owned by a device: released without the driver. */
  isManaged: boolean;
  /** A part of the kernel that keeps it for its own use. */
  readonly owner?: string;
}

/** A pointer value. Without an object `offset` is the address itself (NULL is 0). */
export interface Pointer {
  readonly object: MemoryObject | undefined;
  readonly offset: number;
  /** Of a NULL that stands in a parameter's object because nobody has set it. */
  readonly origin?: NullOrigin;
}

/** A member of a parameter that was never set: NULL, until the program uses it without having asked. */
export interface NullOrigin {
  /** What it points to, as the program uses it; undefined when it is known to be NULL. */
  settle(): Pointer | undefined;
  /** The program has asked whether it is NULL: from now on it is. */
  decide(): void;
}

export const nullPointer: Pointer = { object: undefined, offset: 0 };

export function addressOfPointer(pointer: Pointer): number {
  return pointer.object ? pointer.object.address + pointer.offset : pointer.offset;
}

export function samePointer(a: Pointer, b: Pointer): boolean {
  return addressOfPointer(a) === addressOfPointer(b);
}

export function movePointer(pointer: Pointer, bytes: number): Pointer {
  if (bytes === 0) return pointer;
  const { object, offset } = pointer.object ? pointer : settled(pointer);
  return { object, offset: offset + bytes };
}

/** The address, for a program that compares it: a NULL that nobody has set is one for good then. */
export function comparedAddress(pointer: Pointer): number {
  if (pointer.object) return pointer.object.address + pointer.offset;
  pointer.origin?.decide();
  return pointer.offset;
}

/** The pointer as one that is used. */
function settled(pointer: Pointer): Pointer {
  return pointer.origin?.settle() ?? pointer;
}

/** Where faults go; ending the run is the receiver's decision and throws. */
export interface FaultSink {
  /** Ends the run. */
  fatal(kind: FaultKind, message: string): never;
  /** Is recorded, and the run goes on. */
  recorded(kind: FaultKind, message: string): void;
  /** Bytes of host memory taken, or given back where negative; throws when more are taken than the budget has. */
  spendMemory(bytes: number): void;
}

/** What a new object is. */
export interface ObjectRequest {
  readonly kind: ObjectKind;
  readonly name: string;
  readonly address: number;
  readonly sizeBytes: number;
  readonly content: "zero" | "uninitialised";
  readonly isReadOnly?: boolean;
  readonly line?: number | undefined;
  readonly allocation?: AllocationRecord;
  readonly functionName?: string;
}

/** All objects of a run. */
export interface Memory {
  create(request: ObjectRequest): MemoryObject;
  /** The life of an object ends. */
  kill(object: MemoryObject, line: number | undefined, by: string | undefined): void;
  /** The live object that holds `address`, for integers that become pointers again. */
  find(address: number): MemoryObject | undefined;
  /** `address` as a pointer, with its object where there is one. */
  pointerTo(address: number): Pointer;
  readInt(pointer: Pointer, format: IntFormat): Int;
  writeInt(pointer: Pointer, value: Int, format: IntFormat): void;
  readPointer(pointer: Pointer): Pointer;
  writePointer(pointer: Pointer, value: Pointer): void;
  /** Copies bytes, what is known of them, and the pointers among them. */
  copy(to: Pointer, from: Pointer, sizeBytes: number): void;
  /** A copy that belongs to nobody: a struct on its way out of a function. */
  temporaryCopy(from: Pointer, sizeBytes: number): Pointer;
  /** Forgets what a local held: its declaration is reached again. */
  reset(object: MemoryObject): void;
  fill(to: Pointer, byte: number, sizeBytes: number): void;
  /** Checks an access and gives the bytes, for byte-wise builtins. */
  bytesAt(pointer: Pointer, sizeBytes: number, access: "read" | "write"): { view: DataView; offset: number };
  /** Checks that bytes may be accessed. */
  check(pointer: Pointer, sizeBytes: number, access: "read" | "write"): MemoryObject;
  /** Live heap objects in order of allocation. */
  heapObjects(): Iterable<MemoryObject>;
  /** All live objects that are not on the heap. */
  rootObjects(): Iterable<MemoryObject>;
  markWritten(pointer: Pointer, sizeBytes: number): void;
}

export interface MemoryConfig {
  readonly pointerBytes: 4 | 8;
  readonly faults: FaultSink;
  /** Told of every access to heap memory, for DMA ownership and first touch; absent where nobody listens. */
  readonly onHeapAccess?:
    | ((object: MemoryObject, offset: number, sizeBytes: number, access: "read" | "write") => void)
    | undefined;
}

/** What memory holds that was never written: no value a program would expect. */
const junkByte = 0xa5;
/** Host memory of an object besides its bytes, roughly. */
const objectCostBytes = 200;

export function createMemory({ pointerBytes, faults, onHeapAccess }: MemoryConfig): Memory {
  const addressFormat: IntFormat = { bits: pointerBytes * 8, isSigned: pointerBytes === 8 };
  const places = createObjectMap();
  const heap = new Set<MemoryObject>();
  const roots = new Set<MemoryObject>();
  const linked = createLinkedObjects({ pointerBytes, create, store: writePointer });

  function charge(object: MemoryObject, bytes: number): void {
    object.chargedBytes += bytes;
    faults.spendMemory(bytes);
  }

  function refund(object: MemoryObject): void {
    faults.spendMemory(-object.chargedBytes);
    object.chargedBytes = 0;
  }

  function create(request: ObjectRequest): MemoryObject {
    const object = makeObject(request);
    charge(object, objectCostBytes);
    if (request.kind === "heap") heap.add(object);
    else if (request.kind !== "function" && request.kind !== "string") roots.add(object);
    places.enter(object);
    return object;
  }

  function kill(object: MemoryObject, line: number | undefined, by: string | undefined): void {
    object.isAlive = false;
    object.freedLine = line;
    object.freedBy = by;
    heap.delete(object);
    roots.delete(object);
    places.leave(object);
    // Nobody reads what is dead: only that it was there is remembered.
    object.bytes = undefined;
    object.written = undefined;
    object.pointers = undefined;
    refund(object);
  }

  function pointerTo(address: number): Pointer {
    const object = places.find(address);
    return object ? { object, offset: address - object.address } : { object: undefined, offset: address };
  }

  function fail(pointer: Pointer, sizeBytes: number, access: "read" | "write"): never {
    const { object, offset } = pointer;
    const did = access === "read" ? "reads" : "writes";
    if (!object) return faults.fatal(...withoutObject(offset, did, pointerBytes));
    const made = object.allocatedLine === undefined ? "" : `, from line ${object.allocatedLine}`;
    if (!object.isAlive) {
      const by = object.freedBy === undefined ? "gone" : `freed by ${object.freedBy}()`;
      const where = object.freedLine === undefined ? "" : ` at line ${object.freedLine}`;
      return faults.fatal(
        "use-after-free",
        `${did} ${sizeBytes} bytes of '${object.name}', ${by}${where}${made}`,
      );
    }
    if (object.kind === "function")
      return faults.fatal("wild-dereference", `${did} the code of ${object.name}()`);
    if (object.isReadOnly && access === "write" && offset >= 0 && offset + sizeBytes <= object.sizeBytes)
      return faults.fatal("wild-dereference", `writes to read-only '${object.name}'`);
    return faults.fatal(
      "out-of-bounds",
      `${did} bytes ${offset} to ${offset + sizeBytes - 1} of '${object.name}', which has ${object.sizeBytes}${made}`,
    );
  }

  function check(pointer: Pointer, sizeBytes: number, access: "read" | "write"): MemoryObject {
    const { object, offset } = pointer;
    const isFine =
      object?.isAlive === true &&
      offset >= 0 &&
      offset + sizeBytes <= object.sizeBytes &&
      object.kind !== "function" &&
      !(object.isReadOnly && access === "write");
    if (!isFine) return fail(pointer, sizeBytes, access);
    if (onHeapAccess && object.kind === "heap") onHeapAccess(object, offset, sizeBytes, access);
    return object;
  }

  function backing(object: MemoryObject): DataView {
    if (object.bytes) return object.bytes;
    charge(object, object.sizeBytes * 2);
    const array = new Uint8Array(object.sizeBytes);
    if (object.written) {
      array.fill(junkByte);
      object.written = new Uint8Array(object.sizeBytes);
    }
    object.bytes = new DataView(array.buffer);
    return object.bytes;
  }

  function noteWritten(object: MemoryObject, offset: number, sizeBytes: number): void {
    if (object.written) object.written.fill(1, offset, offset + sizeBytes);
  }

  function requireWritten(object: MemoryObject, offset: number, sizeBytes: number): void {
    const { written } = object;
    if (!written) return;
    for (let i = offset; i < offset + sizeBytes; i++) {
      if (written[i] === 1) continue;
      const made = object.allocatedLine === undefined ? "" : `, from line ${object.allocatedLine}`;
      faults.recorded("uninitialised", `reads byte ${i} of '${object.name}', never written${made}`);
      return;
    }
  }

  function readIntAt(given: Pointer, format: IntFormat): Int {
    const pointer = given.object ? given : settled(given);
    const sizeBytes = format.bits >> 3;
    const object = check(pointer, sizeBytes, "read");
    if (object.written) {
      if (object.written === noBytes) backing(object);
      requireWritten(object, pointer.offset, sizeBytes);
    } else if (!object.bytes) return 0;
    return readInt(backing(object), pointer.offset, format);
  }

  function writeIntAt(given: Pointer, value: Int, format: IntFormat): void {
    const pointer = given.object ? given : settled(given);
    const sizeBytes = format.bits >> 3;
    const object = check(pointer, sizeBytes, "write");
    writeInt(backing(object), pointer.offset, value, format);
    if (object.written) noteWritten(object, pointer.offset, sizeBytes);
  }

  function readPointer(given: Pointer): Pointer {
    const pointer = given.object ? given : settled(given);
    const value = readIntAt(pointer, addressFormat);
    const { object, offset } = pointer;
    const stored = object?.pointers?.get(offset);
    if (value === 0) {
      if (stored?.origin) return stored;
      return (!stored && object && linked.unsetAt(object, offset)) || nullPointer;
    }
    const address = Number(value);
    if (stored && addressOfPointer(stored) === address) return stored;
    return pointerTo(address);
  }

  function writePointer(given: Pointer, value: Pointer): void {
    const pointer = given.object ? given : settled(given);
    writeIntAt(pointer, addressOfPointer(value), addressFormat);
    const { object, offset } = pointer;
    if (!object) return;
    // That a parameter's member was set to NULL must be told from that nobody has set it.
    if (value.object || value.origin || object.kind === "parameter") {
      object.pointers ??= new Map();
      object.pointers.set(offset, value);
    } else object.pointers?.delete(offset);
  }

  function bytesAt(given: Pointer, sizeBytes: number, access: "read" | "write") {
    const pointer = given.object ? given : settled(given);
    const object = check(pointer, sizeBytes, access);
    const view = backing(object);
    if (access === "write") noteWritten(object, pointer.offset, sizeBytes);
    return { view, offset: pointer.offset };
  }

  function copy(givenTo: Pointer, givenFrom: Pointer, sizeBytes: number): void {
    if (sizeBytes === 0) return;
    const to = givenTo.object ? givenTo : settled(givenTo);
    const from = givenFrom.object ? givenFrom : settled(givenFrom);
    const source = check(from, sizeBytes, "read");
    const target = check(to, sizeBytes, "write");
    const sourceView = backing(source);
    const targetView = backing(target);
    const bytes = new Uint8Array(sourceView.buffer, from.offset, sizeBytes);
    const pointers = pointersIn(source, from.offset, sizeBytes);
    const written = source.written?.slice(from.offset, from.offset + sizeBytes);
    new Uint8Array(targetView.buffer).set(bytes, to.offset);
    if (written) {
      target.written ??= new Uint8Array(target.sizeBytes).fill(1);
      target.written.set(written, to.offset);
    } else noteWritten(target, to.offset, sizeBytes);
    for (const [offset, pointer] of pointers) {
      target.pointers ??= new Map();
      target.pointers.set(offset - from.offset + to.offset, pointer);
    }
  }

  function fill(given: Pointer, byte: number, sizeBytes: number): void {
    if (sizeBytes === 0) return;
    const to = given.object ? given : settled(given);
    const object = check(to, sizeBytes, "write");
    // Zeroing a whole fresh object is the common case and needs no bytes at all.
    if (byte === 0 && sizeBytes === object.sizeBytes && !object.bytes) {
      object.written = undefined;
      return;
    }
    new Uint8Array(backing(object).buffer).fill(byte, to.offset, to.offset + sizeBytes);
    noteWritten(object, to.offset, sizeBytes);
  }

  function temporaryCopy(from: Pointer, sizeBytes: number): Pointer {
    const object = makeObject({ kind: "local", name: "(value)", address: 0, sizeBytes, content: "zero" });
    const to = { object, offset: 0 };
    copy(to, from, sizeBytes);
    // It is gone when its expression is over, and nobody says when that is.
    refund(object);
    return to;
  }

  return {
    temporaryCopy,
    reset(object) {
      if (object.bytes) charge(object, -object.sizeBytes * 2);
      object.bytes = undefined;
      object.written = noBytes;
      object.pointers = undefined;
    },
    create,
    kill,
    find: places.find,
    pointerTo,
    readInt: readIntAt,
    writeInt: writeIntAt,
    readPointer,
    writePointer,
    copy,
    fill,
    bytesAt,
    check: (pointer, sizeBytes, access) => check(settled(pointer), sizeBytes, access),
    heapObjects: () => heap,
    rootObjects: () => roots,
    markWritten(pointer, sizeBytes) {
      if (!pointer.object) return;
      backing(pointer.object);
      noteWritten(pointer.object, pointer.offset, sizeBytes);
    },
  };
}

function makeObject(request: ObjectRequest): MemoryObject {
  return {
    kind: request.kind,
    name: request.name,
    address: request.address,
    sizeBytes: request.sizeBytes,
    isAlive: true,
    isReadOnly: request.isReadOnly ?? false,
    bytes: undefined,
    written: request.content === "zero" ? undefined : noBytes,
    pointers: undefined,
    allocatedLine: request.line,
    freedLine: undefined,
    freedBy: undefined,
    allocation: request.allocation,
    functionName: request.functionName,
    chargedBytes: 0,
  };
}

/** Shared mark of objects that nothing was written to yet. */
const noBytes = new Uint8Array(0);

function pointersIn(object: MemoryObject, offset: number, sizeBytes: number): [number, Pointer][] {
  const { pointers } = object;
  if (!pointers) return [];
  return [...pointers].filter(([at]) => at >= offset && at < offset + sizeBytes);
}

function withoutObject(address: number, did: string, pointerBytes: number): [FaultKind, string] {
  const hex = hexAddress(address, pointerBytes);
  if (address >= 0 && address < 4096)
    return ["null-dereference", `${did} memory at ${hex}, which is NULL or near it`];
  const error = pointerBytes === 4 ? address - 2 ** 32 : address;
  if (error >= -4095 && error < 0) return ["wild-dereference", `${did} memory at the error pointer ${error}`];
  return ["wild-dereference", `${did} memory at ${hex}, where nothing is`];
}

/** An address as `0x…` text. */
export function hexAddress(address: number, pointerBytes: number): string {
  const bits = pointerBytes * 8;
  return `0x${BigInt.asUintN(bits, BigInt(Math.trunc(address))).toString(16)}`;
}
