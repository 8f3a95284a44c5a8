// repair: use-kvmalloc review
struct foo {
	u32 *table;
	int n;
};

int foo_open(struct foo *d)
{
	d->table = kvmalloc(256 * 1024, GFP_KERNEL);
	if (!d->table)
		return -ENOMEM;
	memset(d->table, 0, 256 * 1024);
	return 0;
}

void foo_close(struct foo *d)
{
	kvfree(d->table);
	d->table = NULL;
}

void foo_abort(struct foo *other)
{
	if (other->table)
		kvfree(other->table);
}
