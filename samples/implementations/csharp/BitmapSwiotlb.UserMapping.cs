namespace XenDma.Samples;

public sealed partial class BitmapSwiotlb
{
    /// <inheritdoc/>
    /// <remarks>-ENXIO where the pages asked for leave the memory.</remarks>
    public int Mmap(Device device, UserMapping mapping, GuestBuffer buffer, DmaAddr handle, ulong size, DmaAttrs attrs)
    {
        ulong pages = size > int.MaxValue ? 0 : WholePages(size) >> _machine.PageShift;
        if (mapping.PageOffset >= pages || mapping.PageCount > pages - mapping.PageOffset) return Enxio;
        int framesShift = _machine.PageShift - XenPage.Shift;
        ulong first = buffer.Address.Pfn.Value + (mapping.PageOffset << framesShift);
        var frames = new Pfn[mapping.PageCount << framesShift];
        for (int i = 0; i < frames.Length; i++) frames[i] = new Pfn(first + (ulong)i);
        mapping.Map(frames);
        return 0;
    }

    /// <inheritdoc/>
    /// <remarks>One entry of whole pages; -ENOMEM where the table has no room for it, or an entry cannot be that long.</remarks>
    public int GetSgTable(Device device, ScatterList table, GuestBuffer buffer, DmaAddr handle, ulong size, DmaAttrs attrs)
    {
        if (table.Capacity == 0 || size > int.MaxValue || WholePages(size) > int.MaxValue) return Enomem;
        table.Clear();
        table.Add(_machine.Memory.Buffer(buffer.Address, (int)WholePages(size)));
        return 0;
    }
}
