// SPDX-License-Identifier: GPL-2.0
/* One mistake with a safe fix, and one that is for review. */
#include <linux/slab.h>
#include <linux/spinlock.h>

struct queue {
	spinlock_t lock;
	void *head;
	void *spare;
};

static int queue_fill(struct queue *queue, gfp_t gfp)
{
	queue->head = kmalloc(8, GFP_KERNEL);
	return queue->head ? 0 : -ENOMEM;
}

int queue_start(struct queue *queue)
{
	int err;

	spin_lock(&queue->lock);
	err = queue_fill(queue, GFP_ATOMIC);
	queue->spare = kzalloc(16, GFP_KERNEL);
	spin_unlock(&queue->lock);
	return err;
}
