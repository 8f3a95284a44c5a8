import { describe, expect, it } from "vitest";
import { parseExpressionText } from "../../server/src/c-types/lower.js";
import { expressionKey, namesIn, renderExpression } from "../../server/src/c-types/render.js";

describe("rendering", () => {
  it.each([
    ["sizeof( *ring )+n*sizeof(struct desc)", "sizeof(*ring) + n * sizeof(struct desc)"],
    ["(a + b) * c", "(a + b) * c"],
    ["a - (b - c)", "a - (b - c)"],
    ["(a - b) - c", "a - b - c"],
    ["p -> x . y [ 3 ]", "p->x.y[3]"],
    ["(*p).x", "(*p).x"],
    ["-(-1)", "-(-1)"],
    ["a ? b : c + 1", "a ? b : c + 1"],
    ["a ?: b", "a ?: b"],
    ["(u32)x << 2", "(u32)x << 2"],
    ['f(a, "s\\n", (x, y))', 'f(a, "s\\n", (x, y))'],
    ["i++ + --j", "i++ + --j"],
    ["x |= 1UL << 3", "x |= 1UL << 3"],
  ])("%s", (code, expected) => {
    expect(renderExpression(parseExpressionText(code))).toBe(expected);
  });

  it("keeps the meaning when read again", () => {
    for (const code of ["~(a | b) & c", "!(a && b) || c", "*(&x + 1)", "(a, b)", "(a = b) + 1", "-(a + b)"]) {
      const once = renderExpression(parseExpressionText(code));
      expect(renderExpression(parseExpressionText(once))).toBe(once);
    }
  });

  it("cuts what no message can carry", () => {
    expect(renderExpression(parseExpressionText(`f(${"abcdefgh, ".repeat(40)}x)`)).length).toBe(120);
  });
});

describe("keys", () => {
  it.each([
    ["&d->lock", "d->lock"],
    ["&(*d).lock", "d->lock"],
    ["&d[0].lock", "d->lock"],
    ["(&v)->lock", "v.lock"],
    ["&x->arr[0]", "x->arr"],
    ["x->arr", "x->arr"],
    ["&x->arr[i].lock", "x->arr[i].lock"],
    ["*&x", "x"],
    ["*p", "*p"],
    ["&((struct foo *)p)->lock", "p->lock"],
    ["&netdev_priv(dev)->lock", "netdev_priv(dev)->lock"],
    ["this_cpu_ptr(&x)", "this_cpu_ptr(&x)"],
    ["&container_of(w, struct foo, work)->lock", "container_of(w,struct foo,work)->lock"],
  ])("%s", (code, expected) => {
    expect(expressionKey(parseExpressionText(code))).toBe(expected);
  });

  it.each(["p++->lock", "foo_alloc(d)", "readl(reg)", "a = b", "({ x; })", "a ? b : c", "f(g++)"])(
    "none for %s",
    (code) => {
      expect(expressionKey(parseExpressionText(code))).toBeUndefined();
    },
  );

  it("names what a value depends on", () => {
    expect(namesIn(parseExpressionText("f(d->ring[i].count, N) + sizeof(struct foo) + d->x"))).toEqual([
      "d",
      ".ring",
      "i",
      ".count",
      "N",
      ".x",
    ]);
  });
});
