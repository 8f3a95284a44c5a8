// Functions that take a reference off an object and say whether it was the last one. Whether it is cannot be seen from
// the code around: who puts one with a lock held mostly knows of another.

const sources: Readonly<Record<string, string>> = {
  atomic_dec_and_test: "include/linux/atomic/atomic-instrumented.h:465 (6.1)",
  atomic_sub_and_test: "include/linux/atomic/atomic-instrumented.h:456 (6.1)",
  atomic_long_dec_and_test: "include/linux/atomic/atomic-instrumented.h (6.1)",
  atomic64_dec_and_test: "include/linux/atomic/atomic-instrumented.h (6.1)",
  refcount_dec_and_test: "include/linux/refcount.h:330 (6.1)",
  refcount_sub_and_test: "include/linux/refcount.h:297 (6.1)",
  kref_put: "include/linux/kref.h:62 (6.1)",
};

/** Whether `name` is true only for the one who drops the last reference. */
export function dropsLastReference(name: string): boolean {
  return Object.hasOwn(sources, name);
}
