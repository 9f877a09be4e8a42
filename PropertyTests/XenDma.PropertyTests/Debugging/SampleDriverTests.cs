using System;
using System.Collections.Generic;
using System.Linq;
using XenDma.Bouncing;
using XenDma.Debugging;
using XenDma.PropertyTests.Drivers;
using XenDma.Samples.ReceiveRing;
using XenDma.Samples.ReceiveRing.Broken;
using Xunit;

namespace XenDma.PropertyTests.Debugging;

/// <summary>The sample driver is not blamed, its broken twin is, on machines that bounce and that do not.</summary>
public class SampleDriverTests
{
    private const int Buffers = 16;

    private delegate int Poll(ICollection<byte[]> received);

    public static TheoryData<string, string> Machines
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (string layout in new[] { "identity", "reversed", "shuffled", "above 4 GiB" })
            {
                foreach (Semantics release in Semantics.Releases) data.Add(layout, release.Name);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Machines))]
    public void The_clean_driver_is_not_reported(string layout, string release)
    {
        (DmaDebug debug, int received) = Receive(layout, release, static ring => new PloverReceiver(ring).Poll);
        Assert.Empty(debug.Reports);
        Assert.Equal(0, debug.LiveCount);
        Assert.Equal(2 * Buffers, received);
    }

    [Theory]
    [MemberData(nameof(Machines))]
    public void The_broken_twin_syncs_what_it_has_unmapped(string layout, string release)
    {
        (DmaDebug debug, _) = Receive(layout, release, static ring => new HastyReceiver(ring).Poll);
        MisuseReport first = debug.Reports[0];
        Assert.Equal(Misuse.SyncsUnallocated, first.Misuse);
        Assert.Equal("dma_sync_single_for_device", first.Call.Name);
        Assert.Equal("a frame of 3000 bytes", first.Call.Site.Label);
        Assert.All(debug.Reports, static report => Assert.Equal(Misuse.SyncsUnallocated, report.Misuse));
        Assert.Equal(0, debug.LiveCount);
    }

    [Fact]
    public void A_driver_that_forgets_the_sync_reads_what_the_card_owns()
    {
        (DmaDebug debug, _) = Receive("shuffled", "6.1", static ring => _ =>
        {
            ring[0].Buffer.Read(0, new byte[60]);
            return 1;
        });
        Assert.Equal(Misuse.CpuReadsWhatDeviceOwns, Assert.Single(debug.Reports).Misuse);
    }

    /// <summary>A frame that needs a larger buffer, then two rounds of common ones, then tear-down.</summary>
    private static (DmaDebug Debug, int Received) Receive(string layout, string release, Func<PloverRing, Poll> driver)
    {
        using XenGuest guest = XenGuest.Boot(ReceiveRig.Layout(layout), new PoolOptions(128, Early: true), ReceiveRig.Release(release));
        var debug = new DmaDebug(guest.Ops);
        guest.Machine.Memory.Observer = debug;
        var device = new Device("plover0", new DeviceTraits(), debug);
        var card = new SimulatedCard(guest.BusOf(device), addressBits: 32);
        PloverRing? ring = PloverRing.TryOpen(guest, device, card, Buffers);
        Assert.NotNull(ring);
        Poll poll = driver(ring);
        List<byte[]> received = [];
        foreach (int length in Enumerable.Repeat(1000, 2 * Buffers).Prepend(3000))
        {
            debug.Site = $"a frame of {length} bytes";
            card.Receive(new byte[length]);
            Assert.Equal(1, poll(received));
        }

        ring.Dispose();
        debug.ReleaseDevice(device);
        return (debug, received.Count);
    }
}
