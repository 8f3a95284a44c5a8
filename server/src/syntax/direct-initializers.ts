// Values in braces, as the direct parser reads them.

import {
  closeBrace,
  closeBracket,
  colon,
  comma,
  dot,
  ellipsis,
  equals,
  nameCode,
  openBrace,
  openBracket,
} from "./direct-codes.js";
import { as, type DirectCursor } from "./direct-cursor.js";
import { expression } from "./direct-expressions.js";
import type { OpenNode } from "./tree.js";

/** `{ ... }` as a value. */
export function initializerList(p: DirectCursor): OpenNode {
  const start = p.start();
  p.take(openBrace);
  p.enter();
  const children: OpenNode[] = [];
  while (p.code() !== closeBrace) {
    children.push(initializer(p));
    if (!p.accept(comma)) break;
  }
  p.take(closeBrace);
  p.leave();
  return p.node("initializer_list", start, children);
}

/** What stands behind `=`: values in braces or an expression. */
export function value(p: DirectCursor): OpenNode {
  return p.code() === openBrace ? initializerList(p) : expression(p);
}

function initializer(p: DirectCursor): OpenNode {
  const code = p.code();
  if (code === dot || code === openBracket) {
    const start = p.start();
    const children = [designator(p)];
    while (p.code() === dot || p.code() === openBracket) children.push(designator(p));
    p.take(equals);
    children.push(as("value", value(p)));
    return p.node("initializer_pair", start, children, "=");
  }
  if (code === nameCode && p.code(1) === colon) {
    const start = p.start();
    const name = p.leaf("field_identifier", "designator");
    p.at++;
    const children = [name, as("value", value(p))];
    return p.node("initializer_pair", start, children);
  }
  return value(p);
}

function designator(p: DirectCursor): OpenNode {
  const start = p.start();
  if (p.accept(dot)) {
    const name = p.name("field_identifier");
    return as("designator", p.node("field_designator", start, [name], "."));
  }
  p.take(openBracket);
  const first = expression(p);
  if (p.accept(ellipsis)) {
    const children = [as("start", first), as("end", expression(p))];
    p.take(closeBracket);
    return as("designator", p.node("subscript_range_designator", start, children, "..."));
  }
  p.take(closeBracket);
  return as("designator", p.node("subscript_designator", start, [first]));
}
