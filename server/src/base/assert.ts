// Checks for our own bugs. What the user's C does wrong is a value, never one of these.

/** Throws when `condition` is false: a bug of ours, caught only at the rims. */
export function assert(condition: boolean, message: string): asserts condition {
  if (!condition) throw new Error(`kmem-lens bug: ${message}`);
}

/** Closes an exhaustive `switch`: does not compile while a case is missing. */
export function unreachable(value: never): never {
  throw new Error(`kmem-lens bug: unexpected ${JSON.stringify(value)}`);
}
