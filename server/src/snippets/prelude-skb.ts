// Socket buffers, in C of our own: a head of its own cache, and data that a size class, the cache of small heads (since
// 6.3) or a fragment of a page of order 3 gives, with skb_shared_info behind it. After net/core/skbuff.c and
// include/linux/skbuff.h of 6.1. The network stack takes what it is given and frees it. Simplified: heads are taken one
// by one (NAPI takes sixteen at once), fragments lie in pages of one cpu.

const frees = [
  "kfree_skb",
  "consume_skb",
  "dev_kfree_skb",
  "dev_kfree_skb_any",
  "dev_kfree_skb_irq",
  "dev_consume_skb_any",
  "dev_consume_skb_irq",
];

/** Types and functions; read behind those of the libraries. */
export const skbPrelude = `
#define SKB_DATA_ALIGN(x) ALIGN(x, 64)
#define SKB_WITH_OVERHEAD(x) ((x) - SKB_DATA_ALIGN(sizeof(struct skb_shared_info)))
#define SKB_TRUESIZE(x) ((x) + SKB_DATA_ALIGN(sizeof(struct sk_buff)) + SKB_DATA_ALIGN(sizeof(struct skb_shared_info)))
#define NET_SKB_PAD 64
#define NET_IP_ALIGN 0
#define MAX_SKB_FRAGS 17
#define CHECKSUM_NONE 0
#define CHECKSUM_UNNECESSARY 1
#define CHECKSUM_COMPLETE 2
#define CHECKSUM_PARTIAL 3
#define __KMEM_FRAG_ORDER 3
/* Releases whose members are not known here: 232 bytes in 6.12 too. */
#define __KMEM_SKB_BYTES (sizeof(void *) == 8 && sizeof(struct sk_buff) < 232 ? 232 : sizeof(struct sk_buff))
typedef unsigned int sk_buff_data_t;
typedef struct bio_vec { struct page *bv_page; unsigned int bv_len; unsigned int bv_offset; } skb_frag_t;
struct skb_shared_info { u8 flags; u8 meta_len; u8 nr_frags; u8 tx_flags; unsigned short gso_size; unsigned short gso_segs;
	struct sk_buff *frag_list; s64 hwtstamps; unsigned int gso_type; u32 tskey; atomic_t dataref; unsigned int xdp_frags_size;
	void *destructor_arg; skb_frag_t frags[MAX_SKB_FRAGS]; };
struct sk_buff { struct sk_buff *next; struct sk_buff *prev; struct net_device *dev; void *sk; s64 tstamp; char cb[48];
	void (*destructor)(struct sk_buff *skb); unsigned int len; unsigned int data_len; u16 mac_len; u16 hdr_len; u16 queue_mapping;
	u8 cloned:1, nohdr:1, fclone:2, peeked:1, head_frag:1, pfmemalloc:1, pp_recycle:1; u8 pkt_type:3, ignore_df:1, ip_summed:2;
	u32 csum; u32 priority; int skb_iif; u32 hash; u32 mark; u16 vlan_tci; __be16 vlan_proto; __be16 protocol; u16 transport_header;
	u16 network_header; u16 mac_header; sk_buff_data_t tail; sk_buff_data_t end; unsigned char *head; unsigned char *data;
	unsigned int truesize; refcount_t users; __KMEM_REST_sk_buff };
struct sk_buff_head { struct sk_buff *next; struct sk_buff *prev; u32 qlen; spinlock_t lock; };
struct __kmem_frag_page { struct __kmem_frag_page *next; char *va; long nr_users; unsigned int left; };
static struct __kmem_frag_page *__kmem_frag_pages;

static inline struct skb_shared_info *skb_shinfo(const struct sk_buff *skb) { return (struct skb_shared_info *)(skb->head + skb->end); }
static inline unsigned char *skb_tail_pointer(const struct sk_buff *skb) { return skb->head + skb->tail; }
static inline unsigned char *skb_end_pointer(const struct sk_buff *skb) { return skb->head + skb->end; }
static inline unsigned int skb_headlen(const struct sk_buff *skb) { return skb->len - skb->data_len; }
static inline bool skb_is_nonlinear(const struct sk_buff *skb) { return skb->data_len != 0; }
static inline unsigned int skb_headroom(const struct sk_buff *skb) { return skb->data - skb->head; }
static inline int skb_tailroom(const struct sk_buff *skb) { return skb->data_len ? 0 : skb->end - skb->tail; }
static inline bool skb_cloned(const struct sk_buff *skb) { return skb->cloned && (skb_shinfo(skb)->dataref.counter & 0xffff) != 1; }
static inline bool skb_shared(const struct sk_buff *skb) { return skb->users.refs.counter != 1; }

static struct sk_buff *__kmem_skb_head(gfp_t gfp, const char *call)
{
	return __kmem_object("skbuff_head_cache", __KMEM_SKB_BYTES, SLAB_HWCACHE_ALIGN, gfp & ~GFP_DMA, call, "skb");
}
/* Data and what is shared about it; size is of all of it. */
static struct sk_buff *__kmem_skb_around(struct sk_buff *skb, void *data, unsigned int size)
{
	memset(skb, 0, sizeof(*skb));
	skb->head = data;
	skb->data = data;
	skb->end = size - SKB_DATA_ALIGN(sizeof(struct skb_shared_info));
	skb->truesize = SKB_TRUESIZE(skb->end);
	skb->mac_header = 0xffff;
	skb->transport_header = 0xffff;
	refcount_set(&skb->users, 1);
	memset(skb_shinfo(skb), 0, offsetof(struct skb_shared_info, frags));
	atomic_set(&skb_shinfo(skb)->dataref, 1);
	return skb;
}
static struct sk_buff *__kmem_alloc_skb(unsigned int size, gfp_t gfp, const char *call)
{
	unsigned int bytes = SKB_DATA_ALIGN(size) + SKB_DATA_ALIGN(sizeof(struct skb_shared_info));
	struct sk_buff *skb = __kmem_skb_head(gfp, call);
	void *data;

	if (!skb)
		return NULL;
	if (__kmem_is_at_least(6, 3) && sizeof(void *) == 8 && bytes <= 704 && !(gfp & GFP_DMA)) {
		bytes = 704;
		data = __kmem_object("skbuff_small_head", bytes, SLAB_HWCACHE_ALIGN, gfp, call, "skb");
	} else {
		bytes = kmalloc_size_roundup(bytes);
		data = __kmem_buffer(bytes, gfp, call, "skb");
	}
	if (!data) {
		__kmem_put_object("skbuff_head_cache", skb, call);
		return NULL;
	}
	return __kmem_skb_around(skb, data, bytes);
}
static void *__kmem_frag_alloc(unsigned int size, gfp_t gfp, const char *call)
{
	struct __kmem_frag_page *page = __kmem_frag_pages;

	if (!page || page->left < size) {
		char *va = __kmem_pages(gfp | __GFP_COMP | __GFP_NOWARN | __GFP_NORETRY | __GFP_NOMEMALLOC, __KMEM_FRAG_ORDER, call, "the cache of page fragments");

		if (!va)
			return NULL;
		/* The cache lets go of a page that is used up; who has a fragment of it keeps it. */
		if (page && --page->nr_users == 0) {
			__kmem_put_pages(page->va, __KMEM_FRAG_ORDER, call);
			__kmem_frag_pages = page->next;
		}
		page = __kmem_handle("page fragments", sizeof(*page));
		page->next = __kmem_frag_pages;
		page->va = va;
		page->nr_users = 1;
		page->left = PAGE_SIZE << __KMEM_FRAG_ORDER;
		__kmem_frag_pages = page;
	}
	page->left -= size;
	page->nr_users++;
	return page->va + page->left;
}
static void __kmem_frag_free(const void *p, const char *call)
{
	struct __kmem_frag_page **link;

	for (link = &__kmem_frag_pages; *link; link = &(*link)->next) {
		struct __kmem_frag_page *page = *link;

		if ((char *)p < page->va || (char *)p >= page->va + (PAGE_SIZE << __KMEM_FRAG_ORDER))
			continue;
		if (--page->nr_users == 0) {
			*link = page->next;
			__kmem_put_pages(page->va, __KMEM_FRAG_ORDER, call);
		}
		return;
	}
}
static struct sk_buff *__kmem_netdev_skb(struct net_device *dev, unsigned int length, gfp_t gfp, const char *call)
{
	struct sk_buff *skb;

	length += NET_SKB_PAD;
	if (length <= SKB_WITH_OVERHEAD(1024) || length > SKB_WITH_OVERHEAD(PAGE_SIZE) || (gfp & (__GFP_DIRECT_RECLAIM | GFP_DMA))) {
		skb = __kmem_alloc_skb(length, gfp, call);
		if (!skb)
			return NULL;
	} else {
		unsigned int bytes = SKB_DATA_ALIGN(length) + SKB_DATA_ALIGN(sizeof(struct skb_shared_info));
		void *data = __kmem_frag_alloc(bytes, gfp, call);

		if (!data)
			return NULL;
		skb = __kmem_skb_head(GFP_ATOMIC, call);
		if (!skb) {
			__kmem_frag_free(data, call);
			return NULL;
		}
		__kmem_skb_around(skb, data, bytes);
		skb->head_frag = 1;
	}
	skb->data += NET_SKB_PAD;
	skb->tail += NET_SKB_PAD;
	skb->dev = dev;
	return skb;
}
static void __kmem_skb_data_free(struct sk_buff *skb, const char *call)
{
	struct skb_shared_info *info = skb_shinfo(skb);
	struct sk_buff *list = info->frag_list;
	unsigned int i;

	if (--info->dataref.counter)
		return;
	for (i = 0; i < info->nr_frags; i++)
		put_page(info->frags[i].bv_page);
	while (list) {
		struct sk_buff *next = list->next;

		__kmem_skb_data_free(list, call);
		__kmem_put_object("skbuff_head_cache", list, call);
		list = next;
	}
	if (skb->head_frag)
		__kmem_frag_free(skb->head, call);
	else if (__kmem_bytes_at(skb->head) == 704)
		__kmem_put_object("skbuff_small_head", skb->head, call);
	else
		__kmem_put_buffer(skb->head, call);
}
static void __kmem_free_skb(struct sk_buff *skb, const char *call)
{
	if (!skb || !refcount_dec_and_test(&skb->users))
		return;
	if (skb->destructor)
		skb->destructor(skb);
	__kmem_skb_data_free(skb, call);
	__kmem_put_object("skbuff_head_cache", skb, call);
}
#define alloc_skb(n, g) __kmem_alloc_skb((n), (g), "alloc_skb")
#define __netdev_alloc_skb(d, n, g) __kmem_netdev_skb((d), (n), (g), "__netdev_alloc_skb")
#define netdev_alloc_skb(d, n) __kmem_netdev_skb((d), (n), GFP_ATOMIC, "netdev_alloc_skb")
#define netdev_alloc_skb_ip_align(d, n) __kmem_netdev_skb((d), (n) + NET_IP_ALIGN, GFP_ATOMIC, "netdev_alloc_skb_ip_align")
#define __dev_alloc_skb(n, g) __kmem_netdev_skb(NULL, (n), (g), "__dev_alloc_skb")
#define dev_alloc_skb(n) __kmem_netdev_skb(NULL, (n), GFP_ATOMIC, "dev_alloc_skb")
#define __netdev_alloc_skb_ip_align(d, n, g) __kmem_netdev_skb((d), (n) + NET_IP_ALIGN, (g), "__netdev_alloc_skb_ip_align")
#define __napi_alloc_skb(napi, n, g) __kmem_netdev_skb(NULL, (n) + NET_IP_ALIGN, (g), "__napi_alloc_skb")
/* With the headers of netlink and, for the second, of generic netlink: include/net/netlink.h, include/net/genetlink.h. */
#define nlmsg_new(n, g) __kmem_alloc_skb(ALIGN((n) + 16, 4), (g), "nlmsg_new")
#define genlmsg_new(n, g) __kmem_alloc_skb(ALIGN((n) + 20, 4), (g), "genlmsg_new")
#define nlmsg_free(s) kfree_skb(s)
#define pskb_copy(s, g) skb_copy((s), (g))
#define napi_alloc_skb(napi, n) __kmem_netdev_skb(NULL, (n) + NET_IP_ALIGN, GFP_ATOMIC, "napi_alloc_skb")
${frees.map((name) => `static inline void ${name}(struct sk_buff *skb) { __kmem_free_skb(skb, "${name}"); }`).join("\n")}
static inline void kfree_skb_reason(struct sk_buff *skb, int reason) { __kmem_free_skb(skb, "kfree_skb_reason"); }
static inline void napi_consume_skb(struct sk_buff *skb, int budget) { __kmem_free_skb(skb, "napi_consume_skb"); }
static int __kmem_to_stack(struct sk_buff *skb) { __kmem_free_skb(skb, "consume_skb"); return 0; }
${["netif_rx", "netif_rx_ni", "netif_receive_skb", "dev_queue_xmit"].map((name) => `static inline int ${name}(struct sk_buff *skb) { return __kmem_to_stack(skb); }`).join("\n")}
#define napi_gro_receive(n, s) __kmem_to_stack(s)
#define netdev_alloc_frag(n) __kmem_frag_alloc(SKB_DATA_ALIGN(n), GFP_ATOMIC, "netdev_alloc_frag")
#define napi_alloc_frag(n) __kmem_frag_alloc(SKB_DATA_ALIGN(n), GFP_ATOMIC, "napi_alloc_frag")
#define skb_free_frag(p) __kmem_frag_free((p), "skb_free_frag")
static inline struct sk_buff *build_skb(void *data, unsigned int size)
{
	struct sk_buff *skb = __kmem_skb_head(GFP_ATOMIC, "build_skb");

	if (!skb)
		return NULL;
	__kmem_skb_around(skb, data, size ? size : __kmem_bytes_at(data));
	skb->head_frag = size != 0;
	return skb;
}
static inline struct sk_buff *skb_get(struct sk_buff *skb) { refcount_inc(&skb->users); return skb; }
static inline struct sk_buff *skb_clone(struct sk_buff *skb, gfp_t gfp)
{
	struct sk_buff *n = __kmem_skb_head(gfp, "skb_clone");

	if (!n)
		return NULL;
	*n = *skb;
	n->next = NULL;
	n->prev = NULL;
	n->sk = NULL;
	n->destructor = NULL;
	n->cloned = 1;
	skb->cloned = 1;
	refcount_set(&n->users, 1);
	atomic_inc(&skb_shinfo(skb)->dataref);
	return n;
}
static inline struct sk_buff *skb_copy(const struct sk_buff *skb, gfp_t gfp)
{
	unsigned int before = skb_headroom(skb);
	struct sk_buff *n = __kmem_alloc_skb(skb->end + skb->data_len, gfp, "skb_copy");

	if (!n)
		return NULL;
	n->data += before;
	n->tail = before + skb->len;
	n->len = skb->len;
	n->dev = skb->dev;
	n->protocol = skb->protocol;
	memcpy(n->head, skb->head, before + skb->len);
	return n;
}
static inline void skb_reserve(struct sk_buff *skb, int n) { skb->data += n; skb->tail += n; }
static inline void *skb_put(struct sk_buff *skb, unsigned int n)
{
	unsigned char *at = skb_tail_pointer(skb);

	skb->tail += n;
	skb->len += n;
	if (skb->tail > skb->end)
		__kmem_bug("skb_over_panic()");
	return at;
}
#define __skb_put skb_put
static inline void *skb_put_zero(struct sk_buff *skb, unsigned int n) { return memset(skb_put(skb, n), 0, n); }
static inline void *skb_put_data(struct sk_buff *skb, const void *data, unsigned int n) { return memcpy(skb_put(skb, n), data, n); }
static inline void skb_put_u8(struct sk_buff *skb, u8 v) { *(u8 *)skb_put(skb, 1) = v; }
static inline void *skb_push(struct sk_buff *skb, unsigned int n)
{
	if (n > skb_headroom(skb))
		__kmem_bug("skb_under_panic()");
	skb->data -= n;
	skb->len += n;
	return skb->data;
}
static inline void *skb_pull(struct sk_buff *skb, unsigned int n)
{
	if (n > skb->len)
		return NULL;
	skb->len -= n;
	return skb->data += n;
}
#define __skb_push skb_push
#define __skb_pull skb_pull
static inline void skb_trim(struct sk_buff *skb, unsigned int n)
{
	if (skb->len > n && !skb->data_len) {
		skb->len = n;
		skb->tail = skb_headroom(skb) + n;
	}
}
static inline void skb_reset_tail_pointer(struct sk_buff *skb) { skb->tail = skb->data - skb->head; }
static inline void skb_set_tail_pointer(struct sk_buff *skb, int n) { skb->tail = skb->data - skb->head + n; }
static inline void skb_reset_mac_header(struct sk_buff *skb) { skb->mac_header = skb->data - skb->head; }
static inline void skb_reset_network_header(struct sk_buff *skb) { skb->network_header = skb->data - skb->head; }
static inline void skb_reset_transport_header(struct sk_buff *skb) { skb->transport_header = skb->data - skb->head; }
static inline void skb_copy_from_linear_data(const struct sk_buff *skb, void *to, unsigned int n) { memcpy(to, skb->data, n); }
static inline void skb_copy_to_linear_data(struct sk_buff *skb, const void *from, unsigned int n) { memcpy(skb->data, from, n); }
static inline __be16 eth_type_trans(struct sk_buff *skb, struct net_device *dev)
{
	skb->dev = dev;
	skb_reset_mac_header(skb);
	if (skb_headlen(skb) < 14)
		return 0;
	skb_pull(skb, 14);
	return (__be16)(skb->data[-2] | skb->data[-1] << 8);
}
#define skb_tx_timestamp(s) do { (void)(s); } while (0)
#define skb_frag_page(f) ((f)->bv_page)
#define skb_frag_size(f) ((f)->bv_len)
#define skb_frag_off(f) ((f)->bv_offset)
static inline void skb_add_rx_frag(struct sk_buff *skb, int i, struct page *page, int offset, int size, unsigned int truesize)
{
	skb_frag_t *f = &skb_shinfo(skb)->frags[i];

	f->bv_page = page;
	f->bv_offset = offset;
	f->bv_len = size;
	skb_shinfo(skb)->nr_frags = i + 1;
	skb->len += size;
	skb->data_len += size;
	skb->truesize += truesize;
}
static inline void skb_queue_head_init(struct sk_buff_head *q) { q->prev = q->next = (struct sk_buff *)q; q->qlen = 0; }
#define __skb_queue_head_init skb_queue_head_init
static inline int skb_queue_empty(const struct sk_buff_head *q) { return q->next == (struct sk_buff *)q; }
static inline u32 skb_queue_len(const struct sk_buff_head *q) { return q->qlen; }
static inline struct sk_buff *skb_peek(const struct sk_buff_head *q) { return skb_queue_empty(q) ? NULL : q->next; }
static inline void __kmem_skb_between(struct sk_buff *skb, struct sk_buff *a, struct sk_buff *b, struct sk_buff_head *q)
{
	skb->next = b;
	skb->prev = a;
	((struct sk_buff_head *)b)->prev = skb;
	((struct sk_buff_head *)a)->next = skb;
	q->qlen++;
}
static inline void skb_queue_tail(struct sk_buff_head *q, struct sk_buff *skb) { __kmem_skb_between(skb, q->prev, (struct sk_buff *)q, q); }
static inline void skb_queue_head(struct sk_buff_head *q, struct sk_buff *skb) { __kmem_skb_between(skb, (struct sk_buff *)q, q->next, q); }
static inline void skb_unlink(struct sk_buff *skb, struct sk_buff_head *q)
{
	struct sk_buff *next = skb->next, *prev = skb->prev;

	skb->next = NULL;
	skb->prev = NULL;
	((struct sk_buff_head *)next)->prev = prev;
	((struct sk_buff_head *)prev)->next = next;
	q->qlen--;
}
static inline struct sk_buff *skb_dequeue(struct sk_buff_head *q)
{
	struct sk_buff *skb = skb_peek(q);

	if (skb)
		skb_unlink(skb, q);
	return skb;
}
#define __skb_queue_tail skb_queue_tail
#define __skb_queue_head skb_queue_head
#define __skb_dequeue skb_dequeue
#define __skb_unlink skb_unlink
static inline void skb_queue_purge(struct sk_buff_head *q)
{
	struct sk_buff *skb;

	while ((skb = skb_dequeue(q)))
		kfree_skb(skb);
}
#define __skb_queue_purge skb_queue_purge
`;
