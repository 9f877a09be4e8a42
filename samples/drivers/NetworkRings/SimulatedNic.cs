using System;
using System.Collections.Generic;

namespace XenDma.Samples.NetworkRings;

/// <summary>The card: frames come in by <see cref="Receive"/>, go out to <see cref="Wire"/>, and lie in memory in between, where the card fetches
/// and puts them by DMA. It knows its registers and bus addresses, nothing of the guest behind them.</summary>
/// <param name="bus">The bus that the card drives; it faults on an address beyond the card's lines.</param>
/// <param name="addressBits">The address lines that the card has, 24 to 64.</param>
public sealed class SimulatedNic(BusMaster bus, int addressBits) : INicRegisters
{
    private readonly ulong[] _registers = new ulong[(int)NicRegister.Enable + 1];
    private ulong _receiveHead;
    private ulong _transmitHead;

    /// <summary>The frames that were sent.</summary>
    public Queue<byte[]> Wire { get; } = [];

    /// <summary>Whether the card sends nothing, until it is set up anew: what a driver's watchdog is for.</summary>
    public bool IsHung { get; set; }

    /// <summary>Frames lost because too few descriptors were the card's.</summary>
    public int Missed { get; private set; }

    /// <inheritdoc/>
    public ulong Read(NicRegister register) => register == NicRegister.AddressBits ? (ulong)addressBits : _registers[(int)register];

    /// <inheritdoc/>
    public void Write(NicRegister register, ulong value)
    {
        _registers[(int)register] = value;
        if (register != NicRegister.Enable) return;
        _receiveHead = _transmitHead = 0;
        IsHung &= value != 0;
    }

    /// <summary>A frame comes in from the wire and fills as many buffers as it needs.</summary>
    /// <returns>Whether all of it went into buffers.</returns>
    public bool Receive(ReadOnlySpan<byte> frame)
    {
        if (!HasRoomFor(frame.Length))
        {
            Missed++;
            return false;
        }

        Span<byte> descriptor = stackalloc byte[Descriptor.Size];
        while (!frame.IsEmpty)
        {
            DmaAddr at = Fetch(NicRegister.ReceiveBase, _receiveHead, descriptor);
            int length = (int)Math.Min(Descriptor.Length(descriptor), (uint)frame.Length);
            bus.Write(Descriptor.Address(descriptor), frame[..length]);
            frame = frame[length..];
            WriteBack(at, length, frame.IsEmpty ? Descriptor.EndOfFrame : 0);
            _receiveHead = (_receiveHead + 1) % this[NicRegister.ReceiveLength];
        }

        return true;
    }

    /// <summary>Sends one frame, if there is one.</summary>
    public void Transmit()
    {
        if (this[NicRegister.Enable] == 0 || IsHung || _transmitHead == this[NicRegister.TransmitTail]) return;
        Span<byte> descriptor = stackalloc byte[Descriptor.Size];
        List<byte> frame = [];
        bool isLast = false;
        while (!isLast)
        {
            if (_transmitHead == this[NicRegister.TransmitTail]) throw new InvalidOperationException("the card was given a frame without its end");
            DmaAddr at = Fetch(NicRegister.TransmitBase, _transmitHead, descriptor);
            isLast = (Descriptor.Flags(descriptor) & Descriptor.EndOfFrame) != 0;
            var piece = new byte[Descriptor.Length(descriptor)];
            bus.Read(Descriptor.Address(descriptor), piece);
            frame.AddRange(piece);
            WriteBack(at, piece.Length, isLast ? Descriptor.EndOfFrame : 0);
            _transmitHead = (_transmitHead + 1) % this[NicRegister.TransmitLength];
        }

        Wire.Enqueue([.. frame]);
    }

    private ulong this[NicRegister register] => _registers[(int)register];

    private bool HasRoomFor(int length)
    {
        ulong count = this[NicRegister.ReceiveLength], tail = this[NicRegister.ReceiveTail];
        if (this[NicRegister.Enable] == 0 || count == 0) return false;
        Span<byte> descriptor = stackalloc byte[Descriptor.Size];
        for (ulong at = _receiveHead; length > 0; at = (at + 1) % count)
        {
            if (at == tail) return false;
            Fetch(NicRegister.ReceiveBase, at, descriptor);
            length -= (int)Descriptor.Length(descriptor);
        }

        return true;
    }

    private DmaAddr Fetch(NicRegister ring, ulong index, Span<byte> descriptor)
    {
        var at = new DmaAddr(this[ring] + (index * Descriptor.Size));
        bus.Read(at, descriptor);
        return at;
    }

    /// <summary>Last of all: the driver may take the buffer as soon as it sees the flag.</summary>
    private void WriteBack(DmaAddr descriptor, int length, uint flags)
    {
        Span<byte> status = stackalloc byte[Descriptor.Size - Descriptor.StatusOffset];
        Descriptor.WriteStatus(status, (uint)length, flags | Descriptor.Done);
        bus.Write(descriptor + Descriptor.StatusOffset, status);
    }
}
