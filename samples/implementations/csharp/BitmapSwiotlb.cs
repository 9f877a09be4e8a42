using System;
using System.Collections.Generic;
using System.Threading;
using XenDma.Bouncing;
using XenDma.Machines;

namespace XenDma.Samples;

/// <summary>The DMA ops of a Xen PV guest over a pool whose slots are kept in bitmaps. It remembers every mapping and every coherent block
/// that it gave, and trusts no size, direction or address that it knows better.</summary>
/// <remarks>Every device is taken to snoop the CPU's caches, as devices of Xen PV guests on x86 do; caches are not maintained. The ops may be
/// called from several threads, as long as the machine below is not used by anybody else meanwhile.</remarks>
public sealed partial class BitmapSwiotlb : IDmaOps, IPoolInspection
{
    private const int Enxio = -6;
    private const int Enomem = -12;

    private readonly Machine _machine;
    private readonly BitmapPool _pool;
    private readonly bool _forcesBounce;
    private readonly Lock _machineLock = new();
    private readonly Dictionary<ulong, CoherentBlock> _coherent = [];

    /// <summary>Makes the pool and the ops over it.</summary>
    /// <param name="machine">The guest machine; the caller owns it.</param>
    /// <param name="options">The pool that is asked for; it is rounded up to whole segments of 256 KiB, and halved for as long as the
    /// hypervisor or the page allocator refuses, down to one segment.</param>
    /// <exception cref="KernelBugException">Not even one segment can be made, at early boot.</exception>
    /// <exception cref="PoolInitException">Not even one segment can be made, later.</exception>
    /// <exception cref="ArgumentException">More than <see cref="PoolOptions.MaxSlabs"/> slots are asked for.</exception>
    public BitmapSwiotlb(Machine machine, PoolOptions options)
    {
        ArgumentNullException.ThrowIfNull(machine);
        int rc = new PoolBuilder(machine).Build(options.Slabs, out BitmapPool? pool);
        if (rc != 0 && options.Early) throw new KernelBugException($"panic: no bounce pool can be made (rc:{rc})");
        _pool = pool ?? throw new PoolInitException(rc);
        _machine = machine;
        _forcesBounce = options.Force;
    }

    /// <inheritdoc/>
    public ulong SlotsInUse => _pool.SlotsInUse;

    /// <inheritdoc/>
    public bool TryGetPoolRange(out PhysAddr start, out PhysAddr end)
    {
        start = _pool.Start;
        end = _pool.End;
        return true;
    }

    /// <inheritdoc/>
    /// <remarks>Exact: unlike the kernel's answer it knows the device's boundary, and that a device may reach no segment at all.</remarks>
    public ulong MaxMappingSize(Device device)
    {
        ArgumentNullException.ThrowIfNull(device);
        return _pool.IsReachableInPart(device.DmaMask) ? SlotDemand.MaxSize(device) : 0;
    }

    /// <inheritdoc/>
    /// <remarks>True if every byte of the pool is within the mask, wherever its segments lie.</remarks>
    public bool DmaSupported(Device device, ulong mask) => _pool.IsReachable(mask);

    /// <inheritdoc/>
    public bool MappingError(Device device, DmaAddr address) => address == DmaAddr.MappingError;

    private static bool GoesToDevice(DmaDirection direction) => direction is DmaDirection.ToDevice or DmaDirection.Bidirectional;

    private static bool ComesFromDevice(DmaDirection direction) => direction is DmaDirection.FromDevice or DmaDirection.Bidirectional;

    /// <summary>Comes first in every op that takes a direction, so that a breach has no effect.</summary>
    private static void RequireDirection(DmaDirection direction)
    {
        if (!GoesToDevice(direction) && !ComesFromDevice(direction))
            throw new KernelBugException($"direction {direction} given to a DMA op");
    }

    private static void RequireDevice(Device? device)
    {
        if (device is null) throw new KernelBugException("a streaming mapping without a device");
    }
}
