// Keys of places and conditions: equal for what means the same object, none where looking twice is not looking once.

import { describe, expect, it } from "vitest";
import { conditionKey, placeKey, repeatableKey } from "../../server/src/c-types/keys.js";
import { parseExpressionText } from "../../server/src/c-types/lower.js";

describe("keys", () => {
  it.each([
    ["&d->lock", "d.lock"],
    ["&(*d).lock", "d.lock"],
    ["&d[0].lock", "d.lock"],
    ["(&v)->lock", "v.lock"],
    ["&x->arr[0]", "x.arr"],
    ["x->arr", "x.arr"],
    ["&x->arr[i].lock", "x.arr[i].lock"],
    ["*&x", "x"],
    ["*p", "*p"],
    ["p[0]", "*p"],
    ["&*p", "p"],
    ["n * sizeof(struct foo)", "(n * sizeof(struct foo))"],
    ["&((struct foo *)p)->lock", "p.lock"],
    ["&netdev_priv(dev)->lock", "netdev_priv(dev).lock"],
    ["this_cpu_ptr(&x)", "this_cpu_ptr(x)"],
    ["&container_of(w, struct foo, work)->lock", "container_of(w,struct foo,work).lock"],
  ])("%s", (code, expected) => {
    const expression = parseExpressionText(code);
    expect(repeatableKey(expression)).toBe(expected);
    expect(conditionKey(expression)).toBe(expected);
  });

  it.each(["p++->lock", "foo_alloc(d)", "readl(reg)", "a = b", "({ x; })", "a ? b : c", "f(g++)"])(
    "none for %s",
    (code) => {
      expect(repeatableKey(parseExpressionText(code))).toBeUndefined();
    },
  );

  it("of what cannot be looked at twice are those of its place in the text, or of its result", () => {
    expect(placeKey(parseExpressionText("foo_alloc(d)"))).toBe("foo_alloc(d)");
    expect(placeKey(parseExpressionText("(p = q)->lock"))).toBe("p.lock");
    expect(placeKey(parseExpressionText("a + b"))).toBeUndefined();
    expect(conditionKey(parseExpressionText("({ x; })"))).toBe("#1");
  });
});
