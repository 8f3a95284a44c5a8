/* Five numbers on the heap of a process: 20 bytes asked for, a chunk of 32. */
#include <stdio.h>
#include <stdlib.h>

// @kmem run
// @kmem expect leaks == 0
int main(void)
{
	int *p = malloc(5 * sizeof(int));	//?
	int i;

	if (!p)
		return 1;
	for (i = 0; i < 5; i++)
		p[i] = i * i;
	// @kmem expect heap.brkBytes == 135168
	printf("%d %d\n", p[0], p[4]);
	free(p);
	return 0;
}
