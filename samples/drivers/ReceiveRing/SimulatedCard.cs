using System;

namespace XenDma.Samples.ReceiveRing;

/// <summary>The card: frames come in by <see cref="Receive"/> and go to memory by DMA. It knows its registers and bus addresses, nothing
/// of the guest behind them.</summary>
/// <param name="bus">The bus that the card drives.</param>
/// <param name="addressBits">The address lines that the card has, 1 to 64.</param>
public sealed class SimulatedCard(BusMaster bus, int addressBits) : ICardRegisters
{
    private readonly ulong _lines = ulong.MaxValue >> (64 - addressBits);
    private ulong _ringBase;
    private ulong _length;
    private ulong _tail;
    private ulong _head;
    private bool _isEnabled;

    /// <summary>Frames lost because no descriptor was the card's.</summary>
    public int Missed { get; private set; }

    /// <summary>Frames cut off because their buffer was too small.</summary>
    public int Truncated { get; private set; }

    /// <inheritdoc/>
    public ulong Read(CardRegister register) => register switch
    {
        CardRegister.AddressBits => (ulong)addressBits,
        CardRegister.RingBase => _ringBase,
        CardRegister.RingLength => _length,
        CardRegister.Tail => _tail,
        CardRegister.Enable => _isEnabled ? 1UL : 0UL,
        _ => throw new ArgumentOutOfRangeException(nameof(register)),
    };

    /// <inheritdoc/>
    public void Write(CardRegister register, ulong value)
    {
        switch (register)
        {
            case CardRegister.RingBase: _ringBase = value; break;
            case CardRegister.RingLength: _length = value; break;
            case CardRegister.Tail: _tail = value; break;
            case CardRegister.Enable:
                _isEnabled = value != 0;
                _head = 0;
                break;
            default: throw new ArgumentOutOfRangeException(nameof(register));
        }
    }

    /// <summary>A frame comes in from the wire.</summary>
    /// <returns>Whether all of it went into a buffer.</returns>
    public bool Receive(ReadOnlySpan<byte> frame)
    {
        if (!_isEnabled || _head == _tail)
        {
            Missed++;
            return false;
        }

        Span<byte> descriptor = stackalloc byte[Descriptor.Size];
        var at = new DmaAddr(_ringBase + (_head * Descriptor.Size));
        bus.Read(Drive(at), descriptor);
        int room = (int)Math.Min(Descriptor.Length(descriptor), (uint)frame.Length);
        bus.Write(Drive(Descriptor.Address(descriptor)), frame[..room]);

        // Last: the driver may take the buffer as soon as it sees the flag.
        Span<byte> status = descriptor[Descriptor.StatusOffset..];
        Descriptor.WriteStatus(status, (uint)frame.Length, Descriptor.Done);
        bus.Write(Drive(at + Descriptor.StatusOffset), status);
        _head = (_head + 1) % _length;
        if (room == frame.Length) return true;
        Truncated++;
        return false;
    }

    /// <summary>Bits above the card's lines get lost, so an address beyond its mask hits other memory, as on a real bus.</summary>
    private DmaAddr Drive(DmaAddr address) => new(address.Value & _lines);
}
