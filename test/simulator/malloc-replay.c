// Replays allocation commands with the C library of this machine and prints what came out of each, so that the
// simulated malloc can be compared with the real one. Reads commands from a file (argv[1]), one a line:
//   m SLOT BYTES | c SLOT BYTES | r SLOT BYTES | a SLOT ALIGN BYTES | f SLOT | o PARAMETER VALUE | t PAD
//   w SLOT OFFSET BYTES (store) | g SLOT OFFSET BYTES (load) | s BYTES (sbrk) | b BYTES (a mapping so far above the break)
//   d SLOT DELTA (free of a wrong or stale pointer) | k SLOT OFFSET VALUE (store one word)
// and prints the first break (H), then for each command: place (offset from the first break, or M or X and the offset in its page, or 0), size field, break, nine mallinfo2 fields.
// It never calls malloc for its own needs.
#define _GNU_SOURCE
#include <fcntl.h>
#include <malloc.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/personality.h>
#include <sys/prctl.h>
#include <unistd.h>

static char input[1 << 22];
static char output[1 << 16];
static size_t used;
static char *slots[4096];
static char *start;

static void flush(void)
{
	if (used && write(1, output, used) < 0)
		_exit(3);
	used = 0;
}

static void put_char(char c)
{
	if (used == sizeof(output))
		flush();
	output[used++] = c;
}

static void put_number(long value)
{
	char digits[24];
	int n = 0;
	unsigned long rest = value < 0 ? -(unsigned long)value : (unsigned long)value;

	if (value < 0)
		put_char('-');
	do
		digits[n++] = '0' + rest % 10;
	while (rest /= 10);
	while (n)
		put_char(digits[--n]);
}

static long next_number(char **at)
{
	return strtol(*at, at, 10);
}

static void report(char *p)
{
	size_t field = p ? ((size_t *)p)[-1] : 0;
	struct mallinfo2 info = mallinfo2();
	size_t figures[] = { info.arena, info.ordblks, info.smblks, info.hblks, info.hblkhd,
			     info.fsmblks, info.uordblks, info.fordblks, info.keepcost };

	if (!p) {
		put_char('0');
	} else if (field & 2) {
		put_char('M');
		put_number((uintptr_t)p % 4096);
	} else if (p > (char *)sbrk(0)) {
		/* A mapping in place of the break: where the kernel puts it is not malloc's doing. */
		put_char('X');
		put_number((uintptr_t)p % 4096);
	} else {
		put_number(p - start);
	}
	put_char(' ');
	put_number(field);
	put_char(' ');
	put_number((char *)sbrk(0) - start);
	for (size_t i = 0; i < sizeof(figures) / sizeof(figures[0]); i++) {
		put_char(' ');
		put_number(figures[i]);
	}
	put_char('\n');
	flush();
}

static void report_pages(void)
{
	int fd = open("/proc/self/pagemap", O_RDONLY);
	uint64_t entry;

	put_char('P');
	for (char *page = start; fd >= 0 && page < (char *)sbrk(0); page += 4096) {
		if (pread(fd, &entry, 8, (uintptr_t)page / 4096 * 8) != 8)
			break;
		put_char(entry >> 63 ? '1' : '0');
	}
	put_char('\n');
	flush();
}

static void run(char kind, char **at)
{
	long slot = next_number(at), a = 0, b = 0;
	char *p = NULL;
	volatile char sum = 0;

	if (strchr("mcraowgdk", kind))
		a = next_number(at);
	if (strchr("awgk", kind))
		b = next_number(at);
	switch (kind) {
	case 'm':
		p = slots[slot] = malloc(a);
		break;
	case 'c':
		p = slots[slot] = calloc(1, a);
		break;
	case 'r':
		p = realloc(slots[slot], a);
		if (p || a == 0)
			slots[slot] = p;
		break;
	case 'a':
		p = slots[slot] = memalign(a, b);
		break;
	case 'f':
		free(slots[slot]);
		break;
	case 'd':
		free(slots[slot] + a);
		break;
	case 'o':
		mallopt((int)slot, (int)a);
		break;
	case 't':
		malloc_trim(slot);
		break;
	case 'w':
		memset(slots[slot] + a, 0, b);
		break;
	case 'g':
		for (long i = 0; i < b; i++)
			sum += slots[slot][a + i];
		break;
	case 'k':
		*(size_t *)(slots[slot] + a) = b;
		break;
	case 's':
		sbrk(slot);
		break;
	case 'b':
		mmap((char *)sbrk(0) + slot, 4096, PROT_NONE,
		     MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE, -1, 0);
		break;
	}
	report(p);
}

int main(int argc, char **argv)
{
	int fd = open(argc > 1 ? argv[1] : "/dev/stdin", O_RDONLY);
	size_t bytes = 0;
	ssize_t n;

	/* The same addresses in every run: once more, without randomisation. */
	if (!(personality(0xffffffff) & ADDR_NO_RANDOMIZE)) {
		personality(ADDR_NO_RANDOMIZE);
		execv(argv[0], argv);
	}

	while ((n = read(fd, input + bytes, sizeof(input) - 1 - bytes)) > 0)
		bytes += n;
	prctl(PR_SET_THP_DISABLE, 1, 0, 0, 0);
	start = sbrk(0);
	put_char('H');
	put_number((long)start);
	put_char('\n');
	for (char *at = input; *at;) {
		char kind = *at++;

		run(kind, &at);
		while (*at == '\n')
			at++;
	}
	report_pages();
	return 0;
}
