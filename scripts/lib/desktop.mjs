// An installed VS Code: found on PATH, opened with the extension loaded from this checkout. Nothing is installed into it.

import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { root, run, runQuietly, say } from "./house.mjs";

const names = ["code", "codium", "code-insiders"];

function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    // Absent or not ours to run: either way not the editor we look for.
    return false;
  }
}

/** Whether a window can be opened from here: there is a screen, and `code` is not the stub of a remote terminal. */
function hasScreen({ env, platform, isRoot }) {
  if (env.VSCODE_IPC_HOOK_CLI !== undefined) return false;
  // VS Code refuses to run as root without a profile of its own.
  if (isRoot) return false;
  return platform !== "linux" || Boolean(env.DISPLAY || env.WAYLAND_DISPLAY);
}

const thisMachine = { env: process.env, platform: process.platform, isRoot: process.getuid?.() === 0 };

/** The path of an installed VS Code that can open a window here; absent when there is none. */
export function findDesktopEditor(machine = thisMachine) {
  if (!hasScreen(machine)) return undefined;
  const suffix = machine.platform === "win32" ? ".cmd" : "";
  const folders = (machine.env.PATH ?? "").split(delimiter).filter((folder) => folder !== "");
  return names.flatMap((name) => folders.map((folder) => join(folder, name + suffix))).find(isExecutable);
}

/** Opens a folder, and a file in it, in a new window that runs this checkout's extension; ends when the window closes. */
export async function openDesktopEditor(editorPath, { folder, file }) {
  await runQuietly("bundling", process.execPath, [join(root, "scripts/bundle.mjs")]);
  say(`opening ${editorPath}; close its window, or press Ctrl-C, to end`);
  const args = ["--new-window", "--wait", `--extensionDevelopmentPath=${root}`, folder];
  if (file !== undefined) args.push("--goto", file);
  const { status } = await run(editorPath, args);
  return status;
}
