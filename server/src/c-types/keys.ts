// Names for places and conditions: two expressions that mean the same object along a path get the same key. `->` and
// `.` are one, `&` and casts vanish, so `&d->lock`, `(*d).lock`, `d[0].lock` and `d->lock` are all `d.lock`. Aliases
// through other pointers are not seen; who compares keys must say what it does then.

import type { Argument, Expression } from "./expression.js";
import { renderType } from "./render.js";

/** The key of a place: a variable, member, element or what a pointer points to; undefined for other expressions. */
export function placeKey(expression: Expression): string | undefined {
  switch (expression.kind) {
    case "name":
      return expression.alias ?? expression.name;
    case "member": {
      const object = placeKey(expression.object);
      return object === undefined ? undefined : `${withoutStar(object)}.${expression.member}`;
    }
    case "index": {
      if (isZero(expression.index)) return targetKey(expression.object);
      const object = placeKey(expression.object);
      return object === undefined ? undefined : `${object}[${conditionKey(expression.index)}]`;
    }
    case "dereference":
      return targetKey(expression.operand);
    case "address":
      return addressKey(expression.operand);
    case "cast":
      return placeKey(expression.operand);
    case "assignment":
      return placeKey(expression.target);
    case "comma": {
      const last = expression.items.at(-1);
      return last && placeKey(last);
    }
    case "call": {
      const callee = placeKey(expression.callee);
      return callee === undefined
        ? undefined
        : `${callee}(${expression.arguments.map(argumentKey).join(",")})`;
    }
    case "statementExpression":
      return resultKey(expression);
    default:
      return undefined;
  }
}

/** `(*p).x` is `p->x`. */
function withoutStar(key: string): string {
  return key.startsWith("*") ? key.slice(1) : key;
}

/** The key of what a pointer points to: `*p` and `p[0]` are one, `*&x` is `x`. */
function targetKey(pointer: Expression): string | undefined {
  if (pointer.kind === "address") return placeKey(pointer.operand);
  const key = placeKey(pointer);
  return key === undefined ? undefined : `*${key}`;
}

/** An object and its address share a key: who asks knows which of the two is meant. `&*p` and `&p[0]` are `p`. */
function addressKey(object: Expression): string | undefined {
  if (object.kind === "dereference") return placeKey(object.operand);
  if (object.kind === "index" && isZero(object.index)) return placeKey(object.object);
  return placeKey(object);
}

function isZero(expression: Expression): boolean {
  return expression.kind === "literal" && expression.value === 0n;
}

/** The key under which the result of a call or statement expression is kept while a path goes on. */
export function resultKey(expression: { readonly span: { readonly start: number } }): string {
  return `#${expression.span.start}`;
}

function argumentKey(argument: Argument): string {
  return argument.kind === "type" ? renderType(argument.type) : conditionKey(argument);
}

/** A canonical text of any expression; equal texts are taken to have equal values while nothing in them changes. */
export function conditionKey(expression: Expression): string {
  const place = placeKey(expression);
  if (place !== undefined) return place;
  switch (expression.kind) {
    case "literal":
      return expression.value.toString();
    case "string":
      return JSON.stringify(expression.text);
    case "unary":
      return `${expression.operator}${conditionKey(expression.operand)}`;
    case "binary":
      return `(${conditionKey(expression.left)} ${expression.operator} ${conditionKey(expression.right)})`;
    case "conditional": {
      const whenTrue = expression.whenTrue ? conditionKey(expression.whenTrue) : "";
      return `(${conditionKey(expression.condition)} ? ${whenTrue} : ${conditionKey(expression.whenFalse)})`;
    }
    case "sizeofType":
      return `sizeof(${renderType(expression.type)})`;
    case "sizeofExpression":
      return `sizeof(${conditionKey(expression.operand)})`;
    default:
      return `?${expression.span.start}`;
  }
}

/**
 * The key of an expression that may be evaluated again and again: doing so changes nothing, and comes to the same while
 * nothing in it changes. Undefined for others. Accessors such as `netdev_priv(dev)` count: the same text with the same
 * arguments is taken for the same object.
 */
export function repeatableKey(expression: Expression): string | undefined {
  return isRepeatable(expression, 0) ? conditionKey(expression) : undefined;
}

/** Nesting beyond this gives no key; real lvalues stay far below. */
const maxRepeatableDepth = 24;

function isRepeatable(e: Argument, depth: number): boolean {
  if (depth > maxRepeatableDepth) return false;
  switch (e.kind) {
    case "type":
    case "name":
    case "literal":
    case "sizeofType":
      return true;
    case "member":
      return isRepeatable(e.object, depth + 1);
    case "index":
      return isRepeatable(e.object, depth + 1) && isRepeatable(e.index, depth + 1);
    case "dereference":
    case "address":
    case "cast":
    case "unary":
      return isRepeatable(e.operand, depth + 1);
    case "binary":
      return isRepeatable(e.left, depth + 1) && isRepeatable(e.right, depth + 1);
    case "call":
      return (
        e.callee.kind === "name" &&
        !impureWords.test(e.callee.name) &&
        e.arguments.every((argument) => isRepeatable(argument, depth + 1))
      );
    default:
      return false;
  }
}

/** Calls that read a clock, a user or a device, or hand out something new each time: two of them are never "the same". */
const impureWords =
  /(?:^|_)(?:[a-z]*alloc|create|new|[a-z]*dup|random|rand|read[bwlq]?|write|fetch|pop|push|dequeue|enqueue|remove|del|next|inc|dec|xchg|trylock|copy|init|open|start|stop|submit|request|wait|add|sub|in[bwl]|ioread\d*)(?:_|$)/;
