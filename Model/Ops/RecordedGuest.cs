using System;
using XenDma.Bouncing;
using XenDma.Machines;
using XenDma.Translation;

namespace XenDma;

/// <summary>A guest as a recording of a real one found it: its frames and its pool lie where the recording says, and follow it. The calls are the
/// model's own.</summary>
public sealed class RecordedGuest : IDisposable
{
    private readonly XenSwiotlbOps _ops;
    private readonly SlotPool _pool;
    private readonly PoolReach _reach;
    private readonly BusTranslation _translation;

    /// <summary>Makes the guest.</summary>
    /// <param name="layout">The machine; its frames are the recorded ones.</param>
    /// <param name="platform">The platform.</param>
    /// <param name="semantics">The release.</param>
    /// <param name="poolStart">The guest address of the pool's first byte.</param>
    /// <param name="slots">The pool's slots, at least one for each area.</param>
    /// <param name="areas">The pool's areas, a power of two.</param>
    /// <param name="force">Whether every streaming mapping bounces.</param>
    /// <exception cref="ArgumentException">The layout contradicts itself, or the pool does not lie in the guest.</exception>
    public RecordedGuest(MachineLayout layout, Platform platform, Semantics semantics, PhysAddr poolStart, ulong slots, int areas, bool force)
    {
        ArgumentNullException.ThrowIfNull(layout);
        if (!System.Numerics.BitOperations.IsPow2(areas) || slots < (ulong)areas || slots > PoolOptions.MaxSlabs || (slots % (ulong)areas) != 0)
            throw new ArgumentException($"{slots} slots in {areas} areas: a multiple of a power of two expected, at most {PoolOptions.MaxSlabs}");
        if (poolStart.Value + (slots << IoTlb.SlotShift) > layout.FrameCount << XenPage.Shift)
            throw new ArgumentException($"a pool of {slots} slots at {poolStart}: the guest's memory ends at 0x{layout.FrameCount << XenPage.Shift:x}");
        Machine = new Machine(layout);
        _translation = BusTranslation.For(platform, Machine, semantics);
        _pool = new SlotPool(Machine, semantics, poolStart, slots, areas);
        _reach = new PoolReach(_translation, _pool);
        _ops = new XenSwiotlbOps(Machine, _translation, _pool, new PoolOptions(slots, force));
    }

    /// <summary>The machine.</summary>
    public Machine Machine { get; }

    /// <summary>The model's ops.</summary>
    public IDmaOps Ops => _ops;

    /// <summary>The slots in use.</summary>
    public ulong SlotsInUse => _pool.SlotsInUse;

    /// <summary>Puts a machine frame behind a guest frame, or takes it away, as the recording says.</summary>
    /// <returns>false where the guest has no such frame.</returns>
    public bool SetFrame(ulong pfn, ulong? mfn)
    {
        PhysToMachine frames = Machine.P2M;
        if (pfn >= frames.FrameCount || mfn >= PhysToMachine.MfnLimit) return false;
        if (frames.IsOwned(pfn)) frames.Take(pfn);
        else if (frames.IsForeign(pfn)) frames.TakeForeign(pfn);
        else if (frames.IsIdentity(pfn)) return false;
        if (mfn is not { } frame) return true;
        if (frames.MfnToOwnedPfn(frame) is var other && other != XenPage.NoFrame) frames.Take(other);
        frames.Put(pfn, frame);
        return true;
    }

    /// <summary>Bounces a buffer whatever its reach (swiotlb_tbl_map_single).</summary>
    /// <param name="device">The device, with its masks.</param>
    /// <param name="phys">The buffer.</param>
    /// <param name="size">Its bytes.</param>
    /// <param name="slot">The guest address of the first byte in its slots.</param>
    /// <returns>false where no fitting run is free.</returns>
    /// <exception cref="KernelHangException">The release's search would never end.</exception>
    public bool TryBounce(Device device, PhysAddr phys, ulong size, out PhysAddr slot)
    {
        ArgumentNullException.ThrowIfNull(device);
        if (!_pool.TryTake(Request(device, phys, size), out slot, Machine.CurrentCpu)) return false;
        _pool.CopyMapping(slot, size, BounceWay.In, device.MinAlignMask);
        return true;
    }

    /// <summary>Bounces a buffer into the slots that the recording says it got.</summary>
    /// <returns>false where these are not free.</returns>
    public bool TryBounceTo(Device device, PhysAddr phys, ulong size, PhysAddr slot)
    {
        ArgumentNullException.ThrowIfNull(device);
        if (!_pool.TryTakeAt(Request(device, phys, size), slot)) return false;
        _pool.CopyMapping(slot, size, BounceWay.In, device.MinAlignMask);
        return true;
    }

    /// <summary>Gives slots back; nothing is copied.</summary>
    /// <returns>false where they are not taken.</returns>
    public bool Release(Device device, PhysAddr slot, ulong size)
    {
        ArgumentNullException.ThrowIfNull(device);
        if (!_pool.IsTaken(slot)) return false;
        _pool.Release(slot, size, device.MinAlignMask);
        return true;
    }

    /// <summary>Copies between slots and buffer (swiotlb_bounce).</summary>
    /// <returns>false where the slots are not taken.</returns>
    public bool Copy(Device device, PhysAddr slot, ulong size, bool toDevice)
    {
        ArgumentNullException.ThrowIfNull(device);
        if (!_pool.IsTaken(slot)) return false;
        _pool.CopyPart(slot, size, toDevice ? BounceWay.In : BounceWay.Out, device.MinAlignMask);
        return true;
    }

    /// <summary>The guest address in the pool that a bus address means; false for any other.</summary>
    public bool TryFindSlot(DmaAddr bus, out PhysAddr slot)
    {
        ulong pfn = _translation.BfnToLocalPfn(bus.Value >> XenPage.Shift);
        slot = new PhysAddr(XenPage.ToAddress(pfn) | (bus.Value & XenPage.OffsetMask));
        return pfn != XenPage.NoFrame && _pool.Contains(slot);
    }

    /// <summary>The bus address behind a guest address.</summary>
    public DmaAddr BusOf(PhysAddr phys) => _translation.PhysToBus(phys);

    /// <summary>Frees the guest's memory.</summary>
    public void Dispose() => Machine.Dispose();

    private SlotRequest Request(Device device, PhysAddr phys, ulong size)
    {
        ulong start = _translation.Semantics.BoundaryTestOnGuestAddress ? _pool.Start.Value : _reach.Base.Value;
        return new SlotRequest(phys.Value, size, device.MinAlignMask, device.SegmentBoundaryMask, start, _pool.Start.Value, phys.Value);
    }
}
