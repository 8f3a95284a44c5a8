// repair: hoist-allocation none
struct foo {
	spinlock_t lock;
	void *buf;
};
void foo_look(int *n);

int foo_open(struct foo *d)
{
	void *p;
	int n = 1;

	foo_look(&n);
	spin_lock(&d->lock);
	p = kmalloc(n, GFP_KERNEL);
	if (!p) {
		spin_unlock(&d->lock);
		return -ENOMEM;
	}
	d->buf = p;
	spin_unlock(&d->lock);
	return 0;
}
