using System;
using System.Collections.Generic;
using System.Linq;
using XenDma.Bouncing;
using XenDma.Machines;
using XenDma.Samples.ReceiveRing;
using Xunit;

namespace XenDma.PropertyTests.Drivers;

/// <summary>A guest with a Plover card, before or after its ring is set up.</summary>
internal sealed class ReceiveRig : IDisposable
{
    internal ReceiveRig(MachineLayout layout, PoolOptions pool, Semantics semantics, int addressBits = 32)
    {
        Guest = XenGuest.Boot(layout, pool, semantics);
        Device = Guest.AddDevice("plover0", new DeviceTraits());
        Card = new SimulatedCard(Guest.BusOf(Device), addressBits);
        FreeBefore = Guest.Machine.Pages.FreeCount;
    }

    internal XenGuest Guest { get; }

    internal Device Device { get; }

    internal SimulatedCard Card { get; }

    /// <summary>The pages that were free before the driver came.</summary>
    internal ulong FreeBefore { get; }

    internal static MachineLayout Layout(string name) => name switch
    {
        "identity" => SampleMachines.Identity,
        "reversed" => SampleMachines.Reversed,
        "shuffled" => SampleMachines.Shuffled(seed: 11),
        "above 4 GiB" => SampleMachines.Above4GiB,
        _ => throw new ArgumentOutOfRangeException(nameof(name)),
    };

    internal static Semantics Release(string name) => Semantics.Find(name) ?? throw new ArgumentOutOfRangeException(nameof(name));

    internal static byte[] Frame(Random random, int length)
    {
        var frame = new byte[length];
        random.NextBytes(frame);
        return frame;
    }

    /// <summary>The indexes at which two runs of frames differ.</summary>
    internal static int[] Differences(IReadOnlyList<byte[]> sent, IReadOnlyList<byte[]> received)
    {
        Assert.Equal(sent.Count, received.Count);
        return [.. Enumerable.Range(0, sent.Count).Where(i => !sent[i].AsSpan().SequenceEqual(received[i]))];
    }

    internal PloverRing Open(int buffers)
    {
        PloverRing? ring = PloverRing.TryOpen(Guest, Device, Card, buffers);
        Assert.NotNull(ring);
        return ring;
    }

    /// <summary>Nothing of the driver is left: no slot, no page, and the card is off.</summary>
    internal void AssertNothingLeft()
    {
        Assert.Equal(0UL, Guest.SlotsInUse);
        Assert.Equal(FreeBefore, Guest.Machine.Pages.FreeCount);
        Assert.Equal(0UL, Card.Read(CardRegister.Enable));
    }

    public void Dispose() => Guest.Dispose();
}
