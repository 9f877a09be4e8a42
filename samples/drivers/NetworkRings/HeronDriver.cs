using System;
using System.Collections.Generic;
using XenDma.Samples.Simulation;

namespace XenDma.Samples.NetworkRings;

/// <summary>The driver of a Heron card: both paths, and the card's life.</summary>
public sealed class HeronDriver : IDisposable
{
    private const int ReceiveDescriptors = 32;
    private const int TransmitDescriptors = 64;
    private const int PatienceInPolls = 16;

    private readonly INicRegisters _registers;
    private readonly DescriptorRing _receiveRing;
    private readonly DescriptorRing _transmitRing;
    private readonly ReceivePath _receive;
    private readonly TransmitPath _transmit;
    private int _idlePolls;

    private HeronDriver(Device device, IPageSource pages, INicRegisters registers, DescriptorRing receiveRing, DescriptorRing transmitRing)
    {
        _registers = registers;
        _receiveRing = receiveRing;
        _transmitRing = transmitRing;
        _receive = new ReceivePath(device, pages, registers, receiveRing);
        _transmit = new TransmitPath(device, registers, transmitRing);
    }

    /// <summary>Times that the card hung and was set up anew.</summary>
    public int Resets { get; private set; }

    /// <summary>Frames that came in and were not taken.</summary>
    public int Dropped => _receive.Dropped;

    /// <summary>Pieces that were copied because no other page was to be had.</summary>
    public int Starved => _receive.Starved;

    /// <summary>Frames that were sent.</summary>
    public int Sent => _transmit.Sent;

    /// <summary>Frames that resets took from the ring, sent or not.</summary>
    public int Lost => _transmit.Lost;

    /// <summary>Descriptors that the card has to send.</summary>
    public int Pending => _transmit.Pending;

    /// <summary>Sets the card up.</summary>
    /// <returns>null = the card's reach is not supported, or no memory, or no mapping; nothing is left behind.</returns>
    public static HeronDriver? TryProbe(Device device, IPageSource pages, INicRegisters registers)
    {
        ArgumentNullException.ThrowIfNull(registers);
        int bits = (int)registers.Read(NicRegister.AddressBits);
        if (bits is < 24 or > 64 || !device.SetMaskAndCoherent(ulong.MaxValue >> (64 - bits))) return null;
        if (DescriptorRing.TryAlloc(device, ReceiveDescriptors) is not { } receive) return null;
        if (DescriptorRing.TryAlloc(device, TransmitDescriptors) is not { } transmit)
        {
            receive.Dispose();
            return null;
        }

        var driver = new HeronDriver(device, pages, registers, receive, transmit);
        if (driver._receive.TryFill())
        {
            driver.Start();
            return driver;
        }

        driver.Dispose();
        return null;
    }

    /// <summary>Gives a frame to the card.</summary>
    public Sending TrySend(TransmitFrame frame) => _transmit.TrySend(frame);

    /// <summary>Takes what came in, takes back what was sent, and sets the card up anew where it sends nothing any more.</summary>
    public void Poll(ICollection<ReceivedFrame> received)
    {
        _receive.Poll(received);
        bool isIdle = _transmit.Reap() == 0 && _transmit.Pending > 0;
        _idlePolls = isIdle ? _idlePolls + 1 : 0;
        if (_idlePolls < PatienceInPolls) return;
        Resets++;
        Stop(received);
        _transmit.Clear();
        Start();
    }

    /// <summary>Stops the card, then gives all memory back; pages that the stack has go when it is done with them.</summary>
    public void Dispose()
    {
        _registers.Write(NicRegister.Enable, 0);
        _transmit.Clear();
        _receive.Clear();
        _transmitRing.Dispose();
        _receiveRing.Dispose();
    }

    private void Stop(ICollection<ReceivedFrame> received)
    {
        _registers.Write(NicRegister.Enable, 0);

        // What came in before is whole.
        _receive.Poll(received);
        _idlePolls = 0;
    }

    private void Start()
    {
        _receive.Start();
        _transmit.Start();
        _registers.Write(NicRegister.Enable, 1);
    }
}
