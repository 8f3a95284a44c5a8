// Memory and locks that end with their block, in C of our own: __free(), guard(), scoped_guard(), CLASS() and what
// defines their classes. After include/linux/cleanup.h of 6.12; the classes of locks are those of the kernel model.

import { guardRows } from "../kernel-model/guards.js";

/** What releases a guard whose function is not named after the one that takes it. */
const releases: Readonly<Record<string, string>> = {
  local_irq_disable: "local_irq_enable",
  local_irq_save: "local_irq_restore",
  preempt_disable: "preempt_enable",
  preempt_disable_notrace: "preempt_enable_notrace",
  migrate_disable: "migrate_enable",
  down_read: "up_read",
  down_read_trylock: "up_read",
  down_read_interruptible: "up_read",
  down_write: "up_write",
  down_write_trylock: "up_write",
  mutex_lock_interruptible: "mutex_unlock",
  mutex_trylock: "mutex_unlock",
};

/** Those classes of the kernel model whose lock functions drivers find in the headers of the prelude. */
const supported =
  /^(?:mutex|spinlock|raw_spinlock|read_lock|write_lock|rwsem|irq|irqsave|rcu|preempt|migrate|rtnl|device|local_lock(?!_nested)|task_lock|cpus_read_lock|console_lock)/;

export const cleanupPrelude = `
#define __cleanup(f) __attribute__((__cleanup__(f)))
#define __free(name) __cleanup(__free_##name)
#define __kmem_take(p) ({ __auto_type __kmem_taken = (p); (p) = NULL; __kmem_taken; })
#define no_free_ptr(p) __kmem_take(p)
#define return_ptr(p) return __kmem_take(p)
#define retain_and_null_ptr(p) ((void)__kmem_take(p))
#define DEFINE_FREE(name, type, ...) \\
	static inline void __free_##name(void *p) { type _T = *(type *)p; __VA_ARGS__; }
#define DEFINE_CLASS(name, type, last, first, ...) \\
	typedef type class_##name##_t; \\
	static inline void class_##name##_destructor(class_##name##_t *p) { class_##name##_t _T = *p; last; } \\
	static inline class_##name##_t class_##name##_constructor(__VA_ARGS__) { class_##name##_t __kmem_made = first; return __kmem_made; }
#define CLASS(name, variable) class_##name##_t variable __cleanup(class_##name##_destructor) = class_##name##_constructor
#define __kmem_guard_of(name) static inline void *class_##name##_lock_ptr(class_##name##_t *p) { return (void *)*p; }
#define DEFINE_GUARD(name, type, lock, unlock) \\
	DEFINE_CLASS(name, type, if (_T) { unlock; }, ({ lock; _T; }), type _T) __kmem_guard_of(name)
#define DEFINE_GUARD_COND(name, suffix, try) \\
	typedef class_##name##_t class_##name##suffix##_t; \\
	static inline void class_##name##suffix##_destructor(class_##name##_t *p) { class_##name##_destructor(p); } \\
	static inline class_##name##_t class_##name##suffix##_constructor(class_##name##_t t) { class_##name##_t _T = t; if (t && !(try)) _T = NULL; return _T; } \\
	static inline void *class_##name##suffix##_lock_ptr(class_##name##_t *p) { return (void *)*p; }
#define __kmem_lock_guard(name, type, unlock, ...) \\
	typedef struct { type *lock; __VA_ARGS__; } class_##name##_t; \\
	static inline void class_##name##_destructor(class_##name##_t *_T) { if (_T->lock) { unlock; } } \\
	static inline void *class_##name##_lock_ptr(class_##name##_t *_T) { return (void *)_T->lock; }
#define DEFINE_LOCK_GUARD_1(name, type, get, unlock, ...) \\
	__kmem_lock_guard(name, type, unlock, __VA_ARGS__) \\
	static inline class_##name##_t class_##name##_constructor(type *l) { class_##name##_t __kmem_made = { .lock = l }, *_T = &__kmem_made; get; return __kmem_made; }
#define DEFINE_LOCK_GUARD_0(name, get, unlock, ...) \\
	__kmem_lock_guard(name, void, unlock, __VA_ARGS__) \\
	static inline class_##name##_t class_##name##_constructor(void) { class_##name##_t __kmem_made = { .lock = (void *)1 }, *_T = &__kmem_made; get; return __kmem_made; }
#define guard(name) CLASS(name, __kmem_guard)
#define scoped_class(name, variable, ...) for (CLASS(name, variable)(__VA_ARGS__), *__kmem_done = NULL; !__kmem_done; __kmem_done = (void *)1)
#define scoped_guard(name, ...) for (CLASS(name, __kmem_scope)(__VA_ARGS__), *__kmem_done = NULL; class_##name##_lock_ptr(&__kmem_scope) && !__kmem_done; __kmem_done = (void *)1)
#define scoped_cond_guard(name, fail, ...) for (CLASS(name, __kmem_scope)(__VA_ARGS__), *__kmem_done = NULL; !__kmem_done; __kmem_done = (void *)1) if (!class_##name##_lock_ptr(&__kmem_scope)) { fail; } else

DEFINE_FREE(kfree, void *, if (!IS_ERR_OR_NULL(_T)) kfree(_T))
DEFINE_FREE(kfree_sensitive, void *, if (_T) kfree_sensitive(_T))
DEFINE_FREE(kvfree, void *, if (!IS_ERR_OR_NULL(_T)) kvfree(_T))
DEFINE_FREE(vfree, void *, if (_T) vfree(_T))
DEFINE_FREE(bitmap, unsigned long *, if (_T) bitmap_free(_T))
DEFINE_FREE(free_percpu, void *, free_percpu(_T))
DEFINE_FREE(put_device, struct device *, if (_T) put_device(_T))
${guardRows.map(guardClass).join("\n")}
`;

function guardClass({ name, lock, lockArgument, conditional }: (typeof guardRows)[number]): string {
  if (!supported.test(name)) return "";
  const savesFlags = /(?:irq|_)save/.test(lock) || /irqsave$/.test(lock);
  const unlock = releases[lock] ?? unlockOf(lock);
  const target = lockArgument === undefined ? [] : ["_T->lock"];
  const flags = savesFlags ? ["_T->flags"] : [];
  const take = `${lock}(${[...target, ...flags].join(", ")})`;
  const release = `${unlock}(${[...target, ...flags].join(", ")})`;
  // A try lock says with what is not 0 that it has it; an interruptible one with 0.
  const has = /interruptible/.test(lock) ? `!${take}` : take;
  const get = conditional ? `if (!(${has})) _T->lock = NULL` : take;
  return lockArgument === undefined
    ? `DEFINE_LOCK_GUARD_0(${name}, ${get}, ${release}, unsigned long flags)`
    : `DEFINE_LOCK_GUARD_1(${name}, void, ${get}, ${release}, unsigned long flags)`;
}

/** `spin_lock_irqsave` is given back by `spin_unlock_irqrestore`, also where it was only tried. */
function unlockOf(lock: string): string {
  return lock
    .replace(/trylock/, "lock")
    .replace(/lock(?!.*lock)/, "unlock")
    .replace("irqsave", "irqrestore")
    .replace(/_nested$/, "");
}
