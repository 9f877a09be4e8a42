using XenDma.Bouncing;
using XenDma.Machines;

namespace XenDma.PropertyTests.Properties;

/// <summary>Gives memory as it lies, in reach or not, in one piece or not.</summary>
internal sealed class CoherentAsItLies(Machine machine, PoolOptions options) : DelegatingOps(machine, options)
{
    public override GuestBuffer? Alloc(Device? device, ulong size, out DmaAddr handle, DmaAttrs attrs)
    {
        handle = DmaAddr.MappingError;
        ulong pfn = Machine.Pages.Allocate(BitMath.Order(size, XenPage.Shift));
        if (pfn == XenPage.NoFrame) return null;
        PhysAddr phys = new Pfn(pfn).Address;
        handle = Translation.PhysToBus(phys);
        Machine.Memory.Clear(phys, size);
        return Machine.Memory.Buffer(phys, (int)size);
    }
}

/// <summary>Zeroes no memory that was used before.</summary>
internal sealed class CoherentKeepsJunk(Machine machine, PoolOptions options) : DelegatingOps(machine, options)
{
    public override GuestBuffer? Alloc(Device? device, ulong size, out DmaAddr handle, DmaAttrs attrs)
    {
        GuestBuffer? given = base.Alloc(device, size, out handle, attrs);
        if (given is not null) given.Span[^1] = 0x5A;
        return given;
    }
}

/// <summary>Never gives memory back.</summary>
internal sealed class FreeForgets(Machine machine, PoolOptions options) : DelegatingOps(machine, options)
{
    public override void Free(Device? device, ulong size, GuestBuffer buffer, DmaAddr handle, DmaAttrs attrs)
    {
    }
}

/// <summary>Puts a block's first machine frame behind its second guest frame as well.</summary>
internal sealed class OneMachineFrameTwice(Machine machine, PoolOptions options) : DelegatingOps(machine, options)
{
    public override GuestBuffer? Alloc(Device? device, ulong size, out DmaAddr handle, DmaAttrs attrs)
    {
        GuestBuffer? given = base.Alloc(device, size, out handle, attrs);
        if (given is { Length: > (int)XenPage.Size }) Machine.P2M.Force(given.Address.Pfn.Value + 1, handle.Mfn.Value);
        return given;
    }
}

/// <summary>Shows the user machine frames in place of guest frames.</summary>
internal sealed class MmapShowsMachineFrames(Machine machine, PoolOptions options) : DelegatingOps(machine, options)
{
    public override int Mmap(Device device, UserMapping mapping, GuestBuffer buffer, DmaAddr handle, ulong size, DmaAttrs attrs)
    {
        var frames = new Pfn[XenPage.FramesFor(size)];
        for (int i = 0; i < frames.Length; i++) frames[i] = new Pfn(handle.Mfn.Value + (ulong)i);
        mapping.Map(frames);
        return 0;
    }
}

/// <summary>Ends the table with the bytes asked for, not with their page.</summary>
internal sealed class TableEndsWithinAPage(Machine machine, PoolOptions options) : DelegatingOps(machine, options)
{
    public override int GetSgTable(Device device, ScatterList table, GuestBuffer buffer, DmaAddr handle, ulong size, DmaAttrs attrs)
    {
        table.Clear();
        table.Add(buffer);
        return 0;
    }
}
