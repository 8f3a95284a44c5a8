// The scripts that a newcomer meets first: they must run before anything is installed and say in one line what is wrong.

import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

const root = join(import.meta.dirname, "../..");

interface InstallModule {
  isInstalled(folder: string): boolean;
}
interface DesktopModule {
  findDesktopEditor(machine: {
    readonly env: Readonly<Record<string, string>>;
    readonly platform: string;
    readonly isRoot: boolean;
  }): string | undefined;
}

async function load<T>(path: string): Promise<T> {
  return (await import(pathToFileURL(join(root, path)).href)) as T; // plain JavaScript: its types are stated above
}

let scratch = "";
beforeEach(() => {
  scratch = mkdtempSync(join(tmpdir(), "kmem-lens-scripts-"));
});
afterEach(() => rmSync(scratch, { recursive: true, force: true }));

function start(...args: string[]): { status: number | null; error: string } {
  const { status, stderr } = spawnSync(process.execPath, [join(root, "scripts/start.mjs"), ...args], {
    encoding: "utf8",
    cwd: scratch,
  });
  return { status, error: stderr.trim() };
}

describe("npm start", () => {
  it("names a path that is not there, in one line", () => {
    expect(start("nowhere.c")).toEqual({
      status: 2,
      error: expect.stringMatching(/^kmem-lens: no such file or folder: .*nowhere\.c$/),
    });
  });

  it("names an option that it does not know, and shows those it does", () => {
    const { status, error } = start("--nothing");
    expect(status).toBe(2);
    expect(error).toMatch(/^kmem-lens: Unknown option '--nothing'\n.*--no-editor/s);
  });

  it.each(["0", "65536", "many"])("refuses the port %s", (port) => {
    expect(start("--port", port)).toEqual({
      status: 2,
      error: expect.stringContaining("--port wants a number"),
    });
  });
});

describe("scripts that run before npm ci", () => {
  const early = [
    "start.mjs",
    "test.mjs",
    ...readdirSync(join(root, "scripts/lib")).map((name) => `lib/${name}`),
  ];

  it.each(early)("%s imports nothing but Node and its neighbours", (name) => {
    const text = readFileSync(join(root, "scripts", name), "utf8");
    const targets = [...text.matchAll(/\bfrom "([^"]+)"/g)].map((match) => match[1] ?? "");
    expect(targets.filter((target) => !/^(node:|\.)/.test(target))).toEqual([]);
  });
});

describe.each(["package-lock.json", "scripts/editor/package-lock.json", "test/e2e/package-lock.json"])(
  "the lock file %s",
  (name) => {
    const text = readFileSync(join(root, name), "utf8");
    const { packages } = JSON.parse(text) as {
      readonly packages: Readonly<Record<string, { readonly optionalDependencies?: Record<string, string> }>>;
    }; // the shape of npm's lock file, version 3

    it("ties nobody to one registry", () => expect(text).not.toContain('"resolved"'));

    // A mirror that lacks the packages of other platforms makes npm leave them out, and then `npm ci` fails everywhere.
    it("holds the packages of every platform", () => {
      const missing = Object.entries(packages).flatMap(([place, { optionalDependencies = {} }]) =>
        Object.keys(optionalDependencies).filter(
          (dependency) =>
            packages[`${place}/node_modules/${dependency}`] === undefined &&
            packages[`node_modules/${dependency}`] === undefined,
        ),
      );
      expect(missing).toEqual([]);
    });
  },
);

describe("isInstalled", () => {
  function write(name: string, packages: object): void {
    mkdirSync(join(scratch, "node_modules"), { recursive: true });
    writeFileSync(join(scratch, name), JSON.stringify({ packages }));
  }
  const wanted = {
    "": { name: "x" },
    "node_modules/a": { version: "1.0.0" },
    "node_modules/b": { version: "2.0.0", optional: true },
  };

  it.each([
    ["everything", { "node_modules/a": { version: "1.0.0" }, "node_modules/b": { version: "2.0.0" } }, true],
    ["all but an optional package", { "node_modules/a": { version: "1.0.0" } }, true],
    ["another version", { "node_modules/a": { version: "1.0.1" } }, false],
    [
      "another version of an optional package",
      { "node_modules/a": { version: "1.0.0" }, "node_modules/b": { version: "1.9.0" } },
      false,
    ],
    ["nothing", {}, false],
  ])("with %s", async (_, installed, expected) => {
    const { isInstalled } = await load<InstallModule>("scripts/lib/install.mjs");
    write("package-lock.json", wanted);
    write("node_modules/.package-lock.json", installed);
    expect(isInstalled(scratch)).toBe(expected);
  });

  it("without node_modules", async () => {
    const { isInstalled } = await load<InstallModule>("scripts/lib/install.mjs");
    expect(isInstalled(scratch)).toBe(false);
  });
});

describe("findDesktopEditor", () => {
  async function find(env: Record<string, string>, machine: { platform?: string; isRoot?: boolean } = {}) {
    const { findDesktopEditor } = await load<DesktopModule>("scripts/lib/desktop.mjs");
    return findDesktopEditor({
      env: { PATH: scratch, ...env },
      platform: "linux",
      isRoot: false,
      ...machine,
    });
  }
  function install(name: string, mode: number): void {
    writeFileSync(join(scratch, name), "#!/bin/sh\n");
    chmodSync(join(scratch, name), mode);
  }

  it("finds an executable `code` where there is a screen", async () => {
    install("code", 0o755);
    expect(await find({ DISPLAY: ":0" })).toBe(join(scratch, "code"));
    expect(await find({ WAYLAND_DISPLAY: "wayland-0" })).toBe(join(scratch, "code"));
    expect(await find({}, { platform: "darwin" })).toBe(join(scratch, "code"));
  });

  it("prefers `code` to `codium`", async () => {
    install("codium", 0o755);
    expect(await find({ DISPLAY: ":0" })).toBe(join(scratch, "codium"));
    install("code", 0o755);
    expect(await find({ DISPLAY: ":0" })).toBe(join(scratch, "code"));
  });

  it("finds none without a screen, in a remote terminal, as root, or where it is no program", async () => {
    install("code", 0o755);
    expect(await find({})).toBeUndefined();
    expect(await find({ DISPLAY: ":0", VSCODE_IPC_HOOK_CLI: "/run/x.sock" })).toBeUndefined();
    expect(await find({ DISPLAY: ":0" }, { isRoot: true })).toBeUndefined();
    rmSync(join(scratch, "code"));
    expect(await find({ DISPLAY: ":0" })).toBeUndefined();
  });
});
