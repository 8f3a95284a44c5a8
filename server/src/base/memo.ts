// What follows from an object alone, worked out once and let go of with it.

/** `make`, which is pure, with its answers remembered for as long as what they were made of. */
export function oncePerObject<K extends object, V>(make: (key: K) => V): (key: K) => V {
  const known = new WeakMap<K, { readonly value: V }>();
  return (key) => {
    const entry = known.get(key) ?? { value: make(key) };
    known.set(key, entry);
    return entry.value;
  };
}
