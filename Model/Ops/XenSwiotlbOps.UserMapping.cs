using System.Collections.Generic;
using System.Runtime.InteropServices;
using XenDma.Machines;

namespace XenDma;

public sealed partial class XenSwiotlbOps
{
    /// <inheritdoc/>
    /// <remarks>dma_common_mmap, Linux 4.18: -ENXIO where the range asked for leaves the memory; a size of 0 always does.</remarks>
    public int Mmap(Device device, UserMapping mapping, GuestBuffer buffer, DmaAddr handle, ulong size, DmaAttrs attrs)
    {
        ulong pages = BitMath.AlignUp(size, _machine.PageSize) >> _machine.PageShift;
        if (mapping.PageOffset >= pages || mapping.PageCount > pages - mapping.PageOffset) return Errno.NoSuchAddress;
        int framesPerPageShift = _machine.PageShift - XenPage.Shift;
        ulong first = buffer.Address.Pfn.Value + (mapping.PageOffset << framesPerPageShift);
        var frames = new List<Pfn>();
        for (ulong i = 0; i < mapping.PageCount << framesPerPageShift; i++) frames.Add(new Pfn(first + i));
        mapping.Map(CollectionsMarshal.AsSpan(frames));
        return 0;
    }

    /// <inheritdoc/>
    /// <remarks>dma_common_get_sgtable, Linux 4.18: one entry, whole pages; -ENOMEM where the table cannot hold it, 2 GiB and more among them.</remarks>
    public int GetSgTable(Device device, ScatterList table, GuestBuffer buffer, DmaAddr handle, ulong size, DmaAttrs attrs)
    {
        ulong length = BitMath.AlignUp(size, _machine.PageSize);
        if (table.Capacity == 0 || length > int.MaxValue) return Errno.NoMemory;
        var page = new PhysAddr(buffer.Address.Value & ~(_machine.PageSize - 1));
        table.Clear();
        table.Add(_machine.Memory.Buffer(page, (int)length));
        return 0;
    }
}
