// SPDX-License-Identifier: GPL-2.0
/*
 * A hundred numbers from vmalloc(): one page is enough, and a guard page of
 * addresses follows it.
 */
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/module.h>
#include <linux/vmalloc.h>

static int *numbers;

static int __init vmalloc_demo_init(void)
{
	int i;

	numbers = vmalloc(100 * sizeof(int));	//?
	if (!numbers)
		return -ENOMEM;
	// @kmem expect vmalloc.areas += 1
	// @kmem expect vmalloc.bytes += 8192
	for (i = 0; i < 100; i++)
		numbers[i] = i;
	pr_info("last number %d\n", numbers[99]);
	return 0;
}

static void __exit vmalloc_demo_exit(void)
{
	vfree(numbers);
}

// @kmem run machine=x86_64:512M kernel=6.1
// @kmem expect leaks == 0
// @kmem expect vmalloc.areas += 0
module_init(vmalloc_demo_init);
module_exit(vmalloc_demo_exit);

MODULE_LICENSE("GPL");
