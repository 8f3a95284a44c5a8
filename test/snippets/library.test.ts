// Libraries of the kernel that allocate: what they take from which cache, and that they give all of it back.

import { describe, expect, it } from "vitest";
import type { SnippetRun } from "../../server/src/snippets/report.js";
import { runOne } from "./check.js";

const head = `#include <linux/slab.h>
#include <linux/idr.h>
#include <linux/xarray.h>
#include <linux/skbuff.h>
static DEFINE_IDR(idr);
static DEFINE_IDA(ida);
static DEFINE_XARRAY(xa);
static DEFINE_XARRAY_ALLOC1(ids);
struct item { int id; };
static struct item items[2000];
`;
const run = (body: string, options = "", parameters = "void"): SnippetRun =>
  runOne(`${head}// @kmem run ${options}\nstatic long demo(${parameters})\n{\n\t${body}\n}\n`);

/** Objects that a run's caches gained, for those that did. */
function gained({ before, after }: SnippetRun): Record<string, number> {
  const objects = (state: SnippetRun["before"], name: string): number =>
    state.slabs?.find((slab) => slab.name === name)?.objects ?? 0;
  const rows = (after.slabs ?? []).map(
    ({ name, objects: now }) => [name, now - objects(before, name)] as const,
  );
  return Object.fromEntries(rows.filter(([, number]) => number !== 0));
}

describe("an id table takes nodes", () => {
  it.each([
    ["none for one entry at index 0", "idr_alloc(&idr, items, 0, 0, GFP_KERNEL);", 0],
    ["one for 64 entries", "int i; for (i = 0; i < 64; i++) idr_alloc(&idr, items, 0, 0, GFP_KERNEL);", 1],
    [
      "three for 65: a second leaf and a top",
      "int i; for (i = 0; i < 65; i++) idr_alloc(&idr, items, 0, 0, GFP_KERNEL);",
      3,
    ],
    ["one for id 1", "idr_alloc(&idr, items, 1, 0, GFP_KERNEL);", 1],
    ["two for an index of two digits", "xa_store(&xa, 500, items, GFP_KERNEL);", 2],
    ["none for an index 0", "xa_store(&xa, 0, items, GFP_KERNEL);", 0],
    [
      "as many as are left when the far entry goes",
      "xa_store(&xa, 5, items, GFP_KERNEL); xa_store(&xa, 5000, items, GFP_KERNEL); xa_erase(&xa, 5000);",
      1,
    ],
    ["none when all is destroyed", "xa_store(&xa, 70, items, GFP_KERNEL); xa_destroy(&xa);", 0],
    [
      "none when the last id is removed",
      "idr_alloc(&idr, items, 700, 0, GFP_KERNEL); idr_remove(&idr, 700);",
      0,
    ],
  ])("%s", (_name, body, nodes) => {
    const report = run(`${body} return 0;`);
    expect([report.stop.reason, report.faults, gained(report)]).toEqual([
      "returned",
      [],
      nodes === 0 ? {} : { radix_tree_node: nodes },
    ]);
  });

  it("with constructed objects of 576 bytes in slots of 584", () => {
    const { events } = run("return xa_err(xa_store(&xa, 9, items, GFP_KERNEL));");
    expect(events).toMatchObject([
      { call: "xa_store", requestedBytes: 576, allocatedBytes: 584, cache: "radix_tree_node" },
    ]);
  });
});

describe("an id table finds", () => {
  it("what was stored, in order, after anything was removed", () => {
    const body = `int i, id, sum = 0; struct item *p;
	for (i = 0; i < 1000; i++) items[i].id = idr_alloc(&idr, &items[i], 10, 0, GFP_KERNEL);
	for (i = 0; i < 1000; i += 3) idr_remove(&idr, items[i].id);
	idr_for_each_entry(&idr, p, id) { if (p->id != id) return -1; sum++; }
	if (idr_alloc(&idr, &items[0], 10, 0, GFP_KERNEL) != 10) return -2;
	idr_destroy(&idr);
	return sum;`;
    expect(run(body)).toMatchObject({ returned: "666", faults: [], leaks: [] });
  });

  it("ids in turn and within limits", () => {
    const body = `u32 id, next = 0; int a, b, c;
	a = idr_alloc_cyclic(&idr, items, 5, 7, GFP_KERNEL); idr_remove(&idr, a);
	b = idr_alloc_cyclic(&idr, items, 5, 7, GFP_KERNEL); idr_remove(&idr, b);
	c = idr_alloc_cyclic(&idr, items, 5, 7, GFP_KERNEL);
	if (xa_alloc(&ids, &id, items, xa_limit_32b, GFP_KERNEL) || id != 1) return -1;
	if (xa_alloc(&ids, &id, items, XA_LIMIT(1, 1), GFP_KERNEL) != -EBUSY) return -2;
	return a * 100 + b * 10 + c;`;
    expect(run(body).returned).toBe("565");
  });

  it("values without memory, and holes", () => {
    const body = `unsigned long i; void *e; int sum = 0;
	xa_store(&xa, 3, xa_mk_value(40), GFP_KERNEL); xa_store(&xa, 900, xa_mk_value(2), GFP_KERNEL);
	xa_for_each(&xa, i, e) sum += xa_to_value(e) + (i == 900 ? 1000 : 0);
	return xa_load(&xa, 4) ? -1 : sum;`;
    expect(run(body).returned).toBe("1042");
  });
});

describe("an ida", () => {
  it("keeps 62 ids in the pointer, and more in 128 bytes", () => {
    const take = (n: number): string =>
      `int i; for (i = 0; i < ${n}; i++) if (ida_alloc(&ida, GFP_KERNEL) != i) return -1; return 0;`;
    expect(gained(run(take(62)))).toEqual({});
    expect(gained(run(take(63)))).toEqual({ "kmalloc-128": 1 });
    expect(gained(run(take(1025)))).toEqual({ "kmalloc-128": 1, radix_tree_node: 1 });
  });

  it("gives back what was freed first, and complains of what was not", () => {
    const body =
      "int i; for (i = 0; i < 100; i++) ida_alloc(&ida, GFP_KERNEL); ida_free(&ida, 7); ida_free(&ida, 7); i = ida_alloc_range(&ida, 3, 90, GFP_KERNEL); ida_destroy(&ida); return i;";
    const report = run(body);
    expect([report.returned, report.console, gained(report)]).toEqual([
      "7",
      ["ida_free called for id=7 which is not allocated."],
      {},
    ]);
  });
});

describe("a socket buffer", () => {
  it.each([
    ["alloc_skb(1500, GFP_KERNEL)", "", { skbuff_head_cache: 1, "kmalloc-2k": 1 }],
    ["alloc_skb(100, GFP_KERNEL)", "", { skbuff_head_cache: 1, "kmalloc-512": 1 }],
    ["alloc_skb(100, GFP_KERNEL)", "kernel=6.12", { skbuff_head_cache: 1, skbuff_small_head: 1 }],
    ["netdev_alloc_skb(NULL, 1500)", "", { skbuff_head_cache: 1 }],
    ["__netdev_alloc_skb(NULL, 1500, GFP_KERNEL)", "", { skbuff_head_cache: 1, "kmalloc-2k": 1 }],
    ["dev_alloc_skb(200)", "", { skbuff_head_cache: 1, "kmalloc-1k": 1 }],
  ] as const)("of %s %s comes from its caches and goes back", (call, options, expected) => {
    expect(gained(run(`struct sk_buff *s = ${call}; return s ? 0 : -1;`, options))).toEqual(expected);
    const freed = run(`struct sk_buff *s = ${call}; kfree_skb(s); return 0;`, options);
    expect([gained(freed), freed.leaks, freed.faults]).toEqual([{}, [], []]);
  });

  it("is a slot of 256 bytes in both releases that were measured", () => {
    for (const options of ["", "kernel=6.12"])
      expect(run("alloc_skb(9, GFP_KERNEL); return 0;", options).events[0]).toMatchObject({
        requestedBytes: 232,
        allocatedBytes: 256,
      });
  });

  it("of a device shares pages of order 3, seventeen of an Ethernet frame's size in each", () => {
    const body = `struct sk_buff *s[18]; int i;
	for (i = 0; i < 18; i++) s[i] = netdev_alloc_skb(NULL, 1500);
	while (i--) kfree_skb(s[i]);
	return 0;`;
    const { events, leaks, held } = run(body);
    expect(events.filter(({ order }) => order === 3)).toMatchObject([
      { call: "netdev_alloc_skb", pages: 8 },
      { call: "netdev_alloc_skb", pages: 8 },
      { call: "kfree_skb" },
    ]);
    expect([leaks, held.map(({ by }) => by)]).toEqual([[], ["the cache of page fragments"]]);
  });

  it("moves its data as the kernel does, and is a bug beyond its end", () => {
    const body = `struct sk_buff *s = alloc_skb(64, GFP_KERNEL); u8 *p;
	skb_reserve(s, 16); p = skb_put_zero(s, 20); *(u8 *)skb_push(s, 2) = 9; skb_pull(s, 1);
	if (s->len != 21 || skb_headroom(s) != 15 || s->data + 1 != p) return -1;
	skb_trim(s, 5);
	if (skb_tail_pointer(s) != s->data + 5) return -2;
	s = skb_copy(s, GFP_KERNEL); skb_put(s, 100000); return 0;`;
    expect(run(body).stop).toMatchObject({
      reason: "fault",
      message: expect.stringContaining("skb_over_panic"),
    });
  });

  it("that is cloned shares its data until both are gone", () => {
    const body = `struct sk_buff *a = alloc_skb(64, GFP_KERNEL), *b = skb_clone(a, GFP_KERNEL);
	kfree_skb(a); memset(skb_put(b, 8), 1, 8); kfree_skb(b); return 0;`;
    const report = run(body);
    expect([report.stop.reason, gained(report)]).toEqual(["returned", {}]);
  });

  it.each([
    ["freed twice", "kfree_skb(s); kfree_skb(s);", "use-after-free"],
    ["freed by kfree()", "kfree(s);", "wrong-free"],
    ["used after the stack took it", "netif_rx(s); return s->len;", "use-after-free"],
  ])("%s is a fault", (_name, body, kind) => {
    const { faults } = run(`struct sk_buff *s = alloc_skb(64, GFP_KERNEL); ${body} return 0;`);
    expect(faults[0]?.kind).toBe(kind);
  });

  it("in a queue is held, and none is left when the queue is purged", () => {
    const fill =
      "int i; skb_queue_head_init(&q); for (i = 0; i < 5; i++) skb_queue_tail(&q, alloc_skb(9, GFP_KERNEL));";
    const text = (rest: string): string =>
      `${head}static struct sk_buff_head q;\n// @kmem run\nstatic int demo(void) { ${fill} ${rest} return skb_queue_len(&q); }\n`;
    expect(runOne(text(""))).toMatchObject({ returned: "5", leaks: [] });
    const purged = runOne(text("skb_queue_purge(&q);"));
    expect([purged.returned, gained(purged)]).toEqual(["0", {}]);
  });
});

describe("copies", () => {
  it.each([
    ['kmemdup_nul("abcdef", 3, GFP_KERNEL)', "kfree", "abc"],
    ['kstrdup_const("abc", GFP_KERNEL)', "kfree_const", "abc"],
    ['kvmemdup("abc", 4, GFP_KERNEL)', "kvfree", "abc"],
    ['memdup_user("abc", 4)', "kfree", "abc"],
    ['memdup_user_nul("abcd", 3)', "kfree", "abc"],
    ['vmemdup_user("abc", 4)', "kvfree", "abc"],
    ['strndup_user("abc", 10)', "kfree", "abc"],
    ['kasprintf(GFP_KERNEL, "%s%d", "ab", 3)', "kfree", "ab3"],
  ])("%s", (call, free, text) => {
    const report = run(`const char *p = ${call}; pr_info("%s", p); ${free}(p); return 0;`);
    expect([report.console, report.faults, report.leaks]).toEqual([[text], [], []]);
    expect(run(`const void *p = ${call}; return 0;`).leaks).toHaveLength(1);
  });

  it.each([
    'devm_kasprintf(dev, GFP_KERNEL, "%d", 7)',
    'devm_kstrdup_const(dev, "abc", GFP_KERNEL)',
    "devm_krealloc(dev, devm_kzalloc(dev, 8, GFP_KERNEL), 100, GFP_KERNEL)",
    "devm_bitmap_zalloc(dev, 100, GFP_KERNEL)",
    "(void *)devm_get_free_pages(dev, GFP_KERNEL, 1)",
    "dmam_alloc_coherent(dev, 100, &handle, GFP_KERNEL)",
    "devm_alloc_percpu(dev, int)",
  ])("%s is its device's", (call) => {
    const report = run(`dma_addr_t handle; void *p = ${call}; return p ? 0 : -1;`, "", "struct device *dev");
    expect([report.returned, report.faults, report.leaks]).toEqual(["0", [], []]);
  });

  it.each([
    ["vcalloc(10, 1000)", "vfree(p)"],
    ["vmalloc_array(10, 1000)", "vfree(p)"],
    ["kvcalloc_node(10, 1000, GFP_KERNEL, 0)", "kvfree_sensitive(p, 10000)"],
    ["dma_alloc_wc(dev, 100, &handle, GFP_KERNEL)", "dma_free_wc(dev, 100, p, handle)"],
    ["devres_alloc(NULL, 100, GFP_KERNEL)", "devres_free(p)"],
    ["nlmsg_new(100, GFP_KERNEL)", "nlmsg_free(p)"],
  ])("%s is given back by %s", (call, free) => {
    const body = (rest: string): string => `dma_addr_t handle; void *p = ${call}; ${rest} return p ? 0 : -1;`;
    const freed = run(body(`${free};`), "", "struct device *dev");
    expect([freed.returned, freed.faults, freed.leaks, gained(freed)]).toEqual(["0", [], [], {}]);
    expect(run(body(""), "", "struct device *dev").leaks.length).toBeGreaterThan(0);
  });

  it("that are added to a device are its own, after a header of 40 bytes", () => {
    const body = "void *p = devres_alloc(NULL, 100, GFP_KERNEL); devres_add(dev, p); return 0;";
    const { leaks, events } = run(body, "", "struct device *dev");
    expect([leaks, events]).toMatchObject([[], [{ requestedBytes: 140, cache: "kmalloc-192" }]]);
  });

  it("of a list of arguments, and of many objects at once", () => {
    const text = `${head}static char *made(const char *f, ...) { va_list a; char *p; va_start(a, f); p = kvasprintf(GFP_KERNEL, f, a); va_end(a); return p; }
// @kmem run
static int demo(void)
{
	void *p[5]; char *s = made("%d-%s", 7, "x");
	struct kmem_cache *c = kmem_cache_create("many", 40, 0, 0, NULL);
	int n = kmem_cache_alloc_bulk(c, GFP_KERNEL, 5, p);
	pr_info("%s", s);
	kmem_cache_free_bulk(c, n, p); kmem_cache_destroy(c); kfree(s);
	return n;
}
`;
    expect(runOne(text)).toMatchObject({ returned: "5", console: ["7-x"], leaks: [], faults: [] });
  });

  it("that a device's action frees are its device's", () => {
    const text = `${head}static void drop(void *p) { kfree(p); }
// @kmem run
static int demo(struct device *dev) { return devm_add_action_or_reset(dev, drop, kmalloc(8, GFP_KERNEL)); }
`;
    expect(runOne(text)).toMatchObject({ returned: "0", leaks: [] });
  });
});

it("each allocation of a library may fail, and nothing leaks", () => {
  const body = `struct sk_buff *s = alloc_skb(64, GFP_KERNEL); int id;
	if (!s) return -ENOMEM;
	id = idr_alloc(&idr, s, 70, 0, GFP_KERNEL);
	if (id < 0) { kfree_skb(s); return id; }
	return 0;`;
  const text = `${head}// @kmem run\nstatic long demo(void)\n{\n\t${body}\n}\n`;
  for (const failNth of [1, 2, 3, 4]) {
    const { returned, leaks, faults } = runOne(text, { failNth });
    expect([failNth, returned, leaks, faults]).toEqual([failNth, "-12", [], []]);
  }
});
