// repair: suppress review
struct foo {
	spinlock_t lock;
};

int foo_open(struct foo *d)
{
	spin_lock(&d->lock);
	if (d &&
	    msleep_interruptible(3)) {
		d = NULL;
	}
	spin_unlock(&d->lock);
	return 0;
}
