// Calls that register what runs in process context, or wherever their caller is.
// Sources: the definition named with each call, Linux 6.1.192; contexts as in the rows of the structs that they fill.

import type { RegistrationGroup } from "./registrations.js";

export const processRegistrations: readonly RegistrationGroup[] = [
  {
    context: "process",
    why: "interrupt thread",
    certain: true,
    calls: [
      {
        function: "request_threaded_irq",
        argument: 2,
        flagsArgument: 3,
        source: "kernel/irq/manage.c:2138 (6.1)",
      },
      {
        function: "devm_request_threaded_irq",
        argument: 3,
        flagsArgument: 4,
        source: "kernel/irq/devres.c:51 (6.1)",
      },
      { function: "pci_request_irq", argument: 3, source: "drivers/pci/irq.c:33 (6.1)" },
    ],
  },
  {
    context: "process",
    why: "work on that CPU",
    certain: true,
    calls: [{ function: "smp_call_on_cpu", argument: 1, source: "kernel/smp.c:1248 (6.1)" }],
  },
  {
    context: "process",
    why: "work item",
    certain: true,
    calls: [
      { function: "INIT_WORK", argument: 1, source: "include/linux/workqueue.h:250 (6.1)" },
      { function: "INIT_WORK_ONSTACK", argument: 1, source: "include/linux/workqueue.h:253 (6.1)" },
      { function: "INIT_DELAYED_WORK", argument: 1, source: "include/linux/workqueue.h:275 (6.1)" },
      { function: "INIT_DELAYED_WORK_ONSTACK", argument: 1, source: "include/linux/workqueue.h:278 (6.1)" },
      { function: "INIT_DEFERRABLE_WORK", argument: 1, source: "include/linux/workqueue.h:281 (6.1)" },
      { function: "INIT_RCU_WORK", argument: 1, source: "include/linux/workqueue.h:287 (6.1)" },
      { function: "DECLARE_WORK", argument: 1, source: "include/linux/workqueue.h:193 (6.1)" },
      { function: "DECLARE_DELAYED_WORK", argument: 1, source: "include/linux/workqueue.h:196 (6.1)" },
      { function: "DECLARE_DEFERRABLE_WORK", argument: 1, source: "include/linux/workqueue.h:199 (6.1)" },
      { function: "PREPARE_WORK", argument: 1, source: "include/linux/workqueue.h (2.6.32)" },
      { function: "PREPARE_DELAYED_WORK", argument: 1, source: "include/linux/workqueue.h (2.6.32)" },
    ],
  },
  {
    context: "process",
    why: "work of a kernel thread",
    certain: true,
    calls: [
      { function: "kthread_init_work", argument: 1, source: "include/linux/kthread.h:171 (6.1)" },
      { function: "kthread_init_delayed_work", argument: 1, source: "include/linux/kthread.h:178 (6.1)" },
      { function: "DEFINE_KTHREAD_WORK", argument: 1, source: "include/linux/kthread.h:155 (6.1)" },
      { function: "DEFINE_KTHREAD_DELAYED_WORK", argument: 1, source: "include/linux/kthread.h:158 (6.1)" },
    ],
  },
  {
    context: "process",
    why: "kernel thread",
    certain: true,
    calls: [
      { function: "kthread_run", argument: 0, source: "include/linux/kthread.h:51 (6.1)" },
      { function: "kthread_create", argument: 0, source: "include/linux/kthread.h:27 (6.1)" },
      { function: "kthread_create_on_node", argument: 0, source: "kernel/kthread.c:503 (6.1)" },
      { function: "kthread_create_on_cpu", argument: 0, source: "kernel/kthread.c:570 (6.1)" },
      { function: "kernel_thread", argument: 0, source: "kernel/fork.c:2827 (6.1)" },
      { function: "kthread_run_on_cpu", argument: 0, source: "include/linux/kthread.h:73 (6.1)" },
    ],
  },
  {
    context: "process",
    why: "asynchronous call in a thread",
    certain: true,
    calls: [
      { function: "async_schedule", argument: 0, source: "include/linux/async.h:52 (6.1)" },
      { function: "async_schedule_domain", argument: 0, source: "include/linux/async.h:69 (6.1)" },
      { function: "async_schedule_dev", argument: 0, source: "include/linux/async.h:88 (6.1)" },
    ],
  },
  {
    context: "process",
    why: "firmware loaded, in a work item",
    certain: true,
    calls: [
      {
        function: "request_firmware_nowait",
        argument: 6,
        source: "drivers/base/firmware_loader/main.c:1171 (6.1)",
      },
    ],
  },
  {
    context: "process",
    why: "released with the device",
    certain: true,
    calls: [
      { function: "devm_add_action", argument: 1, source: "drivers/base/devres.c:738 (6.1)" },
      { function: "devm_add_action_or_reset", argument: 1, source: "include/linux/device.h:250 (6.1)" },
    ],
  },
  {
    context: "inherit",
    why: "last reference dropped",
    certain: true,
    calls: [
      { function: "kref_put", argument: 1, source: "include/linux/kref.h:62 (6.1)" },
      { function: "kref_put_lock", argument: 1, source: "include/linux/kref.h:82 (6.1)" },
    ],
  },
  {
    context: "process",
    why: "last reference dropped",
    certain: true,
    calls: [{ function: "kref_put_mutex", argument: 1, source: "include/linux/kref.h:71 (6.1)" }],
  },
  {
    context: "process",
    why: "notifier of a blocking chain",
    certain: true,
    member: "notifier_call",
    calls: [
      { function: "register_reboot_notifier", argument: 0, source: "kernel/reboot.c:100 (6.1)" },
      { function: "register_netdevice_notifier", argument: 0, source: "net/core/dev.c:1789 (6.1)" },
      { function: "register_inetaddr_notifier", argument: 0, source: "net/ipv4/devinet.c:1467 (6.1)" },
      { function: "register_pm_notifier", argument: 0, source: "kernel/power/main.c:74 (6.1)" },
      { function: "register_acpi_notifier", argument: 0, source: "drivers/acpi/event.c:40 (6.1)" },
      { function: "usb_register_notify", argument: 0, source: "drivers/usb/core/notify.c:29 (6.1)" },
      {
        function: "register_switchdev_blocking_notifier",
        argument: 0,
        source: "net/switchdev/switchdev.c:428 (6.1)",
      },
      { function: "register_memory_notifier", argument: 0, source: "drivers/base/memory.c:93 (6.1)" },
      { function: "register_module_notifier", argument: 0, source: "kernel/module/main.c:131 (6.1)" },
      { function: "register_oom_notifier", argument: 0, source: "mm/oom_kill.c:1095 (6.1)" },
      { function: "register_vmap_purge_notifier", argument: 0, source: "mm/vmalloc.c:1742 (6.1)" },
      {
        function: "fb_register_client",
        argument: 0,
        source: "drivers/video/fbdev/core/fb_notify.c:25 (6.1)",
      },
      { function: "blocking_notifier_chain_register", argument: 1, source: "kernel/notifier.c:281 (6.1)" },
      { function: "srcu_notifier_chain_register", argument: 1, source: "kernel/notifier.c:475 (6.1)" },
    ],
  },
  {
    context: "unknown",
    why: "notifier",
    member: "notifier_call",
    calls: [{ function: "raw_notifier_chain_register", argument: 1, source: "kernel/notifier.c:404 (6.1)" }],
  },
  {
    context: "process",
    why: "polled input, a work item",
    certain: true,
    calls: [
      { function: "input_setup_polling", argument: 1, source: "drivers/input/input-poller.c:68 (6.1)" },
    ],
  },
  {
    context: "process",
    why: "SDIO interrupt thread",
    certain: true,
    calls: [{ function: "sdio_claim_irq", argument: 1, source: "drivers/mmc/core/sdio_irq.c:299 (6.1)" }],
  },
  {
    context: "process",
    why: "ACPI notify, a work item",
    certain: true,
    calls: [
      {
        function: "acpi_install_notify_handler",
        argument: 2,
        source: "drivers/acpi/acpica/evxface.c:57 (6.1)",
      },
    ],
  },
  {
    context: "process",
    why: "ACPI operation region",
    calls: [
      {
        function: "acpi_install_address_space_handler",
        argument: 2,
        source: "drivers/acpi/acpica/evxfregn.c:98 (6.1)",
      },
    ],
  },
  {
    context: "inherit",
    why: "called for each",
    certain: true,
    calls: [
      { function: "bus_for_each_dev", argument: 3, source: "drivers/base/bus.c:290 (6.1)" },
      { function: "class_for_each_device", argument: 3, source: "drivers/base/class.c:357 (6.1)" },
      { function: "device_for_each_child", argument: 2, source: "drivers/base/core.c:4032 (6.1)" },
      { function: "driver_for_each_device", argument: 3, source: "drivers/base/driver.c:117 (6.1)" },
      { function: "idr_for_each", argument: 1, source: "lib/idr.c:197 (6.1)" },
      { function: "pci_walk_bus", argument: 1, source: "drivers/pci/bus.c:432 (6.1)" },
    ],
  },
  {
    context: "process",
    why: "CPU hotplug",
    calls: [
      {
        function: "cpuhp_setup_state",
        argument: 2,
        flagsArgument: 0,
        source: "include/linux/cpuhotplug.h:282 (6.1)",
      },
      {
        function: "cpuhp_setup_state",
        argument: 3,
        flagsArgument: 0,
        source: "include/linux/cpuhotplug.h:282 (6.1)",
      },
      {
        function: "cpuhp_setup_state_nocalls",
        argument: 2,
        flagsArgument: 0,
        source: "include/linux/cpuhotplug.h:322 (6.1)",
      },
      {
        function: "cpuhp_setup_state_nocalls",
        argument: 3,
        flagsArgument: 0,
        source: "include/linux/cpuhotplug.h:322 (6.1)",
      },
      {
        function: "cpuhp_setup_state_multi",
        argument: 2,
        flagsArgument: 0,
        source: "include/linux/cpuhotplug.h:365 (6.1)",
      },
      {
        function: "cpuhp_setup_state_multi",
        argument: 3,
        flagsArgument: 0,
        source: "include/linux/cpuhotplug.h:365 (6.1)",
      },
    ],
  },
  {
    context: "process",
    why: "module start or end",
    certain: true,
    calls: [
      { function: "module_init", argument: 0, source: "include/linux/module.h:87 (6.1)" },
      { function: "module_exit", argument: 0, source: "include/linux/module.h:99 (6.1)" },
    ],
  },
  {
    context: "process",
    why: "start of the kernel",
    certain: true,
    calls: [
      { function: "device_initcall", argument: 0, source: "include/linux/init.h:288 (6.1)" },
      { function: "subsys_initcall", argument: 0, source: "include/linux/init.h:283 (6.1)" },
      { function: "late_initcall", argument: 0, source: "include/linux/init.h:290 (6.1)" },
      { function: "arch_initcall", argument: 0, source: "include/linux/init.h:281 (6.1)" },
      { function: "core_initcall", argument: 0, source: "include/linux/init.h:277 (6.1)" },
      { function: "postcore_initcall", argument: 0, source: "mm/page_alloc.c:8862 (6.1)" },
      { function: "fs_initcall", argument: 0, source: "include/linux/init.h:285 (6.1)" },
      { function: "rootfs_initcall", argument: 0, source: "include/linux/init.h:287 (6.1)" },
      { function: "pure_initcall", argument: 0, source: "include/linux/init.h:275 (6.1)" },
      { function: "device_initcall_sync", argument: 0, source: "include/linux/init.h:289 (6.1)" },
      { function: "late_initcall_sync", argument: 0, source: "include/linux/init.h:291 (6.1)" },
      { function: "subsys_initcall_sync", argument: 0, source: "include/linux/init.h:284 (6.1)" },
    ],
  },
  {
    context: "process",
    why: "start of the kernel",
    calls: [
      { function: "console_initcall", argument: 0, source: "include/linux/init.h:298 (6.1)" },
      { function: "early_initcall", argument: 0, source: "include/linux/init.h:266 (6.1)" },
    ],
  },
  {
    context: "process",
    why: "sysfs file",
    certain: true,
    calls: [
      { function: "DEVICE_ATTR", argument: 2, source: "include/linux/device.h:127 (6.1)" },
      { function: "DEVICE_ATTR", argument: 3, source: "include/linux/device.h:127 (6.1)" },
      { function: "SENSOR_DEVICE_ATTR", argument: 2, source: "include/linux/hwmon-sysfs.h:32 (6.1)" },
      { function: "SENSOR_DEVICE_ATTR", argument: 3, source: "include/linux/hwmon-sysfs.h:32 (6.1)" },
    ],
  },
  {
    context: "process",
    why: "module parameter",
    certain: true,
    calls: [
      { function: "module_param_call", argument: 1, source: "include/linux/moduleparam.h:296 (6.1)" },
      { function: "module_param_call", argument: 2, source: "include/linux/moduleparam.h:296 (6.1)" },
    ],
  },
  {
    context: "process",
    why: "system sleep",
    certain: true,
    calls: [
      { function: "SET_SYSTEM_SLEEP_PM_OPS", argument: 0, source: "include/linux/pm.h:342 (6.1)" },
      { function: "SET_SYSTEM_SLEEP_PM_OPS", argument: 1, source: "include/linux/pm.h:342 (6.1)" },
      { function: "SIMPLE_DEV_PM_OPS", argument: 1, source: "include/linux/pm.h:420 (6.1)" },
      { function: "SIMPLE_DEV_PM_OPS", argument: 2, source: "include/linux/pm.h:420 (6.1)" },
      { function: "DEFINE_SIMPLE_DEV_PM_OPS", argument: 1, source: "include/linux/pm.h:399 (6.1)" },
      { function: "DEFINE_SIMPLE_DEV_PM_OPS", argument: 2, source: "include/linux/pm.h:399 (6.1)" },
    ],
  },
  {
    context: "process",
    why: "runtime power management",
    calls: [
      { function: "SET_RUNTIME_PM_OPS", argument: 0, source: "include/linux/pm.h:363 (6.1)" },
      { function: "SET_RUNTIME_PM_OPS", argument: 1, source: "include/linux/pm.h:363 (6.1)" },
      { function: "SET_RUNTIME_PM_OPS", argument: 2, source: "include/linux/pm.h:363 (6.1)" },
    ],
  },
];
