// defect: memory is read as numbers before anybody asked whether there is any, and after it was freed.
#nullable enable
using Quartz.Kernel;

namespace Drivers.Reads;

public sealed class Reads
{
    public ulong Unchecked(uint words)
    {
        var one = Pinned.Allocate(words * 4);
        ulong sum = one.ReadUInt32(0); // expect: XDMA2005
        Pinned.Free(ref one);
        return sum;
    }

    public ulong Checked(uint words)
    {
        var one = Pinned.Allocate(words * 4);
        if (!one.IsValid)
            return 0;
        ulong sum = one.ReadUInt32(0);
        Pinned.Free(ref one);
        return sum;
    }

    public uint Freed(uint words)
    {
        var one = Pinned.Allocate(words * 4);
        if (!one.IsValid)
            return 0;
        var copy = one;
        Pinned.Free(ref one);
        return copy.ReadUInt32(0); // expect: XDMA1008
    }
}
