using System;

namespace XenDma.Specs.Traces.Reading;

/// <summary>What our probes tell of a call: the same keys whatever the kernel's release.</summary>
internal static class ProbeArguments
{
    private const ulong VirtualMemoryMap = 0xffffea0000000000;
    private const int PageStructShift = 6;
    private const ulong MaxPfn = 1UL << 40;

    internal static string? DeviceOf(in FtraceFields fields, NameTable names) => fields.Has("dev"u8) ? names.Of(fields["dev"u8]) : null;

    internal static void Read(TraceEvent read, in FtraceFields fields, NameTable names)
    {
        read.Device = DeviceOf(fields, names);
        read.Direction = fields.Number("dir"u8) is { } way and <= 3 ? (DmaDirection)way : DmaDirection.None;
        read.Attrs = fields.Number("attrs"u8) ?? 0;
        read.Mask = fields.Number("mask"u8);
        read.CoherentMask = fields.Number("cmask"u8);
        read.Size = fields.Number("size"u8) ?? fields.Number("mapsize"u8) ?? 0;
        read.Entries = (int)Math.Min(fields.Number("nents"u8) ?? 0, int.MaxValue);
        read.List = fields.Number("sgl"u8);
        read.Slot = fields.Number("tlb"u8);
        if (read.Op is not TraceOp.Alloc) read.Dma = fields.Number("dma"u8);
        read.CpuAddress = fields.Number("vaddr"u8);
        read.Phys = fields.Number("pstart"u8) ?? fields.Number("orig"u8) ?? fields.Number("paddr"u8);
        read.Order = (int)Math.Min(fields.Number("order"u8) ?? 0, 63);
        read.AddressBits = (int)Math.Min(fields.Number("bits"u8) ?? 0, 64);
        if (read.Op is TraceOp.MapPage or TraceOp.PoolMap) read.IsBounced = false;
        if (fields.Number("page"u8) is { } page && PfnOf(page) is { } pfn) read.Phys = unchecked(XenPage.ToAddress(pfn) + (fields.Number("offset"u8) ?? 0));
        if (read.Op == TraceOp.MapSg) ReadHead(read, fields);
    }

    /// <summary>The guest frame of a struct page, of 64 bytes each.</summary>
    private static ulong? PfnOf(ulong page) => page >= VirtualMemoryMap && (page - VirtualMemoryMap) >> PageStructShift is var pfn and < MaxPfn ? pfn : null;

    /// <summary>The first two entries of a list; the low bits of page_link are marks.</summary>
    private static void ReadHead(TraceEvent read, in FtraceFields fields)
    {
        Add(fields.Number("pl0"u8), fields.Number("of0"u8), fields.Number("ln0"u8), 0);
        Add(fields.Number("pl1"u8), fields.Number("of1"u8), fields.Number("ln1"u8), 1);

        void Add(ulong? link, ulong? offset, ulong? length, int index)
        {
            if (index >= read.Entries || link is not { } page || PfnOf(page & ~3UL) is not { } pfn) return;
            read.Listed ??= [];
            read.Listed.Add(new ListedEntry(unchecked(XenPage.ToAddress(pfn) + (offset ?? 0)), length));
        }
    }
}
