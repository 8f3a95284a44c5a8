// repair: hoist-allocation review
struct foo {
	spinlock_t lock;
	void *buf;
	int len;
};

int foo_grow(struct foo *d, int n)
{
	unsigned long flags;
	void *p;

	p = kmalloc(n * sizeof(u32), GFP_KERNEL);
	if (!p)
		return -ENOMEM;
	spin_lock_irqsave(&d->lock, flags);
	d->buf = p;
	spin_unlock_irqrestore(&d->lock, flags);
	return 0;
}
