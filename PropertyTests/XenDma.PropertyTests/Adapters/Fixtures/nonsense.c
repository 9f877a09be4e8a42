#include "base.h"

/* Answers that no machine can mean: WHAT says which. */
static int map_sg(xd_instance *x, const xd_device *dev, xd_segment *s, int count, int direction, uint64_t attrs)
{
    int mapped = base_map_sg(x, dev, s, count, direction, attrs);
    if (mapped > 0 && WHAT == 1) s[0].dma_length = 1ull << 40;
    return mapped > 0 && WHAT == 0 ? mapped + 1 : mapped;
}

static uint64_t alloc(xd_instance *x, const xd_device *dev, uint64_t size, uint64_t *dma, uint64_t attrs)
{
    (void)dev, (void)size, (void)attrs;
    *dma = 0;
    return x->p->nr_pfns * FRAME - 1;
}

static void release(xd_instance *x, const xd_device *dev, uint64_t size, uint64_t phys, uint64_t dma, uint64_t attrs)
{
    (void)x, (void)dev, (void)size, (void)phys, (void)dma, (void)attrs;
}

static int pool_range(xd_instance *x, uint64_t *start, uint64_t *end)
{
    *start = 0;
    *end = (x->p->nr_pfns + 1) * FRAME;
    return 0;
}

static xd_instance *create(const xd_platform *p, const xd_pool *pool, int *rc)
{
    (void)p, (void)pool, (void)rc;
    return NULL;
}

static void unmap_page(xd_instance *x, const xd_device *dev, uint64_t dma, uint64_t size, int direction, uint64_t attrs)
{
    base_unmap_page(x, dev, dma, size, direction, attrs);
    if (direction != XD_NONE) x->p->free_pages(x->p->ctx, 0x1234, 0);
}

static uint64_t map_page(xd_instance *x, const xd_device *dev, uint64_t pfn, uint64_t offset, uint64_t size, int direction, uint64_t attrs)
{
    uint64_t dma = base_map_page(x, dev, pfn, offset, size, direction, attrs);
    return dma == FAILED ? dma : 0xabcdef0000000000;
}

const xd_ops *xendma_ops(uint32_t version)
{
    (void)version;
    if (WHAT <= 1) ops.map_sg = map_sg;
    if (WHAT == 2) ops.alloc = alloc, ops.free = release;
    if (WHAT == 3) ops.pool_range = pool_range;
    if (WHAT == 4) ops.create = create;
    if (WHAT == 5) ops.unmap_page = unmap_page;
    if (WHAT == 6) ops.map_page = map_page;
    return &ops;
}
