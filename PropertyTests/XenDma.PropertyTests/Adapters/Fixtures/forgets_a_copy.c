#include "base.h"

/* A real mistake, for the invariants: what a device wrote behind the first 64 bytes does not come back. */
static void unmap_page(xd_instance *x, const xd_device *dev, uint64_t dma, uint64_t size, int direction, uint64_t attrs)
{
    if (direction != XD_NONE && !(attrs & XD_ATTR_SKIP_CPU_SYNC)) copy(x, dma, 64, false);
    base_unmap_page(x, dev, dma, size, direction, direction == XD_NONE ? attrs : attrs | XD_ATTR_SKIP_CPU_SYNC);
}

const xd_ops *xendma_ops(uint32_t version) { (void)version; ops.unmap_page = unmap_page; return &ops; }
