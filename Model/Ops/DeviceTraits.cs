using XenDma.Translation;

namespace XenDma;

/// <summary>What a device can do, as its driver and its bus describe it.</summary>
public readonly record struct DeviceTraits
{
    /// <summary>A device of 32 bits that snoops the CPU's caches.</summary>
    public DeviceTraits()
    {
    }

    /// <summary>The highest bus address of streaming mappings (*dma_mask).</summary>
    public ulong DmaMask { get; init; } = uint.MaxValue;

    /// <summary>The highest bus address of coherent memory (coherent_dma_mask); 0 = none was set.</summary>
    public ulong CoherentDmaMask { get; init; } = uint.MaxValue;

    /// <summary>A bounced mapping must not cross a multiple of this plus one (segment_boundary_mask); 0 = none was set.</summary>
    public ulong SegmentBoundaryMask { get; init; }

    /// <summary>The low address bits that bouncing must keep (min_align_mask); 0 = none.</summary>
    public ulong MinAlignMask { get; init; }

    /// <summary>The lowest bus address that the device reaches: the start of a window of memory, where reach is one.</summary>
    public ulong ReachStart { get; init; }

    /// <summary>The highest bus address that the device reaches, whatever its masks say (bus_dma_limit).</summary>
    public ulong ReachLimit { get; init; } = ulong.MaxValue;

    /// <summary>What the device's bus subtracts from machine addresses (dma_pfn_offset, dma_range_map); modulo 2^64.</summary>
    public ulong BusOffset { get; init; }

    /// <summary>Whether the device snoops the CPU's caches.</summary>
    public bool IsCoherent { get; init; } = true;

    /// <summary>The traits that the platform imposes: on x86 every device snoops, on the Wii one that has no window reaches MEM2 alone.</summary>
    public DeviceTraits On(Platform platform) => platform switch
    {
        Platform.XenPv => this with { IsCoherent = true },
        Platform.Wii when ReachStart == 0 && ReachLimit == ulong.MaxValue => this with
        {
            ReachStart = new Pfn(WiiMem2Translation.Mem2.First).Address.Value,
            ReachLimit = new Pfn(WiiMem2Translation.Mem2.End).Address.Value - 1,
        },
        _ => this,
    };
}
