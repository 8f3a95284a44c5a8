// repair: suppress review
struct foo {
	spinlock_t lock;
};

void foo_open(struct foo *d)
{
	spin_lock(&d->lock);
	/* kmem-lens: ignore oversized-kmalloc -- measured */
	d = kmalloc(800000, GFP_KERNEL);
	spin_unlock(&d->lock);
}
