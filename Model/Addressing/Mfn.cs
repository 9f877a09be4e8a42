namespace XenDma;

/// <summary>A machine frame number: what the hypervisor and the bus see; a frame is 4 KiB.</summary>
/// <param name="Value">The number of the frame; all ones stands for no frame.</param>
public readonly record struct Mfn(ulong Value)
{
    /// <summary>The bus address of the frame's first byte.</summary>
    public DmaAddr Address => new(XenPage.ToAddress(Value));

    /// <summary>Hexadecimal, as the kernel prints frame numbers.</summary>
    public override string ToString() => $"mfn 0x{Value:x}";
}
