// The embedded editor: a whole VS Code served to a browser on this machine only. `npm start` opens the sample in it
// where no VS Code is installed, and the editor tests drive it. It comes from npm packages (code-server and a Node
// that fits it) and is set up once per lock file into a cache folder that git ignores.

import { spawn } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { request } from "node:http";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root, runQuietly, say, userError } from "./house.mjs";
import { npm } from "./install.mjs";

const manifestFolder = join(root, "scripts/editor");
/** The Node release that this code-server runs on. */
const editorNodeMajor = 24;
/** Slow machines need this long for a cold start; more only delays the error. */
const startTimeoutMs = 60_000;

/** Settings that keep a fresh profile quiet; a caller may override each. */
const quietSettings = {
  "chat.commandCenter.enabled": false,
  "chat.disableAIFeatures": true,
  "extensions.autoCheckUpdates": false,
  "extensions.autoUpdate": false,
  "extensions.ignoreRecommendations": true,
  "security.workspace.trust.enabled": false,
  "telemetry.telemetryLevel": "off",
  "update.mode": "none",
  "workbench.startupEditor": "none",
  "workbench.secondarySideBar.defaultVisibility": "hidden",
  "window.commandCenter": false,
};

function cacheFolder() {
  const base = process.env.KMEM_LENS_EDITOR_CACHE ?? join(root, ".cache/code-server");
  const lock = readFileSync(join(manifestFolder, "package-lock.json"));
  return join(base, createHash("sha256").update(lock).digest("hex").slice(0, 12));
}

function nodeOf(folder) {
  const packaged = join(folder, `node_modules/node-${process.platform}-${process.arch}/bin/node`);
  if (existsSync(packaged)) return packaged;
  if (Number.parseInt(process.versions.node, 10) === editorNodeMajor) return process.execPath;
  throw userError(
    `the embedded editor needs Node ${editorNodeMajor} on ${process.platform}-${process.arch}; install VS Code or that Node`,
  );
}

/** Installs the embedded editor unless it is there, and answers the paths to run it by. */
export async function ensureEditor() {
  const folder = cacheFolder();
  if (!existsSync(folder)) {
    say("setting up the embedded editor (about 800 MB on disk, once) …");
    // Built beside its final place and renamed when whole: an interrupted set-up is never taken for a complete one.
    const building = `${folder}.${process.pid}`;
    mkdirSync(building, { recursive: true });
    try {
      for (const name of ["package.json", "package-lock.json"])
        cpSync(join(manifestFolder, name), join(building, name));
      // Install scripts would compile native parts that neither the sample nor the tests use.
      await npm(["ci", "--ignore-scripts"], { cwd: building });
      const workbench = join(building, "node_modules/code-server/lib/vscode");
      await npm(["install", "--omit=dev", "--ignore-scripts"], { cwd: workbench });
      renameSync(building, folder);
    } finally {
      rmSync(building, { recursive: true, force: true });
    }
  }
  return { node: nodeOf(folder), entry: join(folder, "node_modules/code-server/out/node/entry.js") };
}

/** Answers a TCP port that is free on 127.0.0.1, or says that the wanted one is taken. */
export function findPort(wanted = 0) {
  return new Promise((done, failed) => {
    const probe = createServer();
    probe.once("error", (error) => {
      failed(
        error.code === "EADDRINUSE"
          ? userError(`port ${wanted} is in use; choose another with --port`)
          : error,
      );
    });
    probe.listen(wanted, "127.0.0.1", () => {
      const { port } = probe.address();
      probe.close(() => done(port));
    });
  });
}

/** An environment without what a surrounding VS Code terminal puts there; its own temporary folder keeps sockets private. */
function editorEnvironment(stateFolder, extra) {
  const kept = Object.entries(process.env).filter(
    ([name]) =>
      !name.startsWith("VSCODE_") &&
      !name.startsWith("CODE_SERVER_") &&
      name !== "NODE_OPTIONS" &&
      name !== "PASSWORD",
  );
  const temporary = join(stateFolder, "tmp");
  return { ...Object.fromEntries(kept), TMPDIR: temporary, XDG_RUNTIME_DIR: temporary, ...extra };
}

async function isHealthy(port) {
  try {
    return (await fetch(`http://127.0.0.1:${port}/healthz`, { signal: AbortSignal.timeout(2000) })).ok;
  } catch {
    // Not listening yet: the caller asks again until its time is over.
    return false;
  }
}

function signalGroup(child, signal) {
  try {
    process.kill(-child.pid, signal);
  } catch {
    // The group is gone already, which is what was wanted.
  }
}

/**
 * Starts the embedded editor with an extension installed. It listens on 127.0.0.1 alone and asks for a random
 * password, which stands in a file that only this user can read, never on a command line.
 * Answers `{ port, url, password, log, stop }`; `stop` ends every process of it and removes its profile.
 */
export async function startEditor({ vsixPath, folder, settings = {}, port, environment = {} }) {
  const { node, entry } = await ensureEditor();
  const chosenPort = await findPort(port);
  // mkdtemp makes the folder 0700, so everything below it is out of reach for other users.
  const state = mkdtempSync(join(tmpdir(), "kmem-lens-"));
  const password = randomBytes(12).toString("base64url");
  mkdirSync(join(state, "tmp"));
  mkdirSync(join(state, "user/User"), { recursive: true });
  writeFileSync(join(state, "user/User/settings.json"), JSON.stringify({ ...quietSettings, ...settings }));
  writeFileSync(join(state, "config.yaml"), `auth: password\npassword: ${password}\n`, { mode: 0o600 });
  const env = editorEnvironment(state, environment);
  const profile = ["--config", join(state, "config.yaml"), "--user-data-dir", join(state, "user")];
  profile.push("--extensions-dir", join(state, "extensions"));
  const cleanUp = () => rmSync(state, { recursive: true, force: true, maxRetries: 5 });
  let child;
  try {
    await runQuietly(
      "installing the extension into the editor",
      node,
      [entry, ...profile, "--install-extension", vsixPath],
      { env },
    );
    const quiet = [
      "--disable-telemetry",
      "--disable-update-check",
      "--disable-getting-started-override",
      "--disable-workspace-trust",
    ];
    child = spawn(node, [entry, ...profile, "--bind-addr", `127.0.0.1:${chosenPort}`, ...quiet, folder], {
      env,
      stdio: ["ignore", "pipe", "pipe"],
      detached: true,
    });
  } catch (error) {
    cleanUp();
    throw error;
  }
  let log = "";
  const collect = (text) => {
    log = (log + text).slice(-200_000);
  };
  child.stdout.setEncoding("utf8").on("data", collect);
  child.stderr.setEncoding("utf8").on("data", collect);
  const ended = new Promise((done) => child.once("exit", done));
  const killNow = () => {
    signalGroup(child, "SIGKILL");
    cleanUp();
  };
  process.once("exit", killNow);
  const stop = async () => {
    signalGroup(child, "SIGTERM");
    const timer = setTimeout(() => signalGroup(child, "SIGKILL"), 3000);
    await ended;
    clearTimeout(timer);
    process.removeListener("exit", killNow);
    killNow();
  };
  const deadline = Date.now() + startTimeoutMs;
  while (!(await isHealthy(chosenPort))) {
    if (child.exitCode !== null || Date.now() > deadline) {
      await stop();
      throw userError(`the embedded editor did not start\n${log.trim().split("\n").slice(-10).join("\n")}`);
    }
    await new Promise((wake) => setTimeout(wake, 150));
  }
  return {
    port: chosenPort,
    url: `http://127.0.0.1:${chosenPort}/`,
    password,
    state,
    log: () => log,
    ended,
    stop,
  };
}

/** One JSON exchange with a server on a Unix socket; absent when nobody answers. */
function askSocket(socketPath, { method = "GET", path, body }) {
  return new Promise((done) => {
    const headers = body === undefined ? {} : { "content-type": "application/json" };
    const asked = request({ socketPath, method, path, headers }, (answer) => {
      let text = "";
      answer.setEncoding("utf8").on("data", (part) => {
        text += part;
      });
      answer.on("end", () => done(text));
    });
    asked.once("error", () => done(undefined));
    asked.end(body === undefined ? undefined : JSON.stringify(body));
  });
}

/**
 * Opens a file in the first browser window that connects to the editor, as `code FILE` in its terminal would. So the
 * printed address stays short. Where this fails the window still shows the folder.
 */
export async function openFileWhenConnected(editor, file) {
  const sessions = join(editor.state, "user/code-server-ipc.sock");
  const path = `/session?${new URLSearchParams({ filePath: file })}`;
  let window;
  while (window === undefined) {
    await new Promise((wake) => setTimeout(wake, 500));
    const answer = await askSocket(sessions, { path });
    window = /"socketPath":"([^"]+)"/.exec(answer ?? "")?.[1];
  }
  const body = { type: "open", folderURIs: [], fileURIs: [file], forceReuseWindow: true, gotoLineMode: true };
  await askSocket(window, { method: "POST", path: "/", body });
}
