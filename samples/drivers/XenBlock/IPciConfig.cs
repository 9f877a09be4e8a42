namespace XenDma.Samples.XenBlock;

/// <summary>A PCI function's configuration space, whoever carries the accesses out.</summary>
public interface IPciConfig
{
    /// <summary>Reads a register.</summary>
    /// <param name="offset">Where it lies.</param>
    /// <param name="size">Its bytes: 1, 2 or 4.</param>
    /// <param name="value">What it holds; all ones on failure.</param>
    /// <returns>Whether it could be read.</returns>
    bool TryRead(int offset, int size, out uint value);

    /// <summary>Writes a register.</summary>
    /// <returns>Whether it could be written.</returns>
    bool TryWrite(int offset, int size, uint value);
}

/// <summary>Registers of configuration space and their bits.</summary>
public static class PciRegister
{
    /// <summary>Vendor and device, 4 bytes.</summary>
    public const int Id = 0x00;

    /// <summary>Command, 2 bytes: <see cref="MemorySpace"/>, <see cref="BusMaster"/>.</summary>
    public const int Command = 0x04;

    /// <summary>The machine address of the device's registers, 4 bytes, its low 4 bits apart.</summary>
    public const int Bar0 = 0x10;

    /// <summary>The device answers at its registers.</summary>
    public const uint MemorySpace = 2;

    /// <summary>The device may do DMA.</summary>
    public const uint BusMaster = 4;

    /// <summary>The low bits of a BAR, which are no part of the address.</summary>
    public const uint BarFlags = 0xF;
}
