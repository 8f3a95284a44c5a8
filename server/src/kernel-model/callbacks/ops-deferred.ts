// Work that runs later: timers, tasklets, work items, RCU callbacks.
// Sources: the documentation or the calling code named in each row, Linux 6.1.192.

import type { OpsGroup } from "./ops-group.js";

export const deferredOps: readonly OpsGroup[] = [
  {
    structs: ["timer_list"],
    fields: ["function"],
    context: "softirq",
    why: "timer callback",
    certain: true,
    source: "kernel/time/timer.c:1675 (6.1)",
  },
  {
    structs: ["hrtimer"],
    fields: ["function"],
    context: "atomic",
    why: "high-resolution timer callback",
    certain: true,
    source: "kernel/time/hrtimer.c:1708 (6.1)",
  },
  {
    structs: ["tasklet_struct"],
    fields: ["func", "callback"],
    context: "softirq",
    why: "tasklet",
    certain: true,
    source: "kernel/softirq.c:805 (6.1)",
  },
  {
    structs: ["work_struct"],
    fields: ["func"],
    context: "process",
    why: "work item",
    certain: true,
    source: "kernel/workqueue.c:2184 (6.1)",
  },
  {
    structs: ["kthread_work"],
    fields: ["func"],
    context: "process",
    why: "work of a kernel thread",
    certain: true,
    source: "kernel/kthread.c:820 (6.1)",
  },
  {
    structs: ["irq_work"],
    fields: ["func"],
    context: "hardirq",
    why: "irq work",
    certain: true,
    irqsOff: true,
    source: "kernel/irq_work.c:191 (6.1)",
  },
  {
    structs: ["rcu_head", "callback_head"],
    fields: ["func"],
    context: "softirq",
    why: "RCU callback",
    certain: true,
    source: "kernel/rcu/tree.c:2234 (6.1)",
  },
  {
    structs: ["wait_queue_entry", "__wait_queue"],
    fields: ["func"],
    context: "atomic",
    why: "wake function, under the lock of the wait queue",
    certain: true,
    irqsOff: true,
    source: "kernel/sched/wait.c:80 (6.1)",
  },
  {
    structs: ["notifier_block"],
    fields: ["notifier_call"],
    context: "unknown",
    why: "notifier",
    source: "include/linux/notifier.h:21 (6.1)",
  },
  {
    structs: ["call_single_data", "__call_single_data"],
    fields: ["func"],
    context: "hardirq",
    why: "call from another CPU, interrupts off",
    certain: true,
    irqsOff: true,
    source: "kernel/smp.c:641 (6.1)",
  },
];
