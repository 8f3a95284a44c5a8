// repair: use-kvmalloc none
void foo_register(void *p);

int foo_open(int n)
{
	char *buf;

	buf = kmalloc(256 * 1024, GFP_KERNEL);
	if (!buf)
		return -ENOMEM;
	foo_register(buf + 16);
	kfree(buf);
	return 0;
}
