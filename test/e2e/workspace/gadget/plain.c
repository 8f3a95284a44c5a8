#include <stdlib.h>

struct box {
	int lock;
	void *memory;
};

int spin_lock(int *lock);

int fill(struct box *box)
{
	spin_lock(&box->lock);
	box->memory = malloc(64);
	return box->memory != NULL;
}
