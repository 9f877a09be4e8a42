namespace XenDma.Samples.ReceiveRing;

/// <summary>One place of the ring: a buffer and its live mapping.</summary>
/// <param name="buffer">The buffer.</param>
/// <param name="address">Its bus address, mapped FromDevice over all its bytes.</param>
public sealed class ReceiveSlot(GuestBuffer buffer, DmaAddr address)
{
    /// <summary>The buffer that is mapped now.</summary>
    public GuestBuffer Buffer { get; private set; } = buffer;

    /// <summary>The buffer's bus address.</summary>
    public DmaAddr Address { get; private set; } = address;

    /// <summary>Puts another buffer, mapped already, into the place of one that is unmapped already.</summary>
    public void Replace(GuestBuffer buffer, DmaAddr address) => (Buffer, Address) = (buffer, address);
}
