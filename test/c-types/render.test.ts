import { describe, expect, it } from "vitest";
import { parseExpressionText } from "../../server/src/c-types/lower.js";
import { namesIn, renderExpression } from "../../server/src/c-types/render.js";

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

describe("names", () => {
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
