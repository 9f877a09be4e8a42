/* A small implementation that keeps the contract of streaming mappings, for fixtures to break: direct where that is allowed, else slots of
 * a first-fit pool. No coherent memory. A fixture includes this and changes the ops in xendma_ops. */
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include "xendma.h"

enum { SLOT = 2048, SEGMENT = 128, ENOMEM_ = 12 };
#define FRAME 4096ull
#define FAILED (~0ull)

typedef struct { uint64_t phys, dma, size; int direction; uint32_t slots; } mapping;

struct xd_instance {
    const xd_platform *p;
    bool force;
    uint64_t pool, *bus;                /* the pool's guest address; each segment's bus address */
    uint32_t slots, used;
    mapping *at;                        /* by first slot; slots > 0 where one begins */
    bool *taken;
};

static bool runs_on(const xd_instance *x, uint64_t phys, uint64_t size, uint64_t mask, uint64_t *dma)
{
    uint64_t first = x->p->pfn_to_bfn(x->p->ctx, phys / FRAME);
    if (first == XD_NO_PAGE) return false;
    for (uint64_t i = 1; i <= (phys + size - 1) / FRAME - phys / FRAME; i++)
        if (x->p->pfn_to_bfn(x->p->ctx, phys / FRAME + i) != first + i) return false;
    *dma = first * FRAME + phys % FRAME;
    return *dma <= mask && size - 1 <= mask - *dma;
}

static uint64_t slot_bus(const xd_instance *x, uint32_t slot) { return x->bus[slot / SEGMENT] + (uint64_t)(slot % SEGMENT) * SLOT; }

static uint8_t *slot_bytes(const xd_instance *x, uint32_t slot) { return x->p->memory + x->pool + (uint64_t)slot * SLOT; }

static bool make_pool(xd_instance *x, uint32_t segments)
{
    uint32_t order = 6, bits = 18;
    while (segments > 1u << (order - 6)) order++;
    x->pool = x->p->alloc_pages(x->p->ctx, order);
    if (x->pool == XD_NO_PAGE) return false;
    for (uint32_t i = 0; i < segments; i++)
        while (x->p->create_contiguous_region(x->p->ctx, x->pool + i * SEGMENT * (uint64_t)SLOT, 6, bits, &x->bus[i]) != 0)
            if (++bits > 32) {
                x->p->free_pages(x->p->ctx, x->pool, order);
                return false;
            }
    x->slots = segments * SEGMENT;
    return true;
}

static void base_destroy(xd_instance *x) { free(x->bus); free(x->at); free(x->taken); free(x); }

static xd_instance *base_create(const xd_platform *p, const xd_pool *pool, int *rc)
{
    uint32_t segments = (uint32_t)((pool->slabs ? pool->slabs : 32768) + SEGMENT - 1) / SEGMENT;
    xd_instance *x = calloc(1, sizeof *x);
    x->p = p;
    x->force = pool->flags & XD_POOL_FORCE;
    x->bus = calloc(segments, sizeof *x->bus);
    while (!make_pool(x, segments)) {
        if (segments == 1) {
            if (pool->flags & XD_POOL_EARLY) p->bug(p->ctx, "no pool at early boot");
            *rc = -ENOMEM_;
            base_destroy(x);
            return NULL;
        }
        segments = (segments + 1) / 2;
    }
    x->at = calloc(x->slots, sizeof *x->at);
    x->taken = calloc(x->slots, sizeof *x->taken);
    return x;
}

static bool fits(const xd_instance *x, const xd_device *dev, uint32_t first, uint32_t count, uint64_t offset, uint64_t size)
{
    uint64_t bus = slot_bus(x, first) + offset, boundary = dev->segment_boundary_mask ? dev->segment_boundary_mask : ~0ull;
    if (first / SEGMENT != (first + count - 1) / SEGMENT || bus + size - 1 > dev->dma_mask) return false;
    if ((bus & ~boundary) != ((bus + size - 1) & ~boundary)) return false;
    for (uint32_t i = 0; i < count; i++) if (x->taken[first + i]) return false;
    return true;
}

static uint64_t bounce(xd_instance *x, const xd_device *dev, uint64_t phys, uint64_t size, int direction)
{
    uint64_t offset = phys & dev->min_align_mask & (FRAME - 1);
    uint64_t wanted = (offset + size + SLOT - 1) / SLOT;
    if (wanted > SEGMENT) return FAILED;
    uint32_t count = (uint32_t)wanted;
    for (uint32_t first = 0; first + count <= x->slots; first += 2) {
        if ((slot_bus(x, first) ^ phys) & dev->min_align_mask & (SEGMENT * SLOT - FRAME)) continue;
        if (!fits(x, dev, first, count, offset, size)) continue;
        memset(slot_bytes(x, first), 0, (size_t)count * SLOT);
        memcpy(slot_bytes(x, first) + offset, x->p->memory + phys, size);
        memset(x->taken + first, true, count);
        x->at[first] = (mapping){ phys, slot_bus(x, first) + offset, size, direction, count };
        x->used += count;
        return x->at[first].dma;
    }
    return FAILED;
}

static bool breach(const xd_instance *x, int direction)
{
    if (direction != XD_NONE) return false;
    x->p->bug(x->p->ctx, "no direction");
    return true;
}

static uint64_t base_map_page(xd_instance *x, const xd_device *dev, uint64_t pfn, uint64_t offset, uint64_t size, int direction, uint64_t attrs)
{
    uint64_t phys = pfn * FRAME + offset, dma;
    (void)attrs;
    if (breach(x, direction)) return FAILED;
    if (!x->force && runs_on(x, phys, size, dev->dma_mask, &dma)) return dma;
    return bounce(x, dev, phys, size, direction);
}

/* The bounced mapping that a bus address lies in, and where in it. */
static mapping *find(xd_instance *x, uint64_t dma, uint64_t *into, uint32_t *slot)
{
    for (uint32_t i = 0; i < x->slots; i++)
        if (x->at[i].slots && dma - x->at[i].dma < x->at[i].size) {
            *into = dma - x->at[i].dma;
            *slot = i;
            return &x->at[i];
        }
    return NULL;
}

static void copy(xd_instance *x, uint64_t dma, uint64_t size, bool to_device)
{
    uint64_t into;
    uint32_t slot;
    mapping *m = find(x, dma, &into, &slot);
    if (!m || m->direction == (to_device ? XD_FROM_DEVICE : XD_TO_DEVICE)) return;
    if (size > m->size - into) size = m->size - into;
    uint8_t *here = slot_bytes(x, slot) + (m->dma - slot_bus(x, slot)) + into, *there = x->p->memory + m->phys + into;
    if (to_device) memcpy(here, there, size);
    else memcpy(there, here, size);
}

static void base_unmap_page(xd_instance *x, const xd_device *dev, uint64_t dma, uint64_t size, int direction, uint64_t attrs)
{
    uint64_t into;
    uint32_t slot;
    (void)dev, (void)size;
    if (breach(x, direction)) return;
    mapping *m = find(x, dma, &into, &slot);
    if (!m) return;
    if (!(attrs & XD_ATTR_SKIP_CPU_SYNC)) copy(x, m->dma, m->size, false);
    memset(x->taken + slot, false, m->slots);
    x->used -= m->slots;
    m->slots = 0;
}

static int base_mapping_error(xd_instance *x, const xd_device *dev, uint64_t dma) { (void)x, (void)dev; return dma == FAILED; }

static void base_sync_for_cpu(xd_instance *x, const xd_device *dev, uint64_t dma, uint64_t size, int direction)
{
    (void)dev;
    if (direction != XD_TO_DEVICE) copy(x, dma, size, false);
}

static void base_sync_for_device(xd_instance *x, const xd_device *dev, uint64_t dma, uint64_t size, int direction)
{
    (void)dev;
    if (direction != XD_FROM_DEVICE) copy(x, dma, size, true);
}

static void base_unmap_sg(xd_instance *x, const xd_device *dev, xd_segment *s, int count, int direction, uint64_t attrs)
{
    if (breach(x, direction)) return;
    for (int i = 0; i < count; i++) base_unmap_page(x, dev, s[i].dma_address, s[i].dma_length, direction, attrs);
}

static int base_map_sg(xd_instance *x, const xd_device *dev, xd_segment *s, int count, int direction, uint64_t attrs)
{
    if (breach(x, direction)) return -ENOMEM_;
    for (int i = 0; i < count; i++) {
        s[i].dma_address = base_map_page(x, dev, s[i].phys / FRAME, s[i].phys % FRAME, s[i].length, direction, attrs);
        s[i].dma_length = s[i].length;
        if (s[i].dma_address != FAILED) continue;
        base_unmap_sg(x, dev, s, i, direction, XD_ATTR_SKIP_CPU_SYNC);
        return -ENOMEM_;
    }
    return count;
}

static int base_dma_supported(xd_instance *x, const xd_device *dev, uint64_t mask)
{
    (void)dev;
    for (uint32_t i = 0; i < x->slots; i += SEGMENT) if (slot_bus(x, i) + SEGMENT * SLOT - 1 > mask) return 0;
    return 1;
}

static uint64_t base_slots_in_use(xd_instance *x) { return x->used; }

static int base_pool_range(xd_instance *x, uint64_t *start, uint64_t *end)
{
    *start = x->pool;
    *end = x->pool + (uint64_t)x->slots * SLOT;
    return 0;
}

static xd_ops ops = {
    .abi_version = XENDMA_ABI_VERSION, .create = base_create, .destroy = base_destroy, .map_page = base_map_page, .unmap_page = base_unmap_page,
    .mapping_error = base_mapping_error, .map_sg = base_map_sg, .unmap_sg = base_unmap_sg, .sync_single_for_cpu = base_sync_for_cpu,
    .sync_single_for_device = base_sync_for_device, .dma_supported = base_dma_supported, .slots_in_use = base_slots_in_use,
    .pool_range = base_pool_range,
};
