// repair: suppress review
struct foo {
	spinlock_t lock;
};

void foo_open(struct foo *d)
{
	spin_lock(&d->lock);
	if (d) {
		d = d;
	} else if (msleep_interruptible(3)) { /* kmem-lens: ignore sleep-in-atomic -- why this is right */
		d = NULL;
	}
	spin_unlock(&d->lock);
}
