// SPDX-License-Identifier: GPL-2.0
/*
 * The first module of every course: 100 bytes at load time, given back at
 * unload time. The line with @kmem makes it a snippet.
 */
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/module.h>
#include <linux/slab.h>

static char *buffer;

static int __init kmalloc_demo_init(void)
{
	buffer = kmalloc(100, GFP_KERNEL);	//?
	if (!buffer)
		return -ENOMEM;
	// @kmem expect slab["kmalloc-128"].objects += 1
	pr_info("100 bytes at %p\n", buffer);
	return 0;
}

static void __exit kmalloc_demo_exit(void)
{
	kfree(buffer);	//?
}

// @kmem run machine=x86_64:512M kernel=6.1
// @kmem expect leaks == 0
// @kmem expect slab["kmalloc-128"].objects += 0
module_init(kmalloc_demo_init);
module_exit(kmalloc_demo_exit);

MODULE_LICENSE("GPL");
