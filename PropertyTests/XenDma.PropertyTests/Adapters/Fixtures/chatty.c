#include "base.h"
#include <stdio.h>

/* Right in all, but it prints lines that look like answers, and reads. */
static uint64_t map_page(xd_instance *x, const xd_device *dev, uint64_t pfn, uint64_t offset, uint64_t size, int direction, uint64_t attrs)
{
    char line[64];
    printf("{\"Batch\":null}\n");
    fprintf(stderr, "map_page of %llu bytes\n", (unsigned long long)size);
    fflush(stdout);
    if (fgets(line, sizeof line, stdin)) abort();
    return base_map_page(x, dev, pfn, offset, size, direction, attrs);
}

const xd_ops *xendma_ops(uint32_t version) { (void)version; ops.name = "chatty\n  one"; ops.map_page = map_page; return &ops; }
