// repair: hoist-allocation review
struct foo {
	spinlock_t lock;
	struct item *head;
};

int foo_add(struct foo *d)
{
	struct item *it;
	int ret = 0;

	spin_lock(&d->lock);
	ret = 1;
	it = kzalloc(sizeof(*it), GFP_KERNEL);
	if (!it) {
		pr_err("no memory\n");
		ret = -ENOMEM;
		goto out;
	}
	d->head = it;
out:
	spin_unlock(&d->lock);
	return ret;
}
