using System;
using System.Runtime.InteropServices;

namespace XenDma.Specs.Adapters.Native;

internal unsafe partial class NativeOps
{
    /// <inheritdoc/>
    public GuestBuffer? Alloc(Device? device, ulong size, out DmaAddr handle, DmaAttrs attrs)
    {
        if (_ops.Alloc is null) throw NotOffered("alloc");
        ulong dma = 0;
        ulong phys = _ops.Alloc(_self, _devices.Of(device), size, &dma, (ulong)attrs);
        _platform.ThrowPending();
        handle = new DmaAddr(dma);
        return phys == NativeAbi.NoPage ? null : BufferAt("alloc", phys, size);
    }

    /// <inheritdoc/>
    public void Free(Device? device, ulong size, GuestBuffer buffer, DmaAddr handle, DmaAttrs attrs)
    {
        if (_ops.Free is null) throw NotOffered("free");
        _ops.Free(_self, _devices.Of(device), size, buffer.Address.Value, handle.Value, (ulong)attrs);
        _platform.ThrowPending();
    }

    /// <inheritdoc/>
    /// <remarks>The ABI maps from the memory's first page on; another offset is not offered. Frames that the library leaves out show as
    /// <c>XD_NO_PAGE</c>.</remarks>
    public int Mmap(Device device, UserMapping mapping, GuestBuffer buffer, DmaAddr handle, ulong size, DmaAttrs attrs)
    {
        if (_ops.Mmap is null) throw NotOffered("mmap");
        if (mapping.PageOffset != 0) throw NotOffered("mmap from a later page on");
        int count = checked((int)(mapping.PageCount << (_machine.PageShift - XenPage.Shift)));
        ulong* pfns = _scratch.Take<ulong>(count);
        new Span<ulong>(pfns, count).Fill(NativeAbi.NoPage);
        int rc = _ops.Mmap(_self, _devices.Of(device), buffer.Address.Value, handle.Value, size, pfns, (ulong)count);
        _platform.ThrowPending();
        if (rc > 0) throw new NonsenseException($"mmap returned {rc}: 0 or a negative errno expected");
        if (rc == 0) mapping.Map(MemoryMarshal.Cast<ulong, Pfn>(new ReadOnlySpan<ulong>(pfns, count)));
        return rc;
    }

    /// <inheritdoc/>
    public int GetSgTable(Device device, ScatterList table, GuestBuffer buffer, DmaAddr handle, ulong size, DmaAttrs attrs)
    {
        if (_ops.GetSgTable is null) throw NotOffered("get_sgtable");
        XdSegment* segments = _scratch.Take<XdSegment>(table.Capacity);
        int filled = _ops.GetSgTable(_self, _devices.Of(device), segments, table.Capacity, buffer.Address.Value, handle.Value, size);
        _platform.ThrowPending();
        if (filled < 0) return filled;
        if (filled > table.Capacity) throw new NonsenseException($"get_sgtable filled {filled} entries of {table.Capacity}");
        table.Clear();
        for (int i = 0; i < filled; i++) table.Add(BufferAt("get_sgtable", segments[i].Phys, segments[i].Length));
        return 0;
    }
}
