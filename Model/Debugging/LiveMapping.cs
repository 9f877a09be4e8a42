namespace XenDma.Debugging;

/// <summary>The other side of a report: a mapping as it was made (struct dma_debug_entry). A mapped list makes one for each mapped entry.</summary>
public sealed class LiveMapping
{
    internal LiveMapping(Device? device, in DmaCall call, int mappedEntries, MapErrorState mapError)
    {
        Device = device;
        Site = call.Site;
        Kind = call.Kind;
        Address = call.Address;
        Size = call.Size;
        Direction = call.Direction;
        EntryCount = call.EntryCount;
        CpuAddress = call.CpuAddress ?? default;
        MappedEntries = mappedEntries;
        MapError = mapError;
    }

    /// <summary>The device; null where coherent memory was asked for without one.</summary>
    public Device? Device { get; }

    /// <summary>Where it was made.</summary>
    public CallSite Site { get; }

    /// <summary>Which family of calls made it.</summary>
    public MappingKind Kind { get; }

    /// <summary>The bus address of the first byte.</summary>
    public DmaAddr Address { get; }

    /// <summary>The bytes.</summary>
    public ulong Size { get; }

    /// <summary>The direction; coherent memory is bidirectional.</summary>
    public DmaDirection Direction { get; }

    /// <summary>The guest address of the first byte: the driver's memory, also where the mapping bounces; the physical one of a resource.</summary>
    public PhysAddr CpuAddress { get; }

    /// <summary>The number of entries that MapSg was given (sg_call_ents); 0 for other mappings.</summary>
    public int EntryCount { get; }

    /// <summary>The number of entries that MapSg returned (sg_mapped_ents); 0 for other mappings.</summary>
    public int MappedEntries { get; }

    /// <summary>Whether the driver asked if the mapping failed.</summary>
    public MapErrorState MapError { get; internal set; }

    /// <summary>The mapping that began in the same cache line before this one, while both live.</summary>
    internal LiveMapping? EarlierOnLine { get; set; }

    /// <summary>The bytes, from the first one on, that were synced for the CPU and not back; null = none ever were.</summary>
    internal ByteRanges? CpuOwned { get; set; }

    /// <summary>Whether a read of the CPU was reported since the last sync: one is enough.</summary>
    internal bool IsReadReported { get; set; }

    /// <summary>Whether a write of the CPU was reported since the last sync: one is enough.</summary>
    internal bool IsWriteReported { get; set; }

    /// <summary>The mapping in one line.</summary>
    public override string ToString()
    {
        string entries = Kind == MappingKind.ScatterGather ? $", one of {MappedEntries} mapped of {EntryCount} entries" : "";
        return $"{Kind} of {Size} bytes at {Address} ({DmaCall.NameOfAddress(Kind)} address {CpuAddress}) {Direction}{entries} in {Site}";
    }
}
