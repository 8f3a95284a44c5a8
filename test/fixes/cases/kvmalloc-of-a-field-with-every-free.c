// repair: use-kvmalloc review
struct foo {
	u32 *table;
	int n;
};

int foo_open(struct foo *d)
{
	d->table = kmalloc(256 * 1024, GFP_KERNEL);
	if (!d->table)
		return -ENOMEM;
	memset(d->table, 0, 256 * 1024);
	return 0;
}

void foo_close(struct foo *d)
{
	kfree(d->table);
	d->table = NULL;
}

void foo_abort(struct foo *other)
{
	if (other->table)
		kfree(other->table);
}
