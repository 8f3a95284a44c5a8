// SPDX-License-Identifier: GPL-2.0
/* Thirty bytes come from the 32-byte cache; 128 of them fill one page. */
#include <linux/errno.h>
#include <linux/slab.h>

// @kmem run machine=x86_64:512M kernel=6.1
// @kmem expect leaks == 0
static int thirty_bytes(void)
{
	char *p[129];
	int i;

	for (i = 0; i < 128; i++)
		p[i] = kmalloc(30, GFP_KERNEL);	//?
	// @kmem expect slab["kmalloc-32"].objects += 128
	// @kmem expect slab["kmalloc-32"].slabs += 1
	// @kmem snapshot "one slab is full"
	p[128] = kmalloc(30, GFP_KERNEL);
	// @kmem expect slab["kmalloc-32"].slabs += 2
	for (i = 0; i < 129; i++)
		kfree(p[i]);
	return 0;
}

// @kmem run machine=x86_64:512M kernel=6.1
// @kmem fail each
static int two_buffers(void)
{
	char *rx, *tx;

	rx = kmalloc(1024, GFP_KERNEL);
	if (!rx)
		return -ENOMEM;
	tx = kmalloc(1024, GFP_KERNEL);
	if (!tx)
		goto free_rx;
	kfree(tx);
	kfree(rx);
	return 0;

free_rx:
	kfree(rx);
	return -ENOMEM;
}
