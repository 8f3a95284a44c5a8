// What a file was when it was read: a hash of its bytes, and the stamp by which the file system tells that it has not
// been touched since. A later run compares; where the stamps are equal it need not read the file again.

import { createHash } from "node:crypto";
import { readFileSync, statSync } from "node:fs";

/** What changes when a file is written to, replaced, or has its times set. */
export interface FileStamp {
  readonly sizeBytes: number;
  readonly modifiedMs: number;
  /** Of the inode: nobody can set it back. */
  readonly changedMs: number;
  readonly inode: number;
  /** When the stamp was taken, by the clock of this machine. */
  readonly takenMs: number;
}

export interface FileState {
  readonly diskPath: string;
  /** Hash of the bytes; or `absent`, or `large` with the size of a file that is not read for that. */
  readonly content: string;
  /** Absent where there is no file. */
  readonly stamp?: FileStamp;
}

export interface StatedBytes {
  readonly state: FileState;
  readonly bytes: Uint8Array;
}

/** Of a file that is not there, cannot be read, is none, or is too large. */
export interface UnreadState {
  readonly state: FileState;
  readonly bytes: undefined;
}

/** How a file stands to a state that it had. */
export type Comparison = "unchanged" | "sameBytes" | "changed";

export interface FileStates {
  /** `unchanged`: by its stamp. `sameBytes`: it had to be read to know. */
  compare(state: FileState): Comparison;
  /** The state of a file that had to be read. */
  current(diskPath: string): FileState;
}

/**
 * A file that was written to within this time of its stamp may have been written to once more without a later time:
 * file systems count time in steps of up to two seconds, and another machine's clock may differ a little.
 */
const racyMs = 3000;

const absent = "absent";

/** Reads a file and says what it was. Throws as `node:fs` does. */
export function readStated(diskPath: string): StatedBytes {
  // The stamp is older than the bytes: what is written in between shows in the next stamp.
  const stamp = takeStamp(diskPath);
  const bytes = readFileSync(diskPath);
  return { state: { diskPath, content: hashOf(bytes), ...(stamp && { stamp }) }, bytes };
}

/** The same for a file that may as well not be there, or be too large to be of use. Never throws. */
export function readIfThere(diskPath: string, maxBytes: number): StatedBytes | UnreadState {
  const stamp = takeStamp(diskPath);
  if (!stamp) return { state: { diskPath, content: absent }, bytes: undefined };
  if (stamp.sizeBytes > maxBytes)
    return { state: { diskPath, content: large(stamp.sizeBytes), stamp }, bytes: undefined };
  try {
    const bytes = readFileSync(diskPath);
    return { state: { diskPath, content: hashOf(bytes), stamp }, bytes };
  } catch {
    // No right to read it: as if it were not there.
    return { state: { diskPath, content: absent }, bytes: undefined };
  }
}

/** 22 characters. */
export function hashOf(bytes: Uint8Array | string): string {
  return createHash("sha256").update(bytes).digest("base64url").slice(0, 22);
}

/** The files of the disk as a run finds them; each is looked at once. */
export function createFileStates(): FileStates {
  const stamps = new Map<string, FileStamp | undefined>();
  const read = new Map<string, FileState>();
  const stampNow = (diskPath: string): FileStamp | undefined => {
    if (stamps.has(diskPath)) return stamps.get(diskPath);
    const stamp = takeStamp(diskPath);
    stamps.set(diskPath, stamp);
    return stamp;
  };
  const current = (diskPath: string): FileState => {
    const known = read.get(diskPath);
    if (known) return known;
    const { state } = readIfThere(diskPath, Number.POSITIVE_INFINITY);
    read.set(diskPath, state);
    return state;
  };
  return {
    current,
    compare({ diskPath, content, stamp: before }) {
      const now = stampNow(diskPath);
      if (!now) return content === absent ? "unchanged" : "changed";
      if (before && isSameStamp(before, now)) return "unchanged";
      if (content === large(now.sizeBytes)) return "sameBytes";
      if (before && before.sizeBytes !== now.sizeBytes) return "changed";
      return current(diskPath).content === content ? "sameBytes" : "changed";
    },
  };
}

function large(sizeBytes: number): string {
  return `large ${sizeBytes}`;
}

function isSameStamp(before: FileStamp, now: FileStamp): boolean {
  return (
    before.sizeBytes === now.sizeBytes &&
    before.modifiedMs === now.modifiedMs &&
    before.changedMs === now.changedMs &&
    before.inode === now.inode &&
    Math.max(before.modifiedMs, before.changedMs) + racyMs < before.takenMs
  );
}

/** Of a file; undefined for what is not there or is none. */
function takeStamp(diskPath: string): FileStamp | undefined {
  const takenMs = Date.now();
  try {
    const stats = statSync(diskPath, { throwIfNoEntry: false });
    if (!stats?.isFile()) return undefined;
    const { size, mtimeMs, ctimeMs, ino } = stats;
    return { sizeBytes: size, modifiedMs: mtimeMs, changedMs: ctimeMs, inode: ino, takenMs };
  } catch {
    // A part of the path is a file, or may not be entered.
    return undefined;
  }
}
