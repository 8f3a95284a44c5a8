// What a userspace program finds in the C library's headers, said in C of our own: prototypes of what the builtins do,
// and a few macros.

/** Prototypes and macros of userspace code. */
export const userPrelude = `
#define NULL ((void *)0)
#define bool _Bool
#define true 1
#define false 0
#define EXIT_SUCCESS 0
#define EXIT_FAILURE 1
#define CHAR_BIT 8
#define SCHAR_MIN (-128)
#define SCHAR_MAX 127
#define UCHAR_MAX 255
#define SHRT_MIN (-32768)
#define SHRT_MAX 32767
#define USHRT_MAX 65535
#define INT_MAX 2147483647
#define INT_MIN (-2147483647 - 1)
#define UINT_MAX 4294967295U
#define LONG_MAX ((long)(~0UL >> 1))
#define LONG_MIN (-LONG_MAX - 1)
#define ULONG_MAX (~0UL)
#define LLONG_MAX 9223372036854775807LL
#define LLONG_MIN (-LLONG_MAX - 1)
#define ULLONG_MAX 18446744073709551615ULL
#define SIZE_MAX (~(size_t)0)
#define INT8_MAX 127
#define INT16_MAX 32767
#define INT32_MAX 2147483647
#define INT64_MAX 9223372036854775807LL
#define UINT8_MAX 255
#define UINT16_MAX 65535
#define UINT32_MAX 4294967295U
#define UINT64_MAX 18446744073709551615ULL
#define ENOMEM 12
#define EINVAL 22
#define M_MMAP_THRESHOLD -3
#define M_TRIM_THRESHOLD -1
#define M_TOP_PAD -2
#define M_MMAP_MAX -4
#define M_MXFAST 1
#define assert(c) do { if (!(c)) __kmem_assert(#c); } while (0)
#define va_start(ap, last) ((ap) = __kmem_va_start())
#define va_end(ap) do { } while (0)
#define va_copy(a, b) ((a) = (b))
#define __builtin_expect(x, v) (x)
#define stdout ((void *)1)
#define stderr ((void *)2)
#define stdin ((void *)3)
#define EOF (-1)

typedef struct __kmem_va *va_list;
typedef struct __kmem_file FILE;
struct mallinfo2 { size_t arena, ordblks, smblks, hblks, hblkhd, usmblks, fsmblks, uordblks, fordblks, keepcost; };

void *malloc(size_t size);
void *calloc(size_t n, size_t size);
void *realloc(void *p, size_t size);
void *reallocarray(void *p, size_t n, size_t size);
void *memalign(size_t align, size_t size);
void *aligned_alloc(size_t align, size_t size);
int posix_memalign(void **p, size_t align, size_t size);
void *valloc(size_t size);
void *pvalloc(size_t size);
void free(void *p);
size_t malloc_usable_size(void *p);
int mallopt(int param, int value);
int malloc_trim(size_t pad);
struct mallinfo2 mallinfo2(void);
void *sbrk(long increment);
int printf(const char *fmt, ...);
int fprintf(void *stream, const char *fmt, ...);
int puts(const char *s);
int putchar(int c);
int fputs(const char *s, void *stream);
int getchar(void);
int getc(void *stream);
int fgetc(void *stream);
int scanf(const char *fmt, ...);
int fscanf(void *stream, const char *fmt, ...);
char *fgets(char *to, int size, void *stream);
int fflush(void *stream);
int sprintf(char *buf, const char *fmt, ...);
int snprintf(char *buf, size_t size, const char *fmt, ...);
int vsnprintf(char *buf, size_t size, const char *fmt, va_list args);
int vprintf(const char *fmt, va_list args);
void perror(const char *s);
va_list __kmem_va_start(void);
void __kmem_assert(const char *what);
void exit(int status);
void abort(void);
void *memset(void *p, int c, size_t n);
void *memcpy(void *to, const void *from, size_t n);
void *memmove(void *to, const void *from, size_t n);
int memcmp(const void *a, const void *b, size_t n);
void *memchr(const void *p, int c, size_t n);
size_t strlen(const char *s);
size_t strnlen(const char *s, size_t n);
int strcmp(const char *a, const char *b);
int strncmp(const char *a, const char *b, size_t n);
int strcasecmp(const char *a, const char *b);
char *strcpy(char *to, const char *from);
char *strncpy(char *to, const char *from, size_t n);
char *strcat(char *to, const char *from);
char *strchr(const char *s, int c);
char *strrchr(const char *s, int c);
char *strstr(const char *s, const char *t);
char *strdup(const char *s);
char *strndup(const char *s, size_t n);
int atoi(const char *s);
long atol(const char *s);
unsigned long strtoul(const char *s, char **end, int base);
int rand(void);
void srand(unsigned int seed);
int getpid(void);
int abs(int x);
long labs(long x);
unsigned int sleep(unsigned int s);
int usleep(unsigned int us);
`;
