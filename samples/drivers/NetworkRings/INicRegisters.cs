namespace XenDma.Samples.NetworkRings;

/// <summary>The card's registers, each of 64 bits.</summary>
public enum NicRegister
{
    /// <summary>Read only: the address lines that the card has.</summary>
    AddressBits,

    /// <summary>The bus address of the first receive descriptor.</summary>
    ReceiveBase,

    /// <summary>The number of receive descriptors.</summary>
    ReceiveLength,

    /// <summary>The index behind the last receive descriptor that is the card's.</summary>
    ReceiveTail,

    /// <summary>The bus address of the first transmit descriptor.</summary>
    TransmitBase,

    /// <summary>The number of transmit descriptors.</summary>
    TransmitLength,

    /// <summary>The index behind the last transmit descriptor that is the card's.</summary>
    TransmitTail,

    /// <summary>1 = work, both rings from descriptor 0 on; 0 = stop: the card touches no memory any more when the write returns.</summary>
    Enable,
}

/// <summary>The driver's way to the card (ioremap): all that it and the card share beside memory.</summary>
public interface INicRegisters
{
    /// <summary>readq.</summary>
    ulong Read(NicRegister register);

    /// <summary>writeq.</summary>
    void Write(NicRegister register, ulong value);
}
