// defect: each statement by itself can be mended where it stands.
#nullable enable
using System;
using IxyCs.Memory;

namespace Drivers.Repairable;

public sealed class Repairable(Mempool pool)
{
    public ulong Low()
    {
        var buffer = pool.GetPacketBuffer();
        if (buffer.IsNull)
            return 0;
        uint low = (uint)buffer.PhysicalAddress; // expect: XDMA5001
        pool.FreeBuffer(buffer);
        return low;
    }
}
