/* Map and unmap cycles in compiled C through the op table of a complete implementation (samples/implementations/c), on a machine of its own
 * whose memory is given. Built by the benchmarks with:
 * cc -O2 -shared -fPIC -o libops.so ops.c swiotlb.c -I . */
#include "xendma.h"

#include <stdlib.h>
#include <string.h>

#define FRAME 4096ull

struct machine {
    xd_platform platform;
    xd_instance *instance;
    uint64_t pool;                  /* guest address of the one block that is free */
    uint64_t p2m[];
};

static uint64_t pfn_to_bfn(void *ctx, uint64_t pfn)
{
    struct machine *machine = ctx;
    return pfn < machine->platform.nr_pfns ? machine->p2m[pfn] : XD_NO_PAGE;
}

/* Frames lie 1:1, but that is for the implementation to find out. */
static uint64_t bfn_to_pfn(void *ctx, uint64_t bfn)
{
    struct machine *machine = ctx;
    return bfn < machine->platform.nr_pfns && machine->p2m[bfn] == bfn ? bfn : XD_NO_PAGE;
}

static int pfn_valid(void *ctx, uint64_t pfn) { return pfn_to_bfn(ctx, pfn) != XD_NO_PAGE; }

static int refuse_exchange(void *ctx, uint64_t phys, uint32_t order, uint32_t bits, uint64_t *dma)
{
    (void)ctx, (void)phys, (void)order, (void)bits, (void)dma;
    return -12;
}

static void give_back(void *ctx, uint64_t phys, uint32_t order) { (void)ctx, (void)phys, (void)order; }

static uint64_t alloc_pages(void *ctx, uint32_t order)
{
    struct machine *machine = ctx;
    return machine->pool + (FRAME << order) <= machine->platform.nr_pfns * FRAME ? machine->pool : XD_NO_PAGE;
}

static int never(void *ctx, const xd_device *dev, uint64_t phys, uint64_t dma)
{
    (void)ctx, (void)dev, (void)phys, (void)dma;
    return 0;
}

static void no_cache(void *ctx, uint64_t dma, uint64_t size, int direction) { (void)ctx, (void)dma, (void)size, (void)direction; }

static void no_log(void *ctx, int level, const char *message) { (void)ctx, (void)level, (void)message; }

static void stop(void *ctx, const char *message)
{
    (void)ctx, (void)message;
    abort();
}

/* A machine with its pool, NULL where there is none; pool is the first guest address behind the buffers. */
void *ops_make(uint8_t *memory, uint64_t frames, uint64_t pool, uint64_t slabs, int force)
{
    struct machine *machine = malloc(sizeof *machine + frames * sizeof *machine->p2m);
    if (!machine)
        return NULL;
    machine->pool = pool;
    for (uint64_t i = 0; i < frames; i++)
        machine->p2m[i] = i;
    machine->platform = (xd_platform){
        .abi_version = XENDMA_ABI_VERSION, .page_shift = 12, .nr_pfns = frames, .memory = memory, .ctx = machine,
        .pfn_to_bfn = pfn_to_bfn, .bfn_to_pfn = bfn_to_pfn, .bfn_to_local_pfn = bfn_to_pfn, .pfn_valid = pfn_valid,
        .create_contiguous_region = refuse_exchange, .destroy_contiguous_region = give_back,
        .alloc_pages = alloc_pages, .free_pages = give_back, .arch_need_swiotlb = never,
        .cache_clean = no_cache, .cache_invalidate = no_cache, .log = no_log, .bug = stop,
    };
    int rc;
    xd_pool request = { .slabs = slabs, .flags = force ? XD_POOL_FORCE : 0 };
    machine->instance = xendma_ops(XENDMA_ABI_VERSION)->create(&machine->platform, &request, &rc);
    if (machine->instance)
        return machine;
    free(machine);
    return NULL;
}

void ops_free(struct machine *machine)
{
    xendma_ops(XENDMA_ABI_VERSION)->destroy(machine->instance);
    free(machine);
}

/* Returns 0 where a mapping failed. */
uint64_t ops_cycles(struct machine *machine, uint64_t phys, uint64_t size, int direction, int syncs, long rounds)
{
    static const xd_device device = { .dma_mask = UINT32_MAX, .coherent_mask = UINT32_MAX };
    const xd_ops *ops = xendma_ops(XENDMA_ABI_VERSION);
    uint64_t sink = 1;
    for (long i = 0; i < rounds; i++) {
        uint64_t dma = ops->map_page(machine->instance, &device, phys / FRAME, phys % FRAME, size, direction, 0);
        if (dma == UINT64_MAX)
            return 0;
        if (syncs)
            ops->sync_single_for_cpu(machine->instance, &device, dma, size, direction);
        ops->unmap_page(machine->instance, &device, dma, size, direction, 0);
        sink += dma;
    }
    return sink;
}
