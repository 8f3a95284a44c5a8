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

	spin_lock_irqsave(&d->lock, flags);
	p = kmalloc(n * sizeof(u32), GFP_KERNEL);
	if (!p) {
		spin_unlock_irqrestore(&d->lock, flags);
		return -ENOMEM;
	}
	d->buf = p;
	spin_unlock_irqrestore(&d->lock, flags);
	return 0;
}
