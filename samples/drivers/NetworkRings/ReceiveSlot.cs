namespace XenDma.Samples.NetworkRings;

/// <summary>What a receive descriptor points to: one half of a page.</summary>
/// <param name="Page">The page.</param>
/// <param name="Offset">Where the half begins, 0 or <see cref="ReceivePage.Half"/>.</param>
public readonly record struct ReceiveSlot(ReceivePage Page, int Offset)
{
    /// <summary>The half's bus address.</summary>
    public DmaAddr Address => Page.Address + (ulong)Offset;

    /// <summary>The page's other half.</summary>
    public ReceiveSlot Flipped => this with { Offset = Offset ^ ReceivePage.Half };
}
