// repair: replace-gfp review
struct foo {
	spinlock_t lock;
	void *buf;
};

int foo_open(struct foo *d, int n)
{
	int ret = -ENOMEM;

	spin_lock(&d->lock);
	d->buf = kmalloc(n, GFP_KERNEL | __GFP_NOWARN);
	if (unlikely(!d->buf))
		goto out;
	ret = 0;
out:
	spin_unlock(&d->lock);
	return ret;
}
