#include "base.h"

/* Never returns from a map of few bytes, both ways. */
static uint64_t map_page(xd_instance *x, const xd_device *dev, uint64_t pfn, uint64_t offset, uint64_t size, int direction, uint64_t attrs)
{
    for (volatile int i = 0; size < 512 && direction == XD_BIDIRECTIONAL;) i = i + 1;
    return base_map_page(x, dev, pfn, offset, size, direction, attrs);
}

const xd_ops *xendma_ops(uint32_t version) { (void)version; ops.map_page = map_page; return &ops; }
