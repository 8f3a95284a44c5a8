import { describe, expect, it } from "vitest";
import { evaluateLowerBound } from "../../server/src/c-types/evaluate-range.js";
import { parseExpressionText } from "../../server/src/c-types/lower.js";
import { codeRange, widthRange } from "../../server/src/c-types/ranges.js";
import { constant, environmentOf, profileOf, rangeOf, x86 } from "./check.js";

const definitions = `
#define BLOCK 4096
#define BLOCKS (2 * 4 + 1)
#define BYTES (BLOCK * BLOCKS)
#define SQUARE(x) ((x) * (x))
#define AREA(w, h) SQUARE(w) + h
#define CAST(t, x) ((t)(x))
#define LOOP LOOP + 1
#ifdef CONFIG_BIG
#define RING 512
#else
#define RING 64
#endif
enum stat { RX, TX, ERR = 500, DROP, LAST = 521, MAX };
enum bits { B0 = 1 << 3, B1 };
struct cell { u64 packets; u64 bytes[7]; };
struct table { u32 n; u32 gen; u64 ent[]; };
struct flags { u32 low:4; u32 high:28; u8 small; };
struct ring { struct cell *cells; struct table t; u16 count; int budget; };
static const struct cell table_of_cells[] = { { 1 }, { 2 }, { 3 } };
static const char greeting[] = "hello";
static struct ring *ring;
static struct flags flags;
static unsigned int n;
static int i;
static u8 byte;
static u64 big;
static size_t len;
u16 port_count(struct ring *r);
`;

describe("constants", () => {
  it.each([
    ["BYTES", 36864n],
    ["(2 + 3) * 4 - 6 / 4", 19n],
    ["-7 / 2", -3n],
    ["-7 % 3", -1n],
    ["~0U", 4294967295n],
    ["~0", -1n],
    ["~0UL", 18446744073709551615n],
    ["0xffffffff + 1", 0n],
    ["4294967295 + 1", 4294967296n],
    ["1U - 2", 4294967295n],
    ["(u8)300", 44n],
    ["(s8)200", -56n],
    ["(u64)-1", 18446744073709551615n],
    ["(u32)-1 > 0", 1n],
    ["-1 > 0U", 1n],
    ["-1 > 0", 0n],
    ["1 << 4 | 3", 19n],
    ["1ULL << 40", 1099511627776n],
    ["512ULL << 20", 536870912n],
    ["5 > 3 ? 10 : 20", 10n],
    ["0 ?: 7", 7n],
    ["!5 + !0", 1n],
    ["1 && 0 || 1", 1n],
    ["(1, 2)", 2n],
    ["'a'", 97n],
    ["MAX", 522n],
    ["DROP", 501n],
    ["TX", 1n],
    ["B1", 9n],
    ["SQUARE(3 + 1)", 16n],
    ["AREA(2, 5)", 9n],
    ["CAST(u8, 257)", 1n],
    ["CAST(unsigned int, -1)", 4294967295n],
    ["sizeof(struct cell)", 64n],
    ["sizeof(struct cell) * MAX", 33408n],
    ["sizeof(*ring->cells)", 64n],
    ["sizeof(ring->cells[0].bytes)", 56n],
    ["sizeof(ring)", 8n],
    ["sizeof(u16)", 2n],
    ["sizeof(struct input_event)", 24n],
    ["sizeof(struct iovec) * 1024", 16384n],
    ["sizeof(struct mutex) + sizeof(spinlock_t)", 36n],
    ["sizeof(void *)", 8n],
    ["sizeof(table_of_cells)", 192n],
    ["sizeof(greeting)", 6n],
    ['sizeof("abc")', 4n],
    ['strlen("abc")', 3n],
    ["ARRAY_SIZE(table_of_cells)", 3n],
    ["sizeof(table_of_cells) / sizeof(table_of_cells[0])", 3n],
    ["struct_size(&ring->t, ent, 4096)", 32776n],
    ["flex_array_size(&ring->t, ent, 3)", 24n],
    ["offsetof(struct ring, t.ent)", 16n],
    ["offsetofend(struct cell, packets)", 8n],
    ["sizeof_field(struct ring, count)", 2n],
    ["PAGE_SIZE << 4", 65536n],
    ["PAGE_SIZE", 4096n],
    ["PAGE_ALIGN(1)", 4096n],
    ["ALIGN(13, 8)", 16n],
    ["ALIGN_DOWN(13, 8)", 8n],
    ["roundup(13, 5)", 15n],
    ["DIV_ROUND_UP(13, 5)", 3n],
    ["roundup_pow_of_two(33)", 64n],
    ["rounddown_pow_of_two(33)", 32n],
    ["ilog2(64)", 6n],
    ["get_order(4097)", 1n],
    ["get_order(4096)", 0n],
    ["BIT(3) | BIT(0)", 9n],
    ["GENMASK(7, 4)", 240n],
    ["BITS_TO_LONGS(65)", 2n],
    ["array_size(3, 5)", 15n],
    ["size_add(size_mul(2, 3), 4)", 10n],
    ["array3_size(1UL << 40, 1UL << 40, 2)", 18446744073709551615n],
    ["min_t(u8, 300, 50)", 44n],
    ["max(3, 9)", 9n],
    ["clamp(50, 1, 16)", 16n],
    ["SZ_64K", 65536n],
    ["-ENOMEM", -12n],
    ["KMALLOC_MAX_SIZE", 4194304n],
    ["IFNAMSIZ + ETH_ALEN", 22n],
    ["U8_MAX + INT_MAX - INT_MAX", 255n],
    ["1 << MAX_ORDER", 2048n],
  ])("%s", (expression, expected) => {
    expect(constant(expression, definitions)).toBe(expected);
  });

  it.each([
    "n",
    "HZ",
    "NR_CPUS",
    "unknown_name + 1",
    "RING",
    "LOOP",
    "1 / 0",
    "sizeof(struct nowhere)",
    "f(3)",
    "1.5 + 1",
    "i++",
    "({ 3; })",
  ])("%s is none", (expression) => {
    expect(constant(expression, definitions)).toBeUndefined();
  });

  it("follow the architecture", () => {
    const arm = profileOf("arm");
    expect(constant("sizeof(long)", "", arm)).toBe(4n);
    expect(constant("~0UL", "", arm)).toBe(4294967295n);
    expect(constant("1UL << 32", "", arm)).toBe(0n);
    expect(constant("BITS_PER_LONG", "", arm)).toBe(32n);
  });

  it("give up on what would take exponential time", () => {
    const code = "#define MIN(a, b) ((a) < (b) ? (a) : (b))\nstatic unsigned int n;";
    let nested = "n";
    for (let i = 0; i < 40; i++) nested = `MIN(${nested}, ${i + 5})`;
    expect(constant(nested, code)).toBeUndefined();
    expect(constant("MIN(MIN(3, 7), MIN(9, 5))", code)).toBe(3n);
  });

  it("say what the file says, not what the kernel says", () => {
    expect(constant("PAGE_SIZE", "#define PAGE_SIZE 100")).toBe(100n);
    expect(constant("sizeof(u32)", "typedef unsigned long long u32;")).toBe(8n);
  });
});

describe("ranges", () => {
  const small = codeRange(0n, 64n);

  it.each([
    ["n", {}, widthRange(32, false)],
    ["n", { n: small }, small],
    ["n * 600", { n: small }, codeRange(0n, 38400n)],
    ["sizeof(struct table) + n * sizeof(u64)", { n: small }, codeRange(8n, 520n)],
    ["struct_size(&ring->t, ent, n)", { n: small }, codeRange(8n, 520n)],
    ["ring->count", { "ring.count": small }, small],
    ["(*ring).count + 1", { "ring.count": small }, codeRange(1n, 65n)],
    ["n ? n : 16", { n: small }, codeRange(1n, 64n)],
    ["roundup_pow_of_two(clamp(len, 16UL, 8192UL))", {}, codeRange(16n, 8192n)],
    ["min_t(size_t, unknown_len, 48 * 1024)", {}, codeRange(0n, 49152n)],
    ["roundup_pow_of_two(min(n, 4096U))", {}, codeRange(1n, 4096n)],
    ["n & 0xff", {}, codeRange(0n, 255n)],
    ["mystery & 0xff", {}, codeRange(0n, 255n)],
    ["n % 16", {}, codeRange(0n, 15n)],
    ["RING", {}, codeRange(64n, 512n)],
    ["len > 100 ? 100 : len", {}, codeRange(0n, 100n)],
    ["len < 100 ? len : 100", {}, codeRange(0n, 100n)],
    ["i == 3", {}, codeRange(0n, 1n)],
    ["(u32)n << 2", { n: small }, codeRange(0n, 256n)],
    ["PAGE_ALIGN(n)", { n: small }, codeRange(0n, 4096n)],
    ["get_order(n * 4096)", { n: small }, codeRange(0n, 6n)],
    ["array_index_nospec(n, 8)", {}, codeRange(0n, 7n)],
  ])("%s", (expression, known, expected) => {
    expect(rangeOf(expression, definitions, known)).toEqual(expected);
  });

  it("knows which end is only the width of a type", () => {
    expect(rangeOf("byte * 1024", definitions)).toMatchObject({ min: 0n, max: 261120n, bounded: false });
    expect(rangeOf("(u8)mystery", definitions)).toMatchObject({ max: 255n, bounded: false });
    expect(rangeOf("flags.low", definitions)).toMatchObject({ max: 15n, bounded: false });
    expect(rangeOf("port_count(ring)", definitions)).toMatchObject({ max: 65535n, bounded: false });
    expect(rangeOf("max(n, 64U)", definitions)).toMatchObject({ min: 64n, bounded: false });
    expect(rangeOf("sizeof(u64) * n", definitions)?.bounded).toBe(false);
  });

  it("drops the negative half of a checked int that becomes a size", () => {
    const checked = { min: -2147483648n, max: 64n, bounded: true, lowerBounded: false };
    expect(rangeOf("sizeof(u64) * i", definitions, { i: checked })).toMatchObject({
      min: 0n,
      max: 512n,
      bounded: true,
    });
  });

  it("wraps what may overflow", () => {
    expect(rangeOf("n + 1", definitions)).toMatchObject({ min: 0n, max: 4294967295n, bounded: false });
  });

  it("stays silent where a name is unknown", () => {
    expect(rangeOf("mystery * 4", definitions)).toBeUndefined();
    expect(rangeOf("sizeof(struct nowhere) * 4", definitions)).toBeUndefined();
  });
});

describe("the smallest possible size", () => {
  function lowerBound(expression: string): bigint | undefined {
    return evaluateLowerBound(parseExpressionText(expression), environmentOf(definitions), x86);
  }

  it.each([
    ["6 * 1024 * 1024 + mystery", 6291456n],
    ["8 * 1024 * 1024 + n * sizeof(struct nowhere)", 8388608n],
    ["struct_size(&ring->t, ent, mystery)", 8n],
    ["max(mystery, 5)", 5n],
    ["n * 16", 0n],
    ["mystery(3)", 0n],
    ["sizeof(struct cell) * (n + 2)", 128n],
  ])("%s", (expression, expected) => {
    expect(lowerBound(expression)).toBe(expected);
  });
});
