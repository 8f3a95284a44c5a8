// What an expression of C says, as plain data: no tree nodes, so it can be kept in facts, cached and sent between
// threads. Lowering keeps the shape of the text; what an expression *means* is decided when it is evaluated.

import type { Span } from "../base/span.js";

/** A type as written; resolved against the environment only when its size or fields are asked for. */
export type CType =
  | { readonly kind: "named"; readonly name: string }
  | { readonly kind: "tagged"; readonly tag: "struct" | "union" | "enum"; readonly name: string }
  /** A struct, union or enum with a body written at this place; `definition` names its entry in the file's types. */
  | { readonly kind: "anonymous"; readonly definition: string }
  | { readonly kind: "pointer"; readonly target: CType }
  | { readonly kind: "array"; readonly element: CType; readonly length: Expression | undefined }
  /** `returns` is absent where nobody asked for it. */
  | { readonly kind: "function"; readonly returns?: CType }
  /** `typeof(expression)`. */
  | { readonly kind: "typeof"; readonly operand: Expression }
  | { readonly kind: "unknown" };

/** An expression of C. `span` is relative to the start of the file's text unless its holder says otherwise. */
export type Expression =
  /** `radix` is absent for decimal numbers, characters and truth values. */
  | {
      readonly kind: "literal";
      readonly value: bigint;
      readonly suffix: string;
      readonly radix?: 2 | 8 | 16;
      readonly span: Span;
    }
  | { readonly kind: "string"; readonly text: string; readonly span: Span }
  /** `alias` is the key of what a local stands for, where it is only another name of that. */
  | { readonly kind: "name"; readonly name: string; readonly alias?: string; readonly span: Span }
  | {
      readonly kind: "unary";
      readonly operator: "-" | "+" | "!" | "~";
      readonly operand: Expression;
      readonly span: Span;
    }
  | { readonly kind: "address"; readonly operand: Expression; readonly span: Span }
  | { readonly kind: "dereference"; readonly operand: Expression; readonly span: Span }
  | {
      readonly kind: "binary";
      /** Arithmetic, shift, bit, comparison or logical operator as written. */
      readonly operator: string;
      readonly left: Expression;
      readonly right: Expression;
      readonly span: Span;
    }
  | {
      readonly kind: "conditional";
      readonly condition: Expression;
      /** Absent in GNU `a ?: b`. */
      readonly whenTrue: Expression | undefined;
      readonly whenFalse: Expression;
      readonly span: Span;
    }
  | {
      readonly kind: "member";
      readonly object: Expression;
      readonly member: string;
      readonly arrow: boolean;
      readonly span: Span;
    }
  | { readonly kind: "index"; readonly object: Expression; readonly index: Expression; readonly span: Span }
  | {
      readonly kind: "call";
      /** What is called: a name, or an expression for calls through pointers. */
      readonly callee: Expression;
      readonly arguments: readonly Argument[];
      readonly span: Span;
    }
  | { readonly kind: "cast"; readonly type: CType; readonly operand: Expression; readonly span: Span }
  | { readonly kind: "sizeofType"; readonly type: CType; readonly span: Span }
  | { readonly kind: "sizeofExpression"; readonly operand: Expression; readonly span: Span }
  | {
      readonly kind: "assignment";
      /** `=`, `+=`, `|=`, ... */
      readonly operator: string;
      readonly target: Expression;
      readonly value: Expression;
      readonly span: Span;
    }
  | {
      readonly kind: "update";
      readonly operator: "++" | "--";
      readonly prefix: boolean;
      readonly target: Expression;
      readonly span: Span;
    }
  | { readonly kind: "comma"; readonly items: readonly Expression[]; readonly span: Span }
  /** A GNU statement expression `({ … })`; its statements are lowered by whoever needs them, found by its span. */
  | { readonly kind: "statementExpression"; readonly span: Span }
  /** `(type){ … }` and `{ … }`: only the type matters here. */
  | { readonly kind: "compoundLiteral"; readonly type: CType; readonly span: Span }
  /** What the tree does not let us understand. */
  | { readonly kind: "unknown"; readonly span: Span };

/** An argument of a call: an expression, or a type for macros such as `container_of(p, struct foo, member)`. */
export type Argument = Expression | { readonly kind: "type"; readonly type: CType; readonly span: Span };
