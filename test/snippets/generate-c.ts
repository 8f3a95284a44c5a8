// C programs for the comparison with a compiler: csmith-like, from a seed, free of undefined behaviour by construction.
// Every construct that user space can run is in `constructs`; each use is counted, so that a test can ask for enough of
// each. A program prints a checksum and values as it goes. Division is guarded, shifts are masked, signed arithmetic
// goes through unsigned, indices are masked, every object is initialised, evaluation order does not matter.

import { type Random, seededRandom } from "./random.js";

/** What a generated program may hold; the names are those of the language. */
export const constructs = [
  "signed char",
  "unsigned char",
  "short",
  "unsigned short",
  "int",
  "unsigned int",
  "long",
  "unsigned long",
  "long long",
  "unsigned long long",
  "_Bool",
  "char",
  "fixed-width types",
  "wrap-around",
  "division and remainder",
  "shift",
  "bitwise",
  "comparison",
  "logic",
  "conditional operator",
  "GNU ?:",
  "comma",
  "cast",
  "integer promotion",
  "mixed signedness",
  "compound assignment",
  "increment and decrement",
  "array",
  "array of arrays",
  "pointer arithmetic",
  "pointer difference",
  "pointer comparison",
  "pointer to pointer",
  "struct",
  "nested struct",
  "struct assignment",
  "struct parameter",
  "struct return",
  "union",
  "bit-field",
  "signed bit-field",
  "anonymous member",
  "packed struct",
  "flexible array",
  "enum",
  "negative enum",
  "typedef",
  "sizeof type",
  "sizeof expression",
  "offsetof",
  "container_of",
  "alignof",
  "typeof",
  "statement expression",
  "compound literal",
  "designated initialiser",
  "array designator",
  "range designator",
  "brace elision",
  "string initialiser",
  "if",
  "else",
  "while",
  "do while",
  "for",
  "for declaration",
  "break",
  "continue",
  "goto forward",
  "goto backward",
  "switch",
  "switch fallthrough",
  "switch default",
  "case range",
  "goto into block",
  "duff's device",
  "function call",
  "recursion",
  "function pointer",
  "ops table",
  "callback",
  "variadic function",
  "static function",
  "static local",
  "static global",
  "global initialiser",
  "const global",
  "block scope",
  "shadowing",
  "string literal",
  "string concatenation",
  "character constant",
  "escape sequence",
  "object macro",
  "function macro",
  "statement macro",
  "loop macro",
  "stringify",
  "token paste",
  "variadic macro",
  "unparenthesised macro",
  "conditional compilation",
  "list_head",
  "list_for_each_entry",
  "list_for_each_entry_safe",
  "list_for_each",
  "list_for_each_entry_reverse",
  "cleanup attribute",
  "header function",
  "header struct",
  "header macro",
  "ERR_PTR",
  "bit operations",
  "atomic operations",
  "malloc",
  "calloc",
  "realloc",
  "free",
  "memset",
  "memcpy",
  "memmove",
  "memcmp",
  "strlen",
  "strcmp",
  "strcpy",
  "strcat",
  "strchr",
  "snprintf",
  "printf integers",
  "printf strings",
  "printf width",
  "printf precision",
  "printf flags",
] as const;
export type Construct = (typeof constructs)[number];

export interface Generated {
  readonly seed: number;
  /** Declarations at file level; `listText` may be among them. */
  readonly top: readonly string[];
  readonly body: readonly string[];
  readonly used: ReadonlySet<Construct>;
}

/** The program as a file of its own. */
export function programText(program: Generated): string {
  return [prologue, ...program.top, "int main(void)", ...program.body, ""].join("\n");
}

/** Many programs as one file: names carry the seed, so they do not meet. Each output starts with a line `== SEED`. */
export function unityText(programs: readonly Generated[]): string {
  const shared = programs.some((program) => program.top.includes(listText)) ? [listText] : [];
  const parts = programs.map((program) =>
    [
      ...program.top.filter((text) => text !== listText),
      `static int main_${program.seed}(void)`,
      ...program.body,
    ].join("\n"),
  );
  const calls = programs.map(({ seed }) => `\tprintf("== ${seed}\\n"); sum = ${initialSum}; main_${seed}();`);
  return [prologue, ...shared, ...parts, "int main(void)", "{", ...calls, "\treturn 0;", "}", ""].join("\n");
}

/** The integer types that expressions are made of. */
const integerTypes = [
  { name: "signed char", bits: 8, signed: true },
  { name: "unsigned char", bits: 8, signed: false },
  { name: "short", bits: 16, signed: true },
  { name: "unsigned short", bits: 16, signed: false },
  { name: "int", bits: 32, signed: true },
  { name: "unsigned int", bits: 32, signed: false },
  { name: "long", bits: 64, signed: true },
  { name: "unsigned long", bits: 64, signed: false },
  { name: "long long", bits: 64, signed: true },
  { name: "unsigned long long", bits: 64, signed: false },
] as const;
type IntType = (typeof integerTypes)[number];

interface Variable {
  readonly name: string;
  readonly type: IntType;
}

interface Writer {
  readonly seed: number;
  readonly random: Random;
  readonly used: Set<Construct>;
  readonly top: string[];
  lines: string[];
  depth: number;
  counter: number;
  variables: Variable[];
  /** Pure functions of two unsigned long arguments. */
  functions: string[];
}

/** The program of a seed. */
export function generateProgram(seed: number): Generated {
  const w: Writer = {
    seed,
    random: seededRandom(seed),
    used: new Set(),
    top: [],
    lines: [],
    depth: 1,
    counter: 0,
    variables: [],
    functions: [],
  };
  for (let i = 0; i < 2; i++) helperFunction(w);
  w.lines = [];
  w.variables = [];
  for (let i = 0; i < 4; i++) declareVariable(w);
  const chosen = w.random.shuffle(sections).slice(0, 16);
  for (const section of chosen) {
    line(w, "{");
    w.depth++;
    const outer = w.variables;
    w.variables = [...outer];
    section(w);
    w.variables = outer;
    w.depth--;
    line(w, "}");
  }
  for (const { name } of w.variables) line(w, `note((unsigned long)${name});`);
  const body = ["{", ...w.lines, '\tprintf("sum %016lx\\n", sum);', "\treturn 0;", "}"];
  return { seed, top: w.top, body, used: w.used };
}

const initialSum = "1469598103934665603UL";
const prologue = `#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <stdint.h>
#include <stdarg.h>
#include <stddef.h>
static unsigned long sum = ${initialSum};
static void note(unsigned long x) { int i; for (i = 0; i < 8; i++) { sum ^= (x >> (i * 8)) & 0xff; sum *= 1099511628211UL; } }
`;

function use(w: Writer, ...names: Construct[]): void {
  for (const name of names) w.used.add(name);
}

function line(w: Writer, text: string): void {
  w.lines.push("\t".repeat(w.depth) + text);
}

function fresh(w: Writer, prefix: string): string {
  return `${prefix}${w.seed}_${w.counter++}`;
}

function declareVariable(w: Writer): Variable {
  const type = w.random.pick(integerTypes);
  use(w, type.name);
  const variable = { name: fresh(w, "v"), type };
  line(w, `${type.name} ${variable.name} = ${literal(w, type)};`);
  w.variables.push(variable);
  return variable;
}

function literal(w: Writer, type: IntType): string {
  const { random } = w;
  const small = random.below(200) - (type.signed ? 100 : 0);
  if (random.below(3) > 0) return String(type.signed ? small : Math.abs(small));
  const digits = random.below(0x7fffffff);
  if (type.bits <= 16) return `(${type.name})0x${(digits & (2 ** (type.bits - 1) - 1)).toString(16)}`;
  if (type.bits === 32)
    return type.signed ? `0x${digits.toString(16)}` : `0x${(digits * 2 + 1).toString(16)}u`;
  return `0x${digits.toString(16)}${(digits >>> 3).toString(16).padStart(7, "0")}${type.signed ? "L" : "UL"}`;
}

/** An expression of any integer type without side effects and without undefined behaviour. */
function expression(w: Writer, depth = 3): string {
  const { random } = w;
  if (depth === 0 || random.below(6) === 0) return leaf(w);
  const a = (): string => expression(w, depth - 1);
  switch (random.below(15)) {
    case 0:
    case 1: {
      // Signed overflow is undefined, so arithmetic is done unsigned and brought back.
      use(w, "wrap-around", "cast");
      const operator = random.pick(["+", "-", "*"]);
      const [wide, back] = random.pick([
        ["unsigned int", "int"],
        ["unsigned long", "long"],
        ["unsigned int", "unsigned int"],
        ["unsigned long", "short"],
      ] as const);
      return `((${back})((${wide})${a()} ${operator} (${wide})${a()}))`;
    }
    case 2: {
      use(w, "division and remainder");
      const type = random.pick(["unsigned int", "unsigned long", "unsigned char"]);
      return `((${type})${a()} ${random.pick(["/", "%"])} ((${type})((${type})${a()} | 1)))`;
    }
    case 3:
      use(w, "division and remainder");
      return `((short)${a()} ${random.pick(["/", "%"])} (((short)${a()} & 0xff) + 1))`;
    case 4: {
      use(w, "shift");
      const type = random.pick([
        ["unsigned int", 31],
        ["unsigned long", 63],
      ] as const);
      return `((${type[0]})${a()} ${random.pick(["<<", ">>"])} (${a()} & ${type[1]}))`;
    }
    case 5:
      use(w, "shift");
      return `((${random.pick(["int", "long"])})${a()} >> (${a()} & 15))`;
    case 6:
      use(w, "bitwise");
      return `(${a()} ${random.pick(["&", "|", "^"])} ${a()})`;
    case 7:
      use(w, "comparison", "mixed signedness");
      return `(${a()} ${random.pick(["<", "<=", ">", ">=", "==", "!="])} ${a()})`;
    case 8:
      use(w, "logic");
      return `(${a()} ${random.pick(["&&", "||"])} ${a()})`;
    case 9:
      use(w, "conditional operator");
      return `(${a()} ? ${a()} : ${a()})`;
    case 10:
      use(w, "cast", "integer promotion");
      return `((${random.pick(integerTypes).name})${a()})`;
    case 11:
      use(w, "bitwise");
      return random.below(2) ? `(~${a()})` : `(!${a()})`;
    case 12: {
      if (w.functions.length === 0) return leaf(w);
      use(w, "function call");
      return `${random.pick(w.functions)}(${a()}, ${a()})`;
    }
    case 13:
      use(w, "GNU ?:");
      return `(${a()} ?: ${a()})`;
    default:
      use(w, "statement expression", "block scope");
      return `({ long t = (long)${a()}; t ^ 5; })`;
  }
}

function leaf(w: Writer): string {
  const { random } = w;
  if (w.variables.length > 0 && random.below(3) > 0) return random.pick(w.variables).name;
  if (random.below(12) === 0) {
    use(w, "character constant", "escape sequence");
    return random.pick(["'a'", "'\\n'", "'\\x41'", "'\\0'", "'\\177'", "'\\\\'"]);
  }
  if (random.below(12) === 0) {
    use(w, "sizeof type");
    return `sizeof(${random.pick(integerTypes).name})`;
  }
  return literal(w, random.pick(integerTypes));
}

function helperFunction(w: Writer): void {
  const name = fresh(w, "fn");
  use(w, "static function");
  const keep = { lines: w.lines, variables: w.variables, depth: w.depth };
  w.lines = [];
  w.depth = 1;
  w.variables = [
    { name: "a", type: integerTypes[6] },
    { name: "b", type: integerTypes[5] },
  ];
  declareVariable(w);
  line(w, `return ${expression(w)};`);
  const type = w.random.pick(integerTypes).name;
  w.top.push(`static ${type} ${name}(long a, unsigned int b)`, "{", ...w.lines, "}");
  Object.assign(w, keep);
  w.functions.push(name);
}

function noteAll(w: Writer, ...values: string[]): void {
  for (const value of values) line(w, `note((unsigned long)(${value}));`);
}

type Section = (w: Writer) => void;

/** Statements, each a use of one or more constructs. */
const sections: readonly Section[] = [
  function arithmetic(w) {
    const v = declareVariable(w);
    for (let i = 0; i < 3; i++) line(w, `${v.name} = ${expression(w)};`);
    use(w, "compound assignment");
    line(w, `${v.name} ${w.random.pick(["&=", "|=", "^="])} ${expression(w)};`);
    noteAll(w, v.name);
  },
  function wrapping(w) {
    use(
      w,
      "compound assignment",
      "increment and decrement",
      "wrap-around",
      "unsigned char",
      "unsigned int",
      "_Bool",
    );
    line(
      w,
      `unsigned char c = ${250 + w.random.below(6)}; unsigned int u = ~0u; unsigned long l = ~0UL; _Bool b = ${expression(w)};`,
    );
    line(w, `c += ${w.random.below(100)}; u++; l += ${1 + w.random.below(50)}; ++c; b |= c > 3; c--; --u;`);
    line(w, "u *= 2654435761u; l *= 0x9e3779b97f4a7c15UL; l -= c; u <<= 3; l >>= 5; c <<= 2;");
    noteAll(w, "c", "u", "l", "b", "c++ + 1", "--c", "u--", "++l");
  },
  function arrays(w) {
    use(
      w,
      "array",
      "for",
      "pointer arithmetic",
      "pointer difference",
      "pointer comparison",
      "sizeof expression",
      "array of arrays",
      "for declaration",
    );
    const n = 4 + w.random.below(6);
    const type = w.random.pick(integerTypes).name;
    line(w, `${type} a[${n}], *p, *end; int i; ${type} m[3][${n}];`);
    line(w, `for (i = 0; i < ${n}; i++) a[i] = (${type})(i * ${w.random.below(99)} + ${expression(w, 1)});`);
    line(w, `for (int x = 0; x < 3; x++) for (int y = 0; y < ${n}; y++) m[x][y] = (${type})(x * 10 + y);`);
    line(w, `for (p = a, end = a + ${n}; p < end; p++) note((unsigned long)*p);`);
    line(
      w,
      `p = &a[${w.random.below(n)}]; note((unsigned long)(end - p)); note(p == a); note(p[-(p - a)] == *a); note(sizeof a / sizeof a[0]); note(sizeof(m));`,
    );
    noteAll(w, `m[1][${n - 1}]`, "*(*(m + 2) + 1)", "2[a]", "*m[0]");
  },
  function pointersToPointers(w) {
    use(w, "pointer to pointer");
    line(w, `int x = ${w.random.below(1000)}, y = 5, *px = &x, **pp = &px; **pp += 3; *pp = &y; *px *= 2;`);
    noteAll(w, "x", "y", "**pp", "pp == &px");
  },
  function structs(w) {
    use(
      w,
      "struct",
      "nested struct",
      "struct assignment",
      "struct parameter",
      "struct return",
      "typedef",
      "offsetof",
      "designated initialiser",
      "container_of",
      "sizeof type",
    );
    const name = fresh(w, "st");
    const t = (): string => w.random.pick(integerTypes).name;
    w.top.push(
      `typedef struct ${name} { ${t()} a; struct { ${t()} x, y; } in; ${t()} b[3]; ${t()} c; } ${name}_t;`,
    );
    w.top.push(
      `static ${name}_t mk${name}(${name}_t s, long d) { s.a += (unsigned char)d; s.in.y = 7; s.b[1] ^= 3; return s; }`,
    );
    line(
      w,
      `${name}_t s = { .a = ${w.random.below(90)}, .in = { .x = 3 }, .b = { 1, 2 }, .c = ${w.random.below(9)} }, t, *q = &t; ${name}_t arr[2];`,
    );
    line(
      w,
      `t = mk${name}(s, ${w.random.below(20)}); q->b[2] = 9; arr[0] = *q; arr[1] = s; arr[1].in = arr[0].in;`,
    );
    noteAll(
      w,
      "s.a",
      "t.a",
      "t.in.y",
      "q->b[1]",
      "q->b[2]",
      "arr[1].in.y",
      "arr[0].c",
      `sizeof(${name}_t)`,
      `offsetof(${name}_t, c)`,
      `offsetof(${name}_t, in.y)`,
      `mk${name}(t, 4).a`,
    );
    line(w, `note((unsigned long)(((${name}_t *)((char *)&q->c - offsetof(${name}_t, c)))->b[2]));`);
  },
  function unions(w) {
    use(w, "union", "anonymous member");
    const name = fresh(w, "un");
    w.top.push(
      `struct ${name} { int tag; union { unsigned long l; unsigned char c[8]; struct { unsigned short lo, hi; }; }; };`,
    );
    line(
      w,
      `struct ${name} u; int i; memset(&u, 0, sizeof u); u.l = 0x${w.random.below(0x7fffffff).toString(16)}UL; u.tag = 2;`,
    );
    line(w, "for (i = 0; i < 8; i++) note(u.c[i]); u.hi = 0xbeef; u.c[0]++;");
    noteAll(w, "u.l", "u.lo", "sizeof u", `offsetof(struct ${name}, hi)`);
  },
  function bitFields(w) {
    use(w, "bit-field", "signed bit-field", "packed struct", "integer promotion");
    const name = fresh(w, "bf");
    const width = (): number => 1 + w.random.below(12);
    const packed = w.random.below(2) ? " __attribute__((packed))" : "";
    w.top.push(
      `struct ${name} { int a : ${width() + 1}; unsigned b : ${width()}; unsigned char c; signed int d : ${width() + 1}; unsigned e : ${width() + 4}; unsigned long f : ${20 + w.random.below(12)}; short g; }${packed};`,
    );
    line(
      w,
      `struct ${name} f = { 0 }; int i; for (i = 0; i < 20; i++) { f.a += i; f.b -= i; f.d = f.d * 3 + i; f.e ^= (unsigned)i << 2; f.f += f.e; f.c++; f.g--; }`,
    );
    noteAll(
      w,
      "f.a",
      "f.b",
      "f.c",
      "f.d",
      "f.e",
      "f.f",
      "f.g",
      `sizeof(struct ${name})`,
      "f.a < 0",
      "f.b - 5 < 0",
      "f.b++",
      "--f.a",
      "f.b",
    );
  },
  function enums(w) {
    use(w, "enum", "negative enum", "mixed signedness");
    const name = fresh(w, "en");
    const n = w.random.below(30);
    w.top.push(
      `enum ${name} { ${name}_A, ${name}_B = ${n}, ${name}_C, ${name}_D = ${name}_B * 2 + 1 };`,
      `enum n${name} { ${name}_M = -${n + 1}, ${name}_N };`,
    );
    line(w, `enum ${name} e = ${name}_C; enum n${name} g = ${name}_M; int i = -1;`);
    noteAll(w, "e", "g", `${name}_D`, "e > i", "g > i", "sizeof e", `${name}_N`, "(e = 0) - 1 < 0", "g < 0");
  },
  function initialisers(w) {
    use(
      w,
      "array designator",
      "range designator",
      "brace elision",
      "compound literal",
      "string initialiser",
      "global initialiser",
      "const global",
      "static global",
      "nested struct",
    );
    const name = fresh(w, "in");
    const n = 3 + w.random.below(5);
    w.top.push(
      `struct ${name} { int k; short v[3]; struct { char t[6]; unsigned q; } z; };`,
      `static const struct ${name} ${name}a[] = { { 1, { 2, 3 }, { "abc", 4 } }, [3] = { .v = { [1] = 7 }, .z.q = ${n} }, 5, 6, 7, 8, { "z" } };`,
      `static int ${name}b[${n + 3}] = { [0 ... 1] = ${n}, [${n}] = 9, 8 }; static int ${name}c[2][3] = { 1, 2, 3, 4 }; static long ${name}d = -${n}L * 3; static char ${name}e[] = "tail" "x";`,
    );
    line(
      w,
      `struct ${name} l = { 9, { 1 } }, *p; int i; p = &(struct ${name}){ .k = ${n}, .z = { "q", 3 } };`,
    );
    line(
      w,
      `for (i = 0; i < (int)(sizeof ${name}a / sizeof ${name}a[0]); i++) { note(${name}a[i].k); note(${name}a[i].v[1]); note(${name}a[i].z.q); note(${name}a[i].z.t[0]); }`,
    );
    line(w, `for (i = 0; i < ${n + 3}; i++) note(${name}b[i]);`);
    noteAll(
      w,
      "l.v[0]",
      "l.v[2]",
      "l.z.q",
      "p->k",
      "p->z.t[0]",
      "p->v[1]",
      `${name}c[1][0]`,
      `${name}c[1][2]`,
      `${name}d`,
      `sizeof ${name}e`,
      `${name}e[4]`,
      `((int[]){ 4, 5, 6 })[${w.random.below(3)}]`,
      `sizeof ${name}a`,
    );
  },
  function branches(w) {
    use(w, "if", "else");
    line(w, `if (${expression(w)}) note(1); else if (${expression(w)}) note(2); else { note(3); }`);
    line(w, `if (!(${expression(w)})) note(4);`);
  },
  function loops(w) {
    use(w, "while", "do while", "for", "break", "continue", "comma");
    line(
      w,
      `int i = 0, j, k = ${w.random.below(50)}; while (i < 20) { i++; if (i % 3 == 0) continue; if (i > ${5 + w.random.below(14)}) break; note(i); }`,
    );
    line(w, `do { k = k * 5 + 1; k &= 0xff; if (k == 7) continue; note(k); } while (--i > 0);`);
    line(
      w,
      `for (i = 0, j = 10; i < j; i++, j -= 2) { int s = 0; for (;;) { if (++s > i) break; } note(s + j); }`,
    );
    noteAll(w, "i", "j", "(i++, j++, i * j)");
  },
  function gotos(w) {
    use(w, "goto forward", "goto backward", "goto into block");
    const l = fresh(w, "lab");
    line(
      w,
      `int i = 0, s = 0; ${l}a: i++; s += i; if (i < ${3 + w.random.below(8)}) goto ${l}a; if (s & 1) goto ${l}b; note(11); ${l}b: note(s);`,
    );
    line(w, `if (i > 100) { ${l}c: note(5); i++; } if (i < ${9 + w.random.below(6)}) goto ${l}c;`);
    line(
      w,
      `for (i = 0; i < 5; i++) { int q; for (q = 0; q < 5; q++) if (i * q == ${w.random.below(12)}) goto ${l}d; } ${l}d: note(i);`,
    );
  },
  function switches(w) {
    use(w, "switch", "switch fallthrough", "switch default", "case range");
    line(w, `int i, s = 0; for (i = -2; i < 14; i++) switch (i ${w.random.pick(["", "* 3", "^ 1"])}) {`);
    line(
      w,
      "case 0: s += 1; /* fallthrough */ case 1: s += 10; break; case 2: case 3: s ^= 5; if (s & 1) break; s += 2; break;",
    );
    line(
      w,
      `case 5 ... 8: s *= 3; continue; default: s -= 1; { int z = s; s = z + 1; } break; case -1: s += 1000; }`,
    );
    line(
      w,
      `switch ((unsigned char)${expression(w, 2)}) { case 1: note(1); case 200: note(200); break; case 3: { note(3); } }`,
    );
    line(
      w,
      `switch (${expression(w, 1)} & 3ULL) { default: note(9); case 2: note(2); break; case 1: note(1); }`,
    );
    noteAll(w, "s");
  },
  function duff(w) {
    use(w, "duff's device", "switch", "do while");
    line(
      w,
      `char to[40] = { 0 }, *t = to; int n = ${5 + w.random.below(30)}, k = (n + 3) / 4, i; switch (n % 4) { case 0: do { *t++ = n; case 3: *t++ = k; case 2: *t++ = 2; case 1: *t++ = 1; } while (--k > 0); }`,
    );
    line(w, "for (i = 0; i < 40; i++) note(to[i]);");
  },
  function recursion(w) {
    use(w, "recursion", "function call");
    const name = fresh(w, "rec");
    w.top.push(
      `static unsigned long ${name}(unsigned n, unsigned long acc) { if (n == 0) return acc; if (n & 1) return ${name}(n - 1, acc * 3 + n); return ${name}(n / 2, acc ^ n) + ${name}(n - 1, 1); }`,
    );
    noteAll(w, `${name}(${4 + w.random.below(8)}, ${w.random.below(99)})`);
  },
  function functionPointers(w) {
    use(w, "function pointer", "ops table", "callback");
    const name = fresh(w, "op");
    w.top.push(
      `static long ${name}_add(long a, long b) { return (long)((unsigned long)a + (unsigned long)b); }`,
      `static long ${name}_xor(long a, long b) { return a ^ b; }`,
      `struct ${name} { const char *name; long (*run)(long, long); }; static const struct ${name} ${name}_t[] = { { "add", ${name}_add }, { .run = ${name}_xor, .name = "xor" } };`,
      `static long ${name}_fold(long (*f)(long, long), const int *v, int n) { long r = 1; while (n--) r = f(r, *v++); return r; }`,
    );
    line(
      w,
      `long (*f)(long, long) = ${name}_add; int v[] = { 1, 2, ${w.random.below(99)} }, i; note((unsigned long)f(1, 2)); f = &${name}_xor; note((unsigned long)(*f)(7, 2)); note(f == ${name}_xor);`,
    );
    line(
      w,
      `for (i = 0; i < 2; i++) { note((unsigned long)${name}_t[i].run(i, 40)); note(strlen(${name}_t[i].name)); } note((unsigned long)${name}_fold(${name}_t[1].run, v, 3)); note((unsigned long)${name}_fold(${w.random.below(2)} ? ${name}_add : ${name}_xor, v, 3));`,
    );
  },
  function variadics(w) {
    use(w, "variadic function");
    const name = fresh(w, "va");
    w.top.push(
      `static long ${name}(int n, ...) { va_list ap; long r = 0; va_start(ap, n); while (n-- > 0) { if (n & 1) r += va_arg(ap, int); else r ^= va_arg(ap, long); } va_end(ap); return r; }`,
    );
    noteAll(
      w,
      `${name}(4, 1L + 0, 5L, (short)3, 9L) * 0`,
      `${name}(2, ${w.random.below(99)}, 77L)`,
      `${name}(0)`,
    );
  },
  function statics(w) {
    use(w, "static local", "shadowing", "block scope");
    const name = fresh(w, "sl");
    w.top.push(
      `static int ${name}(int d) { static int calls = 5; static const char t[] = "xy"; calls += d; return calls * 2 + t[1]; }`,
    );
    line(
      w,
      `int x = 1; note(${name}(2)); { int x = ${w.random.below(50)}; x++; note(x); { long x = 3; note(x); } } note(x); note(${name}(3));`,
    );
  },
  function macros(w) {
    use(
      w,
      "object macro",
      "function macro",
      "statement macro",
      "loop macro",
      "stringify",
      "token paste",
      "variadic macro",
      "unparenthesised macro",
      "conditional compilation",
    );
    const m = fresh(w, "M").toUpperCase();
    const n = 2 + w.random.below(7);
    w.top.push(
      `#define ${m}_N ${n} + 1`,
      `#define ${m}_SQ(x) ((x) * (x))`,
      `#define ${m}_ADD(a, b) do { (a) += (b); note(a); } while (0)`,
      `#define ${m}_EACH(i, n) for ((i) = 0; (i) < (n); (i)++)`,
      `#define ${m}_STR(x) #x`,
      `#define ${m}_CAT(a, b) a ## b`,
      `#define ${m}_XSTR(x) ${m}_STR(x)`,
      `#define ${m}_OUT(f, ...) printf(f, ##__VA_ARGS__)`,
      `#ifdef ${m}_N`,
      `#define ${m}_Q 5`,
      "#else",
      `#define ${m}_Q 6`,
      "#endif",
      `#if ${m}_Q == 5 && !defined(${m}_ZZ)`,
      `#define ${m}_R 1`,
      "#elif 1",
      `#define ${m}_R 2`,
      "#endif",
    );
    line(
      w,
      `int i, ab = 3; unsigned long s = 0; ${m}_EACH(i, ${n}) s += ${m}_SQ(i + 1); ${m}_ADD(s, ${m}_N * 2); if (s > 5) ${m}_ADD(s, 1); else s = 0;`,
    );
    line(
      w,
      `${m}_OUT("m %d %s\\n", ${m}_CAT(a, b), ${m}_XSTR(${m}_Q x)); ${m}_OUT("none\\n"); note(sizeof ${m}_STR(a + "b\\n")); note(${m}_R + ${m}_Q);`,
    );
  },
  function strings(w) {
    use(
      w,
      "string literal",
      "string concatenation",
      "strlen",
      "strcmp",
      "strcpy",
      "strcat",
      "strchr",
      "memcmp",
      "memset",
      "memcpy",
      "memmove",
      "char",
      "escape sequence",
    );
    const t = w.random.pick(["abc", "hello", "", "zz\\ttop", 'a\\"b', "\\x41\\102"]);
    line(
      w,
      `char b[40], c[40]; const char *s = "${t}" "-tail"; memset(b, 'x', sizeof b); strcpy(b, s); strcat(b, "!"); memcpy(c, b, sizeof c); memmove(c + 2, c, 20);`,
    );
    line(
      w,
      `note(strlen(s)); note(strcmp(s, "hello") < 0); note(strchr(s, '-') - s); note(memcmp(b, c, 2) == 0); note(c[3]); note(b[39]); note(strncmp(b, s, 4) == 0); printf("%s|%.5s|%10.3s|%-8s|\\n", b, c, s, s);`,
    );
  },
  function printing(w) {
    use(
      w,
      "printf integers",
      "printf width",
      "printf precision",
      "printf flags",
      "snprintf",
      "printf strings",
    );
    const e = (): string => expression(w, 2);
    line(
      w,
      `char b[60]; int n; printf("%d %u %ld %lu %lld %llx %hhd %hu\\n", (int)${e()}, (unsigned)${e()}, (long)${e()}, (unsigned long)${e()}, (long long)${e()}, (unsigned long long)${e()}, (int)${e()}, (unsigned)${e()});`,
    );
    line(
      w,
      `printf("[%5d] [%-6u] [%05d] [%+d] [% d] [%#x] [%#o] [%.3d] [%8.4x] [%*d] [%c] [%%]\\n", (int)${e()}, (unsigned)(${e()} & 0xfff), (int)${e()}, (int)${e()}, (int)${e()}, (unsigned)${e()}, (unsigned)${e()}, (int)(${e()} & 0xff), (unsigned)${e()}, 7, (int)(${e()} & 0xff), 'a' + (int)(${e()} & 7));`,
    );
    line(
      w,
      `n = snprintf(b, 10, "%d-%s-%lu", ${w.random.below(1000)}, "text", (unsigned long)${e()}); printf("%d %s %zu\\n", n, b, strlen(b)); n = sprintf(b, "%x", ${w.random.below(5000)}); note(n);`,
    );
  },
  function heap(w) {
    use(w, "malloc", "calloc", "realloc", "free", "flexible array", "sizeof expression");
    const name = fresh(w, "fl");
    w.top.push(`struct ${name} { int n; unsigned short v[]; };`);
    const n = 3 + w.random.below(9);
    line(
      w,
      `int i, *p = malloc(${n} * sizeof(*p)), *z = calloc(${n}, sizeof *z); struct ${name} *f = malloc(sizeof(*f) + ${n} * sizeof(f->v[0])); f->n = ${n};`,
    );
    line(
      w,
      `for (i = 0; i < ${n}; i++) { p[i] = i * i; f->v[i] = (unsigned short)(i * 3001); } p = realloc(p, ${n * 3} * sizeof(int)); p[${n * 3 - 1}] = 5; for (i = 0; i < ${n}; i++) note(p[i] + z[i] + f->v[i]);`,
    );
    line(w, `note(sizeof(*f)); note(f->n); free(p); free(z); free(f); free(NULL);`);
  },
  function lists(w) {
    use(
      w,
      "list_head",
      "list_for_each_entry",
      "list_for_each_entry_safe",
      "list_for_each",
      "list_for_each_entry_reverse",
      "container_of",
      "typeof",
      "loop macro",
      "malloc",
      "free",
    );
    if (!w.top.includes(listText)) w.top.push(listText);
    const n = 2 + w.random.below(6);
    line(
      w,
      `struct list_head h = { &h, &h }; struct item *e, *t; int i; for (i = 0; i < ${n}; i++) { e = malloc(sizeof(*e)); e->v = i * 7; if (i & 1) add_tail(&e->node, &h); else add_tail(&e->node, h.next); }`,
    );
    line(
      w,
      `{ struct list_head *at; list_for_each(at, &h) note(container_of(at, struct item, node)->v); list_for_each_entry_reverse(e, &h, node) note(e->v); }`,
    );
    line(
      w,
      `list_for_each_entry(e, &h, node) note(e->v); list_for_each_entry_safe(e, t, &h, node) { if (e->v == 7) continue; del(&e->node); free(e); } list_for_each_entry(e, &h, node) note(e->v); list_for_each_entry_safe(e, t, &h, node) { del(&e->node); free(e); } note(h.next == &h);`,
    );
  },
  function cleanups(w) {
    use(w, "cleanup attribute", "continue", "break", "goto forward", "recursion");
    const down = fresh(w, "down");
    w.top.push(
      `static void left_${down}(int *p) { note(*p + 1000); }\nstatic long ${down}(int n) { int v __attribute__((cleanup(left_${down}))) = n * ${1 + w.random.below(9)}; if (n <= 0) return v; v += 2; return ${down}(n - 1) + v; }`,
    );
    const cleanup = (name: string, value: string): string =>
      `int ${name} __attribute__((cleanup(left_${down}))) = ${value};`;
    const n = 3 + w.random.below(4);
    line(w, `int i, again = 0; for (i = 0; i < ${n}; i++) { ${cleanup("a", "i")} if (i == 1) continue;`);
    line(
      w,
      `{ ${cleanup("b", "i * 3")} ${cleanup("c", "a + b")} if (i == ${n - 1}) break; note(c); } a += 7; }`,
    );
    line(w, `back_${down}: ; { ${cleanup("d", "again")} if (again++ < 2) goto back_${down}; }`);
    line(w, `note(${down}(${1 + w.random.below(4)})); note(again);`);
  },
  function headers(w) {
    use(w, "header function", "header struct", "header macro");
    if (!w.top.includes(includeLine)) w.top.push(includeLine);
    const [x, y] = [expression(w, 2), expression(w, 2)];
    line(w, `struct shared_pair p = SHARED_PAIR((int)(${x}), (int)(${y})), q = shared_swapped(p);`);
    line(w, "note(shared_mix(&p)); note(shared_mix(&q)); note(q.first); note(SHARED_COUNT(p.rest));");
  },
  function errorPointers(w) {
    use(w, "ERR_PTR", "cast");
    line(
      w,
      `void *p = (void *)(long)-${1 + w.random.below(4000)}; int x; note((unsigned long)p >= (unsigned long)-4095); note((unsigned long)(long)p); p = &x; note((unsigned long)p >= (unsigned long)-4095); note(p == (void *)(unsigned long)&x); note(!p);`,
    );
  },
  function bitOperations(w) {
    use(
      w,
      "bit operations",
      "atomic operations",
      "typeof",
      "alignof",
      "fixed-width types",
      "sizeof expression",
    );
    line(
      w,
      `unsigned long map[2] = { 0, 0 }; int i; struct { int counter; } at = { ${w.random.below(9)} }; for (i = 0; i < 100; i += ${3 + w.random.below(9)}) map[i / 64] |= 1UL << (i % 64); map[0] &= ~(1UL << ${w.random.below(64)}); map[1] ^= 1UL << 3;`,
    );
    line(
      w,
      `at.counter++; --at.counter; at.counter += 5; note(at.counter); note(map[0]); note(map[1]); { __typeof__(map[0]) y = 3; __typeof__(&i) q = &i; uint8_t a8 = (uint8_t)${expression(w, 1)}; int64_t s64 = -5; uint16_t h = (uint16_t)s64; *q = 4; note(y + i + a8 + h + sizeof(y)); note(_Alignof(long) + __alignof__(short)); note((unsigned long)(s64 >> 1)); }`,
    );
  },
];

/** The header that programs may include, by the name of its file. */
export const sharedHeader = {
  name: "shared.h",
  text: `#ifndef SHARED_H
#define SHARED_H
struct shared_pair { int first; short second; unsigned char rest[3]; };
#define SHARED_PAIR(a, b) { .first = (a), .second = (short)(b), .rest = { 1, [2] = 9 } }
#define SHARED_COUNT(a) (sizeof(a) / sizeof((a)[0]))
static inline struct shared_pair shared_swapped(struct shared_pair p) { struct shared_pair q = p; q.first = p.second; q.second = (short)p.first; return q; }
static inline unsigned long shared_mix(const struct shared_pair *p) { return (unsigned long)p->first * 31u + (unsigned long)p->second * 7u + p->rest[0] + p->rest[2]; }
#endif
`,
};
const includeLine = `#include "${sharedHeader.name}"`;

const listText = `struct list_head { struct list_head *next, *prev; }; struct item { int v; struct list_head node; };
static void add_tail(struct list_head *e, struct list_head *h) { e->prev = h->prev; e->next = h; h->prev->next = e; h->prev = e; }
static void del(struct list_head *e) { e->prev->next = e->next; e->next->prev = e->prev; }
#define container_of(p, t, m) ((t *)((char *)(p) - offsetof(t, m)))
#define list_for_each_entry(p, h, m) for (p = container_of((h)->next, __typeof__(*p), m); &p->m != (h); p = container_of(p->m.next, __typeof__(*p), m))
#define list_for_each(p, h) for (p = (h)->next; p != (h); p = p->next)
#define list_for_each_entry_reverse(p, h, m) for (p = container_of((h)->prev, __typeof__(*p), m); &p->m != (h); p = container_of(p->m.prev, __typeof__(*p), m))
#define list_for_each_entry_safe(p, n, h, m) for (p = container_of((h)->next, __typeof__(*p), m), n = container_of(p->m.next, __typeof__(*p), m); &p->m != (h); p = n, n = container_of(n->m.next, __typeof__(*n), m))`;
