using System;

namespace XenDma;

/// <summary>A device (struct device), as far as DMA is concerned.</summary>
public sealed class Device
{
    private readonly IDmaOps? _archOps;

    /// <summary>Makes a device.</summary>
    /// <param name="name">The name in messages.</param>
    /// <param name="traits">What it can do.</param>
    /// <param name="archOps">The ops that the architecture gives to devices without ops of their own.</param>
    /// <param name="deviceOps">The ops that the device's bus set, if any.</param>
    public Device(string name, DeviceTraits traits, IDmaOps? archOps = null, IDmaOps? deviceOps = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        Name = name;
        DmaMask = traits.DmaMask;
        CoherentDmaMask = traits.CoherentDmaMask;
        SegmentBoundaryMask = traits.SegmentBoundaryMask;
        MinAlignMask = traits.MinAlignMask;
        ReachStart = traits.ReachStart;
        ReachLimit = traits.ReachLimit;
        BusOffset = traits.BusOffset;
        IsCoherent = traits.IsCoherent;
        _archOps = archOps;
        DmaOps = deviceOps;
    }

    /// <summary>The name in messages.</summary>
    public string Name { get; }

    /// <summary>The highest bus address of streaming mappings (*dma_mask).</summary>
    public ulong DmaMask { get; internal set; }

    /// <summary>The highest bus address of coherent memory (coherent_dma_mask); 0 = none was set.</summary>
    public ulong CoherentDmaMask { get; internal set; }

    /// <summary>A bounced mapping must not cross a multiple of this plus one (segment_boundary_mask); 0 = none was set.</summary>
    public ulong SegmentBoundaryMask { get; internal set; }

    /// <summary>The low address bits that bouncing must keep (min_align_mask); 0 = none.</summary>
    public ulong MinAlignMask { get; internal set; }

    /// <summary>The lowest bus address that the device reaches.</summary>
    public ulong ReachStart { get; }

    /// <summary>The highest bus address that the device reaches, whatever its masks say (bus_dma_limit).</summary>
    public ulong ReachLimit { get; }

    /// <summary>What the device's bus subtracts from machine addresses (dma_pfn_offset); modulo 2^64.</summary>
    public ulong BusOffset { get; }

    /// <summary>Whether the device snoops the CPU's caches.</summary>
    public bool IsCoherent { get; }

    /// <summary>The device's own ops, if its bus set any. Drivers go through the methods of <see cref="DmaApi"/>, never through this.</summary>
    public IDmaOps? DmaOps { get; internal set; }

    /// <summary>The ops that the device had before Xen's took their place (archdata.dev_dma_ops).</summary>
    internal IDmaOps? SavedOps { get; set; }

    /// <summary>The ops that serve the device (get_dma_ops): its own, else the architecture's.</summary>
    internal IDmaOps Ops => DmaOps ?? _archOps ?? throw new KernelBugException($"{Name} has no DMA ops");

    /// <summary>The name alone.</summary>
    public override string ToString() => Name;
}
