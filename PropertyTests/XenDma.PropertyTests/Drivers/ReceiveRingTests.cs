using System;
using System.Collections.Generic;
using System.Linq;
using XenDma.Bouncing;
using XenDma.Machines;
using XenDma.Samples.ReceiveRing;
using Xunit;

namespace XenDma.PropertyTests.Drivers;

/// <summary>The sample driver brings every frame as the card sent it, on every machine and release, and leaves nothing behind.</summary>
public class ReceiveRingTests
{
    private const int Frames = 3000;
    private const int Seed = 20181;

    public static TheoryData<string, int, bool, string> Machines
    {
        get
        {
            var data = new TheoryData<string, int, bool, string>();
            foreach (Semantics release in Semantics.Releases)
            {
                data.Add("identity", 32, false, release.Name);
                data.Add("identity", 32, true, release.Name);
                data.Add("reversed", 32, false, release.Name);
                data.Add("shuffled", 32, false, release.Name);
                data.Add("shuffled", 24, false, release.Name);
                data.Add("above 4 GiB", 32, false, release.Name);
                data.Add("above 4 GiB", 64, false, release.Name);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Machines))]
    public void EveryFrameArrivesAsItWasSent(string layout, int addressBits, bool force, string release)
    {
        using var rig = new ReceiveRig(ReceiveRig.Layout(layout), new PoolOptions(1024, force), ReceiveRig.Release(release), addressBits);
        var disk = new BystandingDisk(rig.Guest);
        disk.BeginReads(most: 8);
        ulong slotsOfDisk = rig.Guest.SlotsInUse;
        using PloverRing ring = rig.Open(buffers: 64);
        var receiver = new PloverReceiver(ring);
        Assert.Equal(force ? 64 : CountBouncing(rig, ring, addressBits), (int)(rig.Guest.SlotsInUse - slotsOfDisk));

        (List<byte[]> sent, List<byte[]> received) = Exchange(rig.Card, receiver);

        Assert.Empty(ReceiveRig.Differences(sent, received));
        Assert.True(rig.Card.Missed > 0 && receiver.Grown > 10, $"seed {Seed}: a ring that was never full, or never grew");
        Assert.Equal(rig.Card.Truncated, receiver.Dropped);
        ring.Dispose();
        Assert.Empty(disk.EndReads());
        rig.AssertNothingLeft();
    }

    [Theory]
    [InlineData("identity", 32, 0)]
    [InlineData("above 4 GiB", 64, 0)]
    [InlineData("above 4 GiB", 32, 40)]
    [InlineData("shuffled", 24, 40)]
    [InlineData("reversed", 32, 14)]
    public void BuffersBounceWhereTheyMust(string layout, int addressBits, int bouncing)
    {
        using var rig = new ReceiveRig(ReceiveRig.Layout(layout), new PoolOptions(1024), Semantics.Linux6_14, addressBits);
        using PloverRing ring = rig.Open(buffers: 40);
        Assert.Equal((ulong)bouncing, rig.Guest.SlotsInUse);
    }

    [Theory]
    [InlineData("4.18")]
    [InlineData("6.1")]
    [InlineData("6.14")]
    public void DescriptorsOverTwoPagesAreOneForTheCard(string release)
    {
        using var rig = new ReceiveRig(SampleMachines.Shuffled(seed: 5), new PoolOptions(2048), ReceiveRig.Release(release));
        using PloverRing ring = rig.Open(buffers: 300);
        var receiver = new PloverReceiver(ring);
        var random = new Random(Seed);
        List<byte[]> sent = [], received = [];
        for (int i = 0; i < 900; i++)
        {
            sent.Add(ReceiveRig.Frame(random, random.Next(60, 1515)));
            Assert.True(rig.Card.Receive(sent[^1]));
            if (i % 290 == 289) receiver.Poll(received);
        }

        receiver.Poll(received);
        Assert.Empty(ReceiveRig.Differences(sent, received));
        ring.Dispose();
        rig.AssertNothingLeft();
    }

    [Fact]
    public void TearDownStopsTheCard()
    {
        using var rig = new ReceiveRig(SampleMachines.Identity, new PoolOptions(1024), Semantics.Linux6_14);
        PloverRing ring = rig.Open(buffers: 4);
        Assert.True(rig.Card.Receive(new byte[60]));
        ring.Dispose();
        ring.Dispose();
        Assert.False(rig.Card.Receive(new byte[60]));
        rig.AssertNothingLeft();
    }

    private static (List<byte[]> Sent, List<byte[]> Received) Exchange(SimulatedCard card, PloverReceiver receiver)
    {
        var random = new Random(Seed);
        List<byte[]> sent = [], received = [];
        while (sent.Count < Frames)
        {
            for (int burst = random.Next(90); burst > 0; burst--)
            {
                int length = random.Next(40) == 0 ? random.Next(1515, 9300) : random.Next(60, 1515);
                byte[] frame = ReceiveRig.Frame(random, length);
                if (card.Receive(frame)) sent.Add(frame);
            }

            receiver.Poll(received);
        }

        return (sent, received);
    }

    /// <summary>The buffers that a device cannot be given as they are, by the P2M alone.</summary>
    private static int CountBouncing(ReceiveRig rig, PloverRing ring, int addressBits) =>
        Enumerable.Range(0, ring.Count).Count(i => !IsReachable(rig.Guest.Machine.P2M, ring[i].Buffer, addressBits));

    private static bool IsReachable(PhysToMachine p2m, GuestBuffer buffer, int addressBits)
    {
        PhysAddr last = buffer.Address + (ulong)(buffer.Length - 1);
        ulong firstMfn = p2m.PfnToMfn(buffer.Address.Pfn.Value), lastMfn = p2m.PfnToMfn(last.Pfn.Value);
        bool isConsecutive = lastMfn - firstMfn == last.Pfn.Value - buffer.Address.Pfn.Value;
        return isConsecutive && (addressBits == 64 || lastMfn >> (addressBits - XenPage.Shift) == 0);
    }
}
