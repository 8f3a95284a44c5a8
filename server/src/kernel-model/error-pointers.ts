// Pointers that carry an error: which functions make them, test them and read them.
// Source: include/linux/err.h, Linux 6.1.192.

/** What a function of err.h does with its argument. */
export interface ErrorPointerRow {
  readonly name: string;
  /**
   * `make`: an errno becomes a pointer. `pass`: an error pointer of another type. `test`: is it an error.
   * `test-or-null`: the same, or NULL. `read`: the errno of an error pointer. `read-or-zero`: that, or 0 where it is none.
   */
  readonly kind: "make" | "pass" | "test" | "test-or-null" | "read" | "read-or-zero";
  readonly source: string;
}

/** Largest errno that a pointer can carry. include/linux/err.h: MAX_ERRNO (6.1). */
export const maxErrno = 4095;

const rows: readonly ErrorPointerRow[] = [
  { name: "ERR_PTR", kind: "make", source: "include/linux/err.h:24 (6.1)" },
  { name: "ERR_CAST", kind: "pass", source: "include/linux/err.h:51 (6.1)" },
  { name: "IS_ERR", kind: "test", source: "include/linux/err.h:34 (6.1)" },
  { name: "IS_ERR_OR_NULL", kind: "test-or-null", source: "include/linux/err.h:39 (6.1)" },
  { name: "PTR_ERR", kind: "read", source: "include/linux/err.h:29 (6.1)" },
  { name: "PTR_ERR_OR_ZERO", kind: "read-or-zero", source: "include/linux/err.h:57 (6.1)" },
];

const byName: ReadonlyMap<string, ErrorPointerRow> = new Map(rows.map((row) => [row.name, row]));

/** What `name` does with error pointers; undefined for other functions. */
export function errorPointerRow(name: string): ErrorPointerRow | undefined {
  return byName.get(name);
}
