// A binary heap: the least element at hand, others in no order.

export interface Heap<Item> {
  push(item: Item): void;
  first(): Item | undefined;
  pop(): Item | undefined;
}

/** An empty heap; `compare` is below 0 where its first argument comes first. */
export function createHeap<Item>(compare: (a: Item, b: Item) => number): Heap<Item> {
  const items: Item[] = [];

  function isBefore(a: number, b: number): boolean {
    const [one, other] = [items[a], items[b]];
    return one !== undefined && other !== undefined && compare(one, other) < 0;
  }

  function swap(a: number, b: number): void {
    const [one, other] = [items[a], items[b]];
    if (one === undefined || other === undefined) return;
    items[a] = other;
    items[b] = one;
  }

  return {
    push(item) {
      items.push(item);
      for (let at = items.length - 1; at > 0; ) {
        const parent = (at - 1) >> 1;
        if (!isBefore(at, parent)) return;
        swap(at, parent);
        at = parent;
      }
    },
    first: () => items[0],
    pop() {
      swap(0, items.length - 1);
      const least = items.pop();
      for (let at = 0; ; ) {
        const [left, right] = [2 * at + 1, 2 * at + 2];
        const child = isBefore(right, left) ? right : left;
        if (!isBefore(child, at)) return least;
        swap(at, child);
        at = child;
      }
    },
  };
}
