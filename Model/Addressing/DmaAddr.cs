namespace XenDma;

/// <summary>A bus (machine) byte address (dma_addr_t): what a device is given. Opaque to the driver but for offsets within one mapping.</summary>
/// <param name="Value">The address in bytes.</param>
public readonly record struct DmaAddr(ulong Value)
{
    /// <summary>The address that stands for a failed mapping (DMA_MAPPING_ERROR): all ones. Drivers ask
    /// <see cref="DmaApi.MappingError(Device, DmaAddr)"/> in place of comparing with it.</summary>
    public static DmaAddr MappingError => new(ulong.MaxValue);

    /// <summary>The machine frame that the address lies in.</summary>
    public Mfn Mfn => new(Value >> XenPage.Shift);

    /// <summary>The address <paramref name="bytes"/> bytes further on, modulo 2^64.</summary>
    public static DmaAddr operator +(DmaAddr address, ulong bytes) => new(unchecked(address.Value + bytes));

    /// <summary>The address <paramref name="bytes"/> bytes further on, modulo 2^64 (the operator by name).</summary>
    public DmaAddr Add(ulong bytes) => this + bytes;

    /// <summary>Hexadecimal, as the kernel prints addresses.</summary>
    public override string ToString() => $"0x{Value:x}";
}
