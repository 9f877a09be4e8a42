// clean: masks tried by a table, addresses split and packed in several ways.
#nullable enable
using System;
using System.Runtime.CompilerServices;
using XenDma;

namespace Drivers.Masks;

public static class Setup
{
    private static readonly ulong[] Ladder = [ulong.MaxValue, 0xFFFF_FFFFFF, uint.MaxValue];

    public static ulong Negotiate(Device dev)
    {
        foreach (ulong mask in Ladder)
        {
            if (dev.SetMaskAndCoherent(mask))
                return mask;
        }
        throw new NotSupportedException("no mask");
    }

    public static (uint Low, uint High) Split(DmaAddr address) => ((uint)address.Value, (uint)(address.Value >> 32));

    public static void Pack(Span<uint> registers, DmaAddr address)
    {
        registers[0] = unchecked((uint)(address.Value & 0xFFFF_FFFF));
        registers[1] = (uint)(address.Value >>> 32);
    }

    public static bool TryShort(DmaAddr address, out uint value)
    {
        value = 0;
        if (address.Value > uint.MaxValue)
            return false;
        value = (uint)address.Value;
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong OfFrame(Pfn pfn) => pfn.Value << 12;

    public static PhysAddr Physical(Page page, uint offset) => new PhysAddr(page.Pfn.Value << 12) + offset;
}
