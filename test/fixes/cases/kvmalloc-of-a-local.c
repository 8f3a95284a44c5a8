// repair: use-kvmalloc review
int foo_read(void __user *to)
{
	char *p;
	int ret = 0;

	p = kzalloc(300 * 1024, GFP_KERNEL);
	if (!p)
		return -ENOMEM;
	p[0] = 1;
	if (copy_to_user(to, p, 300 * 1024)) {
		ret = -EFAULT;
		goto out;
	}
out:
	kfree(p);
	return ret;
}
