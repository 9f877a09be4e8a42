/* The DMA ops of a Xen guest in one file of C, behind the C ABI of xendma.h.
 *
 * A buffer that the device reaches and that lies in one piece on the bus is mapped as it lies. Any other is bounced: it gets slots of
 * 2 KiB in the pool, which is made of segments of 256 KiB that lie in one piece, aligned to their size, below 4 GiB on the bus.
 *
 * The pool is kept as dlmalloc keeps a heap. A free run of slots has its length at both ends and lies in the list of its length;
 * two words say which lists have runs. To take slots is to find the shortest run that fits, to give them back is to join what lies beside
 * them: both touch the ends of runs, never every slot of a segment. A taken slot names the first slot of its mapping, and
 * that one holds what was mapped. So an unmap and a sync act on what was mapped, wherever in it they point and whatever they say.
 *
 * cc -O2 -Wall -Wextra -Werror -shared -fPIC -o libxd.so swiotlb.c -I ../../../abi
 */
#include "xendma.h"

#include <errno.h>
#include <inttypes.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FRAME_SHIFT     12
#define FRAME_OFFSET    ((1ull << FRAME_SHIFT) - 1)
#define SLOT_SHIFT      11
#define SLOT_OFFSET     ((1ull << SLOT_SHIFT) - 1)
#define SEGMENT_SHIFT   18
#define SEGMENT_SIZE    (1ull << SEGMENT_SHIFT)
#define SEGMENT_OFFSET  (SEGMENT_SIZE - 1)
#define SEGMENT_SLOTS   (1u << (SEGMENT_SHIFT - SLOT_SHIFT))
#define SEGMENT_ORDER   (SEGMENT_SHIFT - FRAME_SHIFT)
#define POOL_BITS       32                      /* every device that needs the pool drives as many */
#define POOL_SEGMENTS   (1u << (POOL_BITS - SEGMENT_SHIFT))
#define DEFAULT_SLABS   32768

#define DMA_ERROR       (~0ull)
#define OUT_OF_LINE     __attribute__((noinline)) /* what a direct mapping of one frame does not need, and does not pay for */
#define ATTR_NO_WARN    (1ull << 8)             /* DMA_ATTR_NO_WARN of the kernel */
#define NO_SLOT         (~0u)
#define NO_SEGMENT      UINT16_MAX

/* A slot's tag: the first slot of its mapping, counted in its segment; or that it is free, and at both ends of a free run the run's
 * length less one. */
#define TAG_FREE        0x80u
#define TAG_NUMBER      0x7fu

/* A guest frame's byte in xd_instance.blocks, where coherent memory begins: its order and one. */
#define BLOCK_EXCHANGED 0x80u

/* A bounced mapping. It begins `offset` bytes into its first slot, where the device wants low address bits kept. */
struct mapping {
    uint64_t phys;
    uint32_t size;
    uint16_t offset;
    uint8_t slots;
    uint8_t direction;
};

/* A free run's neighbours in the list of its length, by their first slots. */
struct link {
    uint32_t next, previous;
};

struct pool {
    uint64_t phys;                              /* guest address of slot 0 */
    uint64_t highest;                           /* last byte of the highest segment on the bus */
    uint64_t in_use;
    uint32_t segments;
    uint32_t order;                             /* of the guest block, which may be longer than the segments */
    uint64_t *bus;                              /* by segment: its bus address */
    uint8_t *exchanged;                         /* by segment */
    uint16_t *segment_at;                       /* by bus address >> SEGMENT_SHIFT */
    uint8_t *tag;                               /* by slot */
    union { struct mapping mapping; struct link link; } *slot;
    uint32_t runs[SEGMENT_SLOTS];               /* by length less one: the first run */
    uint64_t any_runs[SEGMENT_SLOTS / 64];      /* a bit for each list that is not empty */
};

struct xd_instance {
    xd_platform platform;
    struct pool pool;
    uint8_t *blocks;
    uint64_t memory_size;
    uint64_t page_offset;
    bool force;
    bool concurrent;
    pthread_mutex_t pool_lock;                  /* tags, slots and lists */
    pthread_mutex_t block_lock;                 /* blocks; the guest's and the hypervisor's frames */
};

/* What a bounced mapping asks of its slots. */
struct demand {
    uint64_t size;
    uint64_t wanted, kept;                      /* address bits on the bus, and which of them count */
    uint64_t boundary;
    uint64_t mask;
    uint32_t slots;
    uint16_t offset;
};

enum backing { MISSING, BROKEN, CONSECUTIVE };

static void lock(xd_instance *x, pthread_mutex_t *mutex)
{
    if (x->concurrent)
        pthread_mutex_lock(mutex);
}

static void unlock(xd_instance *x, pthread_mutex_t *mutex)
{
    if (x->concurrent)
        pthread_mutex_unlock(mutex);
}

static void warn(const xd_instance *x, const xd_device *dev, const char *what, uint64_t number)
{
    char who[24] = "pool", line[128];
    if (dev)
        snprintf(who, sizeof who, "device %" PRIu32, dev->id);
    snprintf(line, sizeof line, "%s: %s 0x%" PRIx64, who, what, number);
    x->platform.log(x->platform.ctx, XD_LOG_WARNING, line);
}

static bool goes_to_device(int direction) { return direction == XD_TO_DEVICE || direction == XD_BIDIRECTIONAL; }

static bool comes_from_device(int direction) { return direction == XD_FROM_DEVICE || direction == XD_BIDIRECTIONAL; }

/* Asked first by every op that takes a direction, so that a breach has no effect. */
static bool has_direction(const xd_instance *x, int direction)
{
    if (goes_to_device(direction) || comes_from_device(direction))
        return true;
    x->platform.bug(x->platform.ctx, "a DMA op without a direction");
    return false;
}

static bool is_within(uint64_t bus, uint64_t size, uint64_t mask) { return bus <= mask && size - 1 <= mask - bus; }

static bool is_in_memory(const xd_instance *x, uint64_t phys, uint64_t size)
{
    return size != 0 && phys < x->memory_size && size <= x->memory_size - phys;
}

OUT_OF_LINE
static enum backing backing_of_rest(const xd_instance *x, uint64_t pfn, uint64_t first, uint64_t frames)
{
    const xd_platform *p = &x->platform;
    enum backing backing = CONSECUTIVE;
    for (uint64_t i = 1; i < frames; i++) {
        uint64_t bfn = p->pfn_to_bfn(p->ctx, pfn + i);
        if (bfn == XD_NO_PAGE)
            return MISSING;
        if (bfn != first + i)
            backing = BROKEN;
    }
    return backing;
}

/* What the bus sees of guest memory. Xen's frames count, whatever the guest's page is, and the last one as much as the others. */
static inline enum backing backing_of(const xd_instance *x, uint64_t phys, uint64_t size, uint64_t *bus)
{
    const xd_platform *p = &x->platform;
    uint64_t pfn = phys >> FRAME_SHIFT, frames = ((phys + size - 1) >> FRAME_SHIFT) - pfn + 1;
    uint64_t first = p->pfn_to_bfn(p->ctx, pfn);
    if (first == XD_NO_PAGE)
        return MISSING;
    *bus = first << FRAME_SHIFT | (phys & FRAME_OFFSET);
    return frames == 1 ? CONSECUTIVE : backing_of_rest(x, pfn, first, frames);
}

/* A device that does not snoop is handed lines that are written back, in every direction: what it does not write stays the CPU's. */
static void hand_to_device(const xd_instance *x, const xd_device *dev, uint64_t bus, uint64_t size, int direction)
{
    if (dev && dev->flags & XD_DEVICE_NONCOHERENT)
        x->platform.cache_clean(x->platform.ctx, bus, size, direction);
}

static void hand_to_cpu(const xd_instance *x, const xd_device *dev, uint64_t bus, uint64_t size, int direction)
{
    if (dev && dev->flags & XD_DEVICE_NONCOHERENT && comes_from_device(direction))
        x->platform.cache_invalidate(x->platform.ctx, bus, size, direction);
}

/* ---- the pool: free runs ---- */

static uint64_t phys_of(const struct pool *pool, uint32_t slot) { return pool->phys + ((uint64_t)slot << SLOT_SHIFT); }

static uint64_t bus_of(const struct pool *pool, uint32_t slot)
{
    return pool->bus[slot / SEGMENT_SLOTS] + ((uint64_t)(slot % SEGMENT_SLOTS) << SLOT_SHIFT);
}

static void insert_run(struct pool *pool, uint32_t first, uint32_t length)
{
    uint32_t next = pool->runs[length - 1];
    pool->tag[first] = pool->tag[first + length - 1] = (uint8_t)(TAG_FREE | (length - 1));
    pool->slot[first].link = (struct link){ .next = next, .previous = NO_SLOT };
    if (next != NO_SLOT)
        pool->slot[next].link.previous = first;
    pool->runs[length - 1] = first;
    pool->any_runs[(length - 1) / 64] |= 1ull << (length - 1) % 64;
}

static void remove_run(struct pool *pool, uint32_t first, uint32_t length)
{
    struct link link = pool->slot[first].link;
    if (link.next != NO_SLOT)
        pool->slot[link.next].link.previous = link.previous;
    if (link.previous != NO_SLOT)
        pool->slot[link.previous].link.next = link.next;
    else if ((pool->runs[length - 1] = link.next) == NO_SLOT)
        pool->any_runs[(length - 1) / 64] &= ~(1ull << (length - 1) % 64);
}

/* The least length from `length` on of which there is a run; more than a segment where there is none. */
static uint32_t next_length(const struct pool *pool, uint32_t length)
{
    for (uint32_t i = length - 1; i < SEGMENT_SLOTS; i = (i | 63) + 1) {
        uint64_t lists = pool->any_runs[i / 64] >> i % 64;
        if (lists)
            return i + (uint32_t)__builtin_ctzll(lists) + 1;
    }
    return SEGMENT_SLOTS + 1;
}

/* The slot of a run at which a mapping may begin; NO_SLOT where it may at none. */
static uint32_t place_in_run(const struct pool *pool, uint32_t first, uint32_t length, const struct demand *demand)
{
    uint64_t bus = bus_of(pool, first) + demand->offset;
    for (uint32_t slot = first; slot + demand->slots <= first + length; slot++, bus += 1u << SLOT_SHIFT) {
        if (!is_within(bus, demand->size, demand->mask))
            break;
        bool crosses = (bus ^ (bus + demand->size - 1)) & ~demand->boundary;
        if (!crosses && ((bus ^ demand->wanted) & demand->kept) == 0)
            return slot;
    }
    return NO_SLOT;
}

/* Takes slots of the shortest run that has a place. Every run that is long enough is looked at before it fails. */
static uint32_t take_slots(struct pool *pool, const struct demand *demand)
{
    for (uint32_t length = demand->slots; (length = next_length(pool, length)) <= SEGMENT_SLOTS; length++) {
        for (uint32_t run = pool->runs[length - 1]; run != NO_SLOT; run = pool->slot[run].link.next) {
            uint32_t first = place_in_run(pool, run, length, demand);
            if (first == NO_SLOT)
                continue;
            uint32_t before = first - run, behind = length - before - demand->slots;
            remove_run(pool, run, length);
            if (before)
                insert_run(pool, run, before);
            if (behind)
                insert_run(pool, first + demand->slots, behind);
            memset(pool->tag + first, (int)(first % SEGMENT_SLOTS), demand->slots);
            pool->in_use += demand->slots;
            return first;
        }
    }
    return NO_SLOT;
}

static void give_slots_back(struct pool *pool, uint32_t first)
{
    uint32_t slots = pool->slot[first].mapping.slots, end = first + slots;
    memset(pool->tag + first, TAG_FREE, slots);
    pool->in_use -= slots;
    if (first % SEGMENT_SLOTS && pool->tag[first - 1] & TAG_FREE) {
        uint32_t length = (pool->tag[first - 1] & TAG_NUMBER) + 1;
        first -= length;
        remove_run(pool, first, length);
    }
    if (end % SEGMENT_SLOTS && pool->tag[end] & TAG_FREE) {
        uint32_t length = (pool->tag[end] & TAG_NUMBER) + 1;
        remove_run(pool, end, length);
        end += length;
    }
    insert_run(pool, first, end - first);
}

/* The slot behind a bus address, NO_SLOT outside the pool. Asked of the pool alone: no other domain's address is taken for one of it. */
static uint32_t slot_at(const struct pool *pool, uint64_t bus)
{
    if (bus >> POOL_BITS)
        return NO_SLOT;
    uint16_t segment = pool->segment_at[bus >> SEGMENT_SHIFT];
    return segment == NO_SEGMENT ? NO_SLOT : segment * SEGMENT_SLOTS + (uint32_t)((bus & SEGMENT_OFFSET) >> SLOT_SHIFT);
}

/* The first slot of the bounced mapping that a bus address lies in, NO_SLOT where in none; and how far into the mapping. */
static uint32_t mapping_at(const struct pool *pool, uint64_t bus, uint64_t *into)
{
    uint32_t slot = slot_at(pool, bus);
    if (slot == NO_SLOT || pool->tag[slot] & TAG_FREE)
        return NO_SLOT;
    uint32_t first = slot - slot % SEGMENT_SLOTS + pool->tag[slot];
    *into = bus - bus_of(pool, first) - pool->slot[first].mapping.offset;
    return *into < pool->slot[first].mapping.size ? first : NO_SLOT;
}

static void copy_in(const xd_instance *x, uint32_t first, uint64_t into, uint64_t size)
{
    const struct mapping *mapping = &x->pool.slot[first].mapping;
    uint8_t *memory = x->platform.memory;
    memcpy(memory + phys_of(&x->pool, first) + mapping->offset + into, memory + mapping->phys + into, size);
}

static void copy_out(const xd_instance *x, uint32_t first, uint64_t into, uint64_t size)
{
    const struct mapping *mapping = &x->pool.slot[first].mapping;
    uint8_t *memory = x->platform.memory;
    memcpy(memory + mapping->phys + into, memory + phys_of(&x->pool, first) + mapping->offset + into, size);
}

/* ---- streaming ---- */

/* A mapping as large as a page begins on one, unless the device has low bits of its own to keep. Both are bits of the bus address. */
static bool make_demand(const xd_instance *x, const xd_device *dev, uint64_t phys, uint64_t size, struct demand *demand)
{
    uint64_t boundary = dev->segment_boundary_mask ? dev->segment_boundary_mask : ~0ull;
    if (boundary & (boundary + 1)) {
        x->platform.bug(x->platform.ctx, "a segment boundary that is no power of two");
        return false;
    }
    uint64_t kept = dev->min_align_mask & SEGMENT_OFFSET, wanted = phys & kept, offset = wanted & SLOT_OFFSET;
    if (!kept && size > x->page_offset)
        kept = x->page_offset & SEGMENT_OFFSET;
    if (size > SEGMENT_SIZE - offset)
        return false;
    *demand = (struct demand){
        .size = size, .wanted = wanted, .kept = kept, .boundary = boundary, .mask = dev->dma_mask,
        .slots = (uint32_t)((offset + size + SLOT_OFFSET) >> SLOT_SHIFT), .offset = (uint16_t)offset,
    };
    return true;
}

/* The slots are filled in every direction, and without a sync too: what the device does not write comes back as it was, and nothing of
 * the mapping before is seen. They are handed over as a whole, so that no line of them is left that could be written back later. */
OUT_OF_LINE
static uint64_t bounce(xd_instance *x, const xd_device *dev, uint64_t phys, uint64_t size, int direction, uint64_t attrs)
{
    struct pool *pool = &x->pool;
    struct demand demand;
    uint32_t first = NO_SLOT;
    if (make_demand(x, dev, phys, size, &demand)) {
        lock(x, &x->pool_lock);
        first = take_slots(pool, &demand);
        if (first != NO_SLOT)
            pool->slot[first].mapping = (struct mapping){ phys, (uint32_t)size, demand.offset, (uint8_t)demand.slots, (uint8_t)direction };
        unlock(x, &x->pool_lock);
    }
    if (first == NO_SLOT) {
        if (!(attrs & ATTR_NO_WARN))
            warn(x, dev, "no slots for a mapping of so many bytes:", size);
        return DMA_ERROR;
    }
    copy_in(x, first, 0, size);
    hand_to_device(x, dev, bus_of(pool, first), (uint64_t)demand.slots << SLOT_SHIFT, direction);
    return bus_of(pool, first) + demand.offset;
}

static inline uint64_t map(xd_instance *x, const xd_device *dev, uint64_t phys, uint64_t size, int direction, uint64_t attrs)
{
    const xd_platform *p = &x->platform;
    uint64_t bus;
    if (!is_in_memory(x, phys, size))
        return DMA_ERROR;
    enum backing backing = backing_of(x, phys, size, &bus);
    if (backing == MISSING)
        return DMA_ERROR;
    if (x->force || backing == BROKEN || !is_within(bus, size, dev->dma_mask) || p->arch_need_swiotlb(p->ctx, dev, phys, bus))
        return bounce(x, dev, phys, size, direction, attrs);
    if (!(attrs & XD_ATTR_SKIP_CPU_SYNC))
        hand_to_device(x, dev, bus, size, direction);
    return bus;
}

static bool may_map(const xd_instance *x, const xd_device *dev, int direction)
{
    if (!has_direction(x, direction))
        return false;
    if (!dev)
        x->platform.bug(x->platform.ctx, "a streaming mapping without a device");
    return dev;
}

static uint64_t map_page(xd_instance *x, const xd_device *dev, uint64_t pfn, uint64_t offset, uint64_t size, int direction, uint64_t attrs)
{
    if (!may_map(x, dev, direction) || pfn >= x->platform.nr_pfns || offset >= x->memory_size)
        return DMA_ERROR;
    return map(x, dev, (pfn << FRAME_SHIFT) + offset, size, direction, attrs);
}

/* What is copied back and given back is what was mapped. Without a sync too the slots come back to the CPU: what its caches kept of them
 * while the device wrote is nothing for the mapping that gets them next. */
OUT_OF_LINE
static void end_bounce(xd_instance *x, const xd_device *dev, uint64_t bus, bool syncs)
{
    struct pool *pool = &x->pool;
    uint64_t into = 0;
    uint32_t first = mapping_at(pool, bus, &into);
    if (first == NO_SLOT || into) {
        warn(x, dev, "unmap where no mapping begins, at bus address", bus);
        return;
    }
    const struct mapping *mapping = &pool->slot[first].mapping;
    hand_to_cpu(x, dev, bus, mapping->size, mapping->direction);
    if (syncs && comes_from_device(mapping->direction))
        copy_out(x, first, 0, mapping->size);
    lock(x, &x->pool_lock);
    give_slots_back(pool, first);
    unlock(x, &x->pool_lock);
}

/* The size counts for the caches of a direct mapping alone. */
static inline void unmap(xd_instance *x, const xd_device *dev, uint64_t bus, uint64_t size, int direction, uint64_t attrs)
{
    bool syncs = !(attrs & XD_ATTR_SKIP_CPU_SYNC);
    if (slot_at(&x->pool, bus) != NO_SLOT)
        end_bounce(x, dev, bus, syncs);
    else if (syncs)
        hand_to_cpu(x, dev, bus, size, direction);
}

static void unmap_page(xd_instance *x, const xd_device *dev, uint64_t dma, uint64_t size, int direction, uint64_t attrs)
{
    if (has_direction(x, direction))
        unmap(x, dev, dma, size, direction, attrs);
}

static int mapping_error(xd_instance *x, const xd_device *dev, uint64_t dma)
{
    (void)x, (void)dev;
    return dma == DMA_ERROR;
}

/* The mapping that a sync speaks of, NO_SLOT for a direct one. A sync that runs over the end of its mapping stops there. */
static uint32_t part_at(const xd_instance *x, uint64_t dma, uint64_t *size, uint64_t *into)
{
    uint32_t first = mapping_at(&x->pool, dma, into);
    if (first != NO_SLOT && *size > x->pool.slot[first].mapping.size - *into)
        *size = x->pool.slot[first].mapping.size - *into;
    return first;
}

static void sync_single_for_cpu(xd_instance *x, const xd_device *dev, uint64_t dma, uint64_t size, int direction)
{
    if (!has_direction(x, direction))
        return;
    uint64_t into;
    uint32_t first = part_at(x, dma, &size, &into);
    hand_to_cpu(x, dev, dma, size, direction);
    if (first != NO_SLOT && comes_from_device(direction) && comes_from_device(x->pool.slot[first].mapping.direction))
        copy_out(x, first, into, size);
}

/* Of a mapping from the device nothing is copied: its bytes are the device's. */
static void sync_single_for_device(xd_instance *x, const xd_device *dev, uint64_t dma, uint64_t size, int direction)
{
    if (!has_direction(x, direction))
        return;
    uint64_t into;
    uint32_t first = part_at(x, dma, &size, &into);
    if (first != NO_SLOT && goes_to_device(direction) && goes_to_device(x->pool.slot[first].mapping.direction))
        copy_in(x, first, into, size);
    hand_to_device(x, dev, dma, size, direction);
}

/* ---- lists ---- */

/* All entries or none: a failed list holds no slots, and its buffers are as they were. */
static int map_sg(xd_instance *x, const xd_device *dev, xd_segment *segments, int count, int direction, uint64_t attrs)
{
    if (!may_map(x, dev, direction))
        return -EINVAL;
    for (int i = 0; i < count; i++) {
        xd_segment *entry = &segments[i];
        entry->dma_address = map(x, dev, entry->phys, entry->length, direction, attrs);
        entry->dma_length = entry->length;
        if (entry->dma_address != DMA_ERROR)
            continue;
        entry->dma_length = 0;
        while (i-- > 0) {
            unmap(x, dev, segments[i].dma_address, segments[i].dma_length, direction, attrs | XD_ATTR_SKIP_CPU_SYNC);
            segments[i].dma_address = DMA_ERROR;
            segments[i].dma_length = 0;
        }
        return -EIO;
    }
    return count;
}

static void unmap_sg(xd_instance *x, const xd_device *dev, xd_segment *segments, int count, int direction, uint64_t attrs)
{
    if (!has_direction(x, direction))
        return;
    for (int i = 0; i < count; i++)
        unmap(x, dev, segments[i].dma_address, segments[i].dma_length, direction, attrs);
}

static void sync_sg_for_cpu(xd_instance *x, const xd_device *dev, xd_segment *segments, int count, int direction)
{
    if (!has_direction(x, direction))
        return;
    for (int i = 0; i < count; i++)
        sync_single_for_cpu(x, dev, segments[i].dma_address, segments[i].dma_length, direction);
}

static void sync_sg_for_device(xd_instance *x, const xd_device *dev, xd_segment *segments, int count, int direction)
{
    if (!has_direction(x, direction))
        return;
    for (int i = 0; i < count; i++)
        sync_single_for_device(x, dev, segments[i].dma_address, segments[i].dma_length, direction);
}

/* ---- coherent memory ---- */

/* Sizes count in pages of the guest, since mmap shows whole ones; frames and orders in Xen's. 0 where the size is none. */
static uint64_t whole_pages(const xd_instance *x, uint64_t size)
{
    return size <= x->memory_size ? (size + x->page_offset) & ~x->page_offset : 0;
}

/* The least order of which a block holds so many bytes. */
static uint32_t order_of(uint64_t bytes)
{
    uint64_t frames = (bytes + FRAME_OFFSET) >> FRAME_SHIFT;
    return frames > 1 ? 64 - (uint32_t)__builtin_clzll(frames - 1) : 0;
}

/* The most address bits of which the mask covers every address: a mask of odd form is never overstepped. */
static uint32_t bits_within(uint64_t mask) { return mask == ~0ull ? 64 : 63 - (uint32_t)__builtin_clzll(mask + 1); }

static bool fits(const xd_instance *x, uint64_t phys, uint64_t size, uint64_t mask, uint64_t *bus)
{
    return backing_of(x, phys, size, bus) == CONSECUTIVE && is_within(*bus, size, mask);
}

/* Takes frames that fit as they are, or exchanges them for some that do. What is exchanged is a block as a whole. */
static uint64_t take_block(xd_instance *x, uint64_t size, uint32_t order, uint64_t mask, uint64_t *dma)
{
    const xd_platform *p = &x->platform;
    uint64_t phys = p->alloc_pages(p->ctx, order);
    if (phys == XD_NO_PAGE)
        return XD_NO_PAGE;
    bool exchanges = !fits(x, phys, size, mask, dma);
    if (exchanges && p->create_contiguous_region(p->ctx, phys, order, bits_within(mask), dma)) {
        p->free_pages(p->ctx, phys, order);
        return XD_NO_PAGE;
    }
    x->blocks[phys >> FRAME_SHIFT] = (uint8_t)(order + 1) | (exchanges ? BLOCK_EXCHANGED : 0);
    return phys;
}

static uint64_t alloc(xd_instance *x, const xd_device *dev, uint64_t size, uint64_t *dma, uint64_t attrs)
{
    (void)attrs;
    uint64_t bytes = whole_pages(x, size), mask = dev && dev->coherent_mask ? dev->coherent_mask : UINT32_MAX;
    *dma = DMA_ERROR;
    if (!bytes)
        return XD_NO_PAGE;
    lock(x, &x->block_lock);
    uint64_t phys = take_block(x, size, order_of(bytes), mask, dma);
    unlock(x, &x->block_lock);
    if (phys == XD_NO_PAGE)
        return XD_NO_PAGE;
    memset(x->platform.memory + phys, 0, bytes);
    hand_to_device(x, dev, *dma, bytes, XD_BIDIRECTIONAL);
    return phys;
}

/* The block is known by its memory: what was taken is given back, and to the hypervisor what came from there, whatever size, handle and
 * mask are now. */
static void release(xd_instance *x, const xd_device *dev, uint64_t size, uint64_t phys, uint64_t dma, uint64_t attrs)
{
    (void)size, (void)dma, (void)attrs;
    const xd_platform *p = &x->platform;
    uint8_t *block = is_in_memory(x, phys, 1) && !(phys & FRAME_OFFSET) ? &x->blocks[phys >> FRAME_SHIFT] : NULL;
    if (!block || !*block) {
        warn(x, dev, "free where no coherent memory begins, at guest address", phys);
        return;
    }
    uint32_t order = (*block & ~BLOCK_EXCHANGED) - 1;
    lock(x, &x->block_lock);
    if (*block & BLOCK_EXCHANGED)
        p->destroy_contiguous_region(p->ctx, phys, order);
    *block = 0;
    p->free_pages(p->ctx, phys, order);
    unlock(x, &x->block_lock);
}

/* ---- questions ---- */

static int dma_supported(xd_instance *x, const xd_device *dev, uint64_t mask)
{
    (void)dev;
    return x->pool.highest <= mask;
}

static int mmap_coherent(xd_instance *x, const xd_device *dev, uint64_t phys, uint64_t dma, uint64_t size,
                         uint64_t *pfns, uint64_t max_pfns)
{
    (void)dev, (void)dma;
    uint64_t frames = whole_pages(x, size) >> FRAME_SHIFT;
    if (!frames || !is_in_memory(x, phys, frames << FRAME_SHIFT))
        return -ENXIO;
    if (frames > max_pfns)
        return -EINVAL;
    for (uint64_t i = 0; i < frames; i++)
        pfns[i] = (phys >> FRAME_SHIFT) + i;
    return 0;
}

static int get_sgtable(xd_instance *x, const xd_device *dev, xd_segment *segments, int max, uint64_t phys, uint64_t dma, uint64_t size)
{
    (void)dev, (void)dma;
    uint64_t bytes = whole_pages(x, size);
    if (max < 1 || !bytes)
        return -ENOMEM;
    segments[0] = (xd_segment){ .phys = phys & ~x->page_offset, .length = bytes };
    return 1;
}

static uint64_t slots_in_use(xd_instance *x)
{
    lock(x, &x->pool_lock);
    uint64_t in_use = x->pool.in_use;
    unlock(x, &x->pool_lock);
    return in_use;
}

static int pool_range(xd_instance *x, uint64_t *phys_start, uint64_t *phys_end)
{
    *phys_start = x->pool.phys;
    *phys_end = phys_of(&x->pool, x->pool.segments * SEGMENT_SLOTS);
    return 0;
}

/* ---- the pool: making it ---- */

/* Whether a segment may stay where it lies; 2^bits is the limit. */
static bool lies_well(const xd_instance *x, uint64_t phys, uint32_t bits, uint64_t *bus)
{
    return fits(x, phys, SEGMENT_SIZE, (1ull << bits) - 1, bus) && !(*bus & SEGMENT_OFFSET);
}

/* Puts a segment as low as can be, since narrow devices are to reach it. The width only grows from one segment to the next: low
 * frames that were gone for one do not come back for another. */
static int settle_segment(xd_instance *x, uint32_t segment, uint32_t *bits)
{
    const xd_platform *p = &x->platform;
    struct pool *pool = &x->pool;
    uint64_t phys = phys_of(pool, segment * SEGMENT_SLOTS), *bus = &pool->bus[segment];
    for (;; ++*bits) {
        pool->exchanged[segment] = !lies_well(x, phys, *bits, bus);
        int rc = pool->exchanged[segment] ? p->create_contiguous_region(p->ctx, phys, SEGMENT_ORDER, *bits, bus) : 0;
        if (rc == 0)
            break;
        if (*bits == POOL_BITS)
            return rc;
    }
    if (*bus + SEGMENT_OFFSET > pool->highest)
        pool->highest = *bus + SEGMENT_OFFSET;
    return 0;
}

/* Gives the pool's memory back: to the hypervisor what came from there for the first `segments` of it, then to the guest. */
static void give_memory_back(xd_instance *x, uint32_t segments)
{
    const xd_platform *p = &x->platform;
    for (uint32_t i = 0; i < segments; i++) {
        if (x->pool.exchanged[i])
            p->destroy_contiguous_region(p->ctx, phys_of(&x->pool, i * SEGMENT_SLOTS), SEGMENT_ORDER);
    }
    p->free_pages(p->ctx, x->pool.phys, x->pool.order);
}

/* Finds memory for as many segments as can be had. Where the guest has no such block, half is asked for; where the hypervisor
 * settles fewer, as many as it did. */
static int find_memory(xd_instance *x, uint32_t segments)
{
    const xd_platform *p = &x->platform;
    struct pool *pool = &x->pool;
    int rc = -ENOMEM;
    for (uint32_t fewer; segments; segments = fewer) {
        fewer = segments / 2;
        pool->order = order_of(segments * SEGMENT_SIZE);
        pool->phys = p->alloc_pages(p->ctx, pool->order);
        if (pool->phys != XD_NO_PAGE) {
            uint32_t settled = 0, bits = SEGMENT_SHIFT;
            pool->highest = 0;
            rc = 0;
            while (settled < segments && (rc = settle_segment(x, settled, &bits)) == 0)
                settled++;
            if (settled == segments) {
                pool->segments = segments;
                return 0;
            }
            give_memory_back(x, settled);
            fewer = settled ? settled : fewer;
        }
        warn(x, NULL, "no memory for so many bytes:", segments * SEGMENT_SIZE);
    }
    return rc;
}

static bool allocate_tables(struct pool *pool)
{
    uint32_t slots = pool->segments * SEGMENT_SLOTS;
    pool->segment_at = malloc(POOL_SEGMENTS * sizeof *pool->segment_at);
    pool->tag = malloc(slots);
    pool->slot = calloc(slots, sizeof *pool->slot);
    return pool->segment_at && pool->tag && pool->slot;
}

static void free_all_slots(struct pool *pool)
{
    memset(pool->segment_at, 0xff, POOL_SEGMENTS * sizeof *pool->segment_at);
    memset(pool->tag, TAG_FREE, pool->segments * SEGMENT_SLOTS);
    memset(pool->runs, 0xff, sizeof pool->runs);
    for (uint32_t i = pool->segments; i-- > 0;) {
        pool->segment_at[pool->bus[i] >> SEGMENT_SHIFT] = (uint16_t)i;
        insert_run(pool, i * SEGMENT_SLOTS, SEGMENT_SLOTS);
    }
}

static int make_pool(xd_instance *x, uint64_t slabs)
{
    struct pool *pool = &x->pool;
    uint64_t segments = ((slabs ? slabs : DEFAULT_SLABS) + SEGMENT_SLOTS - 1) / SEGMENT_SLOTS;
    if (slabs > (uint64_t)POOL_SEGMENTS * SEGMENT_SLOTS)
        return -EINVAL;
    pool->bus = calloc(segments, sizeof *pool->bus);
    pool->exchanged = calloc(segments, sizeof *pool->exchanged);
    if (!pool->bus || !pool->exchanged)
        return -ENOMEM;
    int rc = find_memory(x, (uint32_t)segments);
    if (rc)
        return rc;
    if (!allocate_tables(pool)) {
        give_memory_back(x, pool->segments);
        return -ENOMEM;
    }
    free_all_slots(pool);
    return 0;
}

/* ---- instances ---- */

static void free_instance(xd_instance *x)
{
    if (!x)
        return;
    pthread_mutex_destroy(&x->pool_lock);
    pthread_mutex_destroy(&x->block_lock);
    free(x->pool.bus);
    free(x->pool.exchanged);
    free(x->pool.segment_at);
    free(x->pool.tag);
    free(x->pool.slot);
    free(x->blocks);
    free(x);
}

static xd_instance *make_instance(const xd_platform *platform, const xd_pool *pool)
{
    xd_instance *x = calloc(1, sizeof *x);
    if (!x)
        return NULL;
    x->platform = *platform;
    x->memory_size = platform->nr_pfns << FRAME_SHIFT;
    x->page_offset = (1ull << platform->page_shift) - 1;
    x->force = pool->flags & XD_POOL_FORCE;
    x->concurrent = pool->flags & XD_POOL_CONCURRENT;
    pthread_mutex_init(&x->pool_lock, NULL);
    pthread_mutex_init(&x->block_lock, NULL);
    x->blocks = calloc(platform->nr_pfns, 1);
    if (x->blocks)
        return x;
    free_instance(x);
    return NULL;
}

static xd_instance *create(const xd_platform *platform, const xd_pool *pool, int *rc)
{
    *rc = -EINVAL;
    if (platform->abi_version != XENDMA_ABI_VERSION || platform->page_shift < FRAME_SHIFT || platform->page_shift > SEGMENT_SHIFT)
        return NULL;
    xd_instance *x = make_instance(platform, pool);
    *rc = x ? make_pool(x, pool->slabs) : -ENOMEM;
    if (*rc == 0)
        return x;
    free_instance(x);
    if (pool->flags & XD_POOL_EARLY)
        platform->bug(platform->ctx, "no bounce pool at early boot");
    return NULL;
}

static void destroy(xd_instance *x)
{
    give_memory_back(x, x->pool.segments);
    free_instance(x);
}

static const xd_ops ops = {
    .abi_version = XENDMA_ABI_VERSION,
    .name = "segregated runs (C)",
    .create = create,
    .destroy = destroy,
    .alloc = alloc,
    .free = release,
    .map_page = map_page,
    .unmap_page = unmap_page,
    .mapping_error = mapping_error,
    .map_sg = map_sg,
    .unmap_sg = unmap_sg,
    .sync_single_for_cpu = sync_single_for_cpu,
    .sync_single_for_device = sync_single_for_device,
    .sync_sg_for_cpu = sync_sg_for_cpu,
    .sync_sg_for_device = sync_sg_for_device,
    .dma_supported = dma_supported,
    .mmap = mmap_coherent,
    .get_sgtable = get_sgtable,
    .slots_in_use = slots_in_use,
    .pool_range = pool_range,
};

const xd_ops *xendma_ops(uint32_t abi_version) { return abi_version == XENDMA_ABI_VERSION ? &ops : NULL; }
