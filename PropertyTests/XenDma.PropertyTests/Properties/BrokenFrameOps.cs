using System.Collections.Generic;
using XenDma.Bouncing;
using XenDma.Machines;

namespace XenDma.PropertyTests.Properties;

/// <summary>Has the memory given before exchanged again with each alloc.</summary>
internal sealed class AllocMovesLiveMemory(Machine machine, PoolOptions options) : DelegatingOps(machine, options, Semantics.Contract)
{
    private readonly HashSet<ulong> _live = [];

    public override GuestBuffer? Alloc(Device? device, ulong size, out DmaAddr handle, DmaAttrs attrs)
    {
        GuestBuffer? given = base.Alloc(device, size, out handle, attrs);
        if (given is null) return null;
        foreach (ulong pfn in _live) Machine.Hypervisor.CreateContiguousRegion(new Pfn(pfn), 0, 64, out _);
        _live.Add(given.Address.Pfn.Value);
        return given;
    }

    public override void Free(Device? device, ulong size, GuestBuffer buffer, DmaAddr handle, DmaAttrs attrs)
    {
        _live.Remove(buffer.Address.Pfn.Value);
        base.Free(device, size, buffer, handle, attrs);
    }
}

/// <summary>Has the guest's first buffer exchanged with each alloc.</summary>
internal sealed class AllocMovesABuffer(Machine machine, PoolOptions options) : DelegatingOps(machine, options, Semantics.Contract)
{
    public override GuestBuffer? Alloc(Device? device, ulong size, out DmaAddr handle, DmaAttrs attrs)
    {
        GuestBuffer? given = base.Alloc(device, size, out handle, attrs);
        Machine.Hypervisor.CreateContiguousRegion(default, 0, 64, out _);
        return given;
    }
}

/// <summary>Enters a machine frame of its own choice behind the memory, and forgets the one that was there.</summary>
internal sealed class AllocLosesAFrame(Machine machine, PoolOptions options) : DelegatingOps(machine, options, Semantics.Contract)
{
    private ulong _next = 0x3000000;

    public override GuestBuffer? Alloc(Device? device, ulong size, out DmaAddr handle, DmaAttrs attrs)
    {
        GuestBuffer? given = base.Alloc(device, size, out handle, attrs);
        if (given is not null) Machine.P2M.Force(given.Address.Pfn.Value, _next++);
        return given;
    }
}

/// <summary>Puts a header before the memory that it gives.</summary>
internal sealed class CoherentBehindAHeader(Machine machine, PoolOptions options) : DelegatingOps(machine, options, Semantics.Contract)
{
    private const ulong Header = 64;

    public override GuestBuffer? Alloc(Device? device, ulong size, out DmaAddr handle, DmaAttrs attrs)
    {
        GuestBuffer? given = base.Alloc(device, size + Header, out handle, attrs);
        if (given is null) return null;
        handle += Header;
        return Machine.Memory.Buffer(given.Address + Header, (int)size);
    }

    public override void Free(Device? device, ulong size, GuestBuffer buffer, DmaAddr handle, DmaAttrs attrs) =>
        base.Free(device, size + Header, Machine.Memory.Buffer(new PhysAddr(buffer.Address.Value - Header), (int)(size + Header)), new DmaAddr(handle.Value - Header), attrs);
}

/// <summary>Gives memory away, and back to the page allocator at once.</summary>
internal sealed class CoherentStaysFree(Machine machine, PoolOptions options) : DelegatingOps(machine, options, Semantics.Contract)
{
    public override GuestBuffer? Alloc(Device? device, ulong size, out DmaAddr handle, DmaAttrs attrs)
    {
        GuestBuffer? given = base.Alloc(device, size, out handle, attrs);
        if (given is not null) Machine.Pages.Free(given.Address.Pfn.Value, BitMath.Order(size, XenPage.Shift));
        return given;
    }

    public override void Free(Device? device, ulong size, GuestBuffer buffer, DmaAddr handle, DmaAttrs attrs)
    {
    }
}

/// <summary>Takes a slot for memory that it cannot give, and keeps it.</summary>
internal sealed class FailedAllocKeepsASlot(Machine machine, PoolOptions options) : DelegatingOps(machine, options, Semantics.Contract)
{
    private ulong _kept;

    public override ulong SlotsInUse => Inner.SlotsInUse + _kept;

    public override GuestBuffer? Alloc(Device? device, ulong size, out DmaAddr handle, DmaAttrs attrs)
    {
        GuestBuffer? given = base.Alloc(device, size, out handle, attrs);
        if (given is null) _kept++;
        return given;
    }
}

/// <summary>Takes a bus address that looks like a guest address of the pool for one, and writes to the slot.</summary>
internal sealed class BusAddressTakenForGuestAddress(Machine machine, PoolOptions options) : DelegatingOps(machine, options, Semantics.Contract)
{
    public override void UnmapPage(Device device, DmaAddr address, ulong size, DmaDirection direction, DmaAttrs attrs)
    {
        base.UnmapPage(device, address, size, direction, attrs);
        if (TryGetPoolRange(out PhysAddr start, out PhysAddr end) && address.Value >= start.Value && address.Value < end.Value)
            Machine.Memory.Cpu(new PhysAddr(address.Value), 1)[0] ^= 0xFF;
    }
}

/// <summary>Bounces into a page of the allocator's, not into the pool.</summary>
internal sealed class BouncesOutsideThePool(Machine machine, PoolOptions options) : DelegatingOps(machine, options, Semantics.Contract)
{
    public override DmaAddr MapPage(Device device, Page page, ulong offset, ulong size, DmaDirection direction, DmaAttrs attrs)
    {
        DmaAddr mapped = base.MapPage(device, page, offset, size, direction, attrs);
        if (!IsBounced(mapped, page, offset) || size > XenPage.Size) return mapped;
        ulong pfn = Machine.Pages.Allocate(0);
        return pfn == XenPage.NoFrame ? mapped : Translation.PhysToBus(new Pfn(pfn).Address);
    }
}
