// Macros that stand for members of a struct, as text to be read in their place. Rows, because that is all they are.

/** A macro in a struct's body: what it declares, from the pieces of its arguments. */
export interface StructMacro {
  /** How many leading arguments are cut off at commas; the rest of the text is one more piece. */
  readonly nrArguments: number;
  /** C text of the members; `$1`, `$2`, … are the pieces. */
  readonly members: string;
  /** Where the macro is defined: file and release. */
  readonly source: string;
}

/** Known macros by name. An empty `members` declares nothing. */
export const structMacros: Readonly<Record<string, StructMacro>> = {
  DECLARE_BITMAP: {
    nrArguments: 1,
    members: "unsigned long $1[BITS_TO_LONGS($2)];",
    source: "include/linux/types.h:10 (6.1)",
  },
  DECLARE_FLEX_ARRAY: { nrArguments: 1, members: "$1 $2[];", source: "include/linux/stddef.h:93 (6.1)" },
  __DECLARE_FLEX_ARRAY: {
    nrArguments: 1,
    members: "$1 $2[];",
    source: "include/uapi/linux/stddef.h:49 (6.1)",
  },
  DECLARE_HASHTABLE: {
    nrArguments: 1,
    members: "struct hlist_head $1[1 << ($2)];",
    source: "include/linux/hashtable.h:24 (6.1)",
  },
  DECLARE_KFIFO: {
    nrArguments: 2,
    members: "struct { struct __kfifo kfifo; $2 buf[($3)]; } $1;",
    source: "include/linux/kfifo.h:118 (6.1)",
  },
  DECLARE_KFIFO_PTR: {
    nrArguments: 1,
    members: "struct { struct __kfifo kfifo; $2 buf[0]; } $1;",
    source: "include/linux/kfifo.h:110 (6.1)",
  },
  struct_group: {
    nrArguments: 1,
    members: "union { struct { $2 }; struct { $2 } $1; };",
    source: "include/linux/stddef.h:47 (6.1)",
  },
  struct_group_attr: {
    nrArguments: 2,
    members: "union { struct { $3 } $2; struct { $3 } $2 $1; };",
    source: "include/linux/stddef.h:63 (6.1)",
  },
  struct_group_tagged: {
    nrArguments: 2,
    members: "union { struct { $3 }; struct $1 { $3 } $2; };",
    source: "include/linux/stddef.h:80 (6.1)",
  },
  __struct_group: {
    nrArguments: 3,
    members: "union { struct { $4 } $3; struct $1 { $4 } $3 $2; };",
    source: "include/uapi/linux/stddef.h:33 (6.1)",
  },
  randomized_struct_fields_start: {
    nrArguments: 0,
    members: "",
    source: "include/linux/compiler_types.h:284 (6.1): empty without the plugin",
  },
  randomized_struct_fields_end: {
    nrArguments: 0,
    members: "",
    source: "include/linux/compiler_types.h:284 (6.1): empty without the plugin",
  },
};

/** The members that a known macro declares, as C text; undefined for an unknown one. */
export function expandStructMacro(name: string, operands: string): string | undefined {
  const macro = Object.hasOwn(structMacros, name) ? structMacros[name] : undefined;
  if (!macro) return undefined;
  const pieces: string[] = [];
  let from = 0;
  for (let i = 0; i < macro.nrArguments; i++) {
    const comma = topLevelComma(operands, from);
    if (comma === undefined) return undefined;
    pieces.push(operands.slice(from, comma).trim());
    from = comma + 1;
  }
  pieces.push(operands.slice(from).trim());
  return macro.members.replace(/\$(\d)/g, (_whole, digit: string) => pieces[Number(digit) - 1] ?? "");
}

function topLevelComma(text: string, from: number): number | undefined {
  let depth = 0;
  for (let i = from; i < text.length; i++) {
    const c = text.charAt(i);
    if (c === "(" || c === "{" || c === "[") depth++;
    else if (c === ")" || c === "}" || c === "]") depth--;
    else if (c === "," && depth === 0) return i;
  }
  return undefined;
}
