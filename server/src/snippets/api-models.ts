// What functions outside the driver do, as data: those that allocate, hold or call back as C of our own, and families of
// those that on a healthy machine just succeed. A family is known by the shape of its names and says only what comes
// back; what a device would answer (registers, firmware, a bus) is no family, and a run stops there.

/** One function or macro, as C that the interpreter runs. */
export interface ApiDefinition {
  readonly text: string;
  readonly source: string;
}

/** Functions whose prototype the kernel's headers show and whose names have this shape. */
export interface ApiFamily {
  readonly name: RegExp;
  /** `success` is 0, `handle` a pointer that is not NULL, `absent` NULL. Functions that return nothing do nothing. */
  readonly gives: "success" | "one" | "handle" | "absent";
  readonly source: string;
}

export const apiFamilies: readonly ApiFamily[] = [
  {
    name: /^(?:devm_)?(?:clk|regulator|reset_control|phy|pwm|of_clk|gpiod|fwnode_gpiod|nvmem_cell|mbox|extcon|icc|of_icc|hwspin_lock|backlight|devfreq|iio_channel|led|dma|of_dma|syscon|power_supply|mux_control|interconnect)_(?:.*_)?(?:get|request)(?:_(?:exclusive|shared|enabled|prepared|by_name|by_phandle|by_index|index|channel|byname|chan))*$/,
    gives: "handle",
    source:
      "include/linux/clk.h, regulator/consumer.h, reset.h, gpio/consumer.h (6.1): a handle or an error pointer",
  },
  {
    name: /^(?:devm_)?(?:\w+_)?get_optional\w*$/,
    gives: "absent",
    source: "drivers/base and the consumers' headers (6.1): NULL where firmware describes none",
  },
  {
    name: /^(?:devm_)?\w*(?:regmap_init|_regmap_init)\w*$/,
    gives: "handle",
    source: "drivers/base/regmap/regmap.c: __regmap_init() (6.1)",
  },
  {
    name: /(?:^|_)(?:un)?register(?:_|$)/,
    gives: "success",
    source: "register functions of drivers/ and net/ (6.1) return 0 or a negative errno",
  },
  {
    name: /^(?:clk|regulator|reset_control|phy|pm_runtime|__pm_runtime|pwm|gpiod|gpio|irq|pci|pcim|device|dev|phylink|netif|napi|led|input|hwmon|iio|spi|i2c|sysfs|kobject|cdev|class|debugfs|pinctrl|dev_pm)_(?:.*_)?(?:enable|disable|prepare|unprepare|assert|deassert|init|exit|start|stop|setup|on|off|put|release|free|set\w*|create\w*|remove\w*|add|del|unlink|wakeup|idle|resume|suspend|attach|detach|allow|forbid|direction_\w+|use_autosuspend|save_state|restore_state)\w*$/,
    gives: "success",
    source:
      "consumer headers of clk, regulator, reset, phy, runtime PM, pci (6.1) return 0 or a negative errno",
  },
  {
    name: /^(?:devm_)?(?:request_percpu_irq|irq_set_\w+|enable_irq_\w+|disable_irq_\w+)$/,
    gives: "success",
    source: "kernel/irq/manage.c: request_threaded_irq() (6.1)",
  },
  {
    name: /^(?:__wake_up\w*|wake_up_\w+|complete_\w+|swake_up\w*)$/,
    gives: "one",
    source: "kernel/sched/wait.c, kernel/sched/completion.c (6.1)",
  },
  {
    name: /^(?:init_timer_key|__init_\w+|__mutex_init|__init_waitqueue_head|delayed_work_timer_fn|init_swait\w*|kobject_uevent\w*|__module_get|module_put|put_device|put_pid|dump_stack)$/,
    gives: "success",
    source: "kernel/time/timer.c, kernel/locking/mutex.c, kernel/sched/wait.c (6.1)",
  },
  {
    name: /^(?:get_device|try_module_get|__class_create|class_create|device_create\w*|debugfs_create_\w+|proc_create\w*|proc_mkdir\w*|of_node_get|kthread_create_on_node|pinctrl_get_\w+|devm_pinctrl_get\w*|pinctrl_lookup_state)$/,
    gives: "handle",
    source: "drivers/base/core.c, fs/debugfs/inode.c, fs/proc/generic.c (6.1)",
  },
  {
    name: /^(?:drm_panel|drm_bridge|drm_encoder|mipi_dsi|v4l2_ctrl_handler|v4l2_i2c_subdev|phy_provider)_(?:init|add|remove|attach|detach|free|setup)$/,
    gives: "success",
    source: "drivers/gpu/drm/drm_panel.c: drm_panel_init(), drm_panel_add() (6.1) fill lists of their own",
  },
  {
    name: /^(?:pci_enable_device\w*|pcim_enable_device|pci_request_\w+|pcim_iomap_regions\w*|pci_set_\w+|pci_clear_\w+|pci_release_\w+|pci_disable_\w+|pci_free_irq_vectors|pci_save_state|pci_restore_state|pcie_\w*set\w*|pci_try_set_mwi)$/,
    gives: "success",
    source: "drivers/pci/pci.c (6.1)",
  },
  {
    name: /^(?:of_get_\w+|of_find_\w+|of_parse_phandle|of_match_\w+|of_graph_get_\w+|fwnode_get_\w+|device_get_named_child_node|device_get_next_child_node|acpi_\w*match\w*|dmi_first_match|dev_get_regmap)$/,
    gives: "absent",
    source: "drivers/of/base.c, drivers/base/property.c (6.1): NULL where firmware has no such node",
  },
];

export const apiDefinitions: readonly ApiDefinition[] = [
  {
    source: "arch/x86/include/asm/device.h (6.1): both are empty there",
    text: `
struct dev_archdata { char __kmem_none[0]; };
struct pdev_archdata { char __kmem_none[0]; };
`,
  },
  {
    source: "include/linux/export.h, include/linux/module.h (6.1): what only the linker sees",
    text: `
#define EXPORT_SYMBOL_NS(x, n)
#define EXPORT_SYMBOL_NS_GPL(x, n)
#define EXPORT_TRACEPOINT_SYMBOL_GPL(x)
#define MODULE_ALIAS_NETPROTO(x)
#define MODULE_ALIAS_MISCDEV(x)
#define MODULE_ALIAS_CHARDEV_MAJOR(x)
#define module_param_hw(n, t, h, p)
#define module_param_hw_array(n, t, h, c, p)
#define module_param_cb(n, o, a, p)
#define __ATTRIBUTE_GROUPS(n)
#define dynamic_pr_debug(f, ...) do { } while (0)
#define dynamic_dev_dbg(d, f, ...) do { } while (0)
#define print_hex_dump(...) do { } while (0)
#define print_hex_dump_bytes(...) do { } while (0)
#define print_hex_dump_debug(...) do { } while (0)
#define lockdep_set_class(l, k) do { } while (0)
#define lockdep_register_key(k) do { } while (0)
#define lockdep_unregister_key(k) do { } while (0)
#define __packed __attribute__((__packed__))
#define __aligned(x) __attribute__((__aligned__(x)))
#define ____cacheline_aligned __attribute__((__aligned__(64)))
#define ____cacheline_aligned_in_smp ____cacheline_aligned
#define __cacheline_aligned ____cacheline_aligned
#define __cacheline_aligned_in_smp ____cacheline_aligned
#define ____cacheline_internodealigned_in_smp ____cacheline_aligned
#define __randomize_layout
#define __designated_init
#define randomized_struct_fields_start
#define randomized_struct_fields_end
#define __bitwise
#define __counted_by(x)
#define __no_randomize_layout
#define __printf(a, b)
#define __scanf(a, b)
#define __private
#define __nocast
#define __safe
#define __deprecated
#define __malloc
#define __weak
#define __ref
#define __refdata
#define __visible
#define notrace
#define noinline_for_stack
#define __alloc_size(...)
#define __acquires(x)
#define __releases(x)
#define __must_hold(x)
#define __acquire(x) do { } while (0)
#define __release(x) do { } while (0)
#define net_ratelimit() 1
#define iowmb() do { } while (0)
`,
  },
  {
    source: "kernel/params.c; our device has no firmware node: drivers/base/property.c (6.1)",
    text: `
static inline bool device_property_read_bool(const struct device *d, const char *n) { return d->fwnode ? __kmem_ask_firmware() != NULL : false; }
static inline int device_property_read_u8(const struct device *d, const char *n, u8 *v) { return d->fwnode ? (int)(long)__kmem_ask_firmware() : -EINVAL; }
static inline int device_property_read_u16(const struct device *d, const char *n, u16 *v) { return d->fwnode ? (int)(long)__kmem_ask_firmware() : -EINVAL; }
static inline int device_property_read_u32_array(const struct device *d, const char *n, u32 *v, size_t c) { return d->fwnode ? (int)(long)__kmem_ask_firmware() : -EINVAL; }
static inline int device_property_read_string(const struct device *d, const char *n, const char **v) { return d->fwnode ? (int)(long)__kmem_ask_firmware() : -EINVAL; }
static inline int device_property_count_u32(const struct device *d, const char *n) { return d->fwnode ? (int)(long)__kmem_ask_firmware() : -EINVAL; }
static inline int of_property_read_string(const struct device_node *d, const char *n, const char **v) { return d ? (int)(long)__kmem_ask_firmware() : -EINVAL; }
static inline int of_property_read_u32_array(const struct device_node *d, const char *n, u32 *v, size_t c) { return d ? (int)(long)__kmem_ask_firmware() : -EINVAL; }
static inline int of_property_read_u32_index(const struct device_node *d, const char *n, u32 i, u32 *v) { return d ? (int)(long)__kmem_ask_firmware() : -EINVAL; }
static inline int of_property_count_u32_elems(const struct device_node *d, const char *n) { return d ? (int)(long)__kmem_ask_firmware() : -EINVAL; }
static inline const void *of_get_property(const struct device_node *d, const char *n, int *l) { return d ? __kmem_ask_firmware() : NULL; }
`,
  },
  {
    source: "drivers/base/platform.c: platform_get_resource_byname(), platform_get_irq_byname() (6.1)",
    text: `
static inline struct resource *platform_get_resource_byname(struct platform_device *d, unsigned int type, const char *name)
{
	u32 i;

	for (i = 0; i < d->num_resources; i++)
		if ((d->resource[i].flags & IORESOURCE_TYPE_BITS) == type && d->resource[i].name && !strcmp(d->resource[i].name, name))
			return &d->resource[i];
	return NULL;
}
static inline int platform_get_irq_byname_optional(struct platform_device *d, const char *name)
{
	struct resource *r = platform_get_resource_byname(d, IORESOURCE_IRQ, name);

	return r ? (int)r->start : -ENXIO;
}
static inline int platform_get_irq_byname(struct platform_device *d, const char *name) { return platform_get_irq_byname_optional(d, name); }
static inline int platform_irq_count(struct platform_device *d)
{
	u32 i;
	int n = 0;

	for (i = 0; i < d->num_resources; i++)
		if ((d->resource[i].flags & IORESOURCE_TYPE_BITS) == IORESOURCE_IRQ)
			n++;
	return n;
}
static inline void *devm_platform_ioremap_resource_byname(struct platform_device *d, const char *name)
{
	return devm_ioremap_resource(&d->dev, platform_get_resource_byname(d, IORESOURCE_MEM, name));
}
static inline void *devm_platform_get_and_ioremap_resource(struct platform_device *d, unsigned int n, struct resource **res)
{
	struct resource *r = platform_get_resource(d, IORESOURCE_MEM, n);

	if (res)
		*res = r;
	return devm_ioremap_resource(&d->dev, r);
}
`,
  },
  {
    source:
      "drivers/input/input.c: input_allocate_device(), input_free_device(), devm_input_allocate_device() (6.1)",
    text: `
static inline struct input_dev *input_allocate_device(void) { return kzalloc(sizeof(struct input_dev), GFP_KERNEL); }
static inline void input_free_device(struct input_dev *d) { kfree(d); }
static inline struct input_dev *devm_input_allocate_device(struct device *dev) { return devm_kzalloc(dev, sizeof(struct input_dev), GFP_KERNEL); }
`,
  },
  {
    source:
      "drivers/iio/industrialio-core.c: devm_iio_device_alloc(): the opaque part and the driver's, each DMA-aligned (6.1)",
    text: `
static inline struct iio_dev *devm_iio_device_alloc(struct device *parent, int size)
{
	struct iio_dev *d = devm_kzalloc(parent, 1024 + ALIGN(size, 128), GFP_KERNEL);

	if (!d)
		return NULL;
	d->dev.parent = parent;
	d->priv = (char *)d + 1024;
	return d;
}
`,
  },
  {
    source: "drivers/rtc/class.c: devm_rtc_allocate_device() (6.1)",
    text: `
static inline struct rtc_device *devm_rtc_allocate_device(struct device *dev)
{
	struct rtc_device *r = devm_kzalloc(dev, sizeof(struct rtc_device), GFP_KERNEL);

	return r ? r : ERR_PTR(-ENOMEM);
}
`,
  },
  {
    source: "drivers/watchdog/watchdog_core.c: watchdog_init_timeout() without a parameter and a node (6.1)",
    text: `
static inline int watchdog_init_timeout(struct watchdog_device *w, unsigned int t, struct device *dev) { return t ? 0 : -EINVAL; }
`,
  },
  {
    source:
      "include/linux/i2c.h: i2c_check_functionality(), drivers/i2c/i2c-core-base.c: i2c_match_id(), drivers/spi/spi.c: spi_get_device_id() (6.1): a bus that probes has what is asked for, and has matched an entry of the table",
    text: `
static inline int i2c_check_functionality(struct i2c_adapter *a, u32 functions) { return 1; }
static inline int i2c_check_quirks(struct i2c_adapter *a, u64 quirks) { return 0; }
static inline const struct i2c_device_id *i2c_match_id(const struct i2c_device_id *id, const struct i2c_client *c)
{
	const struct i2c_device_id *first = id;

	for (; id && id->name[0]; id++)
		if (!strcmp(c->name, id->name))
			return id;
	return c->name[0] ? NULL : first;
}
`,
  },
  {
    source: "arch/x86/include/asm/io.h, include/asm-generic/io.h (6.1)",
    text: `
static inline u8 ioread8(const void *p) { return readb(p); }
static inline u16 ioread16(const void *p) { return readw(p); }
static inline u32 ioread32(const void *p) { return readl(p); }
static inline void iowrite8(u8 v, void *p) { writeb(v, p); }
static inline void iowrite16(u16 v, void *p) { writew(v, p); }
static inline void iowrite32(u32 v, void *p) { writel(v, p); }
#define readb_relaxed(p) readb(p)
#define readw_relaxed(p) readw(p)
#define readl_relaxed(p) readl(p)
#define readq_relaxed(p) readq(p)
#define writeb_relaxed(v, p) writeb((v), (p))
#define writew_relaxed(v, p) writew((v), (p))
#define writel_relaxed(v, p) writel((v), (p))
#define writeq_relaxed(v, p) writeq((v), (p))
#define __raw_readl(p) readl(p)
#define __raw_writel(v, p) writel((v), (p))
`,
  },
];
