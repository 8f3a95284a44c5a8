// repair: replace-gfp none
struct foo {
	spinlock_t lock;
	int *buf;
};

int foo_open(struct foo *d, int n)
{
	int *p;

	spin_lock(&d->lock);
	p = kvmalloc(n, GFP_KERNEL);
	if (p)
		d->buf = p;
	spin_unlock(&d->lock);
	return p ? 0 : -ENOMEM;
}
