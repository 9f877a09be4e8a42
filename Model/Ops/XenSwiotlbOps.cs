using System;
using XenDma.Bouncing;
using XenDma.Machines;
using XenDma.Translation;

namespace XenDma;

/// <summary>The DMA ops of a Xen guest (xen_swiotlb_dma_ops): translation of addresses, and a bounce pool for what a device cannot reach
/// or what is not consecutive on the bus. Over the translation of bare metal they are the kernel's own (swiotlb_dma_ops, dma-direct).</summary>
/// <remarks>drivers/xen/swiotlb-xen.c. Each op is written once; where releases differ it asks its <see cref="Semantics"/>.</remarks>
public sealed partial class XenSwiotlbOps : IDmaOps, IPoolInspection, IResourceOps
{
    private readonly Machine _machine;
    private readonly BusTranslation _translation;
    private readonly SlotPool? _pool;
    private readonly PoolReach _reach;
    private readonly bool _forcesBounce;
    private readonly bool _neverBounces;

    internal XenSwiotlbOps(Machine machine, BusTranslation translation, SlotPool? pool, PoolOptions options)
    {
        Semantics = translation.Semantics;
        _machine = machine;
        _translation = translation;
        _pool = pool;
        _reach = new PoolReach(translation, pool);
        _forcesBounce = options.Force && (pool is not null || !Semantics.ForceNeedsPool);
        _neverBounces = options.NoForce && (translation.IsNative || !Semantics.NoForceStillBounces);
        if (translation.IsNative && Semantics.SharedOverflowBuffer) _overflow = OverflowBuffer();
    }

    /// <summary>The release whose behaviour this is.</summary>
    public Semantics Semantics { get; }

    /// <summary>The bounce pool, or null where early boot could not make one.</summary>
    public SlotPool? Pool => _pool;

    /// <inheritdoc/>
    public ulong SlotsInUse => _pool?.SlotsInUse ?? 0;

    /// <summary>Makes the pool and the ops over it (xen_swiotlb_init; swiotlb_init_remap, swiotlb_init_late).</summary>
    /// <param name="machine">The guest machine.</param>
    /// <param name="translation">Its platform, and the release.</param>
    /// <param name="options">The pool that is asked for.</param>
    /// <param name="ops">The ops, or null on failure.</param>
    /// <returns>0, or a negative errno.</returns>
    /// <exception cref="KernelBugException">Early boot ends in a panic.</exception>
    public static int Init(Machine machine, BusTranslation translation, PoolOptions options, out XenSwiotlbOps? ops)
    {
        ArgumentNullException.ThrowIfNull(translation);
        var init = new PoolInit(machine, translation, options);
        int rc = init.Run();
        ops = rc == 0 ? new XenSwiotlbOps(machine, translation, init.Pool, options) : null;
        return rc;
    }

    /// <inheritdoc/>
    public bool TryGetPoolRange(out PhysAddr start, out PhysAddr end)
    {
        start = _pool?.Start ?? default;
        end = _pool?.End ?? default;
        return _pool is not null;
    }

    private static ulong MinAlignOf(Device? device) => device?.MinAlignMask ?? 0;

    private static bool GoesToDevice(DmaDirection direction) => direction is DmaDirection.ToDevice or DmaDirection.Bidirectional;

    private static bool ComesFromDevice(DmaDirection direction) => direction is DmaDirection.FromDevice or DmaDirection.Bidirectional;

    /// <summary>BUG_ON(dir == DMA_NONE).</summary>
    private static void RequireDirection(DmaDirection direction)
    {
        if (direction == DmaDirection.None) throw new KernelBugException("direction DMA_NONE");
    }

    /// <summary>The ops of streaming mappings read the mask through the device.</summary>
    private static void RequireDevice(Device? device)
    {
        if (device is null) throw new KernelBugException("a streaming mapping without a device");
    }

    /// <summary>phys_to_dma: what the device puts on its bus for a machine address.</summary>
    private DmaAddr ToDma(Device? device, DmaAddr bus) =>
        device is null || Semantics.FlushWithoutBusOffset ? bus : new DmaAddr(unchecked(bus.Value - device.BusOffset));

    /// <summary>dma_to_phys: the machine address behind what the device puts on its bus.</summary>
    private DmaAddr ToBus(Device? device, DmaAddr dma) =>
        device is null || Semantics.FlushWithoutBusOffset ? dma : new DmaAddr(unchecked(dma.Value + device.BusOffset));

    /// <summary>Whether the device can drive the addresses (dma_capable); the end may wrap, as the kernel's does.</summary>
    private bool IsCapable(Device device, DmaAddr dma, ulong size)
    {
        if (Semantics.ErrorValueIsOutOfReach && dma == DmaAddr.MappingError) return false;
        ulong last = unchecked(dma.Value + size - 1);
        return last <= device.DmaMask && dma.Value >= device.ReachStart && last <= device.ReachLimit;
    }

    /// <summary>Whether a bus address lies in the pool, and where there (is_xen_swiotlb_buffer). Only frames that are proven to be the
    /// domain's own are compared: a foreign machine address may equal a guest address of the pool.</summary>
    private bool IsBounced(DmaAddr bus, out PhysAddr phys)
    {
        ulong pfn = _translation.BfnToLocalPfn(bus.Value >> XenPage.Shift);
        phys = new PhysAddr(XenPage.ToAddress(pfn) | (bus.Value & XenPage.OffsetMask));
        return _pool is not null && _pool.Contains(new PhysAddr(XenPage.ToAddress(pfn))) && pfn != XenPage.NoFrame && _translation.IsValid(pfn);
    }
}
