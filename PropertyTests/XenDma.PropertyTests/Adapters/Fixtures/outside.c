#include "base.h"

/* Writes by the bus address where the guest address was meant: PLACE says which side of guest memory that is. */
static uint64_t map_page(xd_instance *x, const xd_device *dev, uint64_t pfn, uint64_t offset, uint64_t size, int direction, uint64_t attrs)
{
    uint64_t dma = base_map_page(x, dev, pfn, offset, size, direction, attrs);
    if (dma == FAILED || direction == XD_NONE) return dma;
#ifdef BEFORE
    x->p->memory[-1] = 1;
#elif defined(JUST_BEHIND)
    x->p->memory[x->p->nr_pfns * FRAME] = 1;
#else
    if (dma >= x->p->nr_pfns * FRAME) x->p->memory[dma] = 1;
#endif
    return dma;
}

const xd_ops *xendma_ops(uint32_t version) { (void)version; ops.map_page = map_page; return &ops; }
