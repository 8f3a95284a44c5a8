// What is worked out once: a value when it is first asked for, and what follows from an object alone.

/** `make`, which is called when its answer is first asked for and then no more. */
export function once<T extends object>(make: () => T): () => T {
  let made: T | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

/** `make`, which is pure, with its answers remembered for as long as what they were made of. */
export function oncePerObject<K extends object, V>(make: (key: K) => V): (key: K) => V {
  const known = new WeakMap<K, { readonly value: V }>();
  return (key) => {
    const entry = known.get(key) ?? { value: make(key) };
    known.set(key, entry);
    return entry.value;
  };
}
