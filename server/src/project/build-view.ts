// The view of one file that hover, lens and fixes read. Made lazily: nothing is computed before it is asked for.

import type { CallEvent } from "../analysis/event-graph.js";
import type { FileFacts, FunctionFacts } from "../analysis/facts.js";
import type { Observation } from "../analysis/flow.js";
import { exactNumber } from "../analysis/values.js";
import type { Span } from "../base/span.js";
import type { Activation } from "./activations.js";
import { allocationSize } from "./allocation-size.js";
import type { CallView, EntryContext, FileView, FunctionView, HeldLock } from "./file-view.js";
import type { FunctionNode } from "./program.js";
import type { Project } from "./project.js";

/** Makes the view of `file`, which is one of the project's. */
export function createFileView(project: Project, file: FileFacts): FileView {
  let functions: readonly FunctionView[] | undefined;
  const all = (): readonly FunctionView[] => {
    functions ??= project.program
      .nodesOf(file)
      .filter(isFunction)
      .map((node) => functionView(project, node));
    return functions;
  };
  const nodeAt = (offset: number): FunctionNode | undefined =>
    project.program.nodesOf(file).find((node) => isFunction(node) && contains(node.facts.span, offset));
  return {
    path: file.path,
    get functions() {
      return all();
    },
    functionAt: (offset) => all().find((view) => contains(view.span, offset)),
    callAt(offset) {
      const node = nodeAt(offset);
      const event = node && innermostCall(node.facts, offset);
      return node && event && callView(project, node, event, project.observationsOf(node));
    },
  };
}

function isFunction(node: FunctionNode): boolean {
  return node.facts.kind === "function";
}

function contains(span: Span, offset: number): boolean {
  return offset >= span.start && offset < span.end;
}

function innermostCall(facts: FunctionFacts, offset: number): CallEvent | undefined {
  let best: CallEvent | undefined;
  for (const block of facts.graph.blocks) {
    for (const event of block.events) {
      if (event.kind !== "call" || !contains(event.span, offset)) continue;
      if (!best || event.span.end - event.span.start < best.span.end - best.span.start) best = event;
    }
  }
  return best;
}

function functionView(project: Project, node: FunctionNode): FunctionView {
  const { facts } = node;
  const sleep = sleepOf(project, node);
  return {
    name: facts.name,
    span: facts.span,
    nameSpan: facts.nameSpan,
    entries: entriesOf(project, node),
    maySleep: sleep.maySleep,
    sleepReason: sleep.reason,
    isClean: facts.isClean,
  };
}

function entriesOf(project: Project, node: FunctionNode): readonly EntryContext[] {
  const entries: EntryContext[] = [];
  for (const registration of project.registrations) {
    if (
      registration.node !== node ||
      registration.context === "unknown" ||
      registration.context === "inherit"
    )
      continue;
    const { place, why } = registration;
    const suffix = registration.isCertain ? "" : " (likely)";
    entries.push({
      kind: registration.context,
      why: `${why}${suffix}`,
      place: { file: place.file, span: place.span },
    });
  }
  for (const activation of project.activationsOf(node)) {
    const entry = callerContext(activation);
    if (entry) entries.push(entry);
  }
  return entries;
}

function callerContext(activation: Activation): EntryContext | undefined {
  if (!activation.via) return undefined;
  const { caller, event } = activation.via;
  const place = { file: caller.node.file.path, span: event.span };
  const held = activation.entry.held.find((item) => item.effect === "spin") ?? activation.entry.held[0];
  const by = `called by ${caller.node.facts.name}()`;
  if (held) {
    const what = held.lockText === "" ? `after ${held.by}()` : `with ${held.lockText.replace(/^&/, "")} held`;
    return { kind: "atomic", why: `${by} ${what}`, place };
  }
  return activation.entry.base === "unknown" ? undefined : { kind: activation.entry.base, why: by, place };
}

/** Whether calling a function may sleep, from the calls it makes itself and those below it. */
function sleepOf(
  project: Project,
  node: FunctionNode,
): { readonly maySleep: FunctionView["maySleep"]; readonly reason: string | undefined } {
  if (!node.reachesSleep) return { maySleep: node.facts.isClean ? "no" : "unknown", reason: undefined };
  const seen = new Set<FunctionNode>([node]);
  let ring: readonly { readonly node: FunctionNode; readonly via: string }[] = [{ node, via: "" }];
  while (ring.length > 0) {
    const next: { node: FunctionNode; via: string }[] = [];
    for (const item of ring) {
      for (const name of item.node.mentions) {
        const targets = project.program.resolve(item.node.file, name);
        const row = targets.length === 0 ? project.model.callRule(name) : undefined;
        if (row?.rule.kind === "maySleep" || row?.rule.kind === "schedules")
          return { maySleep: "sometimes", reason: `${item.via}${name}() ${row.reason}` };
        for (const target of targets) {
          // What a function of the tree calls is not read for this.
          if (seen.has(target) || !target.reachesSleep || target.isForeign) continue;
          seen.add(target);
          next.push({ node: target, via: `${item.via}${name}() → ` });
        }
      }
    }
    ring = next;
  }
  return { maySleep: "sometimes", reason: undefined };
}

function callView(
  project: Project,
  node: FunctionNode,
  event: CallEvent,
  observations: readonly Observation[],
): CallView {
  const here = observations.filter((item) => item.event.span.start === event.span.start);
  const named = event.callee.kind === "name" ? event.callee.name : (here[0]?.callee.name ?? "");
  const held = new Map<string, HeldLock>();
  for (const { state } of here) {
    for (const item of state.held) {
      const lock = item.lockText.replace(/^&/, "");
      const isAtomic = item.effect !== "pagefault";
      held.set(`${item.effect} ${item.key}`, { lock, by: item.by, span: item.place.span, isAtomic });
    }
  }
  return {
    callee: named,
    span: event.span,
    functionName: node.facts.name,
    held: [...held.values()],
    allocation: allocationView(project, node, event, named, here),
  };
}

function allocationView(
  project: Project,
  node: FunctionNode,
  event: CallEvent,
  callee: string,
  here: readonly Observation[],
): CallView["allocation"] {
  const row = project.model.allocator(callee);
  if (!row) return undefined;
  const gfpArgument = row.gfpArgument === undefined ? undefined : event.arguments[row.gfpArgument];
  const gfp = new Set<string>();
  for (const { values } of here) {
    const mask = row.gfpArgument === undefined ? undefined : exactNumber(values[row.gfpArgument]);
    if (mask !== undefined) gfp.add(project.model.gfpNames(mask).join(" | "));
  }
  const size = allocationSize(project, node, event, row, here);
  return { sizeBytes: size?.range, gfp: [...gfp], gfpSpan: gfpArgument?.span, sizeSpan: size?.span };
}
