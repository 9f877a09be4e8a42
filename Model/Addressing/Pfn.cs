namespace XenDma;

/// <summary>A guest (pseudo-physical) frame number; a frame is 4 KiB.</summary>
/// <param name="Value">The number of the frame; all ones stands for no frame.</param>
public readonly record struct Pfn(ulong Value)
{
    /// <summary>The guest address of the frame's first byte.</summary>
    public PhysAddr Address => new(XenPage.ToAddress(Value));

    /// <summary>Hexadecimal, as the kernel prints frame numbers.</summary>
    public override string ToString() => $"pfn 0x{Value:x}";
}
