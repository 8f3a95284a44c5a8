// repair: replace-gfp review
struct foo {
	spinlock_t lock;
};

int foo_list(struct foo *d, u16 **list)
{
	spin_lock(&d->lock);
	*list = kcalloc(4, sizeof(**list), GFP_KERNEL);
	if (!(*list)) {
		spin_unlock(&d->lock);
		return -ENOMEM;
	}
	spin_unlock(&d->lock);
	return 0;
}
