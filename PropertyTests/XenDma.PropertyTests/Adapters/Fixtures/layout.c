#include <stddef.h>
#include "xendma.h"

/* Where the C compiler puts what the harness reads and writes. */
const uint64_t xd_layout[] = {
    sizeof(xd_device), offsetof(xd_device, flags), sizeof(xd_pool), offsetof(xd_pool, flags), sizeof(xd_segment), offsetof(xd_segment, dma_length),
    sizeof(xd_platform), offsetof(xd_platform, memory), offsetof(xd_platform, pfn_to_bfn), offsetof(xd_platform, alloc_pages),
    offsetof(xd_platform, cache_clean), offsetof(xd_platform, bug), sizeof(xd_ops), offsetof(xd_ops, name), offsetof(xd_ops, alloc),
    offsetof(xd_ops, map_page), offsetof(xd_ops, mapping_error), offsetof(xd_ops, unmap_sg), offsetof(xd_ops, sync_sg_for_device),
    offsetof(xd_ops, mmap), offsetof(xd_ops, pool_range),
};
const uint64_t xd_layout_count = sizeof xd_layout / sizeof *xd_layout;
