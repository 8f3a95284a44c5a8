// repair: use-kvmalloc none
void foo_register(void *p);

int foo_open(int fail)
{
	void *p;

	p = kmalloc(256 * 1024, GFP_KERNEL);
	if (!p)
		return -ENOMEM;
	if (fail) {
		kfree(p);
		return -EIO;
	}
	foo_register(p);
	return 0;
}
