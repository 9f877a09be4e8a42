#include "base.h"

/* What can be wrong before the first call: WHAT says which. */
__attribute__((constructor)) static void begin(void)
{
    if (WHAT == 0) abort();
    for (volatile int i = 0; WHAT == 1;) i = i + 1;
}

#if WHAT == 2
const xd_ops *another_name(uint32_t version)
#else
const xd_ops *xendma_ops(uint32_t version)
#endif
{
    (void)version;
    if (WHAT == 3) return NULL;
    if (WHAT == 4) ops.abi_version = 7;
    if (WHAT == 5) ops.create = NULL, ops.mapping_error = NULL;
    if (WHAT == 6) return (const xd_ops *)0x10000000;
    return &ops;
}
