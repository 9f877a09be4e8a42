using System;
using System.Collections.Generic;

namespace XenDma.Samples.NetworkRings;

/// <summary>The stack's sending side: what it gives to the driver must be on the wire in order, but for what a reset took.</summary>
/// <param name="driver">The driver.</param>
/// <param name="maker">The frames.</param>
/// <param name="card">The card, whose wire is read.</param>
internal sealed class Sender(HeronDriver driver, FrameMaker maker, SimulatedNic card)
{
    private readonly List<byte[]> _sent = [];
    private TransmitFrame? _waiting;
    private byte[] _waitingBytes = [];

    /// <summary>The bytes given to the card.</summary>
    internal long Bytes { get; private set; }

    /// <summary>Frames that could not be made, or not be mapped at once.</summary>
    internal int Refused { get; private set; }

    /// <summary>Gives the driver one frame, one that had to wait before any other.</summary>
    internal void Send()
    {
        _waiting ??= maker.TryMake(out _waitingBytes);
        Sending sending = _waiting is null ? Sending.NotMapped : driver.TrySend(_waiting);
        if (sending == Sending.NotMapped) Refused++;
        if (sending != Sending.Queued) return;
        _sent.Add(_waitingBytes);
        Bytes += _waitingBytes.Length;
        _waiting = null;
    }

    /// <summary>Holds the wire against what was sent, and ends.</summary>
    /// <param name="lost">The frames that resets took; each may be missing on the wire.</param>
    /// <returns>The frames that differ, or miss without a reset.</returns>
    internal int Damaged(int lost)
    {
        _waiting?.Free();
        _waiting = null;
        int damaged = 0, next = 0;
        foreach (byte[] frame in card.Wire)
        {
            int found = _sent.FindIndex(next, sent => sent.AsSpan().SequenceEqual(frame));
            if (found < 0) damaged++;
            else next = found + 1;
        }

        return damaged + Math.Max(0, _sent.Count - card.Wire.Count - lost);
    }
}
