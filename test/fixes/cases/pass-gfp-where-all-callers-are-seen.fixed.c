// repair: pass-gfp safe
struct foo {
	spinlock_t lock;
	void *buf;
};

static int foo_fill(struct foo *d, gfp_t gfp)
{
	d->buf = kzalloc(64, gfp);
	if (!d->buf)
		return -ENOMEM;
	return 0;
}

int foo_open(struct foo *d)
{
	return foo_fill(d, GFP_KERNEL);
}

int foo_refill(struct foo *d)
{
	int ret;

	spin_lock(&d->lock);
	ret = foo_fill(d, GFP_ATOMIC);
	spin_unlock(&d->lock);
	return ret;
}
