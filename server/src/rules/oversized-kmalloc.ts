// oversized-kmalloc: a request for physically contiguous memory that can never succeed, or that a fragmented machine
// may not serve. Sizes are ranges that the code itself bounds; what it leaves open is left alone.

import type { CallEvent } from "../analysis/event-graph.js";
import type { Observation } from "../analysis/flow.js";
import { exactNumber } from "../analysis/values.js";
import { formatBytes } from "../base/format.js";
import type { Expression } from "../c-types/expression.js";
import { conditionKey, placeKey } from "../c-types/keys.js";
import type { Range } from "../c-types/ranges.js";
import { namesIn } from "../c-types/render.js";
import { type AllocatorRow, limitedFamilies } from "../kernel-model/allocators.js";
import {
  costlyOrder,
  getOrder,
  kmallocMaxBytes,
  kvmallocMaxBytes,
  pageBlockMaxBytes,
  pageShift,
} from "../kernel-model/limits.js";
import { type AllocationSize, allocationSize, isSizeKnowable } from "../project/allocation-size.js";
import type { FunctionNode } from "../project/program.js";
import type { Project } from "../project/project.js";
import type { Finding, PathStep, Repair, Severity } from "./finding.js";

/** A check against INT_MAX, U32_MAX or SIZE_MAX guards the arithmetic; it does not bound what is asked for. */
const typeWidthBytes = 2n ** 30n;

/** All findings of the rule in a project. */
export function checkOversizedKmalloc(project: Project): readonly Finding[] {
  return project.program.nodes.flatMap((node) => checkFunction(project, node));
}

interface Site {
  readonly project: Project;
  readonly node: FunctionNode;
  readonly event: CallEvent;
  readonly row: AllocatorRow;
}

function checkFunction(project: Project, node: FunctionNode): Finding[] {
  if (node.facts.kind === "macro" || !node.facts.isClean) return [];
  const findings: Finding[] = [];
  for (const block of node.facts.graph.blocks) {
    for (const event of block.events) {
      if (event.kind !== "call" || event.callee.kind !== "name") continue;
      const row = project.model.allocator(event.callee.name);
      if (!row || project.program.resolve(node.file, row.name).length > 0) continue;
      if (!limitedFamilies.has(row.family)) continue;
      const finding = checkSite({ project, node, event, row });
      if (finding) findings.push(finding);
    }
  }
  return findings;
}

function checkSite(site: Site): Finding | undefined {
  const { project, node, event, row } = site;
  const plain = allocationSize(project, node, event, row, []);
  const smallest = BigInt(1 << (costlyOrder + pageShift(project.profile)));
  if (plain?.range.bounded && plain.range.max <= smallest) return undefined;
  if (!dependsOnPath(site)) return undefined;
  const here = project.allocationsOf(node).filter((item) => item.event === event);
  if (here.length === 0) return undefined;
  const size = allocationSize(project, node, event, row, here);
  return size && judge(site, size, here);
}

/** Whether anything on the way to the call can say more of its size than the call itself. */
function dependsOnPath({ node, event, row, project }: Site): boolean {
  const sizes = sizeArguments(row.size).map((index) => event.arguments[index]);
  const names = new Set(sizes.flatMap((size) => (size ? namesIn(size) : [])));
  if (allocationSize(project, node, event, row, [])) return true;
  if (names.size === 0 || !isSizeKnowable(project, node, event, row)) return false;
  const reads = (expression: Expression): boolean => namesIn(expression).some((name) => names.has(name));
  return node.facts.graph.blocks.some(
    (block) =>
      block.edges.some((edge) => edge.guards.some((guard) => reads(guard.condition))) ||
      block.events.some((item) => item.kind === "assign" && item.value !== undefined && reads(item.target)),
  );
}

function sizeArguments(size: AllocatorRow["size"]): readonly number[] {
  switch (size.kind) {
    case "product":
      return size.arguments;
    case "bytes":
    case "order":
    case "pageCount":
    case "bits":
      return [size.argument];
    default:
      return [];
  }
}

function judge(site: Site, size: AllocationSize, here: readonly Observation[]): Finding | undefined {
  const { project, row } = site;
  const { range } = size;
  const limit = limitBytes(site);
  // No size_t holds it: the compiler says so, and what is left of it is not ours to guess.
  if (range.min > BigInt.asUintN(64, -1n)) return undefined;
  if (range.lowerBounded && range.min > BigInt(limit)) {
    const message = `${row.name}() of ${amount(range, "min")} can never succeed: the limit is ${formatBytes(limit)}`;
    return report(site, size, "error", message, here);
  }
  if (row.family === "kvmalloc" || !range.bounded || range.max < 0n) return undefined;
  if (range.max >= typeWidthBytes) return undefined;
  const bytes = Number(range.max > BigInt(limit) ? BigInt(limit) + 1n : range.max);
  const order = getOrder(project.profile, bytes);
  if (order <= costlyOrder) return undefined;
  const isExpected = expectsFailure(site, here);
  const beyond =
    range.max > BigInt(limit) ? `, and above ${formatBytes(limit)} never succeeds` : ` (order ${order})`;
  const noReclaim = here.some((item) => isNonBlocking(item, site)) ? "; no reclaim, no compaction here" : "";
  const message = `${row.name}() of ${amount(range, "max")} needs contiguous pages above order ${costlyOrder}${beyond}${noReclaim}`;
  return report(site, size, isExpected ? "hint" : "warning", message, here);
}

function limitBytes({ row, project }: Site): number {
  if (row.family === "kvmalloc") return kvmallocMaxBytes;
  return row.family === "pages" ? pageBlockMaxBytes(project.profile) : kmallocMaxBytes(project.profile);
}

function amount(range: Range, end: "min" | "max"): string {
  const bytes = formatBytes(Number(range[end]));
  if (range.min === range.max) return bytes;
  return end === "min" ? `at least ${bytes}` : `up to ${bytes}`;
}

function maskOf(item: Observation, { row }: Site): number | undefined {
  return row.gfpArgument === undefined ? undefined : exactNumber(item.values[row.gfpArgument]);
}

function isNonBlocking(item: Observation, site: Site): boolean {
  const mask = maskOf(item, site);
  return mask !== undefined && !site.project.model.mayDirectReclaim(mask);
}

/** Whether the author expects failure: says so in the mask, or falls back to vmalloc for the same pointer. */
function expectsFailure(site: Site, here: readonly Observation[]): boolean {
  const { model } = site.project;
  const soft = ["__GFP_NOWARN", "__GFP_NORETRY", "__GFP_RETRY_MAYFAIL"].map((name) => model.gfpFlag(name));
  if (here.some((item) => soft.some((flag) => ((maskOf(item, site) ?? 0) & flag) !== 0))) return true;
  const target = assignedPlace(site);
  return target !== undefined && hasVirtualFallback(site, target);
}

function assignedPlace({ node, event }: Site): string | undefined {
  for (const block of node.facts.graph.blocks) {
    for (const item of block.events) {
      if (item.kind === "assign" && item.value && item.value.span.end === event.span.end)
        return placeKey(item.target);
    }
  }
  return undefined;
}

function hasVirtualFallback({ node, project }: Site, target: string): boolean {
  return node.facts.graph.blocks.some((block) =>
    block.events.some((item) => {
      if (item.kind !== "assign" || placeKey(item.target) !== target || item.value?.kind !== "call")
        return false;
      const row = project.model.allocator(conditionKey(item.value.callee));
      return row !== undefined && (row.family === "vmalloc" || row.family === "kvmalloc");
    }),
  );
}

function report(
  site: Site,
  size: AllocationSize,
  severity: Severity,
  message: string,
  here: readonly Observation[],
): Finding {
  const { node, event, row } = site;
  const file = node.file.path;
  const functionName = node.facts.name;
  const step: PathStep = { file, functionName, span: size.span, role: "size", message: sizeText(size.range) };
  const alloc: PathStep = { file, functionName, span: event.span, role: "alloc", message };
  const repairs: Repair[] = [];
  const mayBlock = here.every((item) => !isNonBlocking(item, site));
  if (row.family === "kmalloc" && mayBlock) repairs.push({ kind: "use-kvmalloc", call: event.span });
  if (row.family === "kmalloc") repairs.push({ kind: "use-array-allocator", call: event.span });
  repairs.push({ kind: "suppress", statement: event.span });
  return {
    rule: "oversized-kmalloc",
    severity,
    file,
    span: event.span,
    focus: size.span,
    functionName,
    message,
    path: [step, alloc],
    otherPaths: [],
    repairs,
  };
}

function sizeText(range: Range): string {
  if (range.min === range.max) return `the size is ${formatBytes(Number(range.max))}`;
  if (!range.bounded) return `the size is at least ${formatBytes(Number(range.min))}`;
  return `the size is at most ${formatBytes(Number(range.max))}`;
}
