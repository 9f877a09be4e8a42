/* The least that a map and unmap cycle costs in compiled C: the same look-ups and the same copies as the model's, without its bookkeeping, and
 * bounced cycles with it.
 * Built by the benchmarks with: cc -O2 -shared -fPIC -o libcycles.so cycles.c */
#include <stdint.h>
#include <string.h>

/* Direct: look up the frame, compare with the mask; at unmap, look the frame up the other way. */
uint64_t direct_cycle(const uint64_t *p2m, const uint32_t *m2p, uint64_t phys, uint64_t size, uint64_t mask, long rounds)
{
    volatile uint64_t sink = 0;
    for (long i = 0; i < rounds; i++) {
        uint64_t pfn = phys >> 12, bus = p2m[pfn] << 12 | (phys & 4095);
        for (uint64_t k = 1; k < ((phys & 4095) + size + 4095) >> 12; k++)
            if (p2m[pfn + k] != p2m[pfn] + k) return 0;
        if (bus + size - 1 > mask) return 0;
        sink += bus;
        uint64_t back = m2p[bus >> 12];
        if (p2m[back] != bus >> 12) return 0;
        sink += back;
    }
    return sink;
}

/* Bounced: take the next run of slots, copy in, mark them; at unmap copy out and free them. *next is where the search goes on, as the kernel's
 * does: it walks through the whole pool before it meets slots that are in a cache. */
uint64_t bounced_cycle(uint8_t *memory, uint64_t phys, uint64_t pool, uint64_t slots, uint32_t *list, uint64_t *original,
                       uint64_t size, int syncs, uint64_t *next, long rounds)
{
    uint64_t index = *next, need = (size + 2047) / 2048, sink = 0;
    for (long i = 0; i < rounds; i++) {
        uint64_t at = (index + 1) & ~1ull;
        if (at + need > slots || at / 128 != (at + need - 1) / 128) at = (at + 127) / 128 * 128;
        if (at + need > slots) at = 0;
        for (uint64_t k = 0; k < need; k++) { list[at + k] = 0; original[at + k] = phys + k * 2048; }
        index = at + need;
        memcpy(memory + pool + at * 2048, memory + phys, size);
        if (syncs) memcpy(memory + original[at], memory + pool + at * 2048, size);
        memcpy(memory + original[at], memory + pool + at * 2048, size);
        for (uint64_t k = need; k-- > 0;) { list[at + k] = (uint32_t)(need - k); original[at + k] = ~0ull; }
        sink += at;
    }
    *next = index;
    return sink;
}

#define SEGMENT 128

/* The free slots right before a slot in its segment count on from what is free there. */
static void recount_before(uint32_t *list, uint64_t slot, uint32_t free)
{
    for (uint64_t k = slot; k % SEGMENT != 0 && list[k - 1] != 0; k--) list[k - 1] = ++free;
}

/* Bounced, with the books that the kernel keeps: for each slot the free slots from it to its segment's end, the original address and the bytes
 * left; the search asks the counts, take and release renew those before them. list begins as SEGMENT - i % SEGMENT. */
uint64_t bookkept_cycle(uint8_t *memory, uint64_t phys, uint64_t pool, uint64_t slots, uint32_t *list, uint64_t *original, uint64_t *left,
                        uint64_t size, int syncs, uint64_t *next, long rounds)
{
    uint64_t need = (size + 2047) / 2048, sink = 0;
    for (long i = 0; i < rounds; i++) {
        uint64_t at = (*next + 1) & ~1ull, tried = 0;
        if (at >= slots) at = 0;
        while (list[at] < need) {
            if (++tried > slots) return 0;
            at = at + 2 < slots ? at + 2 : 0;
        }
        for (uint64_t k = 0; k < need; k++) {
            list[at + k] = 0;
            original[at + k] = phys + k * 2048;
            left[at + k] = size - k * 2048;
        }
        recount_before(list, at, 0);
        *next = at + need < slots ? at + need : 0;
        memcpy(memory + pool + at * 2048, memory + original[at], left[at]);
        if (syncs) memcpy(memory + original[at], memory + pool + at * 2048, left[at]);
        memcpy(memory + original[at], memory + pool + at * 2048, left[at]);
        uint64_t end = at + need;
        uint32_t free = end % SEGMENT != 0 ? list[end] : 0;
        for (uint64_t k = end; k-- > at;) {
            list[k] = ++free;
            original[k] = ~0ull;
            left[k] = 0;
        }
        recount_before(list, at, free);
        sink += at;
    }
    return sink;
}
