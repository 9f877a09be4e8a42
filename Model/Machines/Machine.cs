using System;

namespace XenDma.Machines;

/// <summary>A guest machine: its memory, its P2M, its page allocator, the hypervisor under it, its kernel log.</summary>
public sealed class Machine : IDisposable
{
    /// <summary>Makes the machine that a layout describes.</summary>
    /// <param name="layout">The layout.</param>
    /// <param name="allocate">Where so many bytes of guest memory lie on the host; null = in the process's own memory.</param>
    /// <param name="reserve">Where memory in the process comes from, and goes when the machine is disposed; null = from the process itself.</param>
    /// <exception cref="ArgumentException">The layout contradicts itself: a frame twice, a run outside the guest, no frames.</exception>
    public Machine(MachineLayout layout, Func<ulong, IMemoryBlock>? allocate = null, MemoryReserve? reserve = null)
    {
        ArgumentNullException.ThrowIfNull(layout);
        if (layout.FrameCount is 0 or > MachineLayout.MaxFrameCount)
            throw new ArgumentException($"{layout.FrameCount} guest frames: 1 to {MachineLayout.MaxFrameCount} expected");
        if (layout.PageShift is < XenPage.Shift or > 16)
            throw new ArgumentException($"page shift {layout.PageShift}: 12 to 16 expected");
        Layout = layout;
        if (layout.CpuCount is < 1 or > 64) throw new ArgumentException($"{layout.CpuCount} CPUs: 1 to 64 expected");
        P2M = new PhysToMachine(layout.FrameCount, layout.OwnedOrIdentity, layout.Foreign, layout.Identity, reserve);
        Pages = new PageAllocator(layout.FrameCount, layout.Free);
        Memory = new GuestMemory(layout.FrameCount, layout.HasNonCoherentDevices, layout.CacheLineSize, allocate, reserve);
        try
        {
            Hypervisor = new Hypervisor(layout, P2M, Memory);
            Grants = new GrantTable(P2M, Log);
        }
        catch
        {
            Memory.Dispose();
            throw;
        }
    }

    /// <summary>The layout that the machine began with.</summary>
    public MachineLayout Layout { get; }

    /// <summary>The guest's memory.</summary>
    public GuestMemory Memory { get; }

    /// <summary>The P2M and its reverse.</summary>
    public PhysToMachine P2M { get; }

    /// <summary>The guest's page allocator.</summary>
    public PageAllocator Pages { get; }

    /// <summary>The hypervisor.</summary>
    public Hypervisor Hypervisor { get; }

    /// <summary>The other domains' frames that are mapped while the guest runs.</summary>
    public GrantTable Grants { get; }

    /// <summary>The CPU that calls the DMA ops, 0 to <see cref="MachineLayout.CpuCount"/> - 1.</summary>
    public int CurrentCpu { get; set; }

    /// <summary>The guest kernel's log.</summary>
    public KernelLog Log { get; } = new();

    /// <summary>log2 of the guest kernel's page size in bytes.</summary>
    public int PageShift => Layout.PageShift;

    /// <summary>The guest kernel's page size in bytes.</summary>
    public ulong PageSize => 1UL << Layout.PageShift;

    /// <summary>The guest address that a device reaches at a bus address: the domain's own frame, else another domain's that is mapped here.</summary>
    /// <returns>false where no frame of this guest is behind the bus address: the access would hit someone else's memory.</returns>
    public bool TryReach(DmaAddr bus, out PhysAddr address)
    {
        ulong pfn = P2M.MfnToOwnedPfn(bus.Mfn.Value);
        if (pfn == XenPage.NoFrame) pfn = P2M.MfnToForeignPfn(bus.Mfn.Value);
        address = new PhysAddr(XenPage.ToAddress(pfn) | (bus.Value & XenPage.OffsetMask));
        return pfn != XenPage.NoFrame;
    }

    /// <summary>Frees the guest's memory. The machine must not be used any more.</summary>
    public void Dispose()
    {
        if (Memory.IsFreed) return;
        Memory.Dispose();
        P2M.Retire();
    }
}
