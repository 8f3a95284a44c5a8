// What drivers leave for later, in C of our own: work items, timers, tasklets, completions, waits, RCU callbacks and
// interrupts. When they run is decided in `deferred.ts`; here stands what each call queues. After include/linux and
// kernel/{workqueue,softirq,rcu,irq,time,sched} of 6.1.

/** Types and functions; read behind the rest of the kernel's prelude. */
export const deferredPrelude = `
#define __KMEM_WORK 0
#define __KMEM_TIMER 1
#define __KMEM_TASKLET 2
#define __KMEM_HRTIMER 3
#define __KMEM_RCU 4
#define __KMEM_RCU_FREE 5
#define __KMEM_HRTIMER_SOFT 6
/* kernel/hung_task.c complains of who waits longer. */
#define __KMEM_NEVER (__kmem_now() + 120 * HZ)

struct workqueue_struct;
struct tasklet_struct { struct tasklet_struct *next; unsigned long state; atomic_t count; bool use_callback;
	union { void (*func)(unsigned long data); void (*callback)(struct tasklet_struct *t); }; unsigned long data; };
enum hrtimer_restart { HRTIMER_NORESTART, HRTIMER_RESTART };
enum hrtimer_mode { HRTIMER_MODE_ABS = 0, HRTIMER_MODE_REL = 1, HRTIMER_MODE_PINNED = 2, HRTIMER_MODE_SOFT = 4, HRTIMER_MODE_HARD = 8,
	HRTIMER_MODE_ABS_PINNED = 2, HRTIMER_MODE_REL_PINNED = 3, HRTIMER_MODE_ABS_SOFT = 4, HRTIMER_MODE_REL_SOFT = 5,
	HRTIMER_MODE_ABS_HARD = 8, HRTIMER_MODE_REL_HARD = 9 };
struct hrtimer { struct rb_node node; s64 expires; s64 _softexpires; enum hrtimer_restart (*function)(struct hrtimer *t);
	void *base; u8 state; u8 is_rel; u8 is_soft; u8 is_hard; };

int __kmem_defer(int kind, void *p, const void *queue, unsigned long due);
int __kmem_defer_at(int kind, void *p, s64 ns);
int __kmem_withdraw(int kind, const void *p);
int __kmem_is_deferred(int kind, const void *p);
int __kmem_finish(int kind, const void *p);
void __kmem_finish_queue(const void *queue);
void __kmem_finish_rcu(void);
int __kmem_run_next(unsigned long end);
void __kmem_sleeps(const char *call);
void __kmem_sleep_until(unsigned long end);
unsigned long __kmem_now(void);
s64 __kmem_now_ns(void);
void __kmem_complete(const void *c, unsigned int n);
int __kmem_take_completion(const void *c);
int __kmem_is_complete(const void *c);
void __kmem_reset_completion(const void *c);
int __kmem_request_irq(unsigned int irq, irq_handler_t handler, irq_handler_t thread, void *dev);
void *__kmem_free_irq(unsigned int irq, const void *dev);
int __kmem_raise_irq(unsigned int irq);
void __kmem_wake_irq_thread(unsigned int irq, const void *dev);
void __kmem_mask_irq(unsigned int irq, int change);
void __kmem_finish_irq(unsigned int irq);

static void __kmem_run_work(struct work_struct *w) { w->func(w); }
static void __kmem_run_timer(struct timer_list *t) { t->function(t); }
static void __kmem_run_tasklet(struct tasklet_struct *t) { if (t->use_callback) t->callback(t); else t->func(t->data); }
static void __kmem_arm_hrtimer(struct hrtimer *t) { __kmem_defer_at(t->is_soft ? __KMEM_HRTIMER_SOFT : __KMEM_HRTIMER, t, t->expires); }
static void __kmem_run_hrtimer(struct hrtimer *t) { if (t->function(t) == HRTIMER_RESTART) __kmem_arm_hrtimer(t); }
static void __kmem_run_rcu(struct rcu_head *h) { h->func(h); }

#define system_wq ((struct workqueue_struct *)0)
#define system_highpri_wq system_wq
#define system_long_wq system_wq
#define system_unbound_wq system_wq
#define system_freezable_wq system_wq
#define system_power_efficient_wq system_wq
#define system_freezable_power_efficient_wq system_wq
#define INIT_WORK(w, f) do { (w)->func = (f); } while (0)
#define INIT_WORK_ONSTACK(w, f) INIT_WORK(w, f)
#define INIT_DELAYED_WORK(w, f) INIT_WORK(&(w)->work, f)
#define INIT_DEFERRABLE_WORK(w, f) INIT_DELAYED_WORK(w, f)
#define INIT_DELAYED_WORK_ONSTACK(w, f) INIT_DELAYED_WORK(w, f)
#define DECLARE_WORK(n, f) struct work_struct n = { .func = (f) }
#define DECLARE_DELAYED_WORK(n, f) struct delayed_work n = { .work = { .func = (f) } }
#define DECLARE_DEFERRABLE_WORK(n, f) DECLARE_DELAYED_WORK(n, f)
#define destroy_work_on_stack(w) do { (void)(w); } while (0)
#define destroy_delayed_work_on_stack(w) do { (void)(w); } while (0)
#define to_delayed_work(w) container_of(w, struct delayed_work, work)
#define work_pending(w) __kmem_is_deferred(__KMEM_WORK, (w))
#define delayed_work_pending(w) work_pending(&(w)->work)
#define work_busy(w) work_pending(w)
static inline bool queue_work_on(int cpu, struct workqueue_struct *q, struct work_struct *w) { return __kmem_defer(__KMEM_WORK, w, q, __kmem_now()); }
static inline bool queue_work(struct workqueue_struct *q, struct work_struct *w) { return __kmem_defer(__KMEM_WORK, w, q, __kmem_now()); }
static inline bool schedule_work(struct work_struct *w) { return __kmem_defer(__KMEM_WORK, w, NULL, __kmem_now()); }
static inline bool schedule_work_on(int cpu, struct work_struct *w) { return schedule_work(w); }
static inline bool queue_delayed_work(struct workqueue_struct *q, struct delayed_work *w, unsigned long delay) { return __kmem_defer(__KMEM_WORK, &w->work, q, __kmem_now() + delay); }
static inline bool queue_delayed_work_on(int cpu, struct workqueue_struct *q, struct delayed_work *w, unsigned long delay) { return queue_delayed_work(q, w, delay); }
static inline bool schedule_delayed_work(struct delayed_work *w, unsigned long delay) { return queue_delayed_work(NULL, w, delay); }
static inline bool schedule_delayed_work_on(int cpu, struct delayed_work *w, unsigned long delay) { return schedule_delayed_work(w, delay); }
static inline bool mod_delayed_work(struct workqueue_struct *q, struct delayed_work *w, unsigned long delay)
{
	bool was = __kmem_withdraw(__KMEM_WORK, &w->work);

	queue_delayed_work(q, w, delay);
	return was;
}
static inline bool mod_delayed_work_on(int cpu, struct workqueue_struct *q, struct delayed_work *w, unsigned long delay) { return mod_delayed_work(q, w, delay); }
static inline bool cancel_work(struct work_struct *w) { return __kmem_withdraw(__KMEM_WORK, w); }
static inline bool cancel_work_sync(struct work_struct *w) { __kmem_sleeps("cancel_work_sync"); return cancel_work(w); }
static inline bool cancel_delayed_work(struct delayed_work *w) { return cancel_work(&w->work); }
static inline bool cancel_delayed_work_sync(struct delayed_work *w) { __kmem_sleeps("cancel_delayed_work_sync"); return cancel_work(&w->work); }
static inline bool flush_work(struct work_struct *w) { __kmem_sleeps("flush_work"); return __kmem_finish(__KMEM_WORK, w); }
static inline bool flush_delayed_work(struct delayed_work *w) { __kmem_sleeps("flush_delayed_work"); return __kmem_finish(__KMEM_WORK, &w->work); }
static inline void flush_workqueue(struct workqueue_struct *q) { __kmem_sleeps("flush_workqueue"); __kmem_finish_queue(q); }
static inline void drain_workqueue(struct workqueue_struct *q) { __kmem_sleeps("drain_workqueue"); __kmem_finish_queue(q); }
static inline void flush_scheduled_work(void) { __kmem_sleeps("flush_scheduled_work"); __kmem_finish_queue(NULL); }
static inline void destroy_workqueue(struct workqueue_struct *q) { __kmem_sleeps("destroy_workqueue"); __kmem_finish_queue(q); }
#define WQ_UNBOUND 0x2
#define WQ_FREEZABLE 0x4
#define WQ_MEM_RECLAIM 0x8
#define WQ_HIGHPRI 0x10
#define WQ_CPU_INTENSIVE 0x20
#define WQ_SYSFS 0x40
#define WQ_POWER_EFFICIENT 0x80
#define alloc_workqueue(f, ...) ((struct workqueue_struct *)__kmem_handle("alloc_workqueue", 0))
#define alloc_ordered_workqueue(f, ...) alloc_workqueue(f)
#define create_workqueue(n) alloc_workqueue(n)
#define create_freezable_workqueue(n) alloc_workqueue(n)
#define create_singlethread_workqueue(n) alloc_workqueue(n)

#define timer_setup(t, f, x) do { (t)->function = (f); (t)->flags = (x); } while (0)
#define timer_setup_on_stack(t, f, x) timer_setup(t, f, x)
#define destroy_timer_on_stack(t) do { (void)(t); } while (0)
#define DEFINE_TIMER(n, f) struct timer_list n = { .function = (f) }
#define TIMER_DEFERRABLE 0x80000
#define TIMER_PINNED 0x100000
#define TIMER_IRQSAFE 0x200000
#define from_timer(v, t, m) container_of(t, __typeof__(*v), m)
static inline int timer_pending(const struct timer_list *t) { return __kmem_is_deferred(__KMEM_TIMER, t); }
static inline int del_timer(struct timer_list *t) { return __kmem_withdraw(__KMEM_TIMER, t); }
static inline int mod_timer(struct timer_list *t, unsigned long expires)
{
	int was = del_timer(t);

	t->expires = expires;
	__kmem_defer(__KMEM_TIMER, t, NULL, expires);
	return was;
}
static inline int mod_timer_pending(struct timer_list *t, unsigned long expires) { return timer_pending(t) ? mod_timer(t, expires) : 0; }
static inline int timer_reduce(struct timer_list *t, unsigned long expires) { return timer_pending(t) && time_before_eq(t->expires, expires) ? 1 : mod_timer(t, expires); }
static inline void add_timer(struct timer_list *t) { BUG_ON(timer_pending(t)); mod_timer(t, t->expires); }
static inline void add_timer_on(struct timer_list *t, int cpu) { add_timer(t); }
static inline int del_timer_sync(struct timer_list *t) { return del_timer(t); }
static inline int try_to_del_timer_sync(struct timer_list *t) { return del_timer(t); }
static inline int timer_delete(struct timer_list *t) { return del_timer(t); }
static inline int timer_delete_sync(struct timer_list *t) { return del_timer(t); }
static inline int timer_shutdown(struct timer_list *t) { int was = del_timer(t); t->function = NULL; return was; }
static inline int timer_shutdown_sync(struct timer_list *t) { return timer_shutdown(t); }
#define del_singleshot_timer_sync(t) del_timer_sync(t)

#define DECLARE_TASKLET(n, f) struct tasklet_struct n = { .callback = (f), .use_callback = 1 }
#define DECLARE_TASKLET_OLD(n, f) struct tasklet_struct n = { .func = (f) }
#define from_tasklet(v, t, m) container_of(t, __typeof__(*v), m)
static inline void tasklet_setup(struct tasklet_struct *t, void (*f)(struct tasklet_struct *)) { memset(t, 0, sizeof(*t)); t->callback = f; t->use_callback = 1; }
static inline void tasklet_init(struct tasklet_struct *t, void (*f)(unsigned long), unsigned long d) { memset(t, 0, sizeof(*t)); t->func = f; t->data = d; }
static inline void tasklet_schedule(struct tasklet_struct *t) { if (!atomic_read(&t->count)) __kmem_defer(__KMEM_TASKLET, t, NULL, __kmem_now()); else t->state = 1; }
static inline void tasklet_hi_schedule(struct tasklet_struct *t) { tasklet_schedule(t); }
static inline void tasklet_disable_nosync(struct tasklet_struct *t) { atomic_inc(&t->count); if (__kmem_withdraw(__KMEM_TASKLET, t)) t->state = 1; }
static inline void tasklet_disable(struct tasklet_struct *t) { tasklet_disable_nosync(t); }
static inline void tasklet_enable(struct tasklet_struct *t) { if (atomic_dec_and_test(&t->count) && t->state) { t->state = 0; tasklet_schedule(t); } }
static inline void tasklet_kill(struct tasklet_struct *t) { __kmem_sleeps("tasklet_kill"); __kmem_finish(__KMEM_TASKLET, t); }

#define NSEC_PER_USEC 1000L
#define NSEC_PER_MSEC 1000000L
#define NSEC_PER_SEC 1000000000L
#define USEC_PER_MSEC 1000L
#define USEC_PER_SEC 1000000L
#define MSEC_PER_SEC 1000L
#define CLOCK_REALTIME 0
#define CLOCK_MONOTONIC 1
#define CLOCK_BOOTTIME 7
static inline ktime_t ktime_get(void) { return __kmem_now_ns(); }
static inline ktime_t ktime_set(s64 s, unsigned long ns) { return s * NSEC_PER_SEC + (s64)ns; }
static inline ktime_t ns_to_ktime(u64 ns) { return ns; }
static inline ktime_t us_to_ktime(u64 us) { return us * NSEC_PER_USEC; }
static inline ktime_t ms_to_ktime(u64 ms) { return ms * NSEC_PER_MSEC; }
static inline s64 ktime_to_ns(ktime_t k) { return k; }
static inline s64 ktime_to_us(ktime_t k) { return k / NSEC_PER_USEC; }
static inline s64 ktime_to_ms(ktime_t k) { return k / NSEC_PER_MSEC; }
static inline ktime_t ktime_add(ktime_t a, ktime_t b) { return a + b; }
static inline ktime_t ktime_sub(ktime_t a, ktime_t b) { return a - b; }
static inline ktime_t ktime_add_ns(ktime_t a, u64 b) { return a + b; }
static inline ktime_t ktime_add_us(ktime_t a, u64 b) { return a + b * NSEC_PER_USEC; }
static inline ktime_t ktime_add_ms(ktime_t a, u64 b) { return a + b * NSEC_PER_MSEC; }
static inline s64 ktime_us_delta(ktime_t a, ktime_t b) { return (a - b) / NSEC_PER_USEC; }
static inline s64 ktime_ms_delta(ktime_t a, ktime_t b) { return (a - b) / NSEC_PER_MSEC; }
static inline int ktime_compare(ktime_t a, ktime_t b) { return a < b ? -1 : a > b; }
static inline bool ktime_after(ktime_t a, ktime_t b) { return a > b; }
static inline bool ktime_before(ktime_t a, ktime_t b) { return a < b; }
static inline void hrtimer_init(struct hrtimer *t, int clock, enum hrtimer_mode mode) { memset(t, 0, sizeof(*t)); t->is_soft = !!(mode & HRTIMER_MODE_SOFT); }
static inline void hrtimer_setup(struct hrtimer *t, enum hrtimer_restart (*f)(struct hrtimer *), int clock, enum hrtimer_mode mode) { hrtimer_init(t, clock, mode); t->function = f; }
static inline bool hrtimer_active(const struct hrtimer *t) { return __kmem_is_deferred(__KMEM_HRTIMER, t); }
static inline int hrtimer_try_to_cancel(struct hrtimer *t) { return __kmem_withdraw(__KMEM_HRTIMER, t); }
static inline int hrtimer_cancel(struct hrtimer *t) { return hrtimer_try_to_cancel(t); }
static inline void hrtimer_start(struct hrtimer *t, ktime_t at, enum hrtimer_mode mode)
{
	hrtimer_try_to_cancel(t);
	t->expires = mode & HRTIMER_MODE_REL ? __kmem_now_ns() + at : at;
	__kmem_arm_hrtimer(t);
}
static inline void hrtimer_start_range_ns(struct hrtimer *t, ktime_t at, u64 range, enum hrtimer_mode mode) { hrtimer_start(t, at, mode); }
static inline u64 hrtimer_forward(struct hrtimer *t, ktime_t now, ktime_t interval)
{
	u64 n;

	if (now < t->expires || interval <= 0)
		return 0;
	n = (now - t->expires) / interval + 1;
	t->expires += n * interval;
	return n;
}
static inline u64 hrtimer_forward_now(struct hrtimer *t, ktime_t interval) { return hrtimer_forward(t, __kmem_now_ns(), interval); }
#define hrtimer_cb_get_time(t) __kmem_now_ns()
static inline void hrtimer_set_expires(struct hrtimer *t, ktime_t at) { t->expires = at; }
static inline ktime_t hrtimer_get_expires(const struct hrtimer *t) { return t->expires; }

#define call_rcu(h, f) do { (h)->func = (f); __kmem_defer(__KMEM_RCU, (h), NULL, __kmem_now()); } while (0)
#define call_rcu_hurry(h, f) call_rcu(h, f)
#define kfree_rcu(p, ...) do { if (p) __kmem_defer(__KMEM_RCU_FREE, (void *)(p), NULL, __kmem_now()); } while (0)
#define kvfree_rcu(p, ...) kfree_rcu(p)
#define kfree_rcu_mightsleep(p) do { synchronize_rcu(); kfree(p); } while (0)
#define kvfree_rcu_mightsleep(p) do { synchronize_rcu(); kvfree(p); } while (0)
#define synchronize_rcu() do { __kmem_sleeps("synchronize_rcu"); __kmem_finish_rcu(); } while (0)
#define synchronize_rcu_expedited() synchronize_rcu()
#define synchronize_net() synchronize_rcu()
#define rcu_barrier() do { __kmem_sleeps("rcu_barrier"); __kmem_finish_rcu(); } while (0)

#define init_completion(c) __kmem_reset_completion(c)
#define reinit_completion(c) __kmem_reset_completion(c)
#define complete(c) __kmem_complete((c), 1)
#define complete_all(c) __kmem_complete((c), 0x7fffffff)
#define completion_done(c) __kmem_is_complete(c)
#define try_wait_for_completion(c) __kmem_take_completion(c)
#define __kmem_wait(call, done, end) ({ unsigned long __kmem_end = (end), __kmem_left; __kmem_sleeps(call); while (!(done) && __kmem_run_next(__kmem_end)) ; \\
	__kmem_left = __kmem_end - __kmem_now(); (long)__kmem_left > 0 ? (long)__kmem_left : 1L; })
#define wait_for_completion(c) ((void)__kmem_wait("wait_for_completion", __kmem_take_completion(c), __KMEM_NEVER))
#define wait_for_completion_io(c) wait_for_completion(c)
#define wait_for_completion_timeout(c, t) ((unsigned long)__kmem_wait("wait_for_completion_timeout", __kmem_take_completion(c), __kmem_now() + (t)))
#define wait_for_completion_io_timeout(c, t) wait_for_completion_timeout(c, t)
#define wait_for_completion_interruptible(c) ((int)(__kmem_wait("wait_for_completion_interruptible", __kmem_take_completion(c), __KMEM_NEVER), 0))
#define wait_for_completion_killable(c) wait_for_completion_interruptible(c)
#define wait_for_completion_interruptible_timeout(c, t) __kmem_wait("wait_for_completion_interruptible_timeout", __kmem_take_completion(c), __kmem_now() + (t))
#define wait_for_completion_killable_timeout(c, t) wait_for_completion_interruptible_timeout(c, t)
#define wait_event(w, c) ((void)__kmem_wait("wait_event", (c), __KMEM_NEVER))
#define wait_event_timeout(w, c, t) __kmem_wait("wait_event_timeout", (c), __kmem_now() + (t))
#define wait_event_interruptible(w, c) ((int)(__kmem_wait("wait_event_interruptible", (c), __KMEM_NEVER), 0))
#define wait_event_killable(w, c) wait_event_interruptible(w, c)
#define wait_event_freezable(w, c) wait_event_interruptible(w, c)
#define wait_event_interruptible_timeout(w, c, t) __kmem_wait("wait_event_interruptible_timeout", (c), __kmem_now() + (t))
#define msleep(ms) do { __kmem_sleeps("msleep"); __kmem_sleep_until(__kmem_now() + msecs_to_jiffies(ms) + 1); } while (0)
#define ssleep(s) msleep((s) * 1000)
#define fsleep(us) usleep_range((us), (us))
#define usleep_range(a, b) do { __kmem_sleeps("usleep_range"); __kmem_sleep_until(__kmem_now() + usecs_to_jiffies(b)); } while (0)
#define msleep_interruptible(ms) ({ msleep(ms); 0UL; })
#define MAX_SCHEDULE_TIMEOUT ((long)(~0UL >> 1))
#define schedule_timeout(t) ({ long __kmem_t = (t); __kmem_sleeps("schedule_timeout"); __kmem_sleep_until(__kmem_t == MAX_SCHEDULE_TIMEOUT ? __kmem_now() : __kmem_now() + __kmem_t); 0L; })
#define schedule_timeout_interruptible(t) schedule_timeout(t)
#define schedule_timeout_uninterruptible(t) schedule_timeout(t)
#define schedule_timeout_killable(t) schedule_timeout(t)
#define schedule() do { __kmem_sleeps("schedule"); __kmem_sleep_until(__kmem_now()); } while (0)
#define cond_resched() ({ __kmem_sleeps("cond_resched"); __kmem_sleep_until(__kmem_now()); 0; })

static inline int request_threaded_irq(unsigned int irq, irq_handler_t h, irq_handler_t t, unsigned long flags, const char *name, void *dev)
{
	__kmem_sleeps("request_threaded_irq");
	if ((!h && !t) || ((flags & IRQF_SHARED) && !dev))
		return -EINVAL;
	return __kmem_request_irq(irq, h, t, dev);
}
static inline int request_irq(unsigned int irq, irq_handler_t h, unsigned long flags, const char *name, void *dev) { return request_threaded_irq(irq, h, NULL, flags, name, dev); }
static inline int request_any_context_irq(unsigned int irq, irq_handler_t h, unsigned long flags, const char *name, void *dev) { return request_irq(irq, h, flags, name, dev); }
static inline int devm_request_threaded_irq(struct device *d, unsigned int irq, irq_handler_t h, irq_handler_t t, unsigned long flags, const char *name, void *dev) { return request_threaded_irq(irq, h, t, flags, name, dev); }
static inline int devm_request_irq(struct device *d, unsigned int irq, irq_handler_t h, unsigned long flags, const char *name, void *dev) { return request_irq(irq, h, flags, name, dev); }
static inline int devm_request_any_context_irq(struct device *d, unsigned int irq, irq_handler_t h, unsigned long flags, const char *name, void *dev) { return request_irq(irq, h, flags, name, dev); }
static inline const void *free_irq(unsigned int irq, void *dev) { __kmem_sleeps("free_irq"); return __kmem_free_irq(irq, dev); }
static inline void devm_free_irq(struct device *d, unsigned int irq, void *dev) { __kmem_free_irq(irq, dev); }
static inline void disable_irq(unsigned int irq) { __kmem_sleeps("disable_irq"); __kmem_mask_irq(irq, 1); }
static inline void disable_irq_nosync(unsigned int irq) { __kmem_mask_irq(irq, 1); }
static inline void enable_irq(unsigned int irq) { __kmem_mask_irq(irq, -1); }
static inline void synchronize_irq(unsigned int irq) { __kmem_sleeps("synchronize_irq"); __kmem_finish_irq(irq); }
static inline void irq_wake_thread(unsigned int irq, void *dev) { __kmem_wake_irq_thread(irq, dev); }
static inline int generic_handle_irq(unsigned int irq) { return __kmem_raise_irq(irq); }
static inline int generic_handle_irq_safe(unsigned int irq) { return __kmem_raise_irq(irq); }
static inline int irq_inject_interrupt(unsigned int irq) { return __kmem_raise_irq(irq); }
`;
