using System.Collections.Immutable;
using System.Linq;
using XenDma.Specs.Scenarios;

namespace XenDma.Specs.Generation;

/// <summary>A streaming mapping that is taken to have succeeded.</summary>
/// <param name="Device">The device's index.</param>
/// <param name="Direction">Which way the bytes go.</param>
/// <param name="Extents">The buffers: one of map_page, or those of a list.</param>
/// <param name="IsList">Whether map_sg made it.</param>
public sealed record LegalMapping(int? Device, DmaDirection Direction, ImmutableArray<Extent> Extents, bool IsList)
{
    /// <summary>Whether the device may read the bytes.</summary>
    public bool Sends => Direction is DmaDirection.ToDevice or DmaDirection.Bidirectional;

    /// <summary>Whether the device may write the bytes.</summary>
    public bool Receives => Direction is DmaDirection.FromDevice or DmaDirection.Bidirectional;

    internal static LegalMapping Of(MapPageStep map) =>
        new(map.Device, map.Direction, [new Extent(XenPage.ToAddress(map.Pfn.Value) + map.Offset, map.Size)], IsList: false);

    internal static LegalMapping Of(MapSgStep map) =>
        new(map.Device, map.Direction, [.. map.Segments.Select(static entry => new Extent(entry.Phys.Value, entry.Length))], IsList: true);

    /// <summary>The bytes that an operand and a size name in the mapping, or null where they leave it.</summary>
    internal Extent? Part(Operand dma, ulong size)
    {
        if (dma.Segment.HasValue != IsList) return null;
        int index = dma.Segment ?? 0;
        if (index < 0 || index >= Extents.Length) return null;
        Extent whole = Extents[index];
        return size > 0 && dma.Value <= whole.Size && size <= whole.Size - dma.Value ? new Extent(whole.Start + dma.Value, size) : null;
    }
}
