using System.Collections.Generic;

namespace XenDma.Debugging;

/// <summary>Which live mappings begin in which cache line of guest memory (dma_active_cacheline). A mapping that the device only reads
/// takes no part.</summary>
/// <remarks>The kernel counts up to seven overlaps in a line; here each is known.</remarks>
internal sealed class CacheLines(int shift)
{
    private readonly Dictionary<ulong, LiveMapping> _latest = [];

    /// <summary>Enters a mapping.</summary>
    /// <returns>The latest one that began in the same line, if any.</returns>
    internal LiveMapping? Add(LiveMapping mapping)
    {
        if (mapping.Direction == DmaDirection.ToDevice) return null;
        ulong line = LineOf(mapping);
        mapping.EarlierOnLine = _latest.GetValueOrDefault(line);
        _latest[line] = mapping;
        return mapping.EarlierOnLine;
    }

    internal void Remove(LiveMapping mapping)
    {
        if (mapping.Direction == DmaDirection.ToDevice) return;
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

    private ulong LineOf(LiveMapping mapping) => mapping.CpuAddress.Value >> shift;
}
