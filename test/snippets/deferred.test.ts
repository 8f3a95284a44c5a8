// What a run leaves for later: when it runs, in which context, what it may do there, and what becomes of memory that it
// uses or holds.

import { describe, expect, it } from "vitest";
import { createHeap } from "../../server/src/base/heap.js";
import type { SnippetRun } from "../../server/src/snippets/report.js";
import { runOne } from "./check.js";

const head = `#include <linux/slab.h>
struct dev { struct work_struct work; struct delayed_work later; struct timer_list timer; struct tasklet_struct tasklet;
	struct hrtimer hr; struct completion done; wait_queue_head_t wait; struct rcu_head rcu; spinlock_t lock; int n; char *buf; };
`;

/** Runs a function with `handlers` before it. */
function run(handlers: string, body: string, annotations = ""): SnippetRun {
  return runOne(
    `${head}${handlers}\n// @kmem run\n${annotations}static int demo(struct dev *d)\n{\n${body}\n}\n`,
  );
}

const work = `static void on_work(struct work_struct *w)
{
	struct dev *d = container_of(w, struct dev, work);
	d->n++;
	pr_info("work in %s\\n", in_task() && !in_atomic() ? "process" : "atomic");
	kfree(kmalloc(32, GFP_KERNEL));
}
static void on_later(struct work_struct *w)
{
	struct dev *d = container_of(to_delayed_work(w), struct dev, later);
	pr_info("later at %lu\\n", jiffies);
	d->n++;
}`;
const timer = `static void on_timer(struct timer_list *t)
{
	struct dev *d = from_timer(d, t, timer);
	pr_info("timer in %s\\n", in_interrupt() ? "interrupt" : "task");
	d->n++;
	complete(&d->done);
}`;

describe("work items", () => {
  it("run when the task sleeps, in process context, and once however often they were queued", () => {
    const {
      console: said,
      returned,
      faults,
    } = run(
      work,
      'INIT_WORK(&d->work, on_work); spin_lock(&d->lock); pr_info("%d%d\\n", schedule_work(&d->work), schedule_work(&d->work)); spin_unlock(&d->lock); pr_info("before %d\\n", d->n); msleep(1); return d->n;',
    );
    expect(said).toEqual(["10", "before 0", "work in process"]);
    expect(returned).toBe("1");
    expect(faults).toEqual([]);
  });

  it("run at the end of the run at the latest", () => {
    expect(run(work, "INIT_WORK(&d->work, on_work); schedule_work(&d->work); return 0;").console).toEqual([
      "work in process",
    ]);
  });

  it("that were cancelled do not run, and the answer says that they were pending", () => {
    const { console: said, returned } = run(
      work,
      "INIT_WORK(&d->work, on_work); schedule_work(&d->work); return cancel_work_sync(&d->work) * 10 + cancel_work_sync(&d->work);",
    );
    expect([said, returned]).toEqual([[], "10"]);
  });

  it("that are flushed have run", () => {
    expect(
      run(work, "INIT_WORK(&d->work, on_work); schedule_work(&d->work); flush_work(&d->work); return d->n;")
        .returned,
    ).toBe("1");
  });

  it("with a delay run when it is over, in the order of time", () => {
    const { console: said } = run(
      work,
      'INIT_WORK(&d->work, on_work); INIT_DELAYED_WORK(&d->later, on_later); schedule_delayed_work(&d->later, msecs_to_jiffies(100)); msleep(40); pr_info("slept %d\\n", d->n); schedule_work(&d->work); msleep(100); return d->n;',
    );
    expect(said.map((line) => line.replace(/\d{3,}/, "N"))).toEqual([
      "slept 0",
      "work in process",
      "later at N",
    ]);
  });

  it("of a workqueue are flushed with it, those of another are not", () => {
    const { returned } = run(
      work,
      'struct workqueue_struct *q = alloc_workqueue("q", 0, 0); INIT_WORK(&d->work, on_work); INIT_DELAYED_WORK(&d->later, on_later); queue_work(q, &d->work); queue_delayed_work(system_wq, &d->later, 0); destroy_workqueue(q); return d->n;',
    );
    expect(returned).toBe("1");
  });

  it("that queue themselves again let a sleep end", () => {
    const { stop, returned } = run(
      "static void again(struct work_struct *w) { struct dev *d = container_of(w, struct dev, work); d->n++; schedule_work(w); }",
      "INIT_WORK(&d->work, again); schedule_work(&d->work); msleep(40); return d->n > 3 && d->n < 20;",
    );
    expect([stop.reason, returned]).toEqual(["returned", "1"]);
  });
});

describe("timers, tasklets and high-resolution timers", () => {
  it("a timer runs in softirq context, and a wait sees what it completes", () => {
    const { console: said, returned } = run(
      timer,
      "init_completion(&d->done); timer_setup(&d->timer, on_timer, 0); mod_timer(&d->timer, jiffies + HZ); wait_for_completion(&d->done); return d->n;",
    );
    expect([said, returned]).toEqual([["timer in interrupt"], "1"]);
  });

  it("a sleeping allocation in a timer is a fault at its line", () => {
    const { faults } = run(
      "static void on_timer(struct timer_list *t)\n{\n\tkfree(kmalloc(8, GFP_KERNEL));\n}",
      "timer_setup(&d->timer, on_timer, 0); mod_timer(&d->timer, jiffies + 1); return 0;",
    );
    expect(faults).toMatchObject([{ kind: "sleep-in-atomic", line: 6 }]);
    expect(faults[0]?.message).toContain("softirq");
  });

  it("a deleted timer does not run; whether it was pending is told", () => {
    const { console: said, returned } = run(
      timer,
      "timer_setup(&d->timer, on_timer, 0); mod_timer(&d->timer, jiffies + 1); return mod_timer(&d->timer, jiffies + 2) * 100 + del_timer_sync(&d->timer) * 10 + del_timer_sync(&d->timer);",
    );
    expect([said, returned]).toEqual([[], "110"]);
  });

  it("a tasklet runs where bottom halves are enabled again", () => {
    const { console: said } = run(
      'static void on_tasklet(struct tasklet_struct *t) { pr_info("tasklet in %s\\n", in_interrupt() ? "interrupt" : "task"); }',
      'tasklet_setup(&d->tasklet, on_tasklet); spin_lock_bh(&d->lock); tasklet_schedule(&d->tasklet); pr_info("held\\n"); spin_unlock_bh(&d->lock); pr_info("free\\n"); return 0;',
    );
    expect(said).toEqual(["held", "tasklet in interrupt", "free"]);
  });

  it("a disabled tasklet waits until it is enabled", () => {
    const { returned } = run(
      "static void on_tasklet(unsigned long n) { ((struct dev *)n)->n++; }",
      "int before; tasklet_init(&d->tasklet, on_tasklet, (unsigned long)d); tasklet_disable(&d->tasklet); tasklet_schedule(&d->tasklet); msleep(1); before = d->n; tasklet_enable(&d->tasklet); msleep(1); return before * 10 + d->n;",
    );
    expect(returned).toBe("1");
  });

  it("an hrtimer runs with interrupts off, again and again while it says so", () => {
    const { returned, faults } = run(
      "static enum hrtimer_restart on_hr(struct hrtimer *t) { struct dev *d = container_of(t, struct dev, hr); kfree(kmalloc(8, GFP_ATOMIC)); hrtimer_forward_now(t, ms_to_ktime(10)); return ++d->n < 5 ? HRTIMER_RESTART : HRTIMER_NORESTART; }",
      "hrtimer_init(&d->hr, CLOCK_MONOTONIC, HRTIMER_MODE_REL); d->hr.function = on_hr; hrtimer_start(&d->hr, ms_to_ktime(10), HRTIMER_MODE_REL); msleep(500); return d->n;",
    );
    expect([returned, faults]).toEqual(["5", []]);
  });
});

describe("waits", () => {
  it("end when the condition holds, with the time that is left", () => {
    const { returned } = run(
      timer,
      "long left; timer_setup(&d->timer, on_timer, 0); mod_timer(&d->timer, jiffies + HZ); left = wait_event_timeout(d->wait, d->n, 10 * HZ); return left > 8 * HZ && left < 10 * HZ;",
    );
    expect(returned).toBe("1");
  });

  it("end although nothing that is queued brings what is waited for: a device did", () => {
    expect(
      run("", "wait_for_completion(&d->done); return wait_for_completion_timeout(&d->done, HZ) > 0;")
        .returned,
    ).toBe("1");
  });

  it("in atomic context are faults, and nothing runs there", () => {
    const { faults, console: said } = run(
      work,
      'INIT_WORK(&d->work, on_work); schedule_work(&d->work); spin_lock(&d->lock); msleep(10); pr_info("held\\n"); spin_unlock(&d->lock); return 0;',
    );
    expect(faults.map(({ kind }) => kind)).toEqual(["sleep-in-atomic"]);
    expect(said).toEqual(["held", "work in process"]);
  });
});

describe("RCU", () => {
  it("frees after a grace period, not before", () => {
    const { events, leaks, faults } = run(
      "",
      "struct dev *e = kzalloc(sizeof(*e), GFP_KERNEL); int n; if (!e) return -ENOMEM; kfree_rcu(e, rcu); n = e->n; synchronize_rcu(); return n;",
    );
    expect([events.map(({ call }) => call), leaks, faults]).toEqual([["kzalloc", "kvfree"], [], []]);
  });

  it("calls back after it", () => {
    const { returned } = run(
      "static void on_rcu(struct rcu_head *h) { container_of(h, struct dev, rcu)->n = 7; }",
      "call_rcu(&d->rcu, on_rcu); rcu_barrier(); return d->n;",
    );
    expect(returned).toBe("7");
  });
});

describe("interrupts", () => {
  const handlers = `static irqreturn_t hard(int irq, void *p) { pr_info("hard %d\\n", irqs_disabled()); return IRQ_WAKE_THREAD; }
static irqreturn_t threaded(int irq, void *p) { pr_info("thread %d\\n", irqs_disabled()); kfree(kmalloc(8, GFP_KERNEL)); return IRQ_HANDLED; }`;
  it("that are raised run their handler at once, and its thread when the task sleeps", () => {
    const { console: said, faults } = run(
      handlers,
      'if (request_threaded_irq(5, hard, threaded, 0, "x", d)) return -1; generic_handle_irq(5); pr_info("back\\n"); free_irq(5, d); return 0;',
    );
    expect([said, faults]).toEqual([["hard 1", "back", "thread 0"], []]);
  });

  it("are not raised while they are disabled, or not requested", () => {
    const { returned, console: said } = run(
      handlers,
      'if (request_irq(5, hard, 0, "x", d)) return -1; disable_irq(5); return (generic_handle_irq(5) < 0) * 10 + (generic_handle_irq(6) < 0);',
    );
    expect([returned, said]).toEqual(["11", []]);
  });

  it("hold the memory of their handler", () => {
    const { leaks, held } = run(
      handlers,
      'struct dev *e = kzalloc(sizeof(*e), GFP_KERNEL); return e ? request_irq(5, hard, 0, "x", e) : -ENOMEM;',
    );
    expect([leaks, held.map(({ by }) => by)]).toEqual([[], ["the handler of interrupt 5"]]);
  });
});

describe("memory and what runs later", () => {
  it("a work item that frees itself leaks nothing", () => {
    const { leaks } = run(
      "static void on_work(struct work_struct *w) { kfree(container_of(w, struct dev, work)); }",
      "struct dev *e = kzalloc(sizeof(*e), GFP_KERNEL); if (!e) return -ENOMEM; INIT_WORK(&e->work, on_work); schedule_work(&e->work); return 0;",
    );
    expect(leaks).toEqual([]);
  });

  it("memory that is freed under an armed timer is a fault where it was armed", () => {
    const { faults, stop } = run(
      timer,
      "struct dev *e = kzalloc(sizeof(*e), GFP_KERNEL);\n\tif (!e) return -ENOMEM;\n\ttimer_setup(&e->timer, on_timer, 0);\n\tmod_timer(&e->timer, jiffies + 1);\n\tkfree(e);\n\treturn 0;",
    );
    expect(faults).toMatchObject([{ kind: "use-after-free", line: 17 }]);
    expect(stop.reason).toBe("fault");
  });

  it("what cannot be run later is told, and the run has returned all the same", () => {
    const result = run(
      "static void on_work(struct work_struct *w)\n{\n\tfrobnicate(w);\n}",
      "INIT_WORK(&d->work, on_work); schedule_work(&d->work); return 3;",
    );
    expect([result.stop.reason, result.returned]).toEqual(["returned", "3"]);
    expect(result.notes).toEqual(["what was left for later stopped at line 6: unsupported: frobnicate()"]);
  });

  const module = (exit: string): SnippetRun =>
    runOne(
      `${head}static struct timer_list beat;\nstatic void on_beat(struct timer_list *t) { mod_timer(t, jiffies + HZ); }\nstatic int __init m_init(void)\n{\n\ttimer_setup(&beat, on_beat, 0);\n\tmod_timer(&beat, jiffies + HZ);\n\treturn 0;\n}\nstatic void __exit m_exit(void)\n{\n\t${exit}\n}\n// @kmem run\nmodule_init(m_init);\nmodule_exit(m_exit);\n`,
    );
  it("a timer that outlives its module is a fault", () => {
    expect(module("").faults).toMatchObject([{ kind: "use-after-free" }]);
    expect(module("del_timer_sync(&beat);").faults).toEqual([]);
  });
});

it("a heap gives what was pushed in order", () => {
  const heap = createHeap<number>((a, b) => a - b);
  const numbers = Array.from({ length: 200 }, (_, i) => (i * 7919) % 211);
  for (const number of numbers) heap.push(number);
  expect(heap.first()).toBe(Math.min(...numbers));
  expect(numbers.map(() => heap.pop())).toEqual(numbers.toSorted((a, b) => a - b));
  expect(heap.pop()).toBeUndefined();
});
