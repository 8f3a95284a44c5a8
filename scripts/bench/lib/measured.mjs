// Runs a process and says what it took: wall time, CPU time of all its threads and children, and the most memory it
// held at once.

import { spawn } from "node:child_process";
import { loadavg } from "node:os";

const usageScript = new URL("./report-usage.mjs", import.meta.url).href;

/** Ends with an Error when the process fails. `maxRssBytes` is what the system counted at its highest. */
export async function runNodeMeasured(script, args, env = process.env) {
  const startedAt = process.hrtime.bigint();
  const child = spawn(process.execPath, ["--import", usageScript, script, ...args], {
    stdio: ["ignore", "ignore", "inherit", "pipe"],
    env,
  });
  let report = "";
  child.stdio[3].setEncoding("utf8").on("data", (part) => {
    report += part;
  });
  const status = await endOf(child);
  if (status !== 0) throw new Error(`${script} ended with status ${status}`);
  const { cpuSeconds, maxRssBytes } = JSON.parse(report);
  return { wallSeconds: secondsSince(startedAt), cpuSeconds, maxRssBytes, load: loadavg()[0] };
}

/** The same for any command, by the shell's own account of its children; undefined when the command is missing. */
export async function runCommandMeasured(command, args, { cwd } = {}) {
  const startedAt = process.hrtime.bigint();
  const script = 'command -v "$0" >/dev/null || exit 127; "$0" "$@" >/dev/null 2>&1; times >&3';
  const child = spawn("sh", ["-c", script, command, ...args], {
    stdio: ["ignore", "ignore", "ignore", "pipe"],
    cwd,
  });
  let report = "";
  child.stdio[3].setEncoding("utf8").on("data", (part) => {
    report += part;
  });
  if ((await endOf(child)) !== 0) return undefined;
  // Second line: user and system time of the children, as 1m2.345s.
  const times = (report.split("\n")[1] ?? "").matchAll(/(\d+)m([\d.]+)s/g);
  const cpuSeconds = [...times].reduce(
    (sum, [, minutes, rest]) => sum + Number(minutes) * 60 + Number(rest),
    0,
  );
  return { wallSeconds: secondsSince(startedAt), cpuSeconds, load: loadavg()[0] };
}

export function secondsSince(startedAt) {
  return Number(process.hrtime.bigint() - startedAt) / 1e9;
}

function endOf(child) {
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (status, signal) => resolve(status ?? signal));
  });
}

/** The value below which a share of the values lies; `share` from 0 to 1. */
export function quantile(values, share) {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
}
