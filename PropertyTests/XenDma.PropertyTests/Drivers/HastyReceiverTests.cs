using System;
using System.Collections.Generic;
using System.Linq;
using XenDma.Bouncing;
using XenDma.Samples.ReceiveRing;
using XenDma.Samples.ReceiveRing.Broken;
using Xunit;

namespace XenDma.PropertyTests.Drivers;

/// <summary>What the broken twin's stale address does, and that the clean driver does none of it.</summary>
public class HastyReceiverTests
{
    private const int Buffers = 16;

    private static readonly PoolOptions SmallPool = new(128, Early: true);

    private static readonly string[] Layouts = ["identity", "reversed", "shuffled", "above 4 GiB"];

    private delegate int Poll(ICollection<byte[]> received);

    public static TheoryData<string, string> Machines
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (string layout in Layouts)
            {
                foreach (Semantics release in Semantics.Releases) data.Add(layout, release.Name);
            }

            return data;
        }
    }

    public static TheoryData<string> Releases => [.. Semantics.Releases.Select(static release => release.Name)];

    /// <summary>After a buffer was replaced the descriptor's next frame is lost, once: zeroes come in its place.</summary>
    [Theory]
    [MemberData(nameof(Machines))]
    public void FrameAfterAReplacedBufferIsLost(string layout, string release)
    {
        (List<byte[]> sent, List<byte[]> received) =
            TwoRoundsAfterALongFrame(layout, release, static ring => new HastyReceiver(ring).Poll);
        int lost = Assert.Single(ReceiveRig.Differences(sent, received));
        Assert.Equal(Buffers - 1, lost);
        Assert.All(received[lost], static b => Assert.Equal(0, b));
    }

    [Theory]
    [MemberData(nameof(Machines))]
    public void CleanDriverLosesNone(string layout, string release)
    {
        (List<byte[]> sent, List<byte[]> received) =
            TwoRoundsAfterALongFrame(layout, release, static ring => new PloverReceiver(ring).Poll);
        Assert.Empty(ReceiveRig.Differences(sent, received));
    }

    /// <summary>The slot that the driver gave up is the disk's by then: the frame goes over the disk's data.</summary>
    [Theory]
    [MemberData(nameof(Releases))]
    public void LostFrameOverwritesAnotherDevicesData(string release)
    {
        (byte[] lost, List<byte[]> damaged) = ReceiveBesideADisk(release, static ring => new HastyReceiver(ring).Poll);
        byte[] hit = Assert.Single(damaged);
        Assert.True(hit.AsSpan(0, lost.Length).SequenceEqual(lost));
    }

    [Theory]
    [MemberData(nameof(Releases))]
    public void CleanDriverHitsNobody(string release)
    {
        (_, List<byte[]> damaged) = ReceiveBesideADisk(release, static ring => new PloverReceiver(ring).Poll);
        Assert.Empty(damaged);
    }

    private static (List<byte[]> Sent, List<byte[]> Received) TwoRoundsAfterALongFrame(
        string layout, string release, Func<PloverRing, Poll> driver)
    {
        using var rig = new ReceiveRig(ReceiveRig.Layout(layout), SmallPool, ReceiveRig.Release(release));
        using PloverRing ring = rig.Open(Buffers);
        Poll poll = driver(ring);
        List<byte[]> received = [];
        Assert.False(rig.Card.Receive(new byte[3000]));
        Assert.Equal(1, poll(received));
        List<byte[]> sent = Send(rig.Card, poll, 2 * Buffers, received);
        ring.Dispose();
        rig.AssertNothingLeft();
        return (sent, received);
    }

    private static (byte[] Last, List<byte[]> Damaged) ReceiveBesideADisk(string release, Func<PloverRing, Poll> driver)
    {
        using var rig = new ReceiveRig(SampleMachines.Above4GiB, SmallPool, ReceiveRig.Release(release));
        using PloverRing ring = rig.Open(Buffers);
        Poll poll = driver(ring);
        Assert.False(rig.Card.Receive(new byte[3000]));
        Assert.Equal(1, poll([]));
        var disk = new BystandingDisk(rig.Guest);
        disk.BeginReads(int.MaxValue);
        Assert.Equal(128UL, rig.Guest.SlotsInUse);
        List<byte[]> sent = Send(rig.Card, poll, Buffers, []);
        return (sent[^1], disk.EndReads());
    }

    private static List<byte[]> Send(SimulatedCard card, Poll poll, int count, List<byte[]> received)
    {
        var random = new Random(count);
        List<byte[]> sent = [];
        for (int i = 0; i < count; i++)
        {
            sent.Add(ReceiveRig.Frame(random, random.Next(60, 1515)));
            Assert.True(card.Receive(sent[^1]));
            poll(received);
        }

        return sent;
    }
}
