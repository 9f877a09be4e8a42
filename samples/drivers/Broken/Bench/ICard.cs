namespace XenDma.Samples.Broken;

/// <summary>The drivers' way to the card (ioremap). What a call does to memory is told by its contract, so that the analyzers know too.</summary>
public interface ICard
{
    /// <summary>Whether the card's firmware runs.</summary>
    bool IsReady { get; }

    /// <summary>Has the card read bytes and put them on the wire.</summary>
    [DmaContract(DmaRole.Submit)]
    void Send(DmaAddr address, int length);

    /// <summary>Has the card write what comes in from the wire.</summary>
    [DmaContract(DmaRole.Submit)]
    void Receive(DmaAddr address, int length);

    /// <summary>Waits until the card is done with all that it was given; other drivers run meanwhile.</summary>
    /// <returns>false: the time is over, and the card still works.</returns>
    [DmaContract(DmaRole.Wait)]
    bool Wait();

    /// <summary>Resets the card: it touches no memory any more when this returns.</summary>
    [DmaContract(DmaRole.Stop)]
    void Stop();

    /// <summary>Tells where the card keeps its status, in coherent memory.</summary>
    [DmaContract(DmaRole.DeviceAccess)]
    void KeepStatusAt(DmaAddr address, int length);

    /// <summary>Writes a register (writel).</summary>
    void Write(CardRegister register, uint value);
}

/// <summary>The card's registers, each of 32 bits.</summary>
public enum CardRegister
{
    /// <summary>The lower half of the bus address to send from.</summary>
    SourceLow,

    /// <summary>The upper half; 0 after a reset.</summary>
    SourceHigh,

    /// <summary>The bytes to send; writing it starts the card.</summary>
    Doorbell,

    /// <summary>Sends one byte that the CPU writes here.</summary>
    Fifo,
}
