namespace XenDma.Specs.Traces;

/// <summary>A marker of the test module xdt, which maps buffers at random, plays the device, and logs hashes of what it sees.</summary>
public sealed class Marker
{
    /// <summary>What was done: <c>map</c>, <c>dev_write</c>, ...</summary>
    public string What { get; internal set; } = "";

    /// <summary>Ties the steps of one mapping together; -1 for none.</summary>
    public long Mapping { get; internal set; } = -1;

    /// <summary>The entry of a list, or the number of a buffer.</summary>
    public int Index { get; internal set; }

    /// <summary>The guest frame.</summary>
    public ulong? Pfn { get; internal set; }

    /// <summary>The bytes into the frame; may exceed a page.</summary>
    public ulong Offset { get; internal set; }

    /// <summary>log2 of the pages of a buffer.</summary>
    public int Order { get; internal set; }

    /// <summary>The seed of the pattern that was written (splitmix64).</summary>
    public ulong? Seed { get; internal set; }

    /// <summary>FNV-1a, 64 bits, of the mapping as the CPU reads it.</summary>
    public ulong? CpuHash { get; internal set; }

    /// <summary>FNV-1a, 64 bits, of the mapping as the device reads it.</summary>
    public ulong? BusHash { get; internal set; }

    /// <summary>Whether coherent memory was all zero.</summary>
    public bool? IsZero { get; internal set; }

    /// <summary>Whether coherent memory was given.</summary>
    public bool? Ok { get; internal set; }

    /// <summary>The device's min_align_mask.</summary>
    public ulong? MinAlignMask { get; internal set; }

    /// <summary>The device's segment boundary minus one.</summary>
    public ulong? BoundaryMask { get; internal set; }
}
