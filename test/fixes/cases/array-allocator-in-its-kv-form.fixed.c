// repair: use-array-allocator review
#define NR_ROWS 9000
struct row {
	u64 a, b;
};

int foo_read(void)
{
	struct row *rows;

	rows = kvcalloc(NR_ROWS, sizeof(struct row), GFP_KERNEL);
	if (!rows)
		return -ENOMEM;
	rows[0].a = 1;
	kvfree(rows);
	return 0;
}
