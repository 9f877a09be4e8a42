using System;

namespace XenDma.Specs.Traces.Reading;

/// <summary>What a probe's line is.</summary>
internal enum ProbeKind
{
    /// <summary>A call is entered whose return is traced.</summary>
    Entry,

    /// <summary>It returns.</summary>
    Return,

    /// <summary>A call is entered whose return is not traced.</summary>
    Call,

    /// <summary>A frame of the P2M is set.</summary>
    FrameSet,

    /// <summary>The bus address of coherent memory, before the allocation returns.</summary>
    AllocOut,
}

/// <summary>The probes that <c>xendma trace recipe</c> defines.</summary>
internal sealed record ProbeNames(string Name, ProbeKind Kind, TraceOp Op)
{
    /// <summary>The return of an exchange: the frames that it set belong to it.</summary>
    internal static ProbeNames ContiguousReturn { get; } = new("contig_ret", ProbeKind.Return, TraceOp.CreateRegion);

    private static readonly ProbeNames[] All =
    [
        new("map_page", ProbeKind.Entry, TraceOp.MapPage),
        new("map_page_ret", ProbeKind.Return, TraceOp.MapPage),
        new("unmap_page", ProbeKind.Call, TraceOp.UnmapPage),
        new("map_sg", ProbeKind.Entry, TraceOp.MapSg),
        new("map_sg_ret", ProbeKind.Return, TraceOp.MapSg),
        new("unmap_sg", ProbeKind.Call, TraceOp.UnmapSg),
        new("sync_cpu", ProbeKind.Call, TraceOp.SyncForCpu),
        new("sync_dev", ProbeKind.Call, TraceOp.SyncForDevice),
        new("sync_sg_cpu", ProbeKind.Call, TraceOp.SyncSgForCpu),
        new("sync_sg_dev", ProbeKind.Call, TraceOp.SyncSgForDevice),
        new("alloc_coherent", ProbeKind.Entry, TraceOp.Alloc),
        new("alloc_coherent_out", ProbeKind.AllocOut, TraceOp.Alloc),
        new("alloc_coherent_ret", ProbeKind.Return, TraceOp.Alloc),
        new("free_coherent", ProbeKind.Call, TraceOp.Free),
        new("dma_supported", ProbeKind.Entry, TraceOp.Supported),
        new("dma_supported_ret", ProbeKind.Return, TraceOp.Supported),
        new("swiotlb_map", ProbeKind.Entry, TraceOp.PoolMap),
        new("swiotlb_map_ret", ProbeKind.Return, TraceOp.PoolMap),
        new("tbl_map", ProbeKind.Entry, TraceOp.SlotsTaken),
        new("tbl_map_ret", ProbeKind.Return, TraceOp.SlotsTaken),
        new("tbl_unmap", ProbeKind.Call, TraceOp.SlotsGiven),
        new("bounce", ProbeKind.Call, TraceOp.Copy),
        new("contig", ProbeKind.Entry, TraceOp.CreateRegion),
        ContiguousReturn,
        new("discontig", ProbeKind.Call, TraceOp.DestroyRegion),
        new("p2m_set", ProbeKind.FrameSet, TraceOp.P2m),
    ];

    private static readonly System.Collections.Generic.Dictionary<string, ProbeNames>.AlternateLookup<ReadOnlySpan<char>> ByName =
        Index().GetAlternateLookup<ReadOnlySpan<char>>();

    internal static ProbeNames? Find(ReadOnlySpan<byte> name)
    {
        Span<char> chars = stackalloc char[24];
        if (name.Length > chars.Length) return null;
        int length = System.Text.Encoding.ASCII.GetChars(name, chars);
        return ByName.TryGetValue(chars[..length], out ProbeNames? known) ? known : null;
    }

    private static System.Collections.Generic.Dictionary<string, ProbeNames> Index()
    {
        System.Collections.Generic.Dictionary<string, ProbeNames> index = new(StringComparer.Ordinal);
        foreach (ProbeNames probe in All) index[probe.Name] = probe;
        return index;
    }
}
