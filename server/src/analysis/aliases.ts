// Locals that stand for something that has a name already: `phy = &dev->phy`, `hw = priv->hw`, `db = netdev_priv(dev)`.
// Their places get the key of what they stand for, so that a lock or a flag has one key whichever way it is written, in
// one function or in two. Bias: only pointers that are set once, from what is never set again in the function.

import type { Argument, CType, Expression } from "../c-types/expression.js";
import { placeKey } from "../c-types/keys.js";
import type { Event, EventGraph } from "./event-graph.js";

/**
 * Functions that give for one object another that belongs to it, always the same: named so by the kernel's custom.
 * `container_of` is among them.
 */
const accessors =
  /^(?:container_of|netdev_priv|to_\w+|\w+_priv|\w+2\w+|\w+_(?:get_)?(?:drvdata|drv_data|clientdata|plat_?data)|rcu_dereference\w*|READ_ONCE)$/;
const impure = /(?:^|_)(?:alloc|create|new|get|put|add|copy|write|read|user|next|find|lookup|init)(?:_|$)/;

/**
 * The direction of a request: the parts that it is split into, and what is put in their place, have the same, so that
 * along one path there is one direction.
 */
const directions: ReadonlySet<string> = new Set(["bio_data_dir", "rq_data_dir"]);
const directionKey = "#BIO DIRECTION";

/** Longer keys are of no use to anyone. */
const maxKeyLength = 96;
/** Chains of locals that stand for parts of one another are not followed further. */
const maxDepth = 6;

interface Assigned {
  readonly value: Expression | undefined;
  readonly nrValues: number;
}

/** The graph with the names of such locals marked by what they stand for; the graph itself where there are none. */
export function withAliases(
  graph: EventGraph,
  locals: ReadonlyMap<string, CType>,
  parameters: readonly string[],
): EventGraph {
  const pointers = [...locals].filter(([, type]) => type.kind === "pointer").map(([name]) => name);
  const asksDirection = graph.blocks.some(({ events }) => events.some(isDirectionCall));
  if (pointers.length === 0 && !asksDirection) return graph;
  const assigned = assignedNames(graph);
  const aliases = new Map<string, string>();
  for (const [name, { value, nrValues }] of asksDirection ? assigned : [])
    if (nrValues === 1 && value && locals.has(name) && isDirectionCall(value))
      aliases.set(name, directionKey);
  const isStable = (name: string): boolean => {
    const nrValues = assigned.get(name)?.nrValues ?? 0;
    return parameters.includes(name) ? nrValues === 0 : !locals.has(name) || nrValues === 1;
  };
  // What is set from another alias gets that one's key: a round for each step of the chain.
  for (let depth = 0; depth < maxDepth; depth++) {
    const before = aliases.size;
    for (const name of pointers) {
      const value = assigned.get(name)?.value;
      if (aliases.has(name) || !value || !isStable(name)) continue;
      const key = placeKey(mark(value, aliases));
      if (key !== undefined && key.length <= maxKeyLength && standsFor(value, { name, isStable, assigned }))
        aliases.set(name, key);
    }
    if (aliases.size === before) break;
  }
  return aliases.size === 0 && !asksDirection
    ? graph
    : {
        blocks: graph.blocks.map((block) => ({
          events: block.events.map((event) => markEvent(event, aliases)),
          edges: block.edges.map((edge) => ({
            ...edge,
            guards: edge.guards.map((guard) => mark(guard, aliases)),
          })),
        })),
      };
}

function isDirectionCall(item: Event | Expression): boolean {
  return item.kind === "call" && item.callee.kind === "name" && directions.has(item.callee.name);
}

function directionOf({ span }: Expression): Expression {
  return { kind: "name", name: directionKey, span };
}

/** How often each place is set, by its key, and to what. */
function assignedNames(graph: EventGraph): ReadonlyMap<string, Assigned> {
  const assigned = new Map<string, Assigned>();
  const note = (key: string | undefined, value: Expression | undefined, weight: number): void => {
    if (key === undefined) return;
    const nrValues = (assigned.get(key)?.nrValues ?? 0) + weight;
    assigned.set(key, { value: value ?? assigned.get(key)?.value, nrValues });
  };
  for (const { events } of graph.blocks) {
    for (const event of events) {
      // A declaration without a value has no more text than the name.
      if (event.kind === "assign")
        note(placeKey(event.target), event.value, event.value || !isBareDeclaration(event) ? 1 : 0);
      if (event.kind !== "call") continue;
      for (const argument of event.arguments)
        if (argument.kind === "address" && argument.operand.kind === "name")
          note(argument.operand.name, undefined, 2);
    }
  }
  return assigned;
}

function isBareDeclaration({ target, span }: Extract<Event, { kind: "assign" }>): boolean {
  return target.kind === "name" && target.span.start === span.start && target.span.end === span.end;
}

interface Standing {
  readonly name: string;
  readonly assigned: ReadonlyMap<string, Assigned>;
  isStable(name: string): boolean;
}

/** Whether an expression means the same object wherever it stands in the function. */
function standsFor(expression: Argument, standing: Standing): boolean {
  switch (expression.kind) {
    case "type":
    case "literal":
      return true;
    case "name":
      return expression.name !== standing.name && standing.isStable(expression.name);
    case "address":
      return expression.operand.kind !== "name" && isPlace(expression.operand, standing);
    case "cast":
      return standsFor(expression.operand, standing);
    case "member":
    case "index":
    case "dereference":
      return isPlace(expression, standing) && !isSet(expression, standing);
    case "call":
      return isAccessor(expression, standing);
    default:
      return false;
  }
}

function isPlace(expression: Expression, standing: Standing): boolean {
  if (expression.kind === "member") {
    const { object } = expression;
    return object.kind === "name" || object.kind === "call"
      ? standsFor(object, standing)
      : isPlace(object, standing);
  }
  if (expression.kind === "index")
    return isPlaceOrName(expression.object, standing) && standsFor(expression.index, standing);
  return expression.kind === "cast" && isPlaceOrName(expression.operand, standing);
}

function isPlaceOrName(expression: Expression, standing: Standing): boolean {
  return expression.kind === "name" ? standsFor(expression, standing) : isPlace(expression, standing);
}

function isSet(expression: Expression, { assigned }: Standing): boolean {
  const key = placeKey(expression);
  return key === undefined || assigned.has(key);
}

function isAccessor(call: Extract<Expression, { kind: "call" }>, standing: Standing): boolean {
  const name = call.callee.kind === "name" ? call.callee.name : "";
  if (
    !accessors.test(name) ||
    (name !== "container_of" && impure.test(name.replace(/_get_(?=\w*data$)/, "_")))
  )
    return false;
  const [first, ...others] = call.arguments;
  if (!first || first.kind === "type" || !standsFor(first, standing)) return false;
  // The other arguments of `container_of()` are a type and a member.
  return name === "container_of" || others.every((argument) => standsFor(argument, standing));
}

/** The event with its names marked; not the local that it gives its value to. */
function markEvent(event: Event, aliases: ReadonlyMap<string, string>): Event {
  if (event.kind !== "assign" || event.target.kind !== "name") return mark(event, aliases);
  const value = event.value && mark(event.value, aliases);
  return value === event.value ? event : { ...event, value };
}

/** Plain data in which every name that stands for something says for what; parts without such a name are the same objects. */
function mark<T>(value: T, aliases: ReadonlyMap<string, string>): T {
  const marked = (item: object): object => {
    if (item !== value && isDirectionCall(item as Expression)) return directionOf(item as Expression);
    const { kind, name } = item as { readonly kind?: unknown; readonly name?: unknown };
    const alias = kind === "name" ? aliases.get(String(name)) : undefined;
    if (alias !== undefined) return { ...item, alias };
    let copy: Record<string, unknown> | undefined;
    for (const key in item) {
      if (key === "span") continue;
      const part: unknown = (item as Record<string, unknown>)[key];
      if (typeof part !== "object" || part === null) continue;
      const after = marked(part);
      if (after === part) continue;
      copy ??= (Array.isArray(item) ? [...item] : { ...item }) as Record<string, unknown>;
      copy[key] = after;
    }
    return copy ?? item;
  };
  return typeof value === "object" && value !== null ? (marked(value) as T) : value;
}
