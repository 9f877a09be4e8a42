/* The broken twin of ../c: it compiles the clean source and replaces two ops.
 *
 * Where a device wants low address bits kept, a mapping begins some bytes into its first slot. These syncs still measure
 * every address against that offset, in whatever slot it lies: one that points less far into a later slot is taken to lie before the mapping, and
 * nothing is copied. Linux 5.13 to 6.8 did so; e8068f2d756d mended it.
 *
 * cc -O2 -Wall -Wextra -Werror -shared -fPIC -o libxd-broken.so swiotlb.c -I ../../../abi
 */
#include "xendma.h"

#define xendma_ops clean_ops
#include "../c/swiotlb.c"
#undef xendma_ops

static bool lies_before(const xd_instance *x, uint64_t dma)
{
    uint64_t into;
    uint32_t first = mapping_at(&x->pool, dma, &into);
    return first != NO_SLOT && (dma & SLOT_OFFSET) < x->pool.slot[first].mapping.offset;
}

static void broken_sync_for_cpu(xd_instance *x, const xd_device *dev, uint64_t dma, uint64_t size, int direction)
{
    if (!lies_before(x, dma))
        sync_single_for_cpu(x, dev, dma, size, direction);
}

static void broken_sync_for_device(xd_instance *x, const xd_device *dev, uint64_t dma, uint64_t size, int direction)
{
    if (!lies_before(x, dma))
        sync_single_for_device(x, dev, dma, size, direction);
}

const xd_ops *xendma_ops(uint32_t abi_version)
{
    static xd_ops broken;
    if (!clean_ops(abi_version))
        return NULL;
    broken = ops;
    broken.name = "segregated runs, broken (C)";
    broken.sync_single_for_cpu = broken_sync_for_cpu;
    broken.sync_single_for_device = broken_sync_for_device;
    return &broken;
}
