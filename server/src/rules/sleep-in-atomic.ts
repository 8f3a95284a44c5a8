// sleep-in-atomic: a call that may sleep where the context is atomic. The contexts, the calls and what each call may do
// are facts of the layers below; here they become findings: where to mend, what to say, which ways there are.

import { exactNumber, type Value } from "../analysis/values.js";
import type { Span } from "../base/span.js";
import { renderExpression } from "../c-types/render.js";
import type { CallRuleRow } from "../kernel-model/call-rule.js";
import { lacksPreemptCount } from "../kernel-model/no-preempt-count.js";
import type { Activation, SleepEvidence } from "../project/activations.js";
import type { Project } from "../project/project.js";
import type { Finding, Repair } from "./finding.js";
import { activationsOnPath, causeText, sleepPath } from "./sleep-path.js";

/** Further ways to the same place that are worth telling. */
const maxOtherPaths = 2;

/** Where a finding stands: the call that is to be mended. */
interface MendingPlace {
  readonly file: string;
  readonly span: Span;
  readonly focus: Span;
  readonly functionName: string;
  /** Whether the blocking mask was handed over as an argument further up. */
  readonly isHandedOver: boolean;
}

/** All findings of the rule in a project, one for each call that is to be mended. */
export function checkSleepInAtomic(project: Project): readonly Finding[] {
  const byPlace = new Map<string, { finding: Finding; causes: Set<string> }>();
  for (const evidence of project.evidence) {
    if (activationsOnPath(evidence).some((activation) => !activation.node.facts.isClean)) continue;
    const place = mendingPlace(evidence, project);
    if (!place) continue;
    const finding = findingOf(evidence, place, project);
    const key = `${place.file}:${place.span.start}`;
    const known = byPlace.get(key);
    const cause = finding.path[0];
    const causeKey = cause ? `${cause.file}:${cause.span.start}` : "";
    if (!known) byPlace.set(key, { finding, causes: new Set([causeKey]) });
    else if (isStronger(finding, known.finding))
      byPlace.set(key, { finding, causes: known.causes.add(causeKey) });
    else if (!known.causes.has(causeKey) && known.finding.otherPaths.length < maxOtherPaths) {
      const otherPaths = [...known.finding.otherPaths, finding.path];
      byPlace.set(key, { finding: { ...known.finding, otherPaths }, causes: known.causes.add(causeKey) });
    }
  }
  return [...byPlace.values()].map((entry) => entry.finding);
}

/** An error before a warning, a shorter path before a longer one. */
function isStronger(a: Finding, b: Finding): boolean {
  if (a.severity !== b.severity) return a.severity === "error";
  return a.path.length < b.path.length;
}

function mendingPlace(evidence: SleepEvidence, project: Project): MendingPlace | undefined {
  const { observation, violation, activation } = evidence;
  const { event, values } = observation;
  const argument = violation.gfpArgument === undefined ? undefined : event.arguments[violation.gfpArgument];
  const value = violation.gfpArgument === undefined ? undefined : values[violation.gfpArgument];
  if (value?.kind === "number" && value.origin && !project.program.isTextless(value.origin.file)) {
    const { file, functionName, callSpan, argumentSpan } = value.origin;
    return { file, functionName, span: callSpan, focus: argumentSpan, isHandedOver: true };
  }
  return whereMended(activation, event.span, argument?.span ?? event.span, project);
}

/** A call in a macro is mended where the macro is used; one in a file without its text, where that is come to. */
function whereMended(
  activation: Activation,
  span: Span,
  focus: Span,
  { program }: Project,
): MendingPlace | undefined {
  let at = activation;
  let place: { span: Span; focus: Span } = { span, focus };
  while (at.node.facts.kind === "macro" || program.isTextless(at.node.file.path)) {
    if (!at.via) return undefined;
    place = { span: at.via.event.span, focus: at.via.event.span };
    at = at.via.caller;
  }
  return { file: at.node.file.path, functionName: at.node.facts.name, ...place, isHandedOver: false };
}

function findingOf(evidence: SleepEvidence, place: MendingPlace, project: Project): Finding {
  const { observation, violation } = evidence;
  const row = project.model.callRule(observation.callee.name);
  const gfp = gfpText(evidence, project);
  const call = gfp === undefined ? `${observation.callee.name}()` : `${observation.callee.name}(…, ${gfp})`;
  const deed = row ? deedText(row) : "may sleep";
  const cause = causeText(evidence);
  return {
    rule: "sleep-in-atomic",
    severity: isNeverNoticed(evidence) ? "warning" : violation.level,
    file: place.file,
    span: place.span,
    focus: place.focus,
    functionName: place.functionName,
    message: `${call} ${deed}, but ${cause}`,
    path: sleepPath(evidence, `${call} ${deed}`),
    otherPaths: [],
    repairs: repairsOf(evidence, place, gfp),
  };
}

/** Whether the kernel cannot notice, on the driver's machine or when it calls it: a defect nobody sees is a warning. */
function isNeverNoticed(evidence: SleepEvidence): boolean {
  const [entry] = activationsOnPath(evidence);
  return (
    entry?.registration?.isInOops === true || evidence.activation.node.file.includes.some(lacksPreemptCount)
  );
}

/** What the call does that the context forbids. */
function deedText(row: CallRuleRow): string {
  switch (row.rule.kind) {
    case "maySleepOnSomePlatforms":
      return "may sleep on some platforms";
    case "sleepsBehindCondition":
      return `may sleep (${row.rule.condition})`;
    case "sleepsIfVmallocMemory":
      return "may sleep if the memory came from vmalloc";
    case "irqsEnabled":
      return "needs interrupts on";
    case "notInterrupt":
      return "must not be called in interrupt context";
    case "notHardirq":
      return "must not be called in hard interrupt context";
    case "sleepsIfPagefaultsEnabled":
      return "may fault and sleep";
    default:
      return "may sleep";
  }
}

/** The mask as the author wrote it, or its names where it came from elsewhere. */
function gfpText(evidence: SleepEvidence, project: Project): string | undefined {
  const index = evidence.violation.gfpArgument;
  if (index === undefined) return undefined;
  const argument = evidence.observation.event.arguments[index];
  const value: Value | undefined = evidence.observation.values[index];
  const mask = exactNumber(value);
  if (mask !== undefined) return project.model.gfpNames(mask).join(" | ");
  return argument && argument.kind !== "type" ? renderExpression(argument) : undefined;
}

function repairsOf(evidence: SleepEvidence, place: MendingPlace, gfp: string | undefined): readonly Repair[] {
  const repairs: Repair[] = [];
  const { violation, activation, observation } = evidence;
  if (gfp !== undefined && activation.node.facts.kind !== "macro") {
    const parameter = activation.node.facts.parameters.find(
      (item) => item.type.kind === "named" && item.type.name === "gfp_t" && item.name !== "",
    );
    if (parameter && !place.isHandedOver)
      repairs.push({ kind: "pass-gfp", span: place.focus, parameter: parameter.name });
    const { cause } = violation;
    if (
      cause.kind === "held" &&
      cause.held.effect === "spin" &&
      !cause.held.isInherited &&
      !place.isHandedOver
    ) {
      repairs.push({ kind: "hoist-allocation", call: observation.event.span, lock: cause.held.place.span });
    }
    repairs.push({ kind: "replace-gfp", span: place.focus, flag: "GFP_ATOMIC" });
    repairs.push({ kind: "replace-gfp", span: place.focus, flag: "GFP_NOWAIT" });
  }
  repairs.push({ kind: "suppress", statement: place.span });
  return repairs;
}
