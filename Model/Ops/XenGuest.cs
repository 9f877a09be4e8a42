using System;
using System.Numerics;
using XenDma.Bouncing;
using XenDma.Machines;

namespace XenDma;

/// <summary>A booted guest: a machine, the DMA ops over it, and devices that drivers are written against.</summary>
public sealed class XenGuest : IDisposable
{
    private readonly GuestOps _guest;
    private readonly XenSwiotlbOps _ops;

    private XenGuest(Machine machine, GuestOps guest, Platform platform)
    {
        Machine = machine;
        Platform = platform;
        _guest = guest;
        _ops = guest.Ops;
    }

    /// <summary>What the guest runs on.</summary>
    public Platform Platform { get; }

    /// <summary>The machine under the guest.</summary>
    public Machine Machine { get; }

    /// <summary>The guest's DMA ops.</summary>
    public IDmaOps Ops => _ops;

    /// <summary>Which ops a device gets.</summary>
    public OpsDispatch Dispatch => _guest.Dispatch;

    /// <summary>The slots of the bounce pool that live mappings hold.</summary>
    public ulong SlotsInUse => _ops.SlotsInUse;

    /// <summary>Makes a machine and its bounce pool.</summary>
    /// <param name="layout">The machine.</param>
    /// <param name="pool">The bounce pool that is asked for.</param>
    /// <param name="semantics">The kernel release; null = 4.18.</param>
    /// <param name="platform">What the guest runs on.</param>
    /// <exception cref="PoolInitException">The pool cannot be made.</exception>
    /// <exception cref="KernelBugException">The pool cannot be made at early boot.</exception>
    public static XenGuest Boot(MachineLayout layout, PoolOptions pool, Semantics? semantics = null, Platform platform = Platform.XenPv)
    {
        var machine = new Machine(layout);
        try
        {
            return new XenGuest(machine, GuestOps.Make(machine, platform, pool, semantics ?? Semantics.Linux4_18), platform);
        }
        catch
        {
            machine.Dispose();
            throw;
        }
    }

    /// <summary>Adds a device that the guest's ops serve. On the Wii it reaches MEM2 alone unless its traits name a window.</summary>
    public Device AddDevice(string name, DeviceTraits traits)
    {
        var device = new Device(name, traits.On(Platform), _guest.Dispatch.DefaultOps);
        _guest.Dispatch.SetUp(device);
        return device;
    }

    /// <summary>The bus as the device drives it, for a simulated device that does its own DMA.</summary>
    public BusMaster BusOf(Device device) => new(Machine, device);

    /// <summary>Takes pages for a driver's buffers (alloc_pages), lowest first.</summary>
    /// <param name="order">log2 of the number of pages of 4 KiB, at most 18.</param>
    /// <returns>The pages, or null where no block of that order is free.</returns>
    public GuestBuffer? AllocPages(int order)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(order, 18);
        ulong pfn = Machine.Pages.Allocate(order);
        return pfn == XenPage.NoFrame ? null : Machine.Memory.Buffer(new Pfn(pfn).Address, (int)XenPage.Size << order);
    }

    /// <summary>Whether a bus address lies in the bounce pool.</summary>
    public bool IsBounced(DmaAddr address) =>
        _ops.TryGetPoolRange(out PhysAddr start, out PhysAddr end)
        && Machine.TryReach(address, out PhysAddr phys) && phys.Value >= start.Value && phys.Value < end.Value;

    /// <summary>Gives pages back (free_pages).</summary>
    /// <param name="pages">What <see cref="AllocPages"/> gave, whole.</param>
    /// <exception cref="ArgumentException">The buffer is no block of pages.</exception>
    public void FreePages(GuestBuffer pages)
    {
        ArgumentNullException.ThrowIfNull(pages);
        if ((pages.Address.Value & XenPage.OffsetMask) != 0 || pages.Length < (int)XenPage.Size || !BitOperations.IsPow2(pages.Length))
            throw new ArgumentException($"{pages.Length} bytes at {pages.Address} are no block that AllocPages gave");
        Machine.Pages.Free(pages.Address.Pfn.Value, BitMath.Order((ulong)pages.Length, XenPage.Shift));
    }

    /// <summary>Frees the guest's memory.</summary>
    public void Dispose() => Machine.Dispose();
}
