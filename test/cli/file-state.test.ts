// Whether a file is what it was: by its stamp where that can be trusted, by its bytes where not.

import { mkdirSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import {
  createFileStates,
  type FileState,
  readIfThere,
  readStated,
} from "../../server/src/cli/file-state.js";
import { folderWith } from "./helpers.js";

const noLimit = Number.POSITIVE_INFINITY;

function compare(state: FileState) {
  return createFileStates().compare(state);
}

/** The state as a run would have it that came along later. */
function takenLater(state: FileState): FileState {
  return {
    ...state,
    ...(state.stamp && { stamp: { ...state.stamp, takenMs: state.stamp.takenMs + 60_000 } }),
  };
}

describe("a file that was read", () => {
  it("is unchanged by its stamp, if the stamp is older than its last change by enough", () => {
    const path = join(folderWith({ "a.c": "int a;" }), "a.c");
    const { state } = readStated(path);
    expect(compare(takenLater(state))).toBe("unchanged");
    expect(compare(state)).toBe("sameBytes");
  });

  it("is not trusted where its times lie in the future", () => {
    const path = join(folderWith({ "a.c": "int a;" }), "a.c");
    utimesSync(path, new Date(), new Date(Date.now() + 1e9));
    expect(compare(takenLater(readStated(path).state))).toBe("sameBytes");
  });

  it("is changed where its bytes are others, though size and time are the same", () => {
    const path = join(folderWith({ "a.c": "int a;" }), "a.c");
    const { atime, mtime } = statSync(path);
    const { state } = readStated(path);
    writeFileSync(path, "int b;");
    utimesSync(path, atime, mtime);
    expect(compare(takenLater(state))).toBe("changed");
    expect(compare(state)).toBe("changed");
  });

  it("is changed where another file has taken its name", () => {
    const folder = folderWith({ "a.c": "int a;", "b.c": "int b;" });
    const path = join(folder, "a.c");
    const { state } = readStated(path);
    const { atime, mtime } = statSync(path);
    utimesSync(join(folder, "b.c"), atime, mtime);
    renameSync(join(folder, "b.c"), path);
    expect(compare(takenLater(state))).toBe("changed");
  });

  it("is the same where it was only touched", () => {
    const path = join(folderWith({ "a.c": "int a;" }), "a.c");
    const state = takenLater(readStated(path).state);
    utimesSync(path, new Date(0), new Date(0));
    expect(compare(state)).toBe("sameBytes");
    const states = createFileStates();
    states.compare(state);
    expect(states.current(path)).toMatchObject({ content: state.content, stamp: { modifiedMs: 0 } });
  });

  it("is changed where it is gone, or a folder has its name", () => {
    const path = join(folderWith({ "a.c": "int a;" }), "a.c");
    const { state } = readStated(path);
    rmSync(path);
    expect(compare(takenLater(state))).toBe("changed");
    mkdirSync(path);
    expect(compare(takenLater(state))).toBe("changed");
  });
});

describe("a file that was not there", () => {
  it("is unchanged until there is one", () => {
    const path = join(folderWith(), "a.h");
    const { state, bytes } = readIfThere(path, noLimit);
    expect(bytes).toBeUndefined();
    expect(compare(state)).toBe("unchanged");
    writeFileSync(path, "");
    expect(compare(state)).toBe("changed");
  });

  it("may be a folder, or below a file", () => {
    const folder = folderWith({ "a.c": "", "b/c.h": "" });
    for (const path of [join(folder, "b"), join(folder, "a.c/d.h")]) {
      expect(compare(readIfThere(path, noLimit).state)).toBe("unchanged");
    }
  });
});

describe("a file that is too large to be read", () => {
  it("is known by its size", () => {
    const path = join(folderWith({ "a.h": "12345" }), "a.h");
    const { state, bytes } = readIfThere(path, 4);
    expect(bytes).toBeUndefined();
    expect(compare(takenLater(state))).toBe("unchanged");
    writeFileSync(path, "54321");
    expect(compare(state)).toBe("sameBytes");
    writeFileSync(path, "123");
    expect(compare(state)).toBe("changed");
  });
});
