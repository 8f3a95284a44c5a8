// The objects that a snippet's parameters are: zeroed, in the struct that embeds them, and what their members point to.

import { describe, expect, it } from "vitest";
import type { SnippetRun } from "../../server/src/snippets/report.js";
import { runOne } from "./check.js";

const head = `#include <linux/slab.h>
#include <linux/list.h>
struct host { int caps; char name[8]; struct host *next; int (*ask)(struct host *h); };
struct ring { struct list_head entries; void *buffer; };
struct card { int id; struct host *host; struct ring ring; char *label; };
struct board { long serial; struct card card; int slots; };
`;

/** Runs a function with these parameters. */
function run(parameters: string, body: string, annotations = ""): SnippetRun {
  return runOne(`${head}// @kmem run\n${annotations}static long demo(${parameters})\n{\n\t${body}\n}\n`);
}
const returnedBy = (...given: Parameters<typeof run>): string | undefined => run(...given).returned;
const faultOf = (...given: Parameters<typeof run>): string | undefined => run(...given).faults[0]?.kind;

describe("a member of a parameter that nobody has set", () => {
  it.each([
    ["is NULL for who asks", "return !c->host && c->host == NULL && (c->host ? 0 : 1);", "1"],
    ["is a zeroed object for who uses it without asking", "return c->host->caps + c->host->name[3];", "0"],
    [
      "is the same object each time",
      "struct host *h = c->host; h->caps = 3; c->host->caps += 4; return h->caps;",
      "7",
    ],
    [
      "is one through a copy in other memory",
      "static struct host *kept; kept = c->host; kept->caps = 2; return c->host->caps;",
      "2",
    ],
    ["has members of its own", "c->host->next->caps = 9; return c->host->next->caps + c->host->caps;", "9"],
    ["is text without characters", "return strlen(c->label);", "0"],
    [
      "may lie in a larger struct",
      "struct board *b = container_of(c->host, struct board, slots); b->serial = 4; return b->serial;",
      "4",
    ],
    ["is nothing to free", "kfree(c->ring.buffer); return 0;", "0"],
  ])("%s", (_name, body, returned) => {
    const { returned: shown, faults } = run("struct card *c", body);
    expect([shown, faults]).toEqual([returned, []]);
  });

  it.each([
    ["was asked for and found to be NULL", 'if (!c->host) pr_info("none\\n"); return c->host->caps;', ""],
    ["was set to NULL by the program", "c->host = NULL; return c->host->caps;", ""],
    ["was set to NULL by let", "return c->host->caps;", "// @kmem let c->host = NULL\n"],
    ["is a list without head", "return list_empty(c->ring.entries.next);", ""],
    ["is a chain that never ends", "struct host *h = c->host; for (;;) h = h->next;", ""],
  ])("is a fault when it %s", (_name, body, annotations) => {
    expect(faultOf("struct card *c", body, annotations)).toBe("null-dereference");
  });

  it("holds no memory that is not there, and leaks none that it was given", () => {
    const { leaks, held } = run(
      "struct card *c",
      "c->host->next = kzalloc(sizeof(struct host), GFP_KERNEL); return 0;",
    );
    expect([leaks, held.length]).toEqual([[], 1]);
  });

  it("is not called: what a core would have set there is not known", () => {
    expect(run("struct card *c", "return c->host->ask(c->host);").stop).toMatchObject({
      reason: "unsupported",
    });
  });
});

describe("a parameter", () => {
  it("lies in the struct that the function makes of it", () => {
    const body =
      "struct board *b = container_of(c, struct board, card); b->slots = 2; return b->slots + c->id;";
    expect(returnedBy("struct card *c", body)).toBe("2");
    const behind = "struct board *b = container_of(c, struct board, card); return (&b->slots)[2];";
    expect(faultOf("struct card *c", behind)).toBe("out-of-bounds");
  });

  it("has its own bounds otherwise", () => {
    expect(faultOf("struct card *c", "return c[1].id;")).toBe("out-of-bounds");
  });

  it("without a type is what the function makes of it", () => {
    expect(returnedBy("int irq, void *data", "struct board *b = data; b->slots = 5; return b->slots;")).toBe(
      "5",
    );
  });
});

it("an empty element at the end of a table is an element", () => {
  expect(
    returnedBy("void", "static const struct host table[] = { { 1 }, { 2 }, {} }; return ARRAY_SIZE(table);"),
  ).toBe("3");
});
