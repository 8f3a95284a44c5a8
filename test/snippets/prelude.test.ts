// The prelude: its types have the kernel's sizes, and what it declares is there.

import { describe, expect, it } from "vitest";
import { builtinStructSize } from "../../server/src/c-types/builtin-structs.js";
import { createProfile } from "../../server/src/kernel-model/profile.js";
import { runBody } from "./check.js";

const profile = createProfile();
const structs = [
  "list_head",
  "hlist_node",
  "rb_node",
  "work_struct",
  "timer_list",
  "delayed_work",
  "kref",
  "kobject",
  "device",
  "resource",
  "platform_device",
  "pci_dev",
  "mutex",
  "completion",
  "file",
  "sk_buff",
  "sk_buff_head",
  "xarray",
  "idr",
  "ida",
];

describe("structs have the sizes that the checker knows", () => {
  it.each(structs.filter((name) => builtinStructSize(`struct ${name}`, profile)))("struct %s", (name) => {
    expect(runBody(`return sizeof(struct ${name});`).returned).toBe(
      String(builtinStructSize(`struct ${name}`, profile)?.sizeBytes),
    );
  });
  it.each(["spinlock_t", "atomic_t", "atomic64_t", "wait_queue_head_t"])("%s", (name) => {
    expect(runBody(`return sizeof(${name});`).returned).toBe(
      String(builtinStructSize(name, profile)?.sizeBytes),
    );
  });
});

describe("the kernel's helpers", () => {
  it.each([
    ["return min(3, 5) + max_t(u8, 3, 260) + clamp(9, 1, 4);", "11"],
    ["return DIV_ROUND_UP(10, 4) * 100 + ALIGN(5, 8) + round_up(9, 8);", "324"],
    ["return IS_ERR(ERR_PTR(-EINVAL)) * 10 + (PTR_ERR(ERR_PTR(-EINVAL)) == -EINVAL) + IS_ERR(NULL);", "11"],
    [
      "DECLARE_BITMAP(m, 100); bitmap_zero(m, 100); set_bit(70, m); return find_first_bit(m, 100) * 10 + test_bit(70, m) + test_bit(3, m);",
      "701",
    ],
    [
      "atomic_t a = ATOMIC_INIT(3); atomic_inc(&a); return atomic_dec_and_test(&a) * 10 + atomic_read(&a);",
      "3",
    ],
    ["return roundup_pow_of_two(33) + ilog2(1024) + get_order(9000) + hweight32(0xff);", "84"],
    ["return cpu_to_be32(1) == 0x01000000 && swab16(0x1234) == 0x3412;", "1"],
    ["struct { int n; int v[]; } *p = NULL; return struct_size(p, v, 5);", "24"],
    ["return array_size(1UL << 40, 1UL << 40) == SIZE_MAX;", "1"],
    [
      "size_t r; return check_mul_overflow((size_t)1 << 40, (size_t)1 << 40, &r) * 10 + check_mul_overflow((size_t)3, (size_t)4, &r) + r;",
      "22",
    ],
    ["int x = 7; swap(x, x); return abs(-x) + sizeof_field(struct list_head, next);", "15"],
    ["u64 n = 1000; u32 r = do_div(n, 7); return n * 10 + r;", "1426"],
    [
      "LIST_HEAD(h); struct { struct list_head n; int v; } a, b, *e; long s = 0; a.v = 1; b.v = 2; list_add(&a.n, &h); list_add(&b.n, &h); list_for_each_entry(e, &h, n) s = s * 10 + e->v; list_del(&b.n); return s * 10 + list_is_singular(&h);",
      "211",
    ],
    [
      'char b[8]; return scnprintf(b, sizeof(b), "%s-%d", "abcdef", 12) * 100 + snprintf(b, sizeof(b), "%s-%d", "abcdef", 12);',
      "709",
    ],
    [
      "struct page *p = alloc_page(GFP_KERNEL); char *v = page_address(p); long ok = virt_to_page(v) == p && page_to_pfn(p) * PAGE_SIZE == virt_to_phys(v); __free_page(p); return ok;",
      "1",
    ],
    [
      "unsigned long f; spinlock_t l; spin_lock_init(&l); spin_lock_irqsave(&l, f); long r = in_atomic() * 10; spin_unlock_irqrestore(&l, f); return r + in_atomic();",
      "10",
    ],
  ])("%s", (body, value) => {
    const run = runBody(body);
    expect({ stop: run.stop.message, faults: run.faults, returned: run.returned }).toEqual({
      stop: "demo() returned",
      faults: [],
      returned: value,
    });
  });
});

it.each([
  ['"%5d|%-4s|%04x", 42, "ab", 0xbeef', "   42|ab  |beef"],
  ['"%*ph %2phC %3phD %2phN", 3, "abc", "ab", "abc", "ab"', "61 62 63 61:62 61-62-63 6162"],
  ['"%pM %pm", "abcdef", "abcdef"', "61:62:63:64:65:66 616263646566"],
  ['"%pI4:%d", "\\177\\0\\0\\1", 80', "127.0.0.1:80"],
  ['"%pe", ERR_PTR(-22)', "-22"],
])("printk(%s)", (format, expected) => {
  expect(runBody(`pr_info(${format}); return 0;`).console).toEqual([expected]);
});
