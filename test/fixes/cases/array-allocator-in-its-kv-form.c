// repair: use-array-allocator review
#define NR_ROWS 9000
struct row {
	u64 a, b;
};

int foo_read(void)
{
	struct row *rows;

	rows = kzalloc(sizeof(struct row) * NR_ROWS, GFP_KERNEL);
	if (!rows)
		return -ENOMEM;
	rows[0].a = 1;
	kfree(rows);
	return 0;
}
