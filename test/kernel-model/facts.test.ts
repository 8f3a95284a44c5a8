// Single facts of the kernel that were read in its source: a few of each table, and the ones that are easily wrong.

import { describe, expect, it } from "vitest";
import { extraBytes } from "../../server/src/kernel-model/allocators.js";
import { architectures } from "../../server/src/kernel-model/architectures.js";
import { modelOf } from "../../server/src/kernel-model/model.js";
import { release } from "./release-of.js";

const model = modelOf(release("6.1"));

describe("call rules", () => {
  it.each([
    ["mutex_lock", "maySleep"],
    ["mutex_trylock", undefined],
    ["down_trylock", undefined],
    ["free_irq", "maySleep"],
    ["disable_irq", "maySleep"],
    ["disable_irq_nosync", undefined],
    ["synchronize_irq", "maySleep"],
    ["flush_workqueue", "maySleep"],
    ["cancel_delayed_work_sync", "maySleep"],
    ["cancel_delayed_work", undefined],
    ["del_timer_sync", "notHardirq"],
    ["del_timer", undefined],
    ["tasklet_kill", "maySleep"],
    ["usb_kill_urb", "maySleep"],
    ["usb_unlink_urb", undefined],
    ["usb_submit_urb", "sleepsIfGfpBlocks"],
    ["napi_disable", "maySleep"],
    ["copy_from_user", "sleepsIfPagefaultsEnabled"],
    ["__copy_from_user_inatomic", undefined],
    ["vfree", "sleepsUnlessInInterrupt"],
    ["kvfree", "sleepsIfVmallocMemory"],
    ["kfree", undefined],
    ["kfree_rcu", "sleepsIfArgCount"],
    ["dma_free_coherent", "maySleepOnSomePlatforms"],
    ["clk_prepare_enable", "maySleep"],
    ["clk_enable", undefined],
    ["pm_runtime_get_sync", "sleepsBehindCondition"],
    ["pm_runtime_get", undefined],
    ["regmap_write", undefined],
    ["on_each_cpu", "irqsEnabled"],
    ["readl_poll_timeout", "sleepsIfArgumentNonZero"],
    ["readl_poll_timeout_atomic", undefined],
    ["wait_event_lock_irq", undefined],
    ["cond_resched_lock", undefined],
    ["snd_pcm_period_elapsed", undefined],
    ["netdev_alloc_skb", undefined],
    ["__vmalloc", "maySleep"],
    ["udelay", undefined],
    ["printk", undefined],
    ["dev_err", undefined],
    ["queue_work", undefined],
    ["complete", undefined],
    ["wake_up", undefined],
    ["request_mem_region", "maySleep"],
    ["release_mem_region", undefined],
    ["hid_hw_request", undefined],
    ["__xa_store", undefined],
    ["xa_store", "sleepsIfGfpBlocks"],
  ])("%s: %s", (name, kind) => {
    expect(model.callRule(name)?.rule.kind).toBe(kind);
  });

  it("know when a callee began to sleep", () => {
    expect(modelOf(release("4.19")).callRule("tasklet_disable")).toBeUndefined();
    expect(model.callRule("tasklet_disable")?.rule.kind).toBe("maySleep");
  });

  it("follow arguments that moved between releases", () => {
    expect(modelOf(release("4.19")).callRule("bio_alloc")?.rule).toEqual({
      kind: "sleepsIfGfpBlocks",
      argument: 0,
    });
    expect(model.callRule("bio_alloc")?.rule).toEqual({ kind: "sleepsIfGfpBlocks", argument: 3 });
    expect(model.callRule("kvrealloc")?.rule).toEqual({ kind: "sleepsIfGfpBlocks", argument: 3 });
    expect(modelOf(release("6.12")).callRule("kvrealloc")?.rule).toEqual({
      kind: "sleepsIfGfpBlocks",
      argument: 2,
    });
  });
});

describe("locks", () => {
  it("tell apart what looks alike", () => {
    expect(model.lock("mutex_trylock")?.trylockReturns).toBe("nonzero-on-success");
    expect(model.lock("down_trylock")?.trylockReturns).toBe("zero-on-success");
    expect(model.lock("write_lock")?.atomic).toBe(true);
    expect(model.lock("down_write")?.atomic).toBe(false);
    expect(model.lock("preempt_disable")?.atomic).toBe(true);
    expect(model.lock("migrate_disable")?.atomic).toBe(false);
    expect(model.lock("rcu_read_lock")?.atomic).toBe(true);
    expect(model.lock("srcu_read_lock")?.atomic).toBe(false);
    expect(model.lock("pagefault_disable")?.atomic).toBe(false);
    expect(model.lock("kmap_atomic")?.atomic).toBe(true);
  });

  it("know spinlocks that sleep on PREEMPT_RT", () => {
    expect(model.lock("spin_lock")?.atomicOnRt).toBe(false);
    expect(model.lock("raw_spin_lock")?.atomicOnRt).toBe(true);
  });

  it("name the lock argument where it is not the first", () => {
    expect(model.lock("bit_spin_lock")?.lockArgument).toBe(1);
    expect(model.lock("refcount_dec_and_lock_irqsave")).toMatchObject({ lockArgument: 1, flagsArgument: 2 });
    expect(model.lock("preempt_disable")?.lockArgument).toBeUndefined();
  });
});

describe("allocators", () => {
  it("know where size and mask stand", () => {
    expect(model.allocator("kcalloc")).toMatchObject({
      gfpArgument: 2,
      size: { kind: "product", arguments: [0, 1] },
    });
    expect(model.allocator("alloc_pages")).toMatchObject({
      gfpArgument: 0,
      size: { kind: "order", argument: 1 },
    });
    expect(model.allocator("dma_alloc_coherent")).toMatchObject({
      gfpArgument: 3,
      size: { kind: "bytes", argument: 1 },
    });
    expect(model.allocator("devm_kmalloc_array")?.size).toEqual({ kind: "product", arguments: [1, 2] });
  });

  it("add what the callee adds", () => {
    const devm = model.allocator("devm_kzalloc");
    const skb = model.allocator("alloc_skb");
    const plain = model.allocator("kmalloc");
    expect(devm && extraBytes(devm, architectures.x86_64)).toBe(40);
    expect(devm && extraBytes(devm, architectures.arm64)).toBe(128);
    expect(skb && extraBytes(skb, architectures.x86_64)).toBe(320);
    expect(plain && extraBytes(plain, architectures.x86_64)).toBe(0);
  });
});

describe("callbacks", () => {
  it("tell the handler from the thread", () => {
    const callbacks = model.registration("request_threaded_irq")?.callbacks;
    expect(callbacks?.map(({ argument, context }) => [argument, context])).toEqual([
      [1, "hardirq"],
      [2, "process"],
    ]);
  });

  it("know members of ops tables, and all others of some", () => {
    expect(model.opsField("net_device_ops", "ndo_start_xmit")).toMatchObject({
      context: "softirq",
      certain: true,
    });
    expect(model.opsField("net_device_ops", "ndo_open")).toMatchObject({ context: "process", certain: true });
    expect(model.opsField("ethtool_ops", "get_strings")?.context).toBe("process");
    expect(model.opsField("drm_crtc_helper_funcs", "atomic_enable")?.context).toBe("process");
    expect(model.opsField("snd_pcm_ops", "trigger")).toMatchObject({ irqsOff: true, unless: "nonatomic" });
    expect(model.opsField("urb", "complete")?.context).toBe("atomic");
    expect(model.opsField("urb", "no_such_member")).toBeUndefined();
    expect(model.opsField("no_such_struct", "open")).toBeUndefined();
  });
});

describe("names that are gone", () => {
  it("have a successor from their removal on", () => {
    expect(model.deprecated("pci_alloc_consistent")?.successor).toContain("dma_alloc_coherent");
    expect(modelOf(release("5.10")).deprecated("pci_alloc_consistent")).toBeUndefined();
    expect(model.deprecated("__GFP_WAIT")?.successor).toContain("__GFP_DIRECT_RECLAIM");
    expect(modelOf(release("6.12")).deprecated("__GFP_ATOMIC")?.removed).toBe("6.4");
    expect(model.deprecated("kmalloc")).toBeUndefined();
  });
});
