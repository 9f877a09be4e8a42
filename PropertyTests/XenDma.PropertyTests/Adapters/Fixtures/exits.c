#include "base.h"

/* Ends the process in an unmap that hands bytes over both ways. */
static void unmap_page(xd_instance *x, const xd_device *dev, uint64_t dma, uint64_t size, int direction, uint64_t attrs)
{
    if (direction == XD_BIDIRECTIONAL && !(attrs & XD_ATTR_SKIP_CPU_SYNC)) exit(0);
    base_unmap_page(x, dev, dma, size, direction, attrs);
}

const xd_ops *xendma_ops(uint32_t version) { (void)version; ops.unmap_page = unmap_page; return &ops; }
