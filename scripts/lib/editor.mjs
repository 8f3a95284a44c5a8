// The embedded editor: a whole VS Code served to a browser on this machine only. `npm start` opens the sample in it
// where no VS Code is installed, and the editor tests drive it.

import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ensureEditor } from "./editor-setup.mjs";
import { runQuietly, userError } from "./house.mjs";

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

/** What a surrounding terminal or server may have set, and what would change where this editor listens or who may enter. */
const foreignVariables =
  /^(VSCODE_.*|CODE_SERVER_.*|NODE_OPTIONS|PASSWORD|HASHED_PASSWORD|GITHUB_TOKEN|PORT)$/;

/**
 * Makes a fresh profile with a random password. mkdtemp gives the folder to this user alone (0700), so settings,
 * password, sockets and extensions below it are out of reach for others; the password stands on no command line.
 */
function createProfile(settings, extraEnvironment) {
  const state = mkdtempSync(join(tmpdir(), "kmem-lens-"));
  const password = randomBytes(12).toString("base64url");
  const [user, temporary, config] = ["user", "tmp", "config.yaml"].map((name) => join(state, name));
  mkdirSync(temporary);
  mkdirSync(join(user, "User"), { recursive: true });
  writeFileSync(join(user, "User/settings.json"), JSON.stringify({ ...quietSettings, ...settings }));
  writeFileSync(config, `auth: password\npassword: ${password}\n`, { mode: 0o600 });
  const own = Object.entries(process.env).filter(([name]) => !foreignVariables.test(name));
  const env = {
    ...Object.fromEntries(own),
    TMPDIR: temporary,
    XDG_RUNTIME_DIR: temporary,
    ...extraEnvironment,
  };
  const args = ["--config", config, "--user-data-dir", user, "--extensions-dir", join(state, "extensions")];
  return {
    state,
    password,
    env,
    args,
    remove: () => rmSync(state, { recursive: true, force: true, maxRetries: 5 }),
  };
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

/** Starts the server as the head of a process group, so that everything it starts can be ended with it. */
function launch({ node, entry }, profile, port, folder) {
  const options = ["--bind-addr", `127.0.0.1:${port}`, "--disable-telemetry", "--disable-update-check"];
  options.push("--disable-getting-started-override", "--disable-workspace-trust");
  const child = spawn(node, [entry, ...profile.args, ...options, folder], {
    env: profile.env,
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
  });
  let log = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text) => {
      log = (log + text).slice(-200_000);
    });
  }
  const ended = new Promise((done) => child.once("exit", done));
  const endNow = () => {
    signalGroup(child, "SIGKILL");
    profile.remove();
  };
  process.once("exit", endNow);
  const stop = async () => {
    signalGroup(child, "SIGTERM");
    const timer = setTimeout(() => signalGroup(child, "SIGKILL"), 3000);
    await ended;
    clearTimeout(timer);
    process.removeListener("exit", endNow);
    endNow();
  };
  return { hasEnded: () => child.exitCode !== null, log: () => log, ended, stop };
}

/**
 * Starts the embedded editor with an extension installed, on 127.0.0.1 alone and behind a random password.
 * Answers `{ port, url, password, state, log, ended, stop }`; `stop` ends every process of it and removes its profile.
 */
export async function startEditor({ vsixPath, folder, settings = {}, port, environment = {} }) {
  const program = await ensureEditor();
  const chosenPort = await findPort(port);
  const profile = createProfile(settings, environment);
  try {
    const install = [program.entry, ...profile.args, "--install-extension", vsixPath];
    await runQuietly("installing the extension", program.node, install, { env: profile.env });
  } catch (error) {
    profile.remove();
    throw error;
  }
  const server = launch(program, profile, chosenPort, folder);
  const deadline = Date.now() + startTimeoutMs;
  while (!(await isHealthy(chosenPort))) {
    if (server.hasEnded() || Date.now() > deadline) {
      await server.stop();
      throw userError(
        `the embedded editor did not start\n${server.log().trim().split("\n").slice(-10).join("\n")}`,
      );
    }
    await new Promise((wake) => setTimeout(wake, 150));
  }
  const { state, password } = profile;
  return { port: chosenPort, url: `http://127.0.0.1:${chosenPort}/`, password, state, ...server };
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
