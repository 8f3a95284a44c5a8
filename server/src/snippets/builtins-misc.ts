// Small functions of the kernel: context questions, delays, arithmetic helpers, copies from and to user space.

import { isInInterrupt, whyNoSleep } from "../simulator/task-context.js";
import { num, ptr } from "./builtins-text.js";
import { readText } from "./format.js";
import { intOf, toBigInt } from "./integers.js";
import type { KernelWorld } from "./kernel-world.js";
import type { Builtin } from "./program.js";

/** Builtins that allocate nothing. `seed` is where the random numbers that the program asks for start. */
export function miscBuiltins(world: KernelWorld, seed = 12345): Map<string, Builtin> {
  const { runtime, machine } = world;
  const { memory } = runtime;
  const { task, profile } = machine.core;
  const table = new Map<string, Builtin>();
  let random = seed >>> 0;
  table.set("__kmem_bug", ([what]) => runtime.stop("fault", `kernel BUG: ${readText(memory, ptr(what))}`));
  // What a device tree or ACPI says of a device is not known here; without a node there is nothing to ask.
  table.set("__kmem_ask_firmware", () =>
    runtime.unsupported("what firmware says of a device; a model directive can say it"),
  );
  table.set("__kmem_might_sleep", () => {
    world.mightSleep("might_sleep", "is reached");
    return undefined;
  });
  const ids = new Map<number, number>();
  table.set("__kmem_next_id", ([of]) => {
    const key = num(of);
    const id = ids.get(key) ?? 0;
    ids.set(key, id + 1);
    return id;
  });
  // What a function of another part of the kernel gives out: an object of the real size where its type is known, at
  // an address that no allocator gives, outside the machine's accounts.
  let givenAddress = profile.arch.bits === 64 ? -0x2_8000_0000 : 0x3a00_0000;
  table.set("__kmem_handle", ([name, size]) => {
    const sizeBytes = num(size);
    const address = givenAddress;
    givenAddress += Math.ceil((sizeBytes + 64) / 64) * 64;
    const kind = sizeBytes === 0 ? "opaque" : "parameter";
    const title = `what ${readText(memory, ptr(name))}() gave`;
    return { object: memory.create({ kind, name: title, address, sizeBytes, content: "zero" }), offset: 0 };
  });
  table.set("__kmem_nr_cpus", () => profile.config.nrCpus);
  const current = memory.create({
    kind: "parameter",
    name: "current",
    address: 1 << 24,
    sizeBytes: 256,
    content: "zero",
  });
  table.set("__kmem_current", () => ({ object: current, offset: 0 }));
  table.set("__kmem_mul", ([a, b]) => {
    const product =
      toBigInt(typeof a === "object" ? 0 : (a ?? 0)) * toBigInt(typeof b === "object" ? 0 : (b ?? 0));
    const max = (1n << BigInt(profile.arch.bits)) - 1n;
    return intOf(product > max ? max : product);
  });
  table.set("__kmem_mul_overflow", ([a, b, d, size, isSigned]) => {
    const product =
      toBigInt(typeof a === "object" ? 0 : (a ?? 0)) * toBigInt(typeof b === "object" ? 0 : (b ?? 0));
    const bits = num(size) * 8;
    const wrapped = num(isSigned) !== 0 ? BigInt.asIntN(bits, product) : BigInt.asUintN(bits, product);
    memory.writeInt(ptr(d), intOf(wrapped), { bits, isSigned: num(isSigned) !== 0 });
    return wrapped === product ? 0 : 1;
  });
  table.set("__kmem_swab", ([x, bytes]) => {
    let value = toBigInt(typeof x === "object" ? 0 : (x ?? 0));
    let swapped = 0n;
    for (let i = 0; i < num(bytes); i++) {
      swapped = (swapped << 8n) | (value & 0xffn);
      value >>= 8n;
    }
    return intOf(swapped);
  });
  table.set("__kmem_copy_user", ([to, from, n, name]) => {
    const call = readText(memory, ptr(name));
    if (task.pagefaultDisableDepth === 0) world.mightSleep(call, "may sleep on a page fault");
    const user = call === "copy_from_user" ? ptr(from) : ptr(to);
    const kernel = call === "copy_from_user" ? ptr(to) : ptr(from);
    memory.check(kernel, num(n), call === "copy_from_user" ? "write" : "read");
    if (!user.object || user.object.sizeBytes < user.offset + num(n)) {
      // The snippet gave no user memory of that size: what the process would send is zeroes.
      if (call === "copy_from_user") memory.fill(kernel, 0, num(n));
      return 0;
    }
    memory.copy(ptr(to), ptr(from), num(n));
    return 0;
  });
  table.set("get_random_bytes", ([p, n]) => {
    const { view, offset } = memory.bytesAt(ptr(p), num(n), "write");
    for (let i = 0; i < num(n); i++) view.setUint8(offset + i, nextRandom() & 0xff);
    return undefined;
  });
  table.set("get_random_u32", () => nextRandom());
  function nextRandom(): number {
    random = (Math.imul(random, 1664525) + 1013904223) >>> 0;
    return random;
  }
  table.set("cpu_relax", () => undefined);
  table.set("in_interrupt", () => (isInInterrupt(task) ? 1 : 0));
  table.set("in_task", () => (task.level === "process" ? 1 : 0));
  table.set("in_atomic", () => (whyNoSleep(task) === undefined ? 0 : 1));
  table.set("irqs_disabled", () => (task.irqDisableDepth > 0 || task.level === "hardirq" ? 1 : 0));
  table.set("smp_processor_id", () => task.cpu);
  addBits(table, profile.config.pageSizeBytes);
  return table;
}

function addBits(table: Map<string, Builtin>, pageBytes: number): void {
  const big = (value: Parameters<Builtin>[0][number] | undefined): bigint =>
    value === undefined || typeof value === "object" ? 0n : BigInt.asUintN(64, toBigInt(value));
  const width = (value: bigint): number => (value === 0n ? 0 : value.toString(2).length);
  table.set("get_order", ([n]) => {
    const size = num(n);
    return size <= pageBytes ? 0 : Math.ceil(Math.log2(Math.ceil(size / pageBytes)));
  });
  table.set("roundup_pow_of_two", ([n]) => intOf(big(n) <= 1n ? 1n : 1n << BigInt(width(big(n) - 1n))));
  table.set("rounddown_pow_of_two", ([n]) => intOf(big(n) === 0n ? 0n : 1n << BigInt(width(big(n)) - 1)));
  table.set("ilog2", ([n]) => width(big(n)) - 1);
  table.set("fls", ([n]) => width(BigInt.asUintN(32, big(n))));
  table.set("fls64", ([n]) => width(big(n)));
  const lowest = (value: bigint): number => (value === 0n ? 0 : width(value & -value));
  table.set("ffs", ([n]) => lowest(BigInt.asUintN(32, big(n))));
  table.set("__ffs", ([n]) => lowest(big(n)) - 1);
  const ones = (value: bigint): number => value.toString(2).replaceAll("0", "").length;
  table.set("hweight32", ([n]) => ones(BigInt.asUintN(32, big(n))));
  table.set("hweight_long", ([n]) => ones(big(n)));
}
