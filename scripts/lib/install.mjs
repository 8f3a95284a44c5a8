// Brings a folder's node_modules in line with its lock file, and does nothing when it already is.

import { existsSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { root, run, say, userError } from "./house.mjs";

const noNetwork = /\b(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|ENOTCACHED)\b/;

/** `npm` as a command and its first arguments: the npm that started us, or the one on PATH. */
function npmCommand() {
  const npmPath = process.env.npm_execpath;
  if (npmPath?.endsWith("npm-cli.js")) return [process.execPath, [npmPath]];
  return [process.platform === "win32" ? "npm.cmd" : "npm", []];
}

/** Runs npm quietly in a folder; a failure for lack of network is said in one line. */
export async function npm(args, { cwd = root, env = process.env } = {}) {
  const [command, first] = npmCommand();
  const quiet = ["--no-audit", "--no-fund", "--no-update-notifier", "--loglevel=error"];
  // npm would wait a minute and more before it admits that there is no network.
  quiet.push("--fetch-retry-mintimeout=1000", "--fetch-retry-maxtimeout=4000");
  const { status, output } = await run(command, [...first, ...args, ...quiet], { cwd, env, capture: true });
  if (status === 0) return;
  const what = `npm ${args[0]} in ${relative(root, cwd) || "."}`;
  if (noNetwork.test(output))
    throw userError(`${what}: the npm registry cannot be reached; connect and run it again`);
  // What went wrong comes first, usage and the path of a log last.
  const errors = output.split("\n").filter((line) => /^npm error \S/.test(line));
  throw userError(
    `${what} failed\n${(errors.length > 0 ? errors : [output.trim()]).slice(0, 12).join("\n")}`,
  );
}

/**
 * Whether node_modules holds what the lock file asks for. npm writes what it installed into
 * node_modules/.package-lock.json; optional packages of other platforms are rightly absent there.
 */
export function isInstalled(folder) {
  const installedPath = join(folder, "node_modules/.package-lock.json");
  if (!existsSync(installedPath)) return false;
  const installed = JSON.parse(readFileSync(installedPath, "utf8")).packages ?? {};
  const wanted = JSON.parse(readFileSync(join(folder, "package-lock.json"), "utf8")).packages ?? {};
  return Object.entries(wanted).every(([path, { version, optional }]) => {
    if (path === "") return true;
    return installed[path] === undefined ? optional === true : installed[path].version === version;
  });
}

/** Runs `npm ci` in a folder unless its node_modules is already right. */
export async function ensureInstalled(folder = root, extraArgs = []) {
  if (isInstalled(folder)) return;
  say(`installing packages of ${relative(root, folder) || "kmem-lens"} …`);
  await npm(["ci", ...extraArgs], { cwd: folder });
}
