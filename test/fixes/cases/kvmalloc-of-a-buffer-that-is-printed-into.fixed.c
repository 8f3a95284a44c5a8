// repair: use-kvmalloc review
ssize_t foo_read(struct file *file, char __user *to, size_t count, loff_t *pos)
{
	const int size = 16 * 4096;
	ssize_t ret;
	char *buf;
	int len = 0;

	buf = kvzalloc(size, GFP_KERNEL);
	if (!buf)
		return -ENOMEM;
	len += scnprintf(buf + len, size - len, "a\n");
	memset((u8 *)buf + len, 0, 4);
	ret = simple_read_from_buffer(to, count, pos, buf, len);
	kvfree(buf);
	return ret;
}
