using System;
using static System.Buffers.Binary.BinaryPrimitives;

namespace XenDma.Samples.XenBlock;

/// <summary>The simulated function's configuration space itself, as the machine's owner reaches it.</summary>
public sealed class PciFunction : IPciConfig
{
    private readonly byte[] _registers = new byte[256];

    /// <summary>A function that is off.</summary>
    /// <param name="id">Device in the upper half, vendor in the lower.</param>
    /// <param name="bar">The machine address of its registers.</param>
    public PciFunction(uint id, uint bar)
    {
        WriteUInt32LittleEndian(_registers.AsSpan(PciRegister.Id), id);
        WriteUInt32LittleEndian(_registers.AsSpan(PciRegister.Bar0), bar);
    }

    /// <summary>Whether it may do DMA.</summary>
    public bool IsBusMaster => (_registers[PciRegister.Command] & PciRegister.BusMaster) != 0;

    /// <inheritdoc/>
    public bool TryRead(int offset, int size, out uint value)
    {
        value = uint.MaxValue;
        if (offset < 0 || size is not (1 or 2 or 4) || offset > _registers.Length - size) return false;
        ReadOnlySpan<byte> at = _registers.AsSpan(offset, size);
        value = size switch
        {
            1 => at[0],
            2 => ReadUInt16LittleEndian(at),
            _ => ReadUInt32LittleEndian(at),
        };
        return true;
    }

    /// <inheritdoc/>
    /// <remarks>Only the command register can be written; writes to others are lost, as on the bus.</remarks>
    public bool TryWrite(int offset, int size, uint value)
    {
        if (offset == PciRegister.Command && size == 2) WriteUInt16LittleEndian(_registers.AsSpan(offset), (ushort)value);
        return true;
    }
}
