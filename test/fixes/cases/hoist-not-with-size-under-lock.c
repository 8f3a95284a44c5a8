// repair: hoist-allocation none
struct foo {
	spinlock_t lock;
	void *buf;
	int len;
};

int foo_grow(struct foo *d)
{
	void *p;

	spin_lock(&d->lock);
	p = kmalloc(d->len, GFP_KERNEL);
	if (!p) {
		spin_unlock(&d->lock);
		return -ENOMEM;
	}
	d->buf = p;
	spin_unlock(&d->lock);
	return 0;
}
