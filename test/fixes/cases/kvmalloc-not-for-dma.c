// repair: use-kvmalloc none
struct foo {
	void *ring;
	struct device *dev;
	dma_addr_t dma;
};

int foo_open(struct foo *d)
{
	d->ring = kmalloc(256 * 1024, GFP_KERNEL);
	if (!d->ring)
		return -ENOMEM;
	d->dma = dma_map_single(d->dev, d->ring, 256 * 1024, DMA_TO_DEVICE);
	return 0;
}

void foo_close(struct foo *d)
{
	kfree(d->ring);
}
