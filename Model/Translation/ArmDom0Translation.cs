using System;
using XenDma.Machines;

namespace XenDma.Translation;

/// <summary>Xen's initial domain on Arm: its own memory lies 1:1, other domains' frames are found in a tree of ranges, and there is no way back
/// from a machine frame. Foreign memory's caches are maintained by the hypervisor.</summary>
/// <remarks>arch/arm/xen/p2m.c, arch/arm/xen/mm.c, Linux 4.18.</remarks>
public sealed class ArmDom0Translation : BusTranslation
{
    private readonly ForeignRanges _foreign = new();

    /// <summary>The initial domain of a machine.</summary>
    /// <param name="machine">The machine.</param>
    /// <param name="semantics">The release; null = the contract.</param>
    /// <exception cref="ArgumentException">A frame is not 1:1, or another domain's machine frame lies in this one's memory.</exception>
    public ArmDom0Translation(Machine machine, Semantics? semantics = null)
        : base(machine, semantics)
    {
        foreach (FrameRun run in machine.Layout.OwnedOrIdentity)
        {
            if (run.Pfn != run.Mfn) throw new ArgumentException($"guest frame 0x{run.Pfn:x} is on machine frame 0x{run.Mfn:x}: an initial domain on Arm lies 1:1");
        }

        foreach (FrameRun run in machine.Layout.Foreign)
        {
            if (run.Mfn < machine.Layout.FrameCount) throw new ArgumentException($"foreign machine frame 0x{run.Mfn:x} lies in the domain's own memory");
            _foreign.TryAdd(run);
        }
    }

    /// <summary>The most ranges that the tree has memory for.</summary>
    public int MaxForeignRanges
    {
        get => _foreign.MaxCount;
        init => _foreign.MaxCount = value;
    }

    /// <inheritdoc/>
    public override bool ExchangesPool => !Semantics.ArmAllocatesDirectly;

    /// <inheritdoc/>
    public override FrameRange PoolFrames => Semantics.LatePoolAnywhere ? base.PoolFrames : Below4G;

    /// <inheritdoc/>
    public override ulong PfnToBfn(ulong pfn) => _foreign.Find(pfn);

    /// <inheritdoc/>
    public override ulong BfnToPfn(ulong bfn) => bfn;

    /// <inheritdoc/>
    public override ulong BfnToLocalPfn(ulong bfn) => bfn;

    /// <inheritdoc/>
    public override bool NeedsBounce(PhysAddr phys, DmaAddr bus, bool coherent)
    {
        if (coherent || Machine.Hypervisor.CanFlushCaches || Semantics.ForeignDirectWithoutFlush) return false;
        ulong differs = phys.Pfn.Value ^ bus.Mfn.Value;
        return (Semantics.NeedBounceCompares32Bits ? (uint)differs : differs) != 0;
    }

    /// <inheritdoc/>
    public override void MaintainCache(DmaAddr bus, ulong size, CacheTurn turn, bool sends, bool receives)
    {
        if (IsValid(bus.Mfn.Value))
            MaintainLocalCache(new PhysAddr(bus.Value), size, turn, sends, receives);
        else if (!Semantics.ForeignNeverFlushed && (turn == CacheTurn.ToDevice || receives))
            FlushForeign(bus, size, invalidate: turn == CacheTurn.ToCpu || !sends);
    }

    /// <inheritdoc/>
    public override int CreateContiguousRegion(PhysAddr phys, int order, int addressBits, ref DmaAddr bus)
    {
        if (Semantics.ArmAllocatesDirectly) return base.CreateContiguousRegion(phys, order, addressBits, ref bus);
        bus = new DmaAddr(phys.Value);
        return 0;
    }

    /// <summary>Maps another domain's frame (set_foreign_p2m_mapping): the CPU's mapping and the entry of the tree, both or none.</summary>
    /// <returns>Whether the frame is mapped.</returns>
    public bool TryMapForeign(Pfn pfn, Mfn mfn)
    {
        Machine.Grants.Map(pfn, mfn);
        if (_foreign.TryAdd(new FrameRun(pfn.Value, mfn.Value, 1)) || Semantics.ForeignInsertIgnored) return true;
        Machine.Grants.Unmap(pfn);
        return false;
    }

    /// <summary>Ends the mapping of another domain's frame (clear_foreign_p2m_mapping).</summary>
    public void UnmapForeign(Pfn pfn)
    {
        Machine.Grants.Unmap(pfn);
        _foreign.Remove(pfn.Value);
    }

    /// <summary>One call of the hypervisor for each frame (dma_cache_maint); what it answers is ignored.</summary>
    private void FlushForeign(DmaAddr bus, ulong size, bool invalidate)
    {
        ulong frame = bus.Value >> XenPage.Shift, offset = bus.Value & XenPage.OffsetMask;
        do
        {
            ulong length = Math.Min(size, XenPage.Size - offset), page = frame << XenPage.Shift;
            Machine.Hypervisor.FlushCache(new DmaAddr(Semantics.FlushFrameShift32 ? (uint)page : page), offset, length, invalidate);
            offset = 0;
            frame++;
            size -= length;
        }
        while (size != 0);
    }
}
