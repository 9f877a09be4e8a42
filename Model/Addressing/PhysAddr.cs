namespace XenDma;

/// <summary>A guest (pseudo-physical) byte address (phys_addr_t). Never what a device is given.</summary>
/// <param name="Value">The address in bytes.</param>
public readonly record struct PhysAddr(ulong Value)
{
    /// <summary>The frame that the address lies in.</summary>
    public Pfn Pfn => new(Value >> XenPage.Shift);

    /// <summary>The address <paramref name="bytes"/> bytes further on, modulo 2^64.</summary>
    public static PhysAddr operator +(PhysAddr address, ulong bytes) => new(unchecked(address.Value + bytes));

    /// <summary>The address <paramref name="bytes"/> bytes further on, modulo 2^64 (the operator by name).</summary>
    public PhysAddr Add(ulong bytes) => this + bytes;

    /// <summary>Hexadecimal, as the kernel prints addresses.</summary>
    public override string ToString() => $"0x{Value:x}";
}
