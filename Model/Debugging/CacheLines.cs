using System.Collections.Generic;

namespace XenDma.Debugging;

/// <summary>Which live mappings begin in which cache line of guest memory (dma_active_cacheline). A mapping that the device only reads
/// takes no part.</summary>
/// <param name="shift">log2 of the bytes of a line.</param>
/// <param name="countsReaders">Whether mappings that the device only reads take part after all.</param>
/// <remarks>The kernel counts up to seven overlaps in a line; here each is known.</remarks>
internal sealed class CacheLines(int shift, bool countsReaders = false)
{
    private readonly Dictionary<ulong, LiveMapping> _latest = [];

    /// <summary>Enters a mapping.</summary>
    /// <returns>The latest one that began in the same line, if any.</returns>
    internal LiveMapping? Add(LiveMapping mapping)
    {
        if (TakesNoPart(mapping)) return null;
        ulong line = LineOf(mapping);
        mapping.EarlierOnLine = _latest.GetValueOrDefault(line);
        _latest[line] = mapping;
        return mapping.EarlierOnLine;
    }

    internal void Remove(LiveMapping mapping)
    {
        if (TakesNoPart(mapping)) return;
        ulong line = LineOf(mapping);
        LiveMapping later = _latest[line];
        if (later == mapping)
        {
            if (mapping.EarlierOnLine is { } earlier) _latest[line] = earlier;
            else _latest.Remove(line);
        }
        else
        {
            while (later.EarlierOnLine != mapping) later = later.EarlierOnLine!;
            later.EarlierOnLine = mapping.EarlierOnLine;
        }

        mapping.EarlierOnLine = null;
    }

    internal void Clear() => _latest.Clear();

    private bool TakesNoPart(LiveMapping mapping) => mapping.Direction == DmaDirection.ToDevice && !countsReaders;

    private ulong LineOf(LiveMapping mapping) => mapping.CpuAddress.Value >> shift;
}
