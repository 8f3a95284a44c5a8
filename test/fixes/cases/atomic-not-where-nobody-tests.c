// repair: replace-gfp none
struct foo {
	spinlock_t lock;
	int *buf;
};

void foo_open(struct foo *d, int n)
{
	spin_lock(&d->lock);
	d->buf = kmalloc(n, GFP_KERNEL);
	d->buf[0] = 1;
	if (!d->buf)
		n = 0;
	spin_unlock(&d->lock);
}
