// SPDX-License-Identifier: MIT
#include <linux/slab.h>
#include <linux/spinlock.h>

struct gadget {
	spinlock_t lock;
	void *buffer;
};

static void *gadget_new_buffer(size_t bytes)
{
	return kmalloc(bytes, GFP_KERNEL);
}

int gadget_grow(struct gadget *gadget, size_t bytes)
{
	unsigned long flags;
	void *buffer;

	spin_lock_irqsave(&gadget->lock, flags);
	buffer = kzalloc(bytes, GFP_KERNEL);
	if (!buffer) {
		spin_unlock_irqrestore(&gadget->lock, flags);
		return -12;
	}
	kfree(gadget->buffer);
	gadget->buffer = buffer;
	spin_unlock_irqrestore(&gadget->lock, flags);
	return 0;
}

int gadget_refill(struct gadget *gadget)
{
	unsigned long flags;

	spin_lock_irqsave(&gadget->lock, flags);
	if (!gadget->buffer)
		gadget->buffer = gadget_new_buffer(64);
	spin_unlock_irqrestore(&gadget->lock, flags);
	return gadget->buffer ? 0 : -12;
}
