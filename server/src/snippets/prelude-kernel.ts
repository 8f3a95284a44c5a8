// What a driver finds in the kernel's headers, said in C of our own: types of which drivers use the members, small
// inline functions and macros, and prototypes of what the builtins do. It runs in the interpreter like the driver's own
// code, so a list that is walked after its entry was freed is a fault like any other. Behaviour after include/linux of
// 6.1; sizes of the structs that embed by value are the kernel's where no member stands here.

/** Types, inline functions and prototypes of kernel code. */
export const kernelPrelude = `
#define NULL ((void *)0)
#define __KERNEL__ 1
#define MODULE 1
#define KBUILD_MODNAME "snippet"
#define THIS_MODULE ((struct module *)0)
#define __init
#define __exit
#define __user
#define __iomem
#define __percpu
#define __rcu
#define __force
#define __must_check
#define __maybe_unused
#define __always_unused
#define __attribute_const__
#define __read_mostly
#define __initdata
#define __exitdata
#define __initconst
#define __devinit
#define __devexit
#define noinline
#define __always_inline inline
#define asmlinkage
#define __cold
#define __hot
#define __inline inline
#define __inline__ inline
#define fallthrough do { } while (0)
#define EXPORT_SYMBOL(x)
#define EXPORT_SYMBOL_GPL(x)
#define MODULE_LICENSE(x)
#define MODULE_AUTHOR(x)
#define MODULE_DESCRIPTION(x)
#define MODULE_VERSION(x)
#define MODULE_ALIAS(x)
#define MODULE_INFO(x, y)
#define MODULE_FIRMWARE(x)
#define MODULE_IMPORT_NS(x)
#define MODULE_SOFTDEP(x)
#define MODULE_PARM_DESC(x, y)
#define MODULE_DEVICE_TABLE(x, y)
#define module_param(n, t, p)
#define module_param_named(n, v, t, p)
#define module_param_array(n, t, c, p)
#define module_param_string(n, s, l, p)
#define module_init(f) static int (*__kmem_module_init)(void) = (f);
#define module_exit(f) static void (*__kmem_module_exit)(void) = (f);
#define subsys_initcall(f) module_init(f)
#define device_initcall(f) module_init(f)
#define late_initcall(f) module_init(f)
#define likely(x) (x)
#define unlikely(x) (x)
#define barrier() do { } while (0)
#define smp_mb() do { } while (0)
#define smp_rmb() do { } while (0)
#define smp_wmb() do { } while (0)
#define mb() do { } while (0)
#define rmb() do { } while (0)
#define wmb() do { } while (0)
#define dma_wmb() do { } while (0)
#define dma_rmb() do { } while (0)
#define READ_ONCE(x) (x)
#define WRITE_ONCE(x, v) ((x) = (v))
#define ACCESS_ONCE(x) (x)
#define smp_load_acquire(p) (*(p))
#define smp_store_release(p, v) (*(p) = (v))
#define rcu_dereference(p) (p)
#define rcu_dereference_protected(p, c) (p)
#define rcu_dereference_check(p, c) (p)
#define rcu_access_pointer(p) (p)
#define rcu_assign_pointer(p, v) ((p) = (v))
#define RCU_INIT_POINTER(p, v) ((p) = (v))
#define ARRAY_SIZE(a) (sizeof(a) / sizeof((a)[0]))
#define sizeof_field(t, m) sizeof(((t *)0)->m)
#define FIELD_SIZEOF(t, m) sizeof(((t *)0)->m)
#define offsetofend(t, m) (offsetof(t, m) + sizeof_field(t, m))
#define container_of(p, t, m) ((t *)((char *)(p) - offsetof(t, m)))
#define container_of_const(p, t, m) container_of(p, t, m)
#define typeof_member(t, m) __typeof__(((t *)0)->m)
#define min(a, b) ({ __auto_type __kmem_a = (a); __auto_type __kmem_b = (b); __kmem_a < __kmem_b ? __kmem_a : __kmem_b; })
#define max(a, b) ({ __auto_type __kmem_a = (a); __auto_type __kmem_b = (b); __kmem_a > __kmem_b ? __kmem_a : __kmem_b; })
#define min3(a, b, c) min(min(a, b), c)
#define max3(a, b, c) max(max(a, b), c)
#define min_t(t, a, b) ({ t __kmem_a = (a); t __kmem_b = (b); __kmem_a < __kmem_b ? __kmem_a : __kmem_b; })
#define max_t(t, a, b) ({ t __kmem_a = (a); t __kmem_b = (b); __kmem_a > __kmem_b ? __kmem_a : __kmem_b; })
#define clamp(v, l, h) min(max(v, l), h)
#define clamp_t(t, v, l, h) min_t(t, max_t(t, v, l), h)
#define clamp_val(v, l, h) clamp_t(__typeof__(v), v, l, h)
#define swap(a, b) do { __auto_type __kmem_t = (a); (a) = (b); (b) = __kmem_t; } while (0)
#define abs(x) ({ __auto_type __kmem_x = (x); __kmem_x < 0 ? -__kmem_x : __kmem_x; })
#define DIV_ROUND_UP(n, d) (((n) + (d) - 1) / (d))
#define DIV_ROUND_UP_ULL(n, d) (((n) + (d) - 1) / (d))
#define DIV_ROUND_CLOSEST(n, d) (((n) + (d) / 2) / (d))
#define __ALIGN_MASK_(x, m) (((x) + (m)) & ~(m))
#define ALIGN(x, a) __ALIGN_MASK_(x, (__typeof__(x))(a) - 1)
#define ALIGN_DOWN(x, a) ((x) & ~((__typeof__(x))(a) - 1))
#define IS_ALIGNED(x, a) (((x) & ((__typeof__(x))(a) - 1)) == 0)
#define PTR_ALIGN(p, a) ((__typeof__(p))ALIGN((unsigned long)(p), (a)))
#define PAGE_ALIGN(x) ALIGN(x, PAGE_SIZE)
#define round_up(x, y) ((((x) - 1) | ((__typeof__(x))((y) - 1))) + 1)
#define round_down(x, y) ((x) & ~((__typeof__(x))((y) - 1)))
#define roundup(x, y) ({ __auto_type __kmem_y = y; (((x) + (__kmem_y - 1)) / __kmem_y) * __kmem_y; })
#define rounddown(x, y) ({ __auto_type __kmem_x = (x); __kmem_x - (__kmem_x % (y)); })
#define BIT(n) (1UL << (n))
#define BIT_ULL(n) (1ULL << (n))
#define GENMASK(h, l) ((~0UL << (l)) & (~0UL >> (BITS_PER_LONG - 1 - (h))))
#define BITS_PER_LONG ((int)sizeof(long) * 8)
#define BITS_PER_BYTE 8
#define BITS_TO_LONGS(n) (((n) + sizeof(long) * 8 - 1) / (sizeof(long) * 8))
#define BIT_MASK(n) (1UL << ((n) % BITS_PER_LONG))
#define BIT_WORD(n) ((n) / BITS_PER_LONG)
#define DECLARE_BITMAP(n, b) unsigned long n[BITS_TO_LONGS(b)]
#define upper_32_bits(n) ((u32)(((u64)(n)) >> 32))
#define lower_32_bits(n) ((u32)(n))
#define struct_size(p, m, n) (sizeof(*(p)) + sizeof((p)->m[0]) * (size_t)(n))
#define flex_array_size(p, m, n) (sizeof((p)->m[0]) * (size_t)(n))
#define array_size(a, b) __kmem_mul((a), (b))
#define array3_size(a, b, c) __kmem_mul(__kmem_mul((a), (b)), (c))
#define size_add(a, b) ((size_t)(a) + (size_t)(b))
#define size_mul(a, b) __kmem_mul((a), (b))
#define check_mul_overflow(a, b, d) __kmem_mul_overflow((a), (b), (d), sizeof(*(d)), ((__typeof__(*(d)))-1) < 0)
#define check_add_overflow(a, b, d) ({ *(d) = (a) + (b); *(d) < (a); })
#define IS_ENABLED(x) 0
#define IS_BUILTIN(x) 0
#define IS_MODULE(x) 0
#define IS_REACHABLE(x) 0
#define BUILD_BUG_ON(x) do { } while (0)
#define BUILD_BUG_ON_ZERO(x) 0
#define static_assert(...)
#define BUG() __kmem_bug("BUG()")
#define BUG_ON(c) do { if (c) __kmem_bug("BUG_ON()"); } while (0)
#define WARN(c, ...) ({ int __kmem_w = !!(c); if (__kmem_w) printk(__VA_ARGS__); __kmem_w; })
#define WARN_ON(c) ({ int __kmem_w = __kmem_truth(c); if (__kmem_w) printk("WARNING\\n"); __kmem_w; })
#define WARN_ON_ONCE(c) WARN_ON(c)
#define WARN_ONCE(c, ...) WARN(c, __VA_ARGS__)
#define might_sleep() __kmem_might_sleep()
#define might_sleep_if(c) do { if (c) __kmem_might_sleep(); } while (0)
#define KERN_SOH "\\001"
#define KERN_EMERG "\\0010"
#define KERN_ALERT "\\0011"
#define KERN_CRIT "\\0012"
#define KERN_ERR "\\0013"
#define KERN_WARNING "\\0014"
#define KERN_NOTICE "\\0015"
#define KERN_INFO "\\0016"
#define KERN_DEBUG "\\0017"
#define KERN_DEFAULT ""
#define KERN_CONT "\\001c"
#ifndef pr_fmt
#define pr_fmt(f) f
#endif
#define pr_emerg(f, ...) printk(pr_fmt(f), ##__VA_ARGS__)
#define pr_alert(f, ...) printk(pr_fmt(f), ##__VA_ARGS__)
#define pr_crit(f, ...) printk(pr_fmt(f), ##__VA_ARGS__)
#define pr_err(f, ...) printk(pr_fmt(f), ##__VA_ARGS__)
#define pr_warn(f, ...) printk(pr_fmt(f), ##__VA_ARGS__)
#define pr_warning(f, ...) printk(pr_fmt(f), ##__VA_ARGS__)
#define pr_notice(f, ...) printk(pr_fmt(f), ##__VA_ARGS__)
#define pr_info(f, ...) printk(pr_fmt(f), ##__VA_ARGS__)
#define pr_cont(f, ...) printk(f, ##__VA_ARGS__)
#define pr_debug(f, ...) do { if (0) printk(pr_fmt(f), ##__VA_ARGS__); } while (0)
#define pr_devel(f, ...) do { if (0) printk(pr_fmt(f), ##__VA_ARGS__); } while (0)
#define pr_err_once(f, ...) printk(pr_fmt(f), ##__VA_ARGS__)
#define pr_info_once(f, ...) printk(pr_fmt(f), ##__VA_ARGS__)
#define pr_warn_once(f, ...) printk(pr_fmt(f), ##__VA_ARGS__)
#define pr_err_ratelimited(f, ...) printk(pr_fmt(f), ##__VA_ARGS__)
#define printk_once(f, ...) printk(f, ##__VA_ARGS__)
#define printk_ratelimited(f, ...) printk(f, ##__VA_ARGS__)
#define dev_emerg(d, f, ...) __kmem_dev_printk((d), f, ##__VA_ARGS__)
#define dev_crit(d, f, ...) __kmem_dev_printk((d), f, ##__VA_ARGS__)
#define dev_err(d, f, ...) __kmem_dev_printk((d), f, ##__VA_ARGS__)
#define dev_warn(d, f, ...) __kmem_dev_printk((d), f, ##__VA_ARGS__)
#define dev_notice(d, f, ...) __kmem_dev_printk((d), f, ##__VA_ARGS__)
#define dev_info(d, f, ...) __kmem_dev_printk((d), f, ##__VA_ARGS__)
#define dev_dbg(d, f, ...) do { if (0) __kmem_dev_printk((d), f, ##__VA_ARGS__); } while (0)
#define dev_vdbg(d, f, ...) do { if (0) __kmem_dev_printk((d), f, ##__VA_ARGS__); } while (0)
#define dev_err_once dev_err
#define dev_warn_once dev_warn
#define dev_info_once dev_info
#define dev_err_ratelimited dev_err
#define dev_warn_ratelimited dev_warn
#define netdev_err(d, f, ...) printk(f, ##__VA_ARGS__)
#define netdev_warn(d, f, ...) printk(f, ##__VA_ARGS__)
#define netdev_info(d, f, ...) printk(f, ##__VA_ARGS__)
#define netdev_dbg(d, f, ...) do { } while (0)
#define LIST_HEAD_INIT(n) { &(n), &(n) }
#define LIST_HEAD(n) struct list_head n = LIST_HEAD_INIT(n)
#define HLIST_HEAD(n) struct hlist_head n = { NULL }
#define HLIST_HEAD_INIT { NULL }
#define INIT_HLIST_HEAD(h) ((h)->first = NULL)
#define DEFINE_MUTEX(n) struct mutex n
#define DEFINE_SPINLOCK(n) spinlock_t n
#define DEFINE_RAW_SPINLOCK(n) raw_spinlock_t n
#define DEFINE_RWLOCK(n) rwlock_t n
#define DEFINE_SEMAPHORE(n, ...) struct semaphore n
#define DECLARE_RWSEM(n) struct rw_semaphore n
#define DECLARE_COMPLETION(n) struct completion n
#define DECLARE_COMPLETION_ONSTACK(n) struct completion n
#define DECLARE_WAIT_QUEUE_HEAD(n) wait_queue_head_t n
#define DEFINE_IDA(n) struct ida n = IDA_INIT(n)
#define DEFINE_IDR(n) struct idr n = IDR_INIT(n)
#define __SPIN_LOCK_UNLOCKED(n) { }
#define ATOMIC_INIT(i) { (i) }
#define ATOMIC64_INIT(i) { (i) }
#define ATOMIC_LONG_INIT(i) { (i) }
#define REFCOUNT_INIT(n) { { (n) } }
#define list_entry(p, t, m) container_of(p, t, m)
#define list_first_entry(h, t, m) list_entry((h)->next, t, m)
#define list_last_entry(h, t, m) list_entry((h)->prev, t, m)
#define list_first_entry_or_null(h, t, m) ({ struct list_head *__kmem_h = (h); struct list_head *__kmem_n = __kmem_h->next; __kmem_n != __kmem_h ? list_entry(__kmem_n, t, m) : (t *)0; })
#define list_next_entry(p, m) list_entry((p)->m.next, __typeof__(*(p)), m)
#define list_prev_entry(p, m) list_entry((p)->m.prev, __typeof__(*(p)), m)
#define list_for_each(p, h) for (p = (h)->next; p != (h); p = p->next)
#define list_for_each_prev(p, h) for (p = (h)->prev; p != (h); p = p->prev)
#define list_for_each_safe(p, n, h) for (p = (h)->next, n = p->next; p != (h); p = n, n = p->next)
#define list_for_each_entry(p, h, m) for (p = list_first_entry(h, __typeof__(*p), m); &p->m != (h); p = list_next_entry(p, m))
#define list_for_each_entry_rcu(p, h, m, ...) list_for_each_entry(p, h, m)
#define list_for_each_entry_reverse(p, h, m) for (p = list_last_entry(h, __typeof__(*p), m); &p->m != (h); p = list_prev_entry(p, m))
#define list_for_each_entry_safe(p, n, h, m) for (p = list_first_entry(h, __typeof__(*p), m), n = list_next_entry(p, m); &p->m != (h); p = n, n = list_next_entry(n, m))
#define list_for_each_entry_safe_reverse(p, n, h, m) for (p = list_last_entry(h, __typeof__(*p), m), n = list_prev_entry(p, m); &p->m != (h); p = n, n = list_prev_entry(n, m))
#define list_for_each_entry_continue(p, h, m) for (p = list_next_entry(p, m); &p->m != (h); p = list_next_entry(p, m))
#define list_for_each_entry_continue_reverse(p, h, m) for (p = list_prev_entry(p, m); &p->m != (h); p = list_prev_entry(p, m))
#define list_for_each_entry_from(p, h, m) for (; &p->m != (h); p = list_next_entry(p, m))
#define hlist_entry(p, t, m) container_of(p, t, m)
#define hlist_entry_safe(p, t, m) ({ struct hlist_node *__kmem_n = (p); __kmem_n ? hlist_entry(__kmem_n, t, m) : (t *)0; })
#define hlist_for_each_entry(p, h, m) for (p = hlist_entry_safe((h)->first, __typeof__(*(p)), m); p; p = hlist_entry_safe((p)->m.next, __typeof__(*(p)), m))
#define hlist_for_each_entry_safe(p, n, h, m) for (p = hlist_entry_safe((h)->first, __typeof__(*p), m); p && ({ n = p->m.next; 1; }); p = hlist_entry_safe(n, __typeof__(*p), m))
#define for_each_set_bit(b, a, n) for ((b) = find_first_bit((a), (n)); (b) < (n); (b) = find_next_bit((a), (n), (b) + 1))
#define for_each_clear_bit(b, a, n) for ((b) = find_first_zero_bit((a), (n)); (b) < (n); (b) = find_next_zero_bit((a), (n), (b) + 1))
#define for_each_possible_cpu(c) for ((c) = 0; (c) < __kmem_nr_cpus(); (c)++)
#define for_each_online_cpu(c) for_each_possible_cpu(c)
#define for_each_present_cpu(c) for_each_possible_cpu(c)
#define num_online_cpus() __kmem_nr_cpus()
#define num_possible_cpus() __kmem_nr_cpus()
#define nr_cpu_ids __kmem_nr_cpus()
#define raw_smp_processor_id() 0
#define alloc_percpu(t) ((t *)__alloc_percpu(sizeof(t), __alignof__(t)))
#define alloc_percpu_gfp(t, g) ((t *)__alloc_percpu_gfp(sizeof(t), __alignof__(t), (g)))
#define per_cpu_ptr(p, c) ((__typeof__(p))__kmem_per_cpu_ptr((p), (c)))
#define this_cpu_ptr(p) per_cpu_ptr(p, 0)
#define raw_cpu_ptr(p) per_cpu_ptr(p, 0)
#define get_cpu_ptr(p) ({ preempt_disable(); per_cpu_ptr(p, 0); })
#define put_cpu_ptr(p) preempt_enable()
#define KMEM_CACHE(s, f) kmem_cache_create(#s, sizeof(struct s), __alignof__(struct s), (f), NULL)
#define kzfree(p) kfree_sensitive(p)
#define kfree_const(p) kfree(p)
#define cpu_to_le16(x) ((__le16)(u16)(x))
#define cpu_to_le32(x) ((__le32)(u32)(x))
#define cpu_to_le64(x) ((__le64)(u64)(x))
#define le16_to_cpu(x) ((u16)(x))
#define le32_to_cpu(x) ((u32)(x))
#define le64_to_cpu(x) ((u64)(x))
#define le16_to_cpup(p) (*(u16 *)(p))
#define le32_to_cpup(p) (*(u32 *)(p))
#define cpu_to_be16(x) ((__be16)__kmem_swab((u16)(x), 2))
#define cpu_to_be32(x) ((__be32)__kmem_swab((u32)(x), 4))
#define cpu_to_be64(x) ((__be64)__kmem_swab((u64)(x), 8))
#define be16_to_cpu(x) ((u16)__kmem_swab((u16)(x), 2))
#define be32_to_cpu(x) ((u32)__kmem_swab((u32)(x), 4))
#define be64_to_cpu(x) ((u64)__kmem_swab((u64)(x), 8))
#define htons cpu_to_be16
#define htonl cpu_to_be32
#define ntohs be16_to_cpu
#define ntohl be32_to_cpu
#define swab16(x) ((u16)__kmem_swab((u16)(x), 2))
#define swab32(x) ((u32)__kmem_swab((u32)(x), 4))
#define do_div(n, b) ({ u32 __kmem_b = (b); u32 __kmem_r = (n) % __kmem_b; (n) = (n) / __kmem_b; __kmem_r; })
#define div_u64(a, b) ((u64)(a) / (u32)(b))
#define div64_u64(a, b) ((u64)(a) / (u64)(b))
#define mult_frac(x, n, d) ((x) / (d) * (n) + (x) % (d) * (n) / (d))
#define HZ 250
#define jiffies __kmem_jiffies()
#define msecs_to_jiffies(m) ((unsigned long)(((m) + 3) / 4))
#define jiffies_to_msecs(j) ((unsigned int)((j) * 4))
#define usecs_to_jiffies(u) ((unsigned long)(((u) + 3999) / 4000))
#define time_after(a, b) ((long)((b) - (a)) < 0)
#define time_before(a, b) time_after(b, a)
#define time_after_eq(a, b) ((long)((a) - (b)) >= 0)
#define time_before_eq(a, b) time_after_eq(b, a)
#define current ((struct task_struct *)__kmem_current())
#define spin_lock_init(l) do { (void)(l); } while (0)
#define raw_spin_lock_init(l) do { (void)(l); } while (0)
#define rwlock_init(l) do { (void)(l); } while (0)
#define mutex_init(l) do { (void)(l); } while (0)
#define init_rwsem(l) do { (void)(l); } while (0)
#define sema_init(l, n) do { (void)(l); } while (0)
#define mutex_destroy(l) do { (void)(l); } while (0)
#define seqlock_init(l) do { (void)(l); } while (0)
#define init_waitqueue_head(w) do { (void)(w); } while (0)
#define wake_up(w) do { (void)(w); } while (0)
#define wake_up_all(w) do { (void)(w); } while (0)
#define wake_up_interruptible(w) do { (void)(w); } while (0)
#define lockdep_assert_held(l) do { (void)(l); } while (0)
#define lockdep_assert_irqs_disabled() do { } while (0)
#define IRQF_SHARED 0x80
#define IRQ_NONE 0
#define IRQ_HANDLED 1
#define IRQ_WAKE_THREAD 2
#define FS_INIT_FS 0
#define get_unaligned(p) (*(p))
#define put_unaligned(v, p) (*(p) = (v))
#define get_user(x, p) ({ (x) = *(p); 0; })
#define put_user(x, p) ({ *(p) = (x); 0; })
#define access_ok(...) 1
#define copy_from_user(t, f, n) __kmem_copy_user((t), (f), (n), "copy_from_user")
#define copy_to_user(t, f, n) __kmem_copy_user((t), (f), (n), "copy_to_user")
#define __copy_from_user(t, f, n) copy_from_user(t, f, n)
#define __copy_to_user(t, f, n) copy_to_user(t, f, n)
#define va_start(ap, last) ((ap) = __kmem_va_start())
#define va_end(ap) do { } while (0)
#define va_copy(a, b) ((a) = (b))
#define __builtin_expect(x, v) (x)
#define virt_to_phys(p) __kmem_virt_to_phys(p)
#define __pa(p) __kmem_virt_to_phys((void *)(p))
#define phys_to_virt(p) __kmem_phys_to_virt(p)
#define __va(p) __kmem_phys_to_virt((unsigned long)(p))
#define page_to_virt(p) page_address(p)
#define alloc_page(g) alloc_pages((g), 0)
#define __get_free_page(g) __get_free_pages((g), 0)
#define __get_dma_pages(g, o) __get_free_pages((g) | GFP_DMA, (o))
#define free_page(a) free_pages((a), 0)
#define __free_page(p) __free_pages((p), 0)
#define put_page(p) __free_pages((p), 0)
#define alloc_pages_node(n, g, o) alloc_pages((g), (o))
#define kmalloc_node(s, g, n) kmalloc((s), (g))
#define kzalloc_node(s, g, n) kzalloc((s), (g))
#define kcalloc_node(c, s, g, n) kcalloc((c), (s), (g))
#define kmalloc_array_node(c, s, g, n) kmalloc_array((c), (s), (g))
#define vmalloc_node(s, n) vmalloc(s)
#define vzalloc_node(s, n) vzalloc(s)
#define kvmalloc_node(s, g, n) kvmalloc((s), (g))
#define kmem_cache_alloc_node(c, g, n) kmem_cache_alloc((c), (g))
#define DMA_BIT_MASK(n) (((n) == 64) ? ~0ULL : ((1ULL << (n)) - 1))
#define DMA_BIDIRECTIONAL 0
#define DMA_TO_DEVICE 1
#define DMA_FROM_DEVICE 2
#define DMA_NONE 3
#define PCI_DMA_BIDIRECTIONAL 0
#define DMA_MAPPING_ERROR (~(dma_addr_t)0)
#define dma_mapping_error(d, a) ((a) == DMA_MAPPING_ERROR ? -ENOMEM : 0)
#define SLAB_HWCACHE_ALIGN 0x2000U
#define SLAB_CACHE_DMA 0x4000U
#define SLAB_PANIC 0x40000U
#define SLAB_TYPESAFE_BY_RCU 0x80000U
#define SLAB_RECLAIM_ACCOUNT 0x20000U
#define SLAB_ACCOUNT 0x4000000U
#define SLAB_POISON 0x800U
#define SLAB_RED_ZONE 0x400U
#define SLAB_MEM_SPREAD 0U
#define SLAB_NO_MERGE 0x1000000U
#define ZERO_SIZE_PTR ((void *)16)
#define ZERO_OR_NULL_PTR(p) ((unsigned long)(p) <= 16)
#define MAX_ERRNO 4095
#define IS_ERR_VALUE(x) ((unsigned long)(void *)(x) >= (unsigned long)-MAX_ERRNO)

struct list_head { struct list_head *next, *prev; };
struct hlist_node { struct hlist_node *next, **pprev; };
struct hlist_head { struct hlist_node *first; };
struct rcu_head { struct rcu_head *next; void (*func)(struct rcu_head *head); };
struct rb_node { unsigned long __rb_parent_color; struct rb_node *rb_right; struct rb_node *rb_left; };
struct rb_root { struct rb_node *rb_node; };
typedef struct { int counter; } atomic_t;
typedef struct { long counter; } atomic_long_t;
typedef struct { long long counter; } atomic64_t;
typedef struct refcount_struct { atomic_t refs; } refcount_t;
struct kref { refcount_t refcount; };
struct work_struct { atomic_long_t data; struct list_head entry; void (*func)(struct work_struct *work); };
struct timer_list { struct hlist_node entry; unsigned long expires; void (*function)(struct timer_list *t); u32 flags; };
struct delayed_work { struct work_struct work; struct timer_list timer; void *wq; int cpu; };
struct device_driver { const char *name; void *bus; void *owner; };
struct kobject { const char *name; struct list_head entry; struct kobject *parent; __KMEM_REST_kobject };
struct device { struct kobject kobj; struct device *parent; void *p; const char *init_name; void *type; void *bus;
	struct device_driver *driver; void *platform_data; void *driver_data; u64 *dma_mask; u64 coherent_dma_mask;
	struct device_node *of_node; struct fwnode_handle *fwnode; dev_t devt; u32 id; __KMEM_REST_device };
struct resource { resource_size_t start; resource_size_t end; const char *name; unsigned long flags; unsigned long desc; __KMEM_REST_resource };
struct platform_device { const char *name; int id; bool id_auto; struct device dev; u64 platform_dma_mask; u32 num_resources; struct resource *resource; const struct platform_device_id *id_entry; __KMEM_REST_platform_device };
struct pci_dev { struct list_head bus_list; unsigned int devfn; unsigned short vendor; unsigned short device;
	unsigned short subsystem_vendor; unsigned short subsystem_device; unsigned int class; u8 revision; unsigned int irq;
	struct device dev; struct resource resource[17]; __KMEM_REST_pci_dev };
struct i2c_client { unsigned short flags; unsigned short addr; char name[20]; void *adapter; struct device dev; int irq; __KMEM_REST_i2c_client };
struct spi_device { struct device dev; void *controller; u32 max_speed_hz; u8 chip_select; u8 bits_per_word; u32 mode; int irq; __KMEM_REST_spi_device };
struct file { void *private_data; unsigned int f_flags; unsigned int f_mode; loff_t f_pos; __KMEM_REST_file };
struct inode { umode_t i_mode; dev_t i_rdev; void *i_private; __KMEM_REST_inode };
struct task_struct { int pid; int tgid; char comm[16]; __KMEM_REST_task_struct };
struct file_operations { void *owner; loff_t (*llseek)(struct file *, loff_t, int);
	ssize_t (*read)(struct file *, char *, size_t, loff_t *); ssize_t (*write)(struct file *, const char *, size_t, loff_t *);
	long (*unlocked_ioctl)(struct file *, unsigned int, unsigned long); long (*compat_ioctl)(struct file *, unsigned int, unsigned long);
	int (*mmap)(struct file *, void *); int (*open)(struct inode *, struct file *); int (*release)(struct inode *, struct file *); };
typedef struct __kmem_va *va_list;
typedef irqreturn_t (*irq_handler_t)(int, void *);

void *kmalloc(size_t size, gfp_t flags);
void *__kmalloc(size_t size, gfp_t flags);
void *kzalloc(size_t size, gfp_t flags);
void *kmalloc_array(size_t n, size_t size, gfp_t flags);
void *kcalloc(size_t n, size_t size, gfp_t flags);
void *krealloc(const void *p, size_t size, gfp_t flags);
void *krealloc_array(void *p, size_t n, size_t size, gfp_t flags);
void *kmemdup(const void *src, size_t len, gfp_t flags);
char *kstrdup(const char *s, gfp_t flags);
char *kstrndup(const char *s, size_t max, gfp_t flags);
char *kasprintf(gfp_t flags, const char *fmt, ...);
void kfree(const void *p);
void kfree_sensitive(const void *p);
size_t ksize(const void *p);
void *kvmalloc(size_t size, gfp_t flags);
void *kvzalloc(size_t size, gfp_t flags);
void *kvmalloc_array(size_t n, size_t size, gfp_t flags);
void *kvcalloc(size_t n, size_t size, gfp_t flags);
void kvfree(const void *p);
void *vmalloc(unsigned long size);
void *vzalloc(unsigned long size);
void *vmalloc_user(unsigned long size);
void *vmalloc_32(unsigned long size);
void *__vmalloc(unsigned long size, gfp_t flags);
void vfree(const void *p);
struct page *alloc_pages(gfp_t flags, unsigned int order);
unsigned long __get_free_pages(gfp_t flags, unsigned int order);
unsigned long get_zeroed_page(gfp_t flags);
void *alloc_pages_exact(size_t size, gfp_t flags);
void free_pages_exact(void *p, size_t size);
void free_pages(unsigned long address, unsigned int order);
void __free_pages(struct page *page, unsigned int order);
void *page_address(const struct page *page);
struct page *virt_to_page(const void *p);
unsigned long page_to_pfn(const struct page *page);
struct page *pfn_to_page(unsigned long pfn);
struct page *vmalloc_to_page(const void *p);
struct kmem_cache *kmem_cache_create(const char *name, unsigned int size, unsigned int align, slab_flags_t flags, void (*ctor)(void *));
struct kmem_cache *kmem_cache_create_usercopy(const char *name, unsigned int size, unsigned int align, slab_flags_t flags, unsigned int useroffset, unsigned int usersize, void (*ctor)(void *));
void kmem_cache_destroy(struct kmem_cache *c);
int kmem_cache_shrink(struct kmem_cache *c);
void *kmem_cache_alloc(struct kmem_cache *c, gfp_t flags);
void *kmem_cache_zalloc(struct kmem_cache *c, gfp_t flags);
void kmem_cache_free(struct kmem_cache *c, void *p);
unsigned int kmem_cache_size(struct kmem_cache *c);
void *dma_alloc_coherent(struct device *dev, size_t size, dma_addr_t *handle, gfp_t flags);
void dma_free_coherent(struct device *dev, size_t size, void *p, dma_addr_t handle);
struct dma_pool *dma_pool_create(const char *name, struct device *dev, size_t size, size_t align, size_t boundary);
void dma_pool_destroy(struct dma_pool *pool);
void *dma_pool_alloc(struct dma_pool *pool, gfp_t flags, dma_addr_t *handle);
void *dma_pool_zalloc(struct dma_pool *pool, gfp_t flags, dma_addr_t *handle);
void dma_pool_free(struct dma_pool *pool, void *p, dma_addr_t handle);
dma_addr_t dma_map_single(struct device *dev, void *p, size_t size, int direction);
void dma_unmap_single(struct device *dev, dma_addr_t handle, size_t size, int direction);
void dma_sync_single_for_cpu(struct device *dev, dma_addr_t handle, size_t size, int direction);
void dma_sync_single_for_device(struct device *dev, dma_addr_t handle, size_t size, int direction);
int dma_set_mask(struct device *dev, u64 mask);
int dma_set_coherent_mask(struct device *dev, u64 mask);
int dma_set_mask_and_coherent(struct device *dev, u64 mask);
void *devm_kmalloc(struct device *dev, size_t size, gfp_t flags);
void *devm_kzalloc(struct device *dev, size_t size, gfp_t flags);
void *devm_kmalloc_array(struct device *dev, size_t n, size_t size, gfp_t flags);
void *devm_kcalloc(struct device *dev, size_t n, size_t size, gfp_t flags);
void *devm_kmemdup(struct device *dev, const void *src, size_t len, gfp_t flags);
char *devm_kstrdup(struct device *dev, const char *s, gfp_t flags);
void devm_kfree(struct device *dev, const void *p);
int devm_add_action(struct device *dev, void (*action)(void *), void *data);
int devm_add_action_or_reset(struct device *dev, void (*action)(void *), void *data);
void *__alloc_percpu(size_t size, size_t align);
void *__alloc_percpu_gfp(size_t size, size_t align, gfp_t flags);
void free_percpu(void *p);
void *__kmem_per_cpu_ptr(const void *p, int cpu);
void *mempool_create_kmalloc_pool(int min_nr, size_t size);
void *mempool_create_slab_pool(int min_nr, struct kmem_cache *c);
void *mempool_alloc(void *pool, gfp_t flags);
void mempool_free(void *p, void *pool);
void mempool_destroy(void *pool);
void *kmap(struct page *page);
void kunmap(struct page *page);
void *kmap_atomic(struct page *page);
void kunmap_atomic(void *p);
void *kmap_local_page(struct page *page);
void kunmap_local(void *p);
void *ioremap(phys_addr_t start, size_t size);
int memblock_add(phys_addr_t base, phys_addr_t size);
int memblock_reserve(phys_addr_t base, phys_addr_t size);
int memblock_phys_free(phys_addr_t base, phys_addr_t size);
phys_addr_t memblock_phys_alloc(phys_addr_t size, phys_addr_t align);
phys_addr_t memblock_phys_alloc_range(phys_addr_t size, phys_addr_t align, phys_addr_t start, phys_addr_t end);
void *memblock_alloc(phys_addr_t size, phys_addr_t align);
void *memblock_alloc_low(phys_addr_t size, phys_addr_t align);
void *memblock_alloc_raw(phys_addr_t size, phys_addr_t align);
void *memblock_alloc_from(phys_addr_t size, phys_addr_t align, phys_addr_t min_addr);
void memblock_free(void *p, size_t size);
void memblock_free_all(void);
phys_addr_t memblock_start_of_DRAM(void);
phys_addr_t memblock_end_of_DRAM(void);
void *alloc_bootmem(unsigned long size);
void free_bootmem(unsigned long address, unsigned long size);
unsigned long free_all_bootmem(void);
void iounmap(void *p);
void *request_mem_region(resource_size_t start, resource_size_t size, const char *name);
void release_mem_region(resource_size_t start, resource_size_t size);
void *request_region(resource_size_t start, resource_size_t size, const char *name);
void release_region(resource_size_t start, resource_size_t size);
u8 readb(const void *p);
u16 readw(const void *p);
u32 readl(const void *p);
u64 readq(const void *p);
void writeb(u8 value, void *p);
void writew(u16 value, void *p);
void writel(u32 value, void *p);
void writeq(u64 value, void *p);
int printk(const char *fmt, ...);
int _printk(const char *fmt, ...);
void __kmem_dev_printk(const struct device *dev, const char *fmt, ...);
int dev_err_probe(const struct device *dev, int err, const char *fmt, ...);
int sprintf(char *buf, const char *fmt, ...);
int snprintf(char *buf, size_t size, const char *fmt, ...);
int scnprintf(char *buf, size_t size, const char *fmt, ...);
int vsnprintf(char *buf, size_t size, const char *fmt, va_list args);
int vscnprintf(char *buf, size_t size, const char *fmt, va_list args);
int vprintk(const char *fmt, va_list args);
int sysfs_emit(char *buf, const char *fmt, ...);
va_list __kmem_va_start(void);
void *memset(void *p, int c, size_t n);
void *memcpy(void *to, const void *from, size_t n);
void *memmove(void *to, const void *from, size_t n);
int memcmp(const void *a, const void *b, size_t n);
void *memchr(const void *p, int c, size_t n);
size_t strlen(const char *s);
size_t strnlen(const char *s, size_t n);
int strcmp(const char *a, const char *b);
int strncmp(const char *a, const char *b, size_t n);
int strcasecmp(const char *a, const char *b);
char *strcpy(char *to, const char *from);
char *strncpy(char *to, const char *from, size_t n);
size_t strlcpy(char *to, const char *from, size_t n);
ssize_t strscpy(char *to, const char *from, size_t n);
char *strcat(char *to, const char *from);
char *strchr(const char *s, int c);
char *strrchr(const char *s, int c);
char *strstr(const char *s, const char *t);
unsigned long simple_strtoul(const char *s, char **end, unsigned int base);
int kstrtoint(const char *s, unsigned int base, int *result);
int kstrtouint(const char *s, unsigned int base, unsigned int *result);
int kstrtoul(const char *s, unsigned int base, unsigned long *result);
unsigned long __kmem_copy_user(void *to, const void *from, unsigned long n, const char *call);
size_t __kmem_mul(size_t a, size_t b);
int __kmem_mul_overflow(long long a, long long b, void *d, unsigned long size, int is_signed);
void __kmem_bug(const char *what);
void *__kmem_ask_firmware(void);
void *__kmem_devm_ioremap(struct device *dev, resource_size_t start, resource_size_t size);
void __kmem_might_sleep(void);
int __kmem_nr_cpus(void);
unsigned long __kmem_jiffies(void);
void *__kmem_handle(const char *name, unsigned long size);
int __kmem_next_id(const void *of);
void *__kmem_current(void);
unsigned long long __kmem_swab(unsigned long long x, int bytes);
phys_addr_t __kmem_virt_to_phys(const void *p);
void *__kmem_phys_to_virt(phys_addr_t p);
void get_random_bytes(void *p, size_t n);
u32 get_random_u32(void);
void udelay(unsigned long us);
void mdelay(unsigned long ms);
void ndelay(unsigned long ns);
void cpu_relax(void);
int in_interrupt(void);
int in_atomic(void);
int in_task(void);
int irqs_disabled(void);
int smp_processor_id(void);
int get_order(unsigned long size);
int is_vmalloc_addr(const void *p);
unsigned long roundup_pow_of_two(unsigned long n);
unsigned long rounddown_pow_of_two(unsigned long n);
int ilog2(unsigned long n);
int fls(unsigned int x);
int fls64(u64 x);
int ffs(int x);
unsigned long __ffs(unsigned long x);
unsigned int hweight32(unsigned int x);
unsigned long hweight_long(unsigned long x);

static inline bool is_power_of_2(unsigned long n) { return n != 0 && (n & (n - 1)) == 0; }
static inline void *ERR_PTR(long error) { return (void *)error; }
static inline long PTR_ERR(const void *ptr) { return (long)ptr; }
static inline bool IS_ERR(const void *ptr) { return IS_ERR_VALUE(ptr); }
static inline bool IS_ERR_OR_NULL(const void *ptr) { return !ptr || IS_ERR_VALUE(ptr); }
static inline void *ERR_CAST(const void *ptr) { return (void *)ptr; }
static inline int PTR_ERR_OR_ZERO(const void *ptr) { return IS_ERR(ptr) ? (int)PTR_ERR(ptr) : 0; }

static inline void INIT_LIST_HEAD(struct list_head *h) { h->next = h; h->prev = h; }
static inline void __list_join(struct list_head *a, struct list_head *b) { a->next = b; b->prev = a; }
static inline void __list_put(struct list_head *e, struct list_head *a, struct list_head *b) { __list_join(e, b); __list_join(a, e); }
static inline void list_add(struct list_head *e, struct list_head *h) { __list_put(e, h, h->next); }
static inline void list_add_tail(struct list_head *e, struct list_head *h) { __list_put(e, h->prev, h); }
static inline void list_add_rcu(struct list_head *e, struct list_head *h) { list_add(e, h); }
static inline void list_add_tail_rcu(struct list_head *e, struct list_head *h) { list_add_tail(e, h); }
static inline void list_del(struct list_head *e) { __list_join(e->prev, e->next); e->next = (struct list_head *)(0xdead000000000100UL & (unsigned long)-1); e->prev = (struct list_head *)(0xdead000000000122UL & (unsigned long)-1); }
static inline void list_del_rcu(struct list_head *e) { __list_join(e->prev, e->next); }
static inline void list_del_init(struct list_head *e) { __list_join(e->prev, e->next); INIT_LIST_HEAD(e); }
static inline void list_move(struct list_head *e, struct list_head *h) { __list_join(e->prev, e->next); list_add(e, h); }
static inline void list_move_tail(struct list_head *e, struct list_head *h) { __list_join(e->prev, e->next); list_add_tail(e, h); }
static inline void list_replace(struct list_head *o, struct list_head *n) { __list_join(n, o->next); __list_join(o->prev, n); }
static inline int list_empty(const struct list_head *h) { return h->next == h; }
static inline int list_is_singular(const struct list_head *h) { return !list_empty(h) && h->next == h->prev; }
static inline int list_is_last(const struct list_head *e, const struct list_head *h) { return e->next == h; }
static inline int list_is_first(const struct list_head *e, const struct list_head *h) { return e->prev == h; }
static inline void list_splice(const struct list_head *l, struct list_head *h)
{
	struct list_head *first = l->next, *last = l->prev, *at = h->next;
	if (first != l) { __list_join(h, first); __list_join(last, at); }
}
static inline void list_splice_init(struct list_head *l, struct list_head *h) { list_splice(l, h); INIT_LIST_HEAD(l); }
static inline void list_splice_tail(struct list_head *l, struct list_head *h)
{
	struct list_head *first = l->next, *last = l->prev, *at = h->prev;
	if (first != l) { __list_join(at, first); __list_join(last, h); }
}
static inline void list_splice_tail_init(struct list_head *l, struct list_head *h) { list_splice_tail(l, h); INIT_LIST_HEAD(l); }
static inline void INIT_HLIST_NODE(struct hlist_node *n) { n->next = NULL; n->pprev = NULL; }
static inline int hlist_empty(const struct hlist_head *h) { return !h->first; }
static inline int hlist_unhashed(const struct hlist_node *n) { return !n->pprev; }
static inline void hlist_add_head(struct hlist_node *n, struct hlist_head *h)
{
	n->next = h->first;
	if (h->first) h->first->pprev = &n->next;
	h->first = n;
	n->pprev = &h->first;
}
static inline void hlist_del(struct hlist_node *n)
{
	*n->pprev = n->next;
	if (n->next) n->next->pprev = n->pprev;
}
static inline void hlist_del_init(struct hlist_node *n) { if (n->pprev) { hlist_del(n); INIT_HLIST_NODE(n); } }

static inline int atomic_read(const atomic_t *v) { return v->counter; }
static inline void atomic_set(atomic_t *v, int i) { v->counter = i; }
static inline void atomic_add(int i, atomic_t *v) { v->counter += i; }
static inline void atomic_sub(int i, atomic_t *v) { v->counter -= i; }
static inline void atomic_inc(atomic_t *v) { v->counter++; }
static inline void atomic_dec(atomic_t *v) { v->counter--; }
static inline int atomic_add_return(int i, atomic_t *v) { return v->counter += i; }
static inline int atomic_sub_return(int i, atomic_t *v) { return v->counter -= i; }
static inline int atomic_inc_return(atomic_t *v) { return ++v->counter; }
static inline int atomic_dec_return(atomic_t *v) { return --v->counter; }
static inline int atomic_fetch_add(int i, atomic_t *v) { int old = v->counter; v->counter += i; return old; }
static inline int atomic_dec_and_test(atomic_t *v) { return --v->counter == 0; }
static inline int atomic_inc_and_test(atomic_t *v) { return ++v->counter == 0; }
static inline int atomic_sub_and_test(int i, atomic_t *v) { v->counter -= i; return v->counter == 0; }
static inline int atomic_inc_not_zero(atomic_t *v) { if (!v->counter) return 0; v->counter++; return 1; }
static inline int atomic_add_unless(atomic_t *v, int a, int u) { if (v->counter == u) return 0; v->counter += a; return 1; }
static inline int atomic_xchg(atomic_t *v, int n) { int old = v->counter; v->counter = n; return old; }
static inline int atomic_cmpxchg(atomic_t *v, int o, int n) { int old = v->counter; if (old == o) v->counter = n; return old; }
static inline long atomic_long_read(const atomic_long_t *v) { return v->counter; }
static inline void atomic_long_set(atomic_long_t *v, long i) { v->counter = i; }
static inline void atomic_long_add(long i, atomic_long_t *v) { v->counter += i; }
static inline void atomic_long_inc(atomic_long_t *v) { v->counter++; }
static inline void atomic_long_dec(atomic_long_t *v) { v->counter--; }
static inline s64 atomic64_read(const atomic64_t *v) { return v->counter; }
static inline void atomic64_set(atomic64_t *v, s64 i) { v->counter = i; }
static inline void atomic64_add(s64 i, atomic64_t *v) { v->counter += i; }
static inline void atomic64_inc(atomic64_t *v) { v->counter++; }
static inline s64 atomic64_inc_return(atomic64_t *v) { return ++v->counter; }
static inline void refcount_set(refcount_t *r, int n) { r->refs.counter = n; }
static inline unsigned int refcount_read(const refcount_t *r) { return r->refs.counter; }
static inline void refcount_inc(refcount_t *r) { r->refs.counter++; }
static inline bool refcount_inc_not_zero(refcount_t *r) { return atomic_inc_not_zero(&r->refs); }
static inline void refcount_dec(refcount_t *r) { r->refs.counter--; }
static inline bool refcount_dec_and_test(refcount_t *r) { return --r->refs.counter == 0; }
static inline void kref_init(struct kref *k) { refcount_set(&k->refcount, 1); }
static inline void kref_get(struct kref *k) { refcount_inc(&k->refcount); }
static inline unsigned int kref_read(const struct kref *k) { return refcount_read(&k->refcount); }
static inline int kref_put(struct kref *k, void (*release)(struct kref *k))
{
	if (refcount_dec_and_test(&k->refcount)) { release(k); return 1; }
	return 0;
}

static inline void set_bit(long n, volatile unsigned long *a) { a[BIT_WORD(n)] |= BIT_MASK(n); }
static inline void __set_bit(long n, volatile unsigned long *a) { a[BIT_WORD(n)] |= BIT_MASK(n); }
static inline void clear_bit(long n, volatile unsigned long *a) { a[BIT_WORD(n)] &= ~BIT_MASK(n); }
static inline void __clear_bit(long n, volatile unsigned long *a) { a[BIT_WORD(n)] &= ~BIT_MASK(n); }
static inline void change_bit(long n, volatile unsigned long *a) { a[BIT_WORD(n)] ^= BIT_MASK(n); }
static inline int test_bit(long n, const volatile unsigned long *a) { return (a[BIT_WORD(n)] >> (n % BITS_PER_LONG)) & 1; }
static inline int test_and_set_bit(long n, volatile unsigned long *a) { int old = test_bit(n, a); set_bit(n, a); return old; }
static inline int test_and_clear_bit(long n, volatile unsigned long *a) { int old = test_bit(n, a); clear_bit(n, a); return old; }
static inline unsigned long find_next_bit(const unsigned long *a, unsigned long n, unsigned long i) { while (i < n && !test_bit(i, a)) i++; return i < n ? i : n; }
static inline unsigned long find_first_bit(const unsigned long *a, unsigned long n) { return find_next_bit(a, n, 0); }
static inline unsigned long find_next_zero_bit(const unsigned long *a, unsigned long n, unsigned long i) { while (i < n && test_bit(i, a)) i++; return i < n ? i : n; }
static inline unsigned long find_first_zero_bit(const unsigned long *a, unsigned long n) { return find_next_zero_bit(a, n, 0); }
static inline void bitmap_zero(unsigned long *a, unsigned int n) { unsigned int i; for (i = 0; i < BITS_TO_LONGS(n); i++) a[i] = 0; }
static inline void bitmap_fill(unsigned long *a, unsigned int n) { unsigned int i; for (i = 0; i < BITS_TO_LONGS(n); i++) a[i] = ~0UL; }
static inline void bitmap_set(unsigned long *a, unsigned int s, unsigned int n) { while (n--) set_bit(s++, a); }
static inline void bitmap_clear(unsigned long *a, unsigned int s, unsigned int n) { while (n--) clear_bit(s++, a); }
static inline unsigned long *bitmap_alloc(unsigned int n, gfp_t flags) { return kmalloc_array(BITS_TO_LONGS(n), sizeof(unsigned long), flags); }
static inline unsigned long *bitmap_zalloc(unsigned int n, gfp_t flags) { return kcalloc(BITS_TO_LONGS(n), sizeof(unsigned long), flags); }
static inline void bitmap_free(const unsigned long *a) { kfree(a); }

static inline void *dev_get_drvdata(const struct device *d) { return d->driver_data; }
static inline void dev_set_drvdata(struct device *d, void *p) { d->driver_data = p; }
static inline void *dev_get_platdata(const struct device *d) { return d->platform_data; }
static inline const char *dev_name(const struct device *d) { return d->init_name ? d->init_name : d->kobj.name; }
static inline void *platform_get_drvdata(const struct platform_device *d) { return d->dev.driver_data; }
static inline void platform_set_drvdata(struct platform_device *d, void *p) { d->dev.driver_data = p; }
static inline void *pci_get_drvdata(struct pci_dev *d) { return d->dev.driver_data; }
static inline void pci_set_drvdata(struct pci_dev *d, void *p) { d->dev.driver_data = p; }
static inline void *i2c_get_clientdata(const struct i2c_client *d) { return d->dev.driver_data; }
static inline void i2c_set_clientdata(struct i2c_client *d, void *p) { d->dev.driver_data = p; }
static inline void *spi_get_drvdata(const struct spi_device *d) { return d->dev.driver_data; }
static inline void spi_set_drvdata(struct spi_device *d, void *p) { d->dev.driver_data = p; }
#define to_platform_device(x) container_of((x), struct platform_device, dev)
#define to_pci_dev(x) container_of((x), struct pci_dev, dev)
#define to_i2c_client(x) container_of((x), struct i2c_client, dev)
#define to_spi_device(x) container_of((x), struct spi_device, dev)
#define IORESOURCE_IO 0x100
#define IORESOURCE_MEM 0x200
#define IORESOURCE_IRQ 0x400
#define IORESOURCE_TYPE_BITS 0x1f00
#define platform_get_device_id(d) ((d)->id_entry)
static inline resource_size_t resource_size(const struct resource *r) { return r->end - r->start + 1; }
static inline struct resource *platform_get_resource(struct platform_device *d, unsigned int type, unsigned int n)
{
	u32 i;

	for (i = 0; i < d->num_resources; i++)
		if ((d->resource[i].flags & IORESOURCE_TYPE_BITS) == type && n-- == 0)
			return &d->resource[i];
	return NULL;
}
static inline int platform_get_irq_optional(struct platform_device *d, unsigned int n)
{
	struct resource *r = platform_get_resource(d, IORESOURCE_IRQ, n);

	return r ? (int)r->start : -ENXIO;
}
static inline int platform_get_irq(struct platform_device *d, unsigned int n) { return platform_get_irq_optional(d, n); }
static inline void *devm_ioremap_resource(struct device *dev, const struct resource *r)
{
	void *p;

	if (!r || (r->flags & IORESOURCE_TYPE_BITS) != IORESOURCE_MEM)
		return ERR_PTR(-EINVAL);
	if (!request_mem_region(r->start, resource_size(r), dev_name(dev)))
		return ERR_PTR(-EBUSY);
	p = __kmem_devm_ioremap(dev, r->start, resource_size(r));
	return p ? p : ERR_PTR(-ENOMEM);
}
static inline void *devm_platform_ioremap_resource(struct platform_device *d, unsigned int n)
{
	return devm_ioremap_resource(&d->dev, platform_get_resource(d, IORESOURCE_MEM, n));
}
static inline void *devm_ioremap(struct device *dev, resource_size_t start, resource_size_t size) { return __kmem_devm_ioremap(dev, start, size); }
static inline struct device_node *dev_of_node(const struct device *d) { return d->of_node; }
static inline const void *device_get_match_data(const struct device *d) { return d->fwnode ? __kmem_ask_firmware() : NULL; }
static inline const void *of_device_get_match_data(const struct device *d) { return d->of_node ? __kmem_ask_firmware() : NULL; }
static inline unsigned int device_get_child_node_count(const struct device *d) { return d->fwnode ? (unsigned long)__kmem_ask_firmware() : 0; }
static inline int device_property_read_u32(const struct device *d, const char *name, u32 *value) { return d->fwnode ? (int)(long)__kmem_ask_firmware() : -EINVAL; }
static inline bool device_property_present(const struct device *d, const char *name) { return d->fwnode && __kmem_ask_firmware(); }
static inline bool device_property_read_bool(const struct device *d, const char *name) { return device_property_present(d, name); }
static inline int of_property_read_u32(const struct device_node *n, const char *name, u32 *value) { return n ? (int)(long)__kmem_ask_firmware() : -EINVAL; }
static inline bool of_property_read_bool(const struct device_node *n, const char *name) { return n && __kmem_ask_firmware(); }
static inline bool gfpflags_allow_blocking(gfp_t flags) { return (flags & __GFP_DIRECT_RECLAIM) != 0; }
static inline bool virt_addr_valid(const void *p) { return p != NULL && !is_vmalloc_addr(p); }
`;
