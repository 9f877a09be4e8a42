using System;
using System.Collections.Generic;
using System.Linq;
using XenDma.Bouncing;
using XenDma.Machines;
using XenDma.Samples.ReceiveRing;
using Xunit;

namespace XenDma.PropertyTests.Drivers;

/// <summary>A set-up that fails, wherever it does, is undone; a ring that cannot grow goes on as it is.</summary>
public class ReceiveRingSetUpTests
{
    private static readonly PoolOptions SmallPool = new(128, Early: true);

    public static TheoryData<string> Releases => [.. Semantics.Releases.Select(static release => release.Name)];

    [Theory]
    [MemberData(nameof(Releases))]
    public void FullPoolUnwinds(string release)
    {
        using var rig = new ReceiveRig(SampleMachines.Above4GiB, SmallPool, ReceiveRig.Release(release));
        Assert.Null(PloverRing.TryOpen(rig.Guest, rig.Device, rig.Card, 129));
        rig.AssertNothingLeft();
        rig.Open(buffers: 128).Dispose();
        rig.AssertNothingLeft();
    }

    [Theory]
    [MemberData(nameof(Releases))]
    public void UnwindingLeavesOtherDevicesMappings(string release)
    {
        using var rig = new ReceiveRig(SampleMachines.Above4GiB, SmallPool, ReceiveRig.Release(release));
        var disk = new BystandingDisk(rig.Guest);
        disk.BeginReads(most: 100);
        Assert.Null(PloverRing.TryOpen(rig.Guest, rig.Device, rig.Card, 64));
        Assert.Equal(100UL, rig.Guest.SlotsInUse);
        Assert.Empty(disk.EndReads());
        rig.AssertNothingLeft();
    }

    /// <summary>Memory runs out at each page that the set-up takes.</summary>
    [Theory]
    [MemberData(nameof(Releases))]
    public void NoMemoryUnwinds(string release)
    {
        bool opened = false;
        for (ulong pages = 0; !opened; pages++)
        {
            Assert.True(pages <= 32, "the ring cannot be set up with 32 pages");
            MachineLayout layout = SampleMachines.Above4GiB with { Free = [new FrameRange(64, 64 + pages)] };
            using var rig = new ReceiveRig(layout, SmallPool, ReceiveRig.Release(release));
            Assert.Equal(pages, rig.FreeBefore);
            using (PloverRing? ring = PloverRing.TryOpen(rig.Guest, rig.Device, rig.Card, 40)) opened = ring is not null;
            rig.AssertNothingLeft();
        }
    }

    [Theory]
    [MemberData(nameof(Releases))]
    public void NoFramesForDescriptorsUnwinds(string release)
    {
        // The pool takes all the frames that the card reaches.
        MachineLayout layout = SampleMachines.Above4GiB with { Spare = [new FrameRange(0x400, 64)] };
        using var rig = new ReceiveRig(layout, SmallPool, ReceiveRig.Release(release));
        Assert.Null(PloverRing.TryOpen(rig.Guest, rig.Device, rig.Card, 8));
        rig.AssertNothingLeft();
    }

    [Theory]
    [MemberData(nameof(Releases))]
    public void ReachThatThePoolIsBeyondIsRefused(string release)
    {
        using var rig = new ReceiveRig(SampleMachines.Identity, SmallPool, ReceiveRig.Release(release), addressBits: 24);
        Assert.Null(PloverRing.TryOpen(rig.Guest, rig.Device, rig.Card, 8));
        rig.AssertNothingLeft();
    }

    [Theory]
    [MemberData(nameof(Releases))]
    public void RingThatCannotGrowKeepsItsBuffers(string release)
    {
        using var rig = new ReceiveRig(SampleMachines.Above4GiB, SmallPool, ReceiveRig.Release(release));
        using PloverRing ring = rig.Open(buffers: 120);
        ulong freeAtStart = rig.Guest.Machine.Pages.FreeCount;
        var receiver = new PloverReceiver(ring);
        var random = new Random(7);
        List<byte[]> sent = [], received = [];
        Assert.False(rig.Card.Receive(new byte[4000]));
        Assert.False(rig.Card.Receive(new byte[4000]));
        for (int i = 0; i < 360; i++)
        {
            receiver.Poll(received);
            sent.Add(ReceiveRig.Frame(random, random.Next(60, 1515)));
            Assert.True(rig.Card.Receive(sent[^1]));
        }

        receiver.Poll(received);
        Assert.Equal((2, 1), (receiver.Dropped, receiver.Grown));
        Assert.Equal(freeAtStart - 4, rig.Guest.Machine.Pages.FreeCount);
        Assert.Empty(ReceiveRig.Differences(sent, received));
        ring.Dispose();
        rig.AssertNothingLeft();
    }
}
