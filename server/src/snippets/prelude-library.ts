// Libraries of the kernel that allocate for a driver, in C of our own: copies of text and of user memory, id and pointer
// tables (IDR, IDA, XArray), and socket buffers. Which cache or size class each takes memory from, how much and when is
// the kernel's; what they do with it is as much as drivers see. After lib/{xarray,radix-tree,idr}.c, mm/util.c,
// net/core/skbuff.c and drivers/base/devres.c of 6.1; the cache of small heads after 6.3.
// Simplified: marks of an XArray, preloading, and the separate buckets that user copies have since 6.11.

/** Types and functions; read behind the rest of the kernel's prelude. */
export const libraryPrelude = `
void *__kmem_object(const char *cache, unsigned int size, unsigned int flags, gfp_t gfp, const char *call, const char *family);
void __kmem_put_object(const char *cache, void *p, const char *call);
void *__kmem_buffer(size_t size, gfp_t gfp, const char *call, const char *family);
void __kmem_put_buffer(void *p, const char *call);
void *__kmem_pages(gfp_t gfp, unsigned int order, const char *call, const char *owner);
void __kmem_put_pages(void *p, unsigned int order, const char *call);
size_t __kmem_bytes_at(const void *p);
void __kmem_managed(const void *p);
void __kmem_drop_handle(const void *p);
int __kmem_is_at_least(int major, int minor);
size_t kmalloc_size_roundup(size_t size);
char *devm_kasprintf(struct device *dev, gfp_t gfp, const char *fmt, ...);

static inline char *kmemdup_nul(const char *s, size_t n, gfp_t gfp)
{
	char *p = s ? __kmem_buffer(n + 1, gfp, "kmemdup_nul", "kmalloc") : NULL;

	if (p) {
		memcpy(p, s, n);
		p[n] = 0;
	}
	return p;
}
static inline void *kvmemdup(const void *s, size_t n, gfp_t gfp)
{
	void *p = kvmalloc(n, gfp);

	if (p)
		memcpy(p, s, n);
	return p;
}
static inline void *kmemdup_array(const void *s, size_t count, size_t size, gfp_t gfp) { return kmemdup(s, __kmem_mul(count, size), gfp); }
/* Text of a module does not lie in the kernel's own read-only data. */
static inline const char *kstrdup_const(const char *s, gfp_t gfp) { return kstrdup(s, gfp); }
static inline const char *devm_kstrdup_const(struct device *dev, const char *s, gfp_t gfp) { return devm_kstrdup(dev, s, gfp); }
static inline void *memdup_user(const void *from, size_t n)
{
	void *p = __kmem_buffer(n, GFP_USER | __GFP_NOWARN, "memdup_user", "kmalloc");

	if (!p)
		return ERR_PTR(-ENOMEM);
	if (copy_from_user(p, from, n)) {
		kfree(p);
		return ERR_PTR(-EFAULT);
	}
	return p;
}
static inline void *vmemdup_user(const void *from, size_t n)
{
	void *p = kvmalloc(n, GFP_USER);

	if (!p)
		return ERR_PTR(-ENOMEM);
	copy_from_user(p, from, n);
	return p;
}
static inline void *memdup_user_nul(const void *from, size_t n)
{
	char *p = __kmem_buffer(n + 1, GFP_KERNEL, "memdup_user_nul", "kmalloc");

	if (!p)
		return ERR_PTR(-ENOMEM);
	copy_from_user(p, from, n);
	p[n] = 0;
	return p;
}
static inline char *strndup_user(const char *from, long n)
{
	size_t length = strnlen(from, n);

	return length + 1 > n ? ERR_PTR(-EINVAL) : memdup_user_nul(from, length);
}
static inline void *devm_krealloc(struct device *dev, void *p, size_t size, gfp_t gfp)
{
	size_t old = __kmem_bytes_at(p);
	void *n;

	if (size == 0) {
		devm_kfree(dev, p);
		return ZERO_SIZE_PTR;
	}
	n = devm_kmalloc(dev, size, gfp);
	if (n && p) {
		memcpy(n, p, old < size ? old : size);
		devm_kfree(dev, p);
	}
	return n;
}
static void __kmem_devm_bitmap_free(void *p) { bitmap_free(p); }
static inline unsigned long *devm_bitmap_alloc(struct device *dev, unsigned int n, gfp_t gfp)
{
	unsigned long *p = bitmap_alloc(n, gfp);

	return p && !devm_add_action_or_reset(dev, __kmem_devm_bitmap_free, p) ? p : NULL;
}
static inline unsigned long *devm_bitmap_zalloc(struct device *dev, unsigned int n, gfp_t gfp) { return devm_bitmap_alloc(dev, n, gfp | __GFP_ZERO); }
static void __kmem_devm_percpu_free(void *p) { free_percpu(p); }
static inline void *__devm_alloc_percpu(struct device *dev, size_t size, size_t align)
{
	void *p = __alloc_percpu(size, align);

	return p && !devm_add_action_or_reset(dev, __kmem_devm_percpu_free, p) ? p : NULL;
}
#define devm_alloc_percpu(dev, type) ((type *)__devm_alloc_percpu((dev), sizeof(type), __alignof__(type)))
struct __kmem_devm_pages { unsigned long address; unsigned int order; };
static void __kmem_devm_pages_free(void *p) { struct __kmem_devm_pages *d = p; free_pages(d->address, d->order); }
static inline unsigned long devm_get_free_pages(struct device *dev, gfp_t gfp, unsigned int order)
{
	struct __kmem_devm_pages *d = devm_kmalloc(dev, sizeof(*d), GFP_KERNEL);

	if (!d)
		return 0;
	d->address = __get_free_pages(gfp, order);
	d->order = order;
	if (d->address && devm_add_action_or_reset(dev, __kmem_devm_pages_free, d))
		return 0;
	return d->address;
}
struct __kmem_devm_coherent { struct device *dev; size_t size; void *p; dma_addr_t handle; };
static void __kmem_devm_coherent_free(void *p) { struct __kmem_devm_coherent *d = p; dma_free_coherent(d->dev, d->size, d->p, d->handle); }
static inline void *dmam_alloc_coherent(struct device *dev, size_t size, dma_addr_t *handle, gfp_t gfp)
{
	struct __kmem_devm_coherent *d = devm_kmalloc(dev, sizeof(*d), gfp);

	if (!d)
		return NULL;
	d->dev = dev;
	d->size = size;
	d->p = dma_alloc_coherent(dev, size, handle, gfp);
	d->handle = *handle;
	if (!d->p || devm_add_action_or_reset(dev, __kmem_devm_coherent_free, d))
		return NULL;
	return d->p;
}

#define __kmalloc_node(s, g, n) kmalloc((s), (g))
#define kvzalloc_node(s, g, n) kvzalloc((s), (g))
#define kvcalloc_node(c, s, g, n) kvcalloc((c), (s), (g))
#define kvmalloc_array_node(c, s, g, n) kvmalloc_array((c), (s), (g))
#define vmalloc_array(c, s) vmalloc(__kmem_mul((c), (s)))
#define vcalloc(c, s) vzalloc(__kmem_mul((c), (s)))
#define __vmalloc_array(c, s, g) __vmalloc(__kmem_mul((c), (s)), (g))
#define __vcalloc(c, s, g) __vmalloc(__kmem_mul((c), (s)), (g) | __GFP_ZERO)
#define dma_alloc_attrs(d, s, h, g, a) dma_alloc_coherent((d), (s), (h), (g))
#define dma_free_attrs(d, s, p, h, a) dma_free_coherent((d), (s), (p), (h))
#define dma_alloc_wc(d, s, h, g) dma_alloc_coherent((d), (s), (h), (g))
#define dma_free_wc(d, s, p, h) dma_free_coherent((d), (s), (p), (h))
#define dma_zalloc_coherent(d, s, h, g) dma_alloc_coherent((d), (s), (h), (g))
#define pci_alloc_consistent(p, s, h) dma_alloc_coherent(&(p)->dev, (s), (h), GFP_ATOMIC)
#define pci_zalloc_consistent(p, s, h) dma_alloc_coherent(&(p)->dev, (s), (h), GFP_ATOMIC)
#define pci_free_consistent(p, s, v, h) dma_free_coherent(&(p)->dev, (s), (v), (h))
#define ioremap_wc(a, n) ioremap((a), (n))
#define ioremap_uc(a, n) ioremap((a), (n))
#define ioremap_cache(a, n) ioremap((a), (n))
static inline void kvfree_sensitive(const void *p, size_t n)
{
	if (p)
		memset((void *)p, 0, n);
	kvfree(p);
}
static inline char *kvasprintf(gfp_t gfp, const char *format, va_list list)
{
	char text[1024], *p;
	int n = vscnprintf(text, sizeof(text), format, list);

	p = __kmem_buffer(n + 1, gfp, "kvasprintf", "kmalloc");
	return p ? memcpy(p, text, n + 1) : NULL;
}
static inline int kmem_cache_alloc_bulk(struct kmem_cache *c, gfp_t gfp, size_t n, void **p)
{
	size_t i;

	for (i = 0; i < n; i++) {
		p[i] = kmem_cache_alloc(c, gfp);
		if (!p[i])
			break;
	}
	if (i == n)
		return n;
	while (i--)
		kmem_cache_free(c, p[i]);
	return 0;
}
static inline void kmem_cache_free_bulk(struct kmem_cache *c, size_t n, void **p)
{
	while (n--)
		kmem_cache_free(c, p[n]);
}
/* struct devres of drivers/base/devres.c: a node of five words before the driver's part. */
typedef void (*dr_release_t)(struct device *dev, void *res);
struct __kmem_devres { struct device *dev; dr_release_t release; long other[3]; u8 data[]; };
static inline void *devres_alloc(dr_release_t release, size_t size, gfp_t gfp)
{
	struct __kmem_devres *d = __kmem_buffer(sizeof(*d) + size, gfp | __GFP_ZERO, "devres_alloc", "devres");

	if (!d)
		return NULL;
	d->release = release;
	return d->data;
}
static inline void devres_add(struct device *dev, void *res)
{
	struct __kmem_devres *d = container_of(res, struct __kmem_devres, data);

	d->dev = dev;
	__kmem_managed(d);
}
static inline void devres_free(void *res)
{
	if (res)
		__kmem_put_buffer(container_of(res, struct __kmem_devres, data), "devres_free");
}

#define XA_CHUNK_SHIFT 6
#define XA_CHUNK_SIZE 64
#define XA_FLAGS_LOCK_IRQ 1U
#define XA_FLAGS_LOCK_BH 2U
#define XA_FLAGS_ALLOC 4U
#define XA_FLAGS_ALLOC1 12U
#define __KMEM_XA_IDR 16U
#define XA_PRESENT 8U
struct xarray { spinlock_t xa_lock; gfp_t xa_flags; void *xa_head; };
struct xa_node { unsigned char shift, offset, count, nr_values; struct xa_node *parent; struct xarray *array;
	struct list_head private_list; void *slots[XA_CHUNK_SIZE]; unsigned long tags[3][BITS_TO_LONGS(XA_CHUNK_SIZE)]; };
struct xa_limit { u32 max; u32 min; };
#define xa_limit_32b ((struct xa_limit){ .max = 0xffffffffU, .min = 0 })
#define xa_limit_31b ((struct xa_limit){ .max = 0x7fffffffU, .min = 0 })
#define xa_limit_16b ((struct xa_limit){ .max = 0xffffU, .min = 0 })
#define XA_LIMIT(a, b) ((struct xa_limit){ .min = (a), .max = (b) })
#define XARRAY_INIT(n, f) { .xa_flags = (f), .xa_head = NULL }
#define DEFINE_XARRAY_FLAGS(n, f) struct xarray n = XARRAY_INIT(n, f)
#define DEFINE_XARRAY(n) DEFINE_XARRAY_FLAGS(n, 0)
#define DEFINE_XARRAY_ALLOC(n) DEFINE_XARRAY_FLAGS(n, XA_FLAGS_ALLOC)
#define DEFINE_XARRAY_ALLOC1(n) DEFINE_XARRAY_FLAGS(n, XA_FLAGS_ALLOC1)
static inline void xa_init_flags(struct xarray *xa, gfp_t flags) { xa->xa_flags = flags; xa->xa_head = NULL; }
static inline void xa_init(struct xarray *xa) { xa_init_flags(xa, 0); }
static inline void *xa_mk_value(unsigned long v) { return (void *)((v << 1) | 1); }
static inline unsigned long xa_to_value(const void *e) { return (unsigned long)e >> 1; }
static inline bool xa_is_value(const void *e) { return (unsigned long)e & 1; }
static inline void *__kmem_xa_internal(long v) { return (void *)(((unsigned long)v << 2) | 2); }
static inline bool __kmem_xa_is_node(const void *e) { return ((unsigned long)e & 3) == 2 && (unsigned long)e > 4096 && (unsigned long)e < (unsigned long)-4 * MAX_ERRNO; }
static inline struct xa_node *__kmem_xa_node(const void *e) { return (struct xa_node *)((char *)e - 2); }
static inline bool xa_is_err(const void *e) { return ((unsigned long)e & 3) == 2 && (unsigned long)e >= (unsigned long)-4 * MAX_ERRNO; }
static inline int xa_err(void *e) { return xa_is_err(e) ? (int)((long)e >> 2) : 0; }
static inline bool xa_empty(const struct xarray *xa) { return xa->xa_head == NULL; }
#define __KMEM_XA_ZERO __kmem_xa_internal(257)

static unsigned long __kmem_xa_max(const void *head)
{
	unsigned int shift;

	if (!__kmem_xa_is_node(head))
		return 0;
	shift = __kmem_xa_node(head)->shift + XA_CHUNK_SHIFT;
	return shift >= BITS_PER_LONG ? ~0UL : (1UL << shift) - 1;
}
static struct xa_node *__kmem_xa_new(struct xarray *xa, unsigned int shift, gfp_t gfp, const char *call)
{
	struct xa_node *n = __kmem_object("radix_tree_node", sizeof(*n), SLAB_PANIC | SLAB_RECLAIM_ACCOUNT, gfp, call, "radix-tree");

	if (n) {
		n->shift = shift;
		n->array = xa;
	}
	return n;
}
static void *__kmem_xa_load(const struct xarray *xa, unsigned long index)
{
	void *e = xa->xa_head;

	if (index > __kmem_xa_max(e))
		return NULL;
	while (__kmem_xa_is_node(e)) {
		struct xa_node *n = __kmem_xa_node(e);

		e = n->slots[(index >> n->shift) & (XA_CHUNK_SIZE - 1)];
	}
	return e;
}
/* The slot of an index, made where it is missing. */
static void **__kmem_xa_slot(struct xarray *xa, unsigned long index, gfp_t gfp, const char *call, struct xa_node **owner)
{
	struct xa_node *n = NULL;
	void **slot = &xa->xa_head;
	unsigned int shift = 0;

	if (!xa->xa_head && index) {
		while ((index >> shift) >= XA_CHUNK_SIZE)
			shift += XA_CHUNK_SHIFT;
		shift += XA_CHUNK_SHIFT;
	} else {
		while (index > __kmem_xa_max(xa->xa_head)) {
			struct xa_node *top = __kmem_xa_new(xa, __kmem_xa_is_node(xa->xa_head) ? __kmem_xa_node(xa->xa_head)->shift + XA_CHUNK_SHIFT : 0, gfp, call);

			if (!top)
				return NULL;
			top->slots[0] = xa->xa_head;
			top->count = 1;
			if (__kmem_xa_is_node(xa->xa_head))
				__kmem_xa_node(xa->xa_head)->parent = top;
			xa->xa_head = (char *)top + 2;
		}
		if (__kmem_xa_is_node(xa->xa_head))
			shift = __kmem_xa_node(xa->xa_head)->shift + XA_CHUNK_SHIFT;
	}
	while (shift) {
		shift -= XA_CHUNK_SHIFT;
		if (!*slot) {
			struct xa_node *made = __kmem_xa_new(xa, shift, gfp, call);

			if (!made)
				return NULL;
			made->parent = n;
			if (n) {
				made->offset = (index >> n->shift) & (XA_CHUNK_SIZE - 1);
				n->count++;
			}
			*slot = (char *)made + 2;
		}
		n = __kmem_xa_node(*slot);
		slot = &n->slots[(index >> n->shift) & (XA_CHUNK_SIZE - 1)];
	}
	*owner = n;
	return slot;
}
static void __kmem_xa_drop(struct xa_node *n, const char *call) { __kmem_put_object("radix_tree_node", n, call); }
/* Nodes without entries go, and a top node with its first slot only, but for an IDR's last. */
static void __kmem_xa_tidy(struct xarray *xa, struct xa_node *n, const char *call)
{
	while (n && !n->count) {
		struct xa_node *parent = n->parent;

		if (parent) {
			parent->slots[n->offset] = NULL;
			parent->count--;
		} else
			xa->xa_head = NULL;
		__kmem_xa_drop(n, call);
		n = parent;
	}
	while (__kmem_xa_is_node(xa->xa_head)) {
		n = __kmem_xa_node(xa->xa_head);
		if (n->count != 1 || !n->slots[0] || (!n->shift && (xa->xa_flags & __KMEM_XA_IDR)))
			break;
		xa->xa_head = n->slots[0];
		if (__kmem_xa_is_node(xa->xa_head))
			__kmem_xa_node(xa->xa_head)->parent = NULL;
		__kmem_xa_drop(n, call);
	}
}
static void *__kmem_xa_store(struct xarray *xa, unsigned long index, void *entry, gfp_t gfp, const char *call)
{
	struct xa_node *n = NULL;
	void **slot, *old;

	if (!entry && !__kmem_xa_load(xa, index))
		return NULL;
	slot = __kmem_xa_slot(xa, index, gfp, call, &n);
	if (!slot) {
		/* Nodes that were made on the way and hold nothing. */
		return __kmem_xa_internal(-ENOMEM);
	}
	old = *slot;
	*slot = entry;
	if (n)
		n->count += !old - !entry;
	if (!entry)
		__kmem_xa_tidy(xa, n, call);
	return old;
}
/* The first entry from *index on; NULL when there is none up to max. */
static void *__kmem_xa_from(const struct xarray *xa, unsigned long *index, unsigned long max)
{
	unsigned long at = *index;

	while (at <= max && at <= __kmem_xa_max(xa->xa_head)) {
		void *e = xa->xa_head;
		unsigned int shift = 0;

		while (__kmem_xa_is_node(e)) {
			struct xa_node *n = __kmem_xa_node(e);

			shift = n->shift;
			e = n->slots[(at >> shift) & (XA_CHUNK_SIZE - 1)];
		}
		if (e) {
			*index = at;
			return e;
		}
		at = ((at >> shift) + 1) << shift;
		if (!at)
			break;
	}
	return NULL;
}
/* The first index from *index on that holds nothing. */
static bool __kmem_xa_gap(const struct xarray *xa, unsigned long *index, unsigned long max)
{
	unsigned long at;

	for (at = *index; at <= max; at++) {
		void *e = xa->xa_head;
		struct xa_node *n = NULL;

		if (at <= __kmem_xa_max(e)) {
			while (__kmem_xa_is_node(e)) {
				n = __kmem_xa_node(e);
				e = n->slots[(at >> n->shift) & (XA_CHUNK_SIZE - 1)];
			}
			if (e) {
				if (n && !n->shift && n->count == XA_CHUNK_SIZE)
					at |= XA_CHUNK_SIZE - 1;
				continue;
			}
		}
		*index = at;
		return true;
	}
	return false;
}
static void __kmem_xa_clear(void *e, const char *call)
{
	unsigned int i;

	if (!__kmem_xa_is_node(e))
		return;
	for (i = 0; i < XA_CHUNK_SIZE && __kmem_xa_node(e)->shift; i++)
		__kmem_xa_clear(__kmem_xa_node(e)->slots[i], call);
	__kmem_xa_drop(__kmem_xa_node(e), call);
}
static inline void *__kmem_xa_seen(void *e) { return e == __KMEM_XA_ZERO ? NULL : e; }
static inline void *xa_load(struct xarray *xa, unsigned long index) { return __kmem_xa_seen(__kmem_xa_load(xa, index)); }
static inline void *xa_store(struct xarray *xa, unsigned long index, void *entry, gfp_t gfp) { return __kmem_xa_seen(__kmem_xa_store(xa, index, entry, gfp, "xa_store")); }
#define xa_store_bh xa_store
#define xa_store_irq xa_store
#define __xa_store xa_store
static inline void *xa_erase(struct xarray *xa, unsigned long index) { return __kmem_xa_seen(__kmem_xa_store(xa, index, NULL, 0, "xa_erase")); }
#define xa_erase_bh xa_erase
#define xa_erase_irq xa_erase
#define __xa_erase xa_erase
static inline int xa_insert(struct xarray *xa, unsigned long index, void *entry, gfp_t gfp)
{
	if (__kmem_xa_load(xa, index))
		return -EBUSY;
	return xa_err(__kmem_xa_store(xa, index, entry ? entry : __KMEM_XA_ZERO, gfp, "xa_insert"));
}
static inline int xa_reserve(struct xarray *xa, unsigned long index, gfp_t gfp)
{
	return __kmem_xa_load(xa, index) ? 0 : xa_err(__kmem_xa_store(xa, index, __KMEM_XA_ZERO, gfp, "xa_reserve"));
}
static inline void xa_release(struct xarray *xa, unsigned long index) { if (__kmem_xa_load(xa, index) == __KMEM_XA_ZERO) xa_erase(xa, index); }
static inline void *xa_cmpxchg(struct xarray *xa, unsigned long index, void *old, void *entry, gfp_t gfp)
{
	void *e = xa_load(xa, index);

	return e == old ? xa_store(xa, index, entry, gfp) : e;
}
static inline int xa_alloc(struct xarray *xa, u32 *id, void *entry, struct xa_limit limit, gfp_t gfp)
{
	unsigned long at = limit.min;
	int error;

	if (at == 0 && (xa->xa_flags & 8U))
		at = 1;
	if (!__kmem_xa_gap(xa, &at, limit.max))
		return -EBUSY;
	error = xa_err(__kmem_xa_store(xa, at, entry ? entry : __KMEM_XA_ZERO, gfp, "xa_alloc"));
	if (!error)
		*id = at;
	return error;
}
#define xa_alloc_bh xa_alloc
#define xa_alloc_irq xa_alloc
#define __xa_alloc xa_alloc
static inline int xa_alloc_cyclic(struct xarray *xa, u32 *id, void *entry, struct xa_limit limit, u32 *next, gfp_t gfp)
{
	struct xa_limit rest = { .max = limit.max, .min = limit.min > *next ? limit.min : *next };
	int error = xa_alloc(xa, id, entry, rest, gfp);

	if (error == -EBUSY && rest.min > limit.min) {
		rest.min = limit.min;
		error = xa_alloc(xa, id, entry, rest, gfp);
		if (!error)
			error = 1;
	}
	if (error >= 0)
		*next = *id + 1;
	return error;
}
static inline void *xa_find(struct xarray *xa, unsigned long *index, unsigned long max, unsigned int filter)
{
	void *e = __kmem_xa_from(xa, index, max);

	while (e == __KMEM_XA_ZERO) {
		++*index;
		e = __kmem_xa_from(xa, index, max);
	}
	return e;
}
static inline void *xa_find_after(struct xarray *xa, unsigned long *index, unsigned long max, unsigned int filter)
{
	unsigned long at = *index + 1;
	void *e = at ? xa_find(xa, &at, max, filter) : NULL;

	if (e)
		*index = at;
	return e;
}
#define xa_for_each_range(xa, i, e, first, last) for (i = (first), e = xa_find((xa), &i, (last), XA_PRESENT); e; e = xa_find_after((xa), &i, (last), XA_PRESENT))
#define xa_for_each_start(xa, i, e, first) xa_for_each_range(xa, i, e, first, ~0UL)
#define xa_for_each(xa, i, e) xa_for_each_start(xa, i, e, 0)
static inline void xa_destroy(struct xarray *xa)
{
	void *head = xa->xa_head;

	xa->xa_head = NULL;
	__kmem_xa_clear(head, "xa_destroy");
}

struct radix_tree_root { spinlock_t xa_lock; gfp_t xa_flags; void *xa_head; };
#define RADIX_TREE_INIT(n, mask) { .xa_flags = (mask), .xa_head = NULL }
#define RADIX_TREE(n, mask) struct radix_tree_root n = RADIX_TREE_INIT(n, mask)
#define INIT_RADIX_TREE(r, mask) do { (r)->xa_flags = (mask); (r)->xa_head = NULL; } while (0)
static inline int radix_tree_insert(struct radix_tree_root *r, unsigned long index, void *entry)
{
	struct xarray *xa = (struct xarray *)r;

	if (__kmem_xa_load(xa, index))
		return -EEXIST;
	return xa_err(__kmem_xa_store(xa, index, entry, r->xa_flags, "radix_tree_insert"));
}
static inline void *radix_tree_lookup(const struct radix_tree_root *r, unsigned long index) { return __kmem_xa_load((struct xarray *)r, index); }
static inline void *radix_tree_delete(struct radix_tree_root *r, unsigned long index) { return __kmem_xa_store((struct xarray *)r, index, NULL, 0, "radix_tree_delete"); }
static inline bool radix_tree_empty(const struct radix_tree_root *r) { return r->xa_head == NULL; }

struct idr { struct xarray idr_rt; unsigned int idr_base; unsigned int idr_next; };
#define IDR_INIT(n) { .idr_rt = { .xa_flags = __KMEM_XA_IDR } }
static inline void idr_init_base(struct idr *i, int base) { xa_init_flags(&i->idr_rt, __KMEM_XA_IDR); i->idr_base = base; i->idr_next = 0; }
static inline void idr_init(struct idr *i) { idr_init_base(i, 0); }
static int __kmem_idr_alloc(struct idr *i, void *p, unsigned long from, unsigned long max, gfp_t gfp, const char *call)
{
	unsigned long at = from < i->idr_base ? 0 : from - i->idr_base;

	i->idr_rt.xa_flags |= __KMEM_XA_IDR;
	if (!__kmem_xa_gap(&i->idr_rt, &at, max - i->idr_base))
		return -ENOSPC;
	if (xa_err(__kmem_xa_store(&i->idr_rt, at, p ? p : __KMEM_XA_ZERO, gfp, call)))
		return -ENOMEM;
	return at + i->idr_base;
}
static inline int idr_alloc(struct idr *i, void *p, int start, int end, gfp_t gfp)
{
	if (WARN_ON_ONCE(start < 0))
		return -EINVAL;
	return __kmem_idr_alloc(i, p, start, end > 0 ? end - 1 : 0x7fffffff, gfp, "idr_alloc");
}
static inline int idr_alloc_u32(struct idr *i, void *p, u32 *id, unsigned long max, gfp_t gfp)
{
	int made = __kmem_idr_alloc(i, p, *id, max, gfp, "idr_alloc_u32");

	if (made < 0)
		return made;
	*id = made;
	return 0;
}
static inline int idr_alloc_cyclic(struct idr *i, void *p, int start, int end, gfp_t gfp)
{
	unsigned long max = end > 0 ? end - 1 : 0x7fffffff;
	unsigned long next = (int)i->idr_next < start ? start : i->idr_next;
	int id = __kmem_idr_alloc(i, p, next, max, gfp, "idr_alloc_cyclic");

	if (id == -ENOSPC && next > start)
		id = __kmem_idr_alloc(i, p, start, max, gfp, "idr_alloc_cyclic");
	if (id >= 0)
		i->idr_next = id + 1;
	return id;
}
static inline void *idr_find(const struct idr *i, unsigned long id) { return __kmem_xa_seen(__kmem_xa_load(&i->idr_rt, id - i->idr_base)); }
static inline void *idr_remove(struct idr *i, unsigned long id) { return __kmem_xa_seen(__kmem_xa_store(&i->idr_rt, id - i->idr_base, NULL, 0, "idr_remove")); }
static inline void *idr_replace(struct idr *i, void *p, unsigned long id)
{
	if (!__kmem_xa_load(&i->idr_rt, id - i->idr_base))
		return ERR_PTR(-ENOENT);
	return __kmem_xa_seen(__kmem_xa_store(&i->idr_rt, id - i->idr_base, p ? p : __KMEM_XA_ZERO, 0, "idr_replace"));
}
static inline bool idr_is_empty(const struct idr *i) { return xa_empty(&i->idr_rt); }
static inline unsigned int idr_get_cursor(const struct idr *i) { return i->idr_next; }
static inline void idr_set_cursor(struct idr *i, unsigned int v) { i->idr_next = v; }
static inline void *idr_get_next_ul(struct idr *i, unsigned long *id)
{
	unsigned long at = *id < i->idr_base ? 0 : *id - i->idr_base;
	void *e = xa_find(&i->idr_rt, &at, 0x7fffffffUL, XA_PRESENT);

	if (e)
		*id = at + i->idr_base;
	return e;
}
static inline void *idr_get_next(struct idr *i, int *id)
{
	unsigned long at = *id;
	void *e = idr_get_next_ul(i, &at);

	if (e)
		*id = at;
	return e;
}
static inline int idr_for_each(const struct idr *i, int (*fn)(int id, void *p, void *data), void *data)
{
	unsigned long at = 0;
	void *e;

	while ((e = __kmem_xa_from(&i->idr_rt, &at, ~0UL))) {
		int result = fn(at + i->idr_base, __kmem_xa_seen(e), data);

		if (result)
			return result;
		at++;
	}
	return 0;
}
static inline void idr_destroy(struct idr *i)
{
	void *head = i->idr_rt.xa_head;

	i->idr_rt.xa_head = NULL;
	__kmem_xa_clear(head, "idr_destroy");
}
#define idr_for_each_entry(i, e, id) for (id = 0; ((e) = idr_get_next(i, &(id))) != NULL; id += 1U)
#define idr_for_each_entry_continue(i, e, id) for ((e) = idr_get_next((i), &(id)); e; ++id, (e) = idr_get_next((i), &(id)))

#define IDA_BITMAP_BITS 1024
#define IDA_INIT(n) { .xa = { .xa_flags = XA_FLAGS_LOCK_IRQ | XA_FLAGS_ALLOC } }
#define __KMEM_IDA_VALUE_BITS (BITS_PER_LONG - 2)
struct ida { struct xarray xa; };
struct ida_bitmap { unsigned long bitmap[128 / sizeof(long)]; };
/* The few ids that the kernel keeps in the slot itself; a pointer of ours is not exact to so many bits. */
static bool __kmem_ida_is_few(const void *e) { return __kmem_bytes_at(e) == sizeof(long); }
static inline void ida_init(struct ida *i) { xa_init_flags(&i->xa, XA_FLAGS_LOCK_IRQ | XA_FLAGS_ALLOC); }
static inline bool ida_is_empty(const struct ida *i) { return xa_empty(&i->xa); }
static inline int ida_alloc_range(struct ida *i, unsigned int min, unsigned int max, gfp_t gfp)
{
	unsigned long chunk = min / IDA_BITMAP_BITS;
	unsigned int bit = min % IDA_BITMAP_BITS;

	if ((int)min < 0)
		return -ENOSPC;
	if ((int)max < 0)
		max = 0x7fffffff;
	for (;; chunk++, bit = 0) {
		void *e = __kmem_xa_load(&i->xa, chunk);
		unsigned long few = __kmem_ida_is_few(e) ? *(unsigned long *)e : 0;
		struct ida_bitmap *map = e;

		if (chunk * IDA_BITMAP_BITS + bit > max)
			return -ENOSPC;
		if (!e || __kmem_ida_is_few(e)) {
			unsigned int first = find_next_zero_bit(&few, __KMEM_IDA_VALUE_BITS, bit);

			if (bit < __KMEM_IDA_VALUE_BITS && first < __KMEM_IDA_VALUE_BITS) {
				if (chunk * IDA_BITMAP_BITS + first > max)
					return -ENOSPC;
				if (!e) {
					e = __kmem_handle("ids", sizeof(long));
					if (xa_err(__kmem_xa_store(&i->xa, chunk, e, gfp, "ida_alloc_range")))
						return -ENOMEM;
				}
				*(unsigned long *)e = few | 1UL << first;
				return chunk * IDA_BITMAP_BITS + first;
			}
			map = __kmem_buffer(sizeof(*map), gfp | __GFP_ZERO, "ida_alloc_range", "ida");
			if (!map)
				return -ENOMEM;
			map->bitmap[0] = few;
			if (xa_err(__kmem_xa_store(&i->xa, chunk, map, gfp, "ida_alloc_range"))) {
				__kmem_put_buffer(map, "ida_alloc_range");
				return -ENOMEM;
			}
			if (e)
				__kmem_drop_handle(e);
		}
		bit = find_next_zero_bit(map->bitmap, IDA_BITMAP_BITS, bit);
		if (bit == IDA_BITMAP_BITS)
			continue;
		if (chunk * IDA_BITMAP_BITS + bit > max)
			return -ENOSPC;
		__set_bit(bit, map->bitmap);
		return chunk * IDA_BITMAP_BITS + bit;
	}
}
static inline void ida_free(struct ida *i, unsigned int id)
{
	unsigned long chunk = id / IDA_BITMAP_BITS, few;
	unsigned int bit = id % IDA_BITMAP_BITS;
	struct ida_bitmap *map = __kmem_xa_load(&i->xa, chunk);

	if (__kmem_ida_is_few(map)) {
		few = map->bitmap[0];
		if (bit < __KMEM_IDA_VALUE_BITS && (few & 1UL << bit)) {
			few &= ~(1UL << bit);
			map->bitmap[0] = few;
			if (!few) {
				__kmem_xa_store(&i->xa, chunk, NULL, 0, "ida_free");
				__kmem_drop_handle(map);
			}
			return;
		}
	} else if (map && test_and_clear_bit(bit, map->bitmap)) {
		if (find_first_bit(map->bitmap, IDA_BITMAP_BITS) == IDA_BITMAP_BITS) {
			__kmem_xa_store(&i->xa, chunk, NULL, 0, "ida_free");
			__kmem_put_buffer(map, "ida_free");
		}
		return;
	}
	printk("ida_free called for id=%d which is not allocated.\\n", id);
}
static inline void ida_destroy(struct ida *i)
{
	unsigned long at = 0;
	void *e;

	while ((e = __kmem_xa_from(&i->xa, &at, ~0UL))) {
		__kmem_xa_store(&i->xa, at, NULL, 0, "ida_destroy");
		if (__kmem_ida_is_few(e))
			__kmem_drop_handle(e);
		else
			__kmem_put_buffer(e, "ida_destroy");
	}
}
#define ida_alloc(i, g) ida_alloc_range((i), 0, ~0U, (g))
#define ida_alloc_min(i, a, g) ida_alloc_range((i), (a), ~0U, (g))
#define ida_alloc_max(i, b, g) ida_alloc_range((i), 0, (b), (g))
#define ida_simple_get(i, a, b, g) ida_alloc_range((i), (a), (b) - 1, (g))
#define ida_simple_remove(i, n) ida_free((i), (n))
`;
