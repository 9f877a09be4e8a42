using XenDma.Bouncing;

namespace XenDma.Samples;

/// <summary>A bounced mapping that is live: all that its unmap needs to know, whatever the caller says then.</summary>
/// <param name="FirstSlot">Its first slot, counted over the whole pool.</param>
/// <param name="Slots">How many slots it holds.</param>
/// <param name="Phys">The guest address of its first byte, in the pool.</param>
/// <param name="Bus">The bus address of its first byte.</param>
/// <param name="Original">The guest address of the bytes that it mirrors.</param>
/// <param name="Size">How many bytes.</param>
/// <param name="Direction">Which way they go.</param>
internal readonly record struct BounceRecord(
    int FirstSlot, int Slots, PhysAddr Phys, DmaAddr Bus, PhysAddr Original, ulong Size, DmaDirection Direction)
{
    /// <summary>The guest address of the first slot.</summary>
    internal PhysAddr RunStart => new(Phys.Value & ~IoTlb.SlotOffsetMask);

    /// <summary>The guest address behind the last slot.</summary>
    internal PhysAddr RunEnd => RunStart + ((ulong)Slots << IoTlb.SlotShift);

    internal bool Covers(DmaAddr address) => address.Value >= Bus.Value && address.Value - Bus.Value < Size;
}
