// What one file says, as plain data: its functions with their event graphs, its ops tables and what it registers at
// file level. Everything that is linked, cached or sent between threads is one of these; no tree nodes, no context.

import type { Span } from "../base/span.js";
import type { FileTypes } from "../c-types/declarations.js";
import type { CType, Expression } from "../c-types/expression.js";
import type { Directive } from "../syntax/directives.js";
import type { EventGraph } from "./event-graph.js";
import type { Layout } from "./layout.js";

export interface ParameterFacts {
  /** Empty where the parameter has no name. */
  readonly name: string;
  readonly type: CType;
}

/** What an annotation such as `__must_hold(&d->lock)` says of a lock. */
export interface LockAnnotation {
  readonly kind: "holds" | "acquires" | "releases" | "cond-acquires";
  readonly lock: Expression;
  readonly span: Span;
}

/** A function, or a function-like macro of the file that is called like one. */
export interface FunctionFacts {
  readonly name: string;
  readonly kind: "function" | "macro";
  readonly isStatic: boolean;
  /** The whole definition. */
  readonly span: Span;
  readonly nameSpan: Span;
  readonly parameters: readonly ParameterFacts[];
  /** Declared types of locals, parameters left out. */
  readonly locals: ReadonlyMap<string, CType>;
  readonly annotations: readonly LockAnnotation[];
  readonly graph: EventGraph;
  /** Whether the parser placed all of it. */
  readonly isClean: boolean;
}

/** `.field = function` in an initialised variable: the function becomes callable through the table. */
export interface OpsEntry {
  /** The variable that is initialised. */
  readonly table: string;
  /** The struct's name where the text tells it. */
  readonly structName: string | undefined;
  readonly field: string;
  readonly functionName: string;
  readonly span: Span;
}

/** A macro used at file level with the names it was given: `DEFINE_TIMER(t, handler)`. */
export interface FileLevelCall {
  readonly name: string;
  readonly arguments: readonly string[];
  readonly span: Span;
}

export interface FileFacts {
  readonly path: string;
  /** What the file includes, as written. */
  readonly includes: readonly string[];
  readonly functions: readonly FunctionFacts[];
  readonly opsEntries: readonly OpsEntry[];
  readonly fileLevelCalls: readonly FileLevelCall[];
  readonly types: FileTypes;
  /** Those of the words that callback rows ask for which the text mentions. */
  readonly words: ReadonlySet<string>;
  readonly directives: readonly Directive[];
  /** Arms of `#if` that could not be read. */
  readonly droppedArms: number;
  readonly lineCount: number;
  /**
   * Where the offsets of functions, tables and calls at file level stand in the text; absent where they are the text's
   * own. Those of `directives` always are.
   */
  readonly layout?: Layout;
  /**
   * Names of functions that nothing is called from with a lock held which might sleep then, told from the text alone:
   * entered by an unknown caller they come to nothing. Absent where that was not asked.
   */
  readonly holdingNothing?: ReadonlySet<string>;
}
