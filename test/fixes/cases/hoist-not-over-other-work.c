// repair: hoist-allocation none
struct foo {
	spinlock_t lock;
	void *buf;
	int opened;
};

int foo_open(struct foo *d, int n)
{
	void *p;

	spin_lock(&d->lock);
	d->opened++;
	p = kmalloc(n, GFP_KERNEL);
	if (!p) {
		spin_unlock(&d->lock);
		return -ENOMEM;
	}
	d->buf = p;
	spin_unlock(&d->lock);
	return 0;
}
