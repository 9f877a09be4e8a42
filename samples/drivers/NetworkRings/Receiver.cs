using System;
using System.Collections.Generic;

namespace XenDma.Samples.NetworkRings;

/// <summary>The stack's receiving side: each frame that the card took must come up whole and in order. The stack changes it in place, and for as
/// long as it holds it, it must stay so, whatever the card receives meanwhile.</summary>
/// <param name="card">The card.</param>
/// <param name="random">What the frames are drawn from.</param>
/// <param name="mostHeld">The most frames that the stack holds.</param>
internal sealed class Receiver(SimulatedNic card, Random random, int mostHeld)
{
    private const int TimeToLive = 8;

    private readonly Queue<byte[]> _taken = [];
    private readonly List<(ReceivedFrame Frame, byte[] Bytes)> _held = [];

    /// <summary>Where the driver puts frames.</summary>
    internal List<ReceivedFrame> Arrived { get; } = [];

    /// <summary>Frames that came up.</summary>
    internal int Count { get; private set; }

    /// <summary>Their bytes.</summary>
    internal long Bytes { get; private set; }

    /// <summary>Frames that were not what the card took, on arrival or when the stack was done with them.</summary>
    internal int Damaged { get; private set; }

    /// <summary>A frame comes in.</summary>
    internal void Bring()
    {
        var frame = new byte[random.Next(8) == 0 ? random.Next(1515, 9019) : random.Next(14, 1515)];
        random.NextBytes(frame);
        if (card.Receive(frame)) _taken.Enqueue(frame);
    }

    /// <summary>Looks at what has arrived, and is done with some of what was held.</summary>
    internal void Check()
    {
        foreach (ReceivedFrame frame in Arrived)
        {
            Count++;
            Bytes += frame.Length;
            byte[] bytes = _taken.Count > 0 ? _taken.Dequeue() : [];
            _held.Add((frame, bytes));
            if (!frame.ToArray().AsSpan().SequenceEqual(bytes)) Damaged++;
            else frame.Edit(TimeToLive, --bytes[TimeToLive]);
        }

        Arrived.Clear();
        while (_held.Count > mostHeld || (_held.Count > 0 && random.Next(4) == 0)) Drop(random.Next(_held.Count));
    }

    /// <summary>Is done with all; a frame that never arrived is damage.</summary>
    internal void Finish()
    {
        Check();
        while (_held.Count > 0) Drop(0);
        Damaged += _taken.Count;
    }

    private void Drop(int index)
    {
        (ReceivedFrame frame, byte[] bytes) = _held[index];
        if (!frame.ToArray().AsSpan().SequenceEqual(bytes)) Damaged++;
        frame.Dispose();
        _held.RemoveAt(index);
    }
}
