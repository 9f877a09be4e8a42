#include "base.h"
#include <unistd.h>

/* Waits for what never comes, without work. */
static int dma_supported(xd_instance *x, const xd_device *dev, uint64_t mask)
{
    while (mask < 0x1000000) pause();
    return base_dma_supported(x, dev, mask);
}

const xd_ops *xendma_ops(uint32_t version) { (void)version; ops.dma_supported = dma_supported; return &ops; }
