// The format of a folder of kernel measurements: one JSON file per kernel and topic, with runs of commands and their
// answers. Reading is by path and forgiving: what is missing reads as 0, "" or an empty list.

import { gfpValue } from "../../../kernel-model/gfp.js";
import { createProfile, findRelease, type Profile } from "../../../kernel-model/profile.js";

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** One command with its answer, one file with its text, or a remark. */
export interface MeasuredRecord {
  readonly cmd?: string;
  readonly out?: Json;
  readonly file?: string;
  readonly text?: string;
  readonly note?: string;
}

/** One boot. */
export interface MeasuredRun {
  readonly how: Json;
  readonly records: readonly MeasuredRecord[];
}

/** How close the machine came. `refill`: off by no more than one refill of a per-cpu list. */
export type Verdict = "exact" | "refill" | "off" | "not-modelled";

/** One compared record. `grade` says what is owed: an exact answer, one within a refill, or a best effort. */
export interface Outcome {
  readonly topic: string;
  readonly name: string;
  readonly verdict: Verdict;
  readonly grade: "exact" | "refill" | "best-effort";
  /** What differed: measured and simulated. */
  readonly detail?: string;
}

export function at(value: Json | undefined, ...path: readonly string[]): Json | undefined {
  let current = value;
  for (const key of path) {
    if (current === null || typeof current !== "object" || Array.isArray(current)) return undefined;
    current = (current as { readonly [key: string]: Json })[key]; // an object that is no list, by the line above
  }
  return current;
}

export function numberAt(value: Json | undefined, ...path: readonly string[]): number {
  const found = at(value, ...path);
  return typeof found === "number" ? found : 0;
}

export function textAt(value: Json | undefined, ...path: readonly string[]): string {
  const found = at(value, ...path);
  return typeof found === "string" ? found : "";
}

export function listAt(value: Json | undefined, ...path: readonly string[]): readonly Json[] {
  const found = at(value, ...path);
  return Array.isArray(found) ? found : [];
}

export function numbersAt(value: Json | undefined, ...path: readonly string[]): readonly number[] {
  return listAt(value, ...path).filter((item) => typeof item === "number");
}

/** Keys of an object, in its order. */
export function keysOf(value: Json | undefined): readonly string[] {
  return value !== null && typeof value === "object" && !Array.isArray(value) ? Object.keys(value) : [];
}

/** Profile of a measured kernel: `6.12.117-amd64`, `6.1.176-i686-pae`. Undefined for a kernel that we do not know. */
export function profileOfKernel(kernel: string, nrCpus: number): Profile | undefined {
  const release = findRelease(/^\d+\.\d+/.exec(kernel)?.[0] ?? "");
  if (!release) return undefined;
  const isSmall = /i[3-6]86/.test(kernel);
  return createProfile(release, isSmall ? "i386" : "x86_64", { nrCpus, pae: kernel.includes("pae") });
}

/** Bytes of `512M`, `4G`. */
export function bytesOf(text: string): number {
  const match = /^(\d+)([KMG])/.exec(text);
  const unit = { K: 2 ** 10, M: 2 ** 20, G: 2 ** 30 }[match?.[2] ?? "M"] ?? 1;
  return Number(match?.[1] ?? 512) * unit;
}

/** The mask of `GFP_KERNEL|__GFP_NORETRY`; names that the release lacks count as 0. */
export function gfpOf(profile: Profile, text: string): number {
  return text.split("|").reduce((mask, name) => mask | (gfpValue(profile.release, name) ?? 0), 0);
}

/** Compares named numbers; the outcome lists those that differ. */
export function compare(
  what: Pick<Outcome, "topic" | "name" | "grade">,
  measured: Readonly<Record<string, number | string | boolean>>,
  simulated: Readonly<Record<string, number | string | boolean>>,
): Outcome {
  const wrong = Object.keys(measured).filter((key) => measured[key] !== simulated[key]);
  if (wrong.length === 0) return { ...what, verdict: "exact" };
  const detail = wrong.map((key) => `${key} ${measured[key]}, simulated ${simulated[key]}`).join("; ");
  return { ...what, verdict: "off", detail };
}
