// What every script of this folder shares: where the checkout is, how a child process is run, how a failure is
// told. Plain JavaScript without dependencies, because it runs before anything is installed.

import { spawn } from "node:child_process";
import { constants } from "node:os";
import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";

/** The checkout's folder. */
export const root = resolve(dirname(fileURLToPath(import.meta.url)), "../..");

const oldestNode = 20;

/** An error whose message is meant for the person at the terminal: one line, no stack. */
export function userError(message) {
  return Object.assign(new Error(message), { isForUser: true });
}

/**
 * Makes a signal an ordinary exit, so that the exit listeners run that end processes and remove temporary folders.
 * `status` is the exit status; without it, the shell's own for that signal.
 */
export function exitOnSignals(status) {
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
    process.removeAllListeners(signal);
    process.on(signal, () => process.exit(status ?? 128 + constants.signals[signal]));
  }
}

/** Runs a script's main function; a user error becomes one line and exit status 2, anything else keeps its stack. */
export async function runMain(main) {
  exitOnSignals();
  try {
    if (Number.parseInt(process.versions.node, 10) < oldestNode) {
      throw userError(`Node ${oldestNode} or newer is needed, this is ${process.versions.node}`);
    }
    process.exitCode = await main(process.argv.slice(2));
  } catch (error) {
    console.error(error.isForUser ? `kmem-lens: ${error.message}` : error);
    process.exitCode = 2;
  }
}

/** Says on standard error what is being done; standard output belongs to results. */
export function say(text) {
  console.error(process.stderr.isTTY ? `\u001b[2m${text}\u001b[0m` : text);
}

/**
 * Runs a command to its end. With `capture`, its output is collected instead of shown.
 * Answers `{ status, output }`; a command killed by a signal or by `timeoutMs` has status 1.
 */
export function run(command, args, { cwd = root, env = process.env, capture = false, timeoutMs } = {}) {
  return new Promise((done, failed) => {
    const stdio = capture ? ["ignore", "pipe", "pipe"] : "inherit";
    const child = spawn(command, args, { cwd, env, stdio });
    const endChild = () => child.kill("SIGTERM");
    process.once("exit", endChild);
    let output = "";
    const collect = (text) => {
      output += text;
    };
    child.stdout?.setEncoding("utf8").on("data", collect);
    child.stderr?.setEncoding("utf8").on("data", collect);
    const timer = timeoutMs === undefined ? undefined : setTimeout(() => child.kill("SIGKILL"), timeoutMs);
    child.once("error", (error) => {
      clearTimeout(timer);
      failed(error.code === "ENOENT" ? userError(`${command} is not installed`) : error);
    });
    child.once("close", (status) => {
      process.removeListener("exit", endChild);
      clearTimeout(timer);
      done({ status: status ?? 1, output });
    });
  });
}

/** Runs a command with captured output and throws a user error with the last lines of it when it fails. */
export async function runQuietly(what, command, args, options = {}) {
  const { status, output } = await run(command, args, { ...options, capture: true });
  if (status === 0) return output;
  throw userError(
    `${what} failed (exit status ${status})\n${output.trim().split("\n").slice(-20).join("\n")}`,
  );
}
