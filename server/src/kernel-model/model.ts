// All that is known of one release, by name: what the analysis asks at every call. Built once, then only read.

import { type AllocatorRow, allocatorRows } from "./allocators.js";
import { type AnnotationRow, type AssertionRow, annotationRows, assertionRows } from "./assertions.js";
import type { CallRuleRow } from "./call-rule.js";
import { registrationRows } from "./callbacks/registrations.js";
import { type OpsFieldRow, opsFieldRows, type RegistrationRow } from "./callbacks.js";
import { type DeprecatedRow, deprecatedRow } from "./deprecated.js";
import { type FreeRow, freeRows } from "./frees.js";
import { gfpFlag, gfpNames, gfpTable, mayDirectReclaim } from "./gfp.js";
import { type GuardRow, guardRows } from "./guards.js";
import { type LockRow, lockRows } from "./locks.js";
import { type PredicateRow, predicateRows } from "./predicates.js";
import type { KernelRelease } from "./releases/release.js";
import { pickFor, type ReleaseSpan } from "./releases/span.js";
import { neverSleeping } from "./sleepers/never.js";
import { callRules } from "./sleepers.js";

/** Kernel knowledge of one release. Every method answers undefined for a name it does not know. */
export interface KernelModel {
  readonly release: KernelRelease;
  /** Every name that a method about calls or annotations knows. */
  readonly knownNames: ReadonlySet<string>;
  /** Whether the model says what a call of that name does, or what mask it is. */
  knows(name: string): boolean;
  lock(name: string): LockRow | undefined;
  /** The class of `guard(NAME)`. */
  guard(className: string): GuardRow | undefined;
  allocator(name: string): AllocatorRow | undefined;
  free(name: string): FreeRow | undefined;
  /** When the function may be called; undefined where anywhere, or not known. */
  callRule(name: string): CallRuleRow | undefined;
  /** Whether the function is known not to sleep, or its sleeping to be decided elsewhere. */
  neverSleeps(name: string): boolean;
  registration(name: string): RegistrationRow | undefined;
  /** The struct's name comes without `struct`. */
  opsField(structName: string, field: string): OpsFieldRow | undefined;
  predicate(name: string): PredicateRow | undefined;
  assertion(name: string): AssertionRow | undefined;
  annotation(name: string): AnnotationRow | undefined;
  /** What takes the place of a name that the release no longer has. */
  deprecated(name: string): DeprecatedRow | undefined;
  gfpValue(name: string): number | undefined;
  gfpFlag(name: string): number;
  gfpNames(mask: number): string[];
  mayDirectReclaim(mask: number): boolean;
}

/** Models already built: some ten thousand map entries each, and always the same for a release. */
const built = new WeakMap<KernelRelease, KernelModel>();

/** The model of a release; built when first asked for. */
export function modelOf(release: KernelRelease): KernelModel {
  let model = built.get(release);
  if (!model) {
    model = buildModel(release);
    built.set(release, model);
  }
  return model;
}

function buildModel(release: KernelRelease): KernelModel {
  const locks = byName(release, lockRows, (row) => row.name);
  const guards = new Map(guardRows.map((row) => [row.name, row]));
  const allocators = byName(release, allocatorRows, (row) => row.name);
  const frees = new Map(freeRows.map((row) => [row.name, row]));
  const rules = callRules(release);
  const registrations = byName(release, registrationRows, (row) => row.function);
  const fields = byName(release, opsFieldRows, (row) => `${row.structName}.${row.field}`);
  const sleepless = new Set(neverSleeping.map((row) => row.name));
  const predicates = new Map(predicateRows.map((row) => [row.name, row]));
  const assertions = new Map(assertionRows.map((row) => [row.name, row]));
  const annotations = new Map(annotationRows.map((row) => [row.name, row]));
  const gfp = gfpTable(release);
  const calls = [locks, allocators, frees, rules, registrations, predicates, assertions];
  const known = new Set([...calls, gfp, sleepless].flatMap((table) => [...table.keys()]));
  return {
    release,
    get knownNames() {
      return new Set([...calls, annotations].flatMap((table) => [...table.keys()]));
    },
    knows: (name) => known.has(name),
    lock: (name) => locks.get(name),
    guard: (className) => guards.get(className),
    allocator: (name) => allocators.get(name),
    free: (name) => frees.get(name),
    callRule: (name) => rules.get(name),
    neverSleeps: (name) => sleepless.has(name),
    registration: (name) => registrations.get(name),
    opsField: (structName, field) => fields.get(`${structName}.${field}`) ?? fields.get(`${structName}.*`),
    predicate: (name) => predicates.get(name),
    assertion: (name) => assertions.get(name),
    annotation: (name) => annotations.get(name),
    deprecated: (name) => deprecatedRow(release, name),
    gfpValue: (name) => gfp.get(name),
    gfpFlag: (name) => gfpFlag(release, name),
    gfpNames: (mask) => gfpNames(release, mask),
    mayDirectReclaim: (mask) => mayDirectReclaim(release, mask),
  };
}

/** One row per name: the one of the release where there are several. */
function byName<Row extends ReleaseSpan>(
  release: KernelRelease,
  rows: readonly Row[],
  nameOf: (row: Row) => string,
): ReadonlyMap<string, Row> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const group = groups.get(nameOf(row));
    if (group) group.push(row);
    else groups.set(nameOf(row), [row]);
  }
  const picked = new Map<string, Row>();
  for (const [name, group] of groups) {
    const row = pickFor(release, group);
    if (row) picked.set(name, row);
  }
  return picked;
}
