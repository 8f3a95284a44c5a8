/*
 * The sequence that the classic texts draw: 30K, 40K, 200K and 100K, then all
 * given back. Small requests grow the heap, the one above 128K is mapped apart.
 */
#include <stdio.h>
#include <stdlib.h>

// @kmem run
// @kmem expect leaks == 0
// @kmem expect heap.mmaps == 0
int main(void)
{
	char *a, *b, *c, *d;

	// @kmem snapshot "1: start"
	a = malloc(30 * 1024);	//?
	// @kmem snapshot "2: A = malloc(30K)"
	// @kmem expect heap.brkBytes == 135168
	b = malloc(40 * 1024);	//?
	// @kmem snapshot "3: B = malloc(40K)"
	c = malloc(200 * 1024);	//?
	// @kmem snapshot "4: C = malloc(200K)"
	// @kmem expect heap.mmaps == 1
	d = malloc(100 * 1024);	//?
	// @kmem snapshot "5: D = malloc(100K)"
	free(c);
	// @kmem snapshot "6: free(C)"
	// @kmem expect heap.mmaps == 0
	free(b);
	// @kmem snapshot "7: free(B)"
	free(d);
	// @kmem snapshot "8: free(D)"
	free(a);
	// @kmem snapshot "9: free(A)"
	return 0;
}
