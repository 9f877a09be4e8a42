namespace XenDma.Samples.ReceiveRing;

/// <summary>The card's registers, each of 64 bits.</summary>
public enum CardRegister
{
    /// <summary>Read only: the address lines that the card has.</summary>
    AddressBits,

    /// <summary>The bus address of the first descriptor.</summary>
    RingBase,

    /// <summary>The number of descriptors.</summary>
    RingLength,

    /// <summary>The index behind the last descriptor that is the card's; equal to the card's own position = it has none.</summary>
    Tail,

    /// <summary>1 = receive, from descriptor 0 on; 0 = stop: the card touches no memory any more when the write returns.</summary>
    Enable,
}

/// <summary>The driver's way to the card (ioremap): all that it and the card share beside memory.</summary>
public interface ICardRegisters
{
    /// <summary>readq.</summary>
    ulong Read(CardRegister register);

    /// <summary>writeq.</summary>
    void Write(CardRegister register, ulong value);
}
