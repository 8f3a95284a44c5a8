// One function: compiled when it is first called, run with a frame of its own, its locals made and ended with it.

import { childByField, type SyntaxNode } from "../syntax/tree.js";
import { Unsupported } from "./compile-expression.js";
import { block, compileStatement } from "./compile-statement.js";
import type { Place } from "./operands.js";
import { type RunType, sizeOf } from "./run-types.js";
import type { Frame, Runtime, Value, VariadicArgument } from "./runtime.js";
import { type FunctionScope, innerScope, makeLocal, type Scope, type Unit } from "./scope.js";
import { namesWithCleanup, withExits } from "./scope-exit.js";
import type { Statement } from "./statements.js";

export interface CompiledBody {
  readonly body: Statement;
  readonly fn: FunctionScope;
  readonly parameters: readonly Place[];
}

export function newFunctionScope(
  name: string,
  returns: RunType,
  addressed: ReadonlySet<string>,
): FunctionScope {
  return { name, returns, nrInts: 0, nrPointers: 0, memoryLocals: [], addressed };
}

export function compileBody(
  { name, unit, node, returns }: { name: string; unit: Unit; node: SyntaxNode; returns: RunType },
  parameters: readonly { name: string; type: RunType }[],
  outer: Scope,
): CompiledBody {
  const fn = newFunctionScope(name, returns, addressedNames(node, unit.text));
  const names = new Map<string, Place>();
  const places = parameters.map((parameter) => {
    const place = makeLocal(fn, parameter.name, parameter.type);
    names.set(parameter.name, place);
    return place;
  });
  const scope: Scope = { ...outer, unit, fn, names, parent: undefined };
  const body = childByField(node, "body");
  if (!body) throw new Unsupported(`${name}() has no body`);
  // The outermost block follows its own jumps.
  const statement =
    body.kind === "compound_statement"
      ? outermostBlock(body, innerScope(scope))
      : compileStatement(body, { scope, cases: undefined });
  return { body: statement, fn, parameters: places };
}

function outermostBlock(body: SyntaxNode, scope: Scope): Statement {
  return withExits(block(body.children, body, { scope, cases: undefined }), scope);
}

/** Names after a `&` anywhere in the function: those must have an address. */
function addressedNames(node: SyntaxNode, text: string): ReadonlySet<string> {
  const names = new Set(namesWithCleanup(text.slice(node.start, node.end)));
  const open: SyntaxNode[] = [node];
  for (let at = open.pop(); at; at = open.pop()) {
    if (at.kind === "pointer_expression" && at.operator === "&") {
      let inner = childByField(at, "argument");
      while (inner?.kind === "parenthesized_expression") inner = inner.children[0];
      if (inner?.kind === "identifier") names.add(text.slice(inner.start, inner.end));
    }
    open.push(...at.children);
  }
  return names;
}

export interface Addresses {
  global(sizeBytes: number): number;
  code(): number;
  /** Takes stack; the answer is where to put it back. */
  stackTop: number;
}

export function newFrame(
  fn: FunctionScope,
  memory: Runtime["memory"],
  addresses: Addresses,
  varargs: readonly VariadicArgument[],
): Frame {
  const frame: Frame = {
    ints: new Array<undefined>(fn.nrInts).fill(undefined),
    pointers: new Array<undefined>(fn.nrPointers).fill(undefined),
    result: undefined,
    label: undefined,
    varargs,
  };
  for (const { slot, name, type } of fn.memoryLocals) {
    const sizeBytes = sizeOf(type) ?? 0;
    addresses.stackTop -= Math.ceil(sizeBytes / 16) * 16;
    const object = memory.create({
      kind: "local",
      name,
      address: addresses.stackTop,
      sizeBytes,
      content: "uninitialised",
    });
    frame.pointers[slot] = { object, offset: 0 };
  }
  return frame;
}

export function runBody(
  { body, fn, parameters }: CompiledBody,
  values: readonly Value[],
  varargs: readonly VariadicArgument[],
  { runtime, addresses }: { runtime: Runtime; addresses: Addresses },
): Value | undefined {
  const { memory } = runtime;
  if (++runtime.depth > runtime.budget.maxCallDepth)
    runtime.stop("budget", `calls nest deeper than ${runtime.budget.maxCallDepth}`);
  const stackTop = addresses.stackTop;
  const frame = newFrame(fn, memory, addresses, varargs);
  for (const [index, place] of parameters.entries()) storeParameter(place, values[index], frame, runtime);
  const locals = fn.memoryLocals.map(({ slot }) => frame.pointers[slot]?.object);
  runtime.frames.push(frame);
  body.run(frame);
  runtime.frames.pop();
  for (const object of locals) if (object) memory.kill(object, runtime.line, undefined);
  addresses.stackTop = stackTop;
  runtime.depth--;
  return frame.result;
}

function storeParameter(place: Place, value: Value | undefined, frame: Frame, { memory }: Runtime): void {
  if (value === undefined) return;
  if (place.kind === "int-slot" && typeof value !== "object") frame.ints[place.slot] = value;
  else if (place.kind === "pointer-slot" && typeof value === "object") frame.pointers[place.slot] = value;
  else if (place.kind === "memory") {
    const at = place.run(frame);
    if (typeof value !== "object") {
      if (place.type.kind === "integer") memory.writeInt(at, value, place.type);
    } else if (place.type.kind === "pointer") memory.writePointer(at, value);
    else memory.copy(at, value, sizeOf(place.type) ?? 0);
  }
}

/**
 * Where a program's own objects lie: ranges that the simulated machine hands out to nobody. Kernel code at the start
 * of the kernel image, module data behind it; a process as a program without randomisation has it.
 */
export function programAddresses(bits: number, isKernel: boolean): Addresses {
  const wide = bits === 64;
  let data = isKernel ? (wide ? -0x4000_0000 : 0x1000_0000) : wide ? 0x5555_5000_0000 : 0x5600_0000;
  let code = isKernel ? (wide ? -0x7f00_0000 : 0x0800_0000) : wide ? 0x5555_4000_0000 : 0x0804_8000;
  return {
    stackTop: isKernel ? (wide ? -0x1_8000_0000 : 0x3000_0000) : wide ? 0x7fff_ffff_e000 : 0xbfff_f000,
    global(sizeBytes) {
      const at = data;
      // A gap between neighbours, so that one past the end of an object is not the start of the next.
      data += Math.ceil((sizeBytes + 1) / 16) * 16;
      return at;
    },
    code() {
      code += 16;
      return code;
    },
  };
}
