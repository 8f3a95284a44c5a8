import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { collectTypes } from "../../server/src/c-types/declarations.js";
import { createEnvironment } from "../../server/src/c-types/environment.js";
import type { CType } from "../../server/src/c-types/expression.js";
import { layoutOf, sizeBoundsOf } from "../../server/src/c-types/layout.js";
import { renderExpression, renderType } from "../../server/src/c-types/render.js";
import { createProfile } from "../../server/src/kernel-model/profile.js";
import { parseFile } from "../../server/src/syntax/parsed-file.js";
import { constant, environmentOf, profileOf, structSize, x86 } from "./check.js";

const seed = Number(process.env["FC_SEED"] ?? 7711);

describe("structs as drivers write them", () => {
  it.each([
    ["padding", "struct s { u8 kind; u64 stamp; };", 16],
    ["__packed after", "struct s { u8 kind; u64 stamp; } __packed;", 9],
    ["__packed before", "struct __packed s { u8 kind; u64 stamp; };", 9],
    ["__attribute__", "struct s { u8 kind; u64 stamp; } __attribute__((__packed__, aligned(4)));", 12],
    ["__aligned", "struct s { u8 kind; } __aligned(32);", 32],
    ["a member's __aligned", "struct s { u8 a; u8 b __aligned(8); u8 c; };", 16],
    ["a cache line", "struct s { u8 a; u8 b ____cacheline_aligned; };", 128],
    ["a packed member", "struct s { u8 a; u32 b __packed; };", 5],
    [
      "the file's own attribute macro",
      "#define PACKED __attribute__((packed))\nstruct s { u8 a; u32 b; } PACKED;",
      5,
    ],
    ["#pragma pack", "#pragma pack(push, 1)\nstruct s { u8 a; u32 b; };\n#pragma pack(pop)", 5],
    [
      "after #pragma pack",
      "#pragma pack(1)\nstruct t { u8 a; u32 b; };\n#pragma pack()\nstruct s { u8 a; u32 b; };",
      8,
    ],
    ["anonymous members", "struct s { struct { u8 a; u32 b; }; union { u64 c; u8 d; }; };", 16],
    ["nested definitions", "struct s { struct inner { u32 a; u32 b; } x, y[2]; };", 24],
    ["a packed nested struct", "struct s { struct { u8 a; u32 b; } __packed x; u8 c; };", 6],
    ["a flexible array", "struct s { u32 n; u64 ent[]; };", 8],
    ["__counted_by", "struct s { u32 n; u8 ent[] __counted_by(n); };", 4],
    ["bitmaps", "struct s { DECLARE_BITMAP(map, 65); };", 16],
    ["hash tables", "struct s { DECLARE_HASHTABLE(table, 4); };", 128],
    ["struct_group", "struct s { u8 a; struct_group(g, u32 b; u32 c;); u8 d; };", 16],
    ["DECLARE_FLEX_ARRAY", "struct s { u32 n; DECLARE_FLEX_ARRAY(u8, data); };", 4],
    ["function pointers", "struct s { int (*open)(struct foo *, int); void (*close)(void); };", 16],
    ["pointers and qualifiers", "struct s { const char __user *name; volatile u32 __iomem *regs; };", 16],
    ["several declarators", "struct s { u8 a, *b, c[3], (*d)[4]; };", 32],
    ["bit-fields", "struct s { u32 a:3, b:5, :0, c:1; };", 8],
    [
      "array lengths with macros and enums",
      "#define N 4\nenum { M = 3 };\nstruct s { u16 a[N * M + 1]; };",
      26,
    ],
    [
      "the kernel's structs",
      "struct s { struct list_head list; spinlock_t lock; struct mutex m; struct work_struct w; };",
      88,
    ],
    ["enum members", "enum e { A, B };\nstruct s { enum e a; enum e b; };", 8],
    [
      "typedefs",
      "typedef struct { u32 a; } inner_t;\ntypedef inner_t *inner_p;\nstruct s { inner_t a[2]; inner_p b; };",
      16,
    ],
    ["a local struct", "void f(void) { struct s { u32 a; u64 b; } x; }", 16],
    ["an endianness arm", "struct s {\n#ifdef __BIG_ENDIAN\n\tu64 a;\n#else\n\tu8 a;\n#endif\n};", 1],
    [
      "an #if inside that the machine decides",
      "struct s {\n\tu32 a;\n#ifdef CONFIG_64BIT\n\tu32 pad;\n#endif\n};",
      8,
    ],
    ["an #if 0", "struct s {\n\tu32 a;\n#if 0\n\tu32 pad;\n#endif\n};", 4],
    [
      "two definitions of which the machine takes one",
      "#ifdef CONFIG_64BIT\nstruct s { u64 a; };\n#else\nstruct s { u32 a; };\n#endif",
      8,
    ],
    ["a macro of members", "#define COMMON u32 a; u32 b;\nstruct s { COMMON u8 c; };", 12],
  ])("%s", (_idea, code, expected) => {
    expect(structSize(code, "s")).toBe(expected);
  });

  it.each([
    ["an unknown member", "struct s { struct mystery m; };"],
    ["an unknown length", "struct s { u8 a[MYSTERY]; };"],
    ["an #if that the build decides", "struct s {\n\tu32 a;\n#ifdef CONFIG_FOO\n\tu32 b;\n#endif\n};"],
    ["a macro that nobody knows", "struct s { MYSTERY_MEMBERS(x); u32 a; };"],
    ["itself", "struct s { struct s inner; };"],
    ["two definitions", "#ifdef CONFIG_A\nstruct s { u32 a; };\n#else\nstruct s { u64 a; };\n#endif"],
  ])("has no size with %s", (_idea, code) => {
    expect(structSize(code, "s")).toBeUndefined();
  });

  it("knows both sizes where the build decides", () => {
    const environment = environmentOf("struct s {\n\tu32 a;\n#ifdef CONFIG_FOO\n\tu32 b;\n#endif\n};");
    const type: CType = { kind: "tagged", tag: "struct", name: "s" };
    expect(sizeBoundsOf(type, environment, x86)).toEqual({ minBytes: 4, maxBytes: 8 });
  });

  it("follows the machine", () => {
    const code = "struct s { u8 a; u64 b; void *c; dma_addr_t d; };";
    expect(structSize(code, "s", profileOf("x86_64"))).toBe(32);
    expect(structSize(code, "s", profileOf("arm64"))).toBe(32);
    expect(structSize(code, "s", profileOf("i386"))).toBe(20);
    expect(structSize(code, "s", profileOf("arm"))).toBe(24);
    expect(structSize(code, "s", createProfile(undefined, "i386", { pae: true }))).toBe(24);
  });

  it("says where members lie", () => {
    const environment = environmentOf("struct s { u8 a; union { u32 b; u8 c; }; u16 d:4, e:12; };");
    const layout = layoutOf({ kind: "tagged", tag: "struct", name: "s" }, environment, x86);
    const places = layout?.fields.map(({ name, offsetBytes, bitOffset, bitWidth }) => [
      name,
      offsetBytes,
      bitOffset,
      bitWidth,
    ]);
    expect(places).toEqual([
      ["a", 0, undefined, undefined],
      [undefined, 4, undefined, undefined],
      ["d", 8, 0, 4],
      ["e", 8, 4, 12],
    ]);
  });
});

describe("other declarations", () => {
  const types = collectTypes(
    parseFile(`
#define ONE 1 /* one */
#define LONG_ONE (ONE + \\
	2)
#define ADD(a, b) ((a) + (b))
#ifdef X
#define DEPTH 4
#else
#define DEPTH 8
#endif
typedef unsigned int word_t;
static struct foo *first, table[4];
extern int external;
struct foo *find(const char *name, word_t index);
static int run(struct foo *f, u8 buf[4]) { int local; return 0; }
static const u16 ids[] = { 1, 2, 3, };
static const u16 named[] = { [3] = 1 };
`),
  );

  it("keep macros as text without comments", () => {
    expect(types.macros["ONE"]).toEqual({ params: undefined, bodies: ["1"] });
    expect(types.macros["LONG_ONE"]?.bodies[0]?.replace(/\s+/g, " ")).toBe("(ONE + 2)");
    expect(types.macros["ADD"]?.params).toEqual(["a", "b"]);
    expect(types.macros["DEPTH"]?.bodies).toEqual(["4", "8"]);
  });

  it("keep variables of the file, not of functions", () => {
    const shown = Object.entries(types.variables).map(([name, type]) => `${name}: ${renderType(type)}`);
    expect(shown).toEqual([
      "first: struct foo *",
      "table: struct foo[4]",
      "external: int",
      "ids: u16[3]",
      "named: u16[]",
    ]);
  });

  it("keep prototypes and definitions", () => {
    expect(renderType(types.functions["find"]?.returns ?? { kind: "unknown" })).toBe("struct foo *");
    expect(types.functions["run"]?.isDefinition).toBe(true);
    expect(types.functions["run"]?.parameters.map(({ type }) => renderType(type))).toEqual([
      "struct foo *",
      "u8 *",
    ]);
  });

  it("are plain data", () => {
    expect(structuredClone(types)).toEqual({ ...types });
    const environment = createEnvironment(structuredClone(types));
    const [body] = environment.macro("LONG_ONE")?.bodies ?? [];
    expect(body ? renderExpression(body) : "").toBe("ONE + 2");
  });

  it("count enumerators, also those under #if", () => {
    const code = "enum { A = 5, B,\n#ifdef CONFIG_X\nC,\n#endif\nD, E = 20, F };";
    expect(constant("B", code)).toBe(6n);
    expect(constant("D", code)).toBeUndefined();
    expect(constant("F", code)).toBe(21n);
    const arms = "enum { A,\n#ifdef CONFIG_X\nB = 7,\n#else\nB = 9,\n#endif\nC, D = 3, E };";
    expect(constant("C", arms)).toBeUndefined();
    expect(constant("E", arms)).toBe(4n);
  });

  it("may be called like members of every object", () => {
    const environment = environmentOf("struct constructor { u32 toString; };\nstatic int hasOwnProperty;\n");
    expect(environment.variable("toString")).toBeUndefined();
    expect(environment.macro("constructor")).toBeUndefined();
    expect(environment.variable("hasOwnProperty")).toBeDefined();
  });

  it("are looked up in the parents last", () => {
    const header = environmentOf("#define N 4\n#define M 5\nstruct s { u8 a[N]; };");
    const file = createEnvironment(collectTypes(parseFile("#define N 8\n")), [header]);
    expect(file.macro("M")).toBeDefined();
    expect(layoutOf({ kind: "tagged", tag: "struct", name: "s" }, file, x86)?.sizeBytes).toBe(8);
  });
});

describe(`broken text (seed ${seed})`, () => {
  const driver = `
#define N (4 * 2)
struct cell { u64 a; u8 b[N]; } __packed;
enum e { A, B = N, C };
static const struct cell cells[] = { { 1 }, { 2 } };
static int f(struct cell *c, unsigned int n) { struct { u8 x:3; } y; return sizeof(*c) * n; }
`;

  it("is read without an exception, and the same way each time", () => {
    const edit = fc.tuple(
      fc.integer({ min: 0, max: driver.length }),
      fc.integer({ min: 0, max: 12 }),
      fc.constantFrom(
        "",
        "{",
        "}",
        "(",
        ")",
        ";",
        "struct ",
        "#if X\n",
        "#endif\n",
        "[",
        '"',
        "/*",
        "\u{1f600}",
        ":",
      ),
    );
    fc.assert(
      fc.property(fc.array(edit, { minLength: 1, maxLength: 6 }), (edits) => {
        let text = driver;
        for (const [at, cut, put] of edits) text = text.slice(0, at) + put + text.slice(at + cut);
        const types = collectTypes(parseFile(text));
        expect(collectTypes(parseFile(text))).toEqual(types);
        const environment = createEnvironment(types);
        for (const key of Object.keys(types.structs)) {
          const [tag, name] = key.split(" ");
          if ((tag === "struct" || tag === "union") && name)
            layoutOf({ kind: "tagged", tag, name }, environment, x86);
        }
        for (const name of Object.keys(types.macros)) environment.macro(name);
      }),
      { seed, numRuns: 300 },
    );
  });
});
