// SPDX-License-Identifier: MIT
/*
 * ringcap: a driver for a capture card that does not exist. It compiles, it
 * would load, and it holds a few of the mistakes that pass review most often.
 * Kmem Lens finds them; the calls beside them that look alike are right.
 */
#include <linux/delay.h>
#include <linux/interrupt.h>
#include <linux/io.h>
#include <linux/list.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/pci.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/timer.h>
#include <linux/workqueue.h>

#define RINGCAP_REG_STATUS	0x00
#define RINGCAP_REG_RESET	0x04
#define RINGCAP_STATUS_FRAME	BIT(0)
#define RINGCAP_STATUS_LINK	BIT(1)

#define RINGCAP_FRAME_BYTES	2048
#define RINGCAP_RING_SLOTS	8192
#define RINGCAP_HISTORY_BYTES	(6 * 1024 * 1024)
#define RINGCAP_POLL_MS		250

struct ringcap_frame {
	struct list_head node;
	size_t used;
	u8 data[RINGCAP_FRAME_BYTES];
};

struct ringcap_slot {
	__le64 address;
	__le32 bytes;
	__le32 flags;
};

struct ringcap {
	struct pci_dev *pdev;
	void __iomem *regs;
	spinlock_t lock;		/* guards free_frames and nr_free */
	struct mutex config_lock;	/* guards resets */
	struct list_head free_frames;
	unsigned int nr_free;
	unsigned int resets;
	struct ringcap_slot *slots;
	void *history;
	struct timer_list poll_timer;
	struct work_struct refill_work;
};

static struct ringcap_frame *ringcap_new_frame(struct ringcap *card)
{
	struct ringcap_frame *frame;

	frame = kzalloc(sizeof(*frame), GFP_KERNEL);
	if (!frame)
		return NULL;
	INIT_LIST_HEAD(&frame->node);
	return frame;
}

/* The lock is taken here, the call that must not sleep is in the helper. */
static int ringcap_refill(struct ringcap *card, unsigned int wanted)
{
	struct ringcap_frame *frame;
	unsigned long flags;
	int err = 0;

	spin_lock_irqsave(&card->lock, flags);
	while (card->nr_free < wanted) {
		frame = ringcap_new_frame(card);
		if (!frame) {
			err = -ENOMEM;
			break;
		}
		list_add_tail(&frame->node, &card->free_frames);
		card->nr_free++;
	}
	spin_unlock_irqrestore(&card->lock, flags);
	return err;
}

static void ringcap_refill_work(struct work_struct *work)
{
	struct ringcap *card = container_of(work, struct ringcap, refill_work);

	if (ringcap_refill(card, 64))
		dev_warn(&card->pdev->dev, "running low on frames\n");
}

static void ringcap_reset_link(struct ringcap *card)
{
	writel(1, card->regs + RINGCAP_REG_RESET);
	msleep(20);
	writel(0, card->regs + RINGCAP_REG_RESET);
}

/* A timer runs in softirq context: the helper above must not sleep here. */
static void ringcap_poll(struct timer_list *timer)
{
	struct ringcap *card = from_timer(card, timer, poll_timer);

	if (!(readl(card->regs + RINGCAP_REG_STATUS) & RINGCAP_STATUS_LINK))
		ringcap_reset_link(card);
	mod_timer(&card->poll_timer, jiffies + msecs_to_jiffies(RINGCAP_POLL_MS));
}

static irqreturn_t ringcap_irq(int irq, void *data)
{
	struct ringcap *card = data;
	struct ringcap_frame *frame;
	u32 status = readl(card->regs + RINGCAP_REG_STATUS);

	if (!(status & RINGCAP_STATUS_FRAME))
		return IRQ_NONE;

	/* Right: this allocation does not sleep, and its failure is handled. */
	frame = kmalloc(sizeof(*frame), GFP_ATOMIC);
	if (frame) {
		frame->used = 0;
		spin_lock(&card->lock);
		list_add_tail(&frame->node, &card->free_frames);
		card->nr_free++;
		spin_unlock(&card->lock);
	}

	/* Wrong: a mutex may sleep, and this is a hard interrupt handler. */
	mutex_lock(&card->config_lock);
	card->resets = 0;
	mutex_unlock(&card->config_lock);

	schedule_work(&card->refill_work);
	return IRQ_HANDLED;
}

static int ringcap_alloc_memory(struct ringcap *card)
{
	/* 8192 slots of 16 bytes need 32 pages in a row: this may fail. */
	card->slots = kcalloc(RINGCAP_RING_SLOTS, sizeof(*card->slots), GFP_KERNEL);
	if (!card->slots)
		return -ENOMEM;

	/* More than kmalloc() can ever give: this fails on every machine. */
	card->history = kmalloc(RINGCAP_HISTORY_BYTES, GFP_KERNEL);
	if (!card->history) {
		kfree(card->slots);
		return -ENOMEM;
	}
	return 0;
}

static void ringcap_free_memory(struct ringcap *card)
{
	struct ringcap_frame *frame, *next;

	list_for_each_entry_safe(frame, next, &card->free_frames, node)
		kfree(frame);
	kfree(card->history);
	kfree(card->slots);
}

static int ringcap_probe(struct pci_dev *pdev, const struct pci_device_id *id)
{
	struct ringcap *card;
	int err;

	card = devm_kzalloc(&pdev->dev, sizeof(*card), GFP_KERNEL);
	if (!card)
		return -ENOMEM;
	card->pdev = pdev;
	spin_lock_init(&card->lock);
	mutex_init(&card->config_lock);
	INIT_LIST_HEAD(&card->free_frames);
	INIT_WORK(&card->refill_work, ringcap_refill_work);
	timer_setup(&card->poll_timer, ringcap_poll, 0);
	pci_set_drvdata(pdev, card);

	err = pcim_enable_device(pdev);
	if (err)
		return err;
	err = pcim_iomap_regions(pdev, BIT(0), "ringcap");
	if (err)
		return err;
	card->regs = pcim_iomap_table(pdev)[0];

	err = ringcap_alloc_memory(card);
	if (err)
		return err;
	err = request_irq(pdev->irq, ringcap_irq, IRQF_SHARED, "ringcap", card);
	if (err) {
		ringcap_free_memory(card);
		return err;
	}
	mod_timer(&card->poll_timer, jiffies + msecs_to_jiffies(RINGCAP_POLL_MS));
	return 0;
}

static void ringcap_remove(struct pci_dev *pdev)
{
	struct ringcap *card = pci_get_drvdata(pdev);

	free_irq(pdev->irq, card);
	del_timer_sync(&card->poll_timer);
	cancel_work_sync(&card->refill_work);
	ringcap_free_memory(card);
}

static const struct pci_device_id ringcap_ids[] = {
	{ PCI_DEVICE(0xfeed, 0xcafe) },
	{ }
};
MODULE_DEVICE_TABLE(pci, ringcap_ids);

static struct pci_driver ringcap_driver = {
	.name = "ringcap",
	.id_table = ringcap_ids,
	.probe = ringcap_probe,
	.remove = ringcap_remove,
};
module_pci_driver(ringcap_driver);

MODULE_DESCRIPTION("Sample driver of Kmem Lens for a card that does not exist");
MODULE_LICENSE("Dual MIT/GPL");
