using System;
using XenDma.Bouncing;
using XenDma.Machines;
using Xunit;

namespace XenDma.PropertyTests.ModelTests;

/// <summary>Alone, because a collection that other threads cause is charged to this one.</summary>
[CollectionDefinition(nameof(AllocationTests), DisableParallelization = true)]
public sealed class AloneWithTheHeap;

/// <summary>The streaming ops put nothing on the managed heap, direct or bounced.</summary>
[Collection(nameof(AllocationTests))]
public sealed class AllocationTests
{
    private const int Rounds = 1000;

    public static TheoryData<string> Releases
    {
        get
        {
            var data = new TheoryData<string>();
            foreach (Semantics release in Semantics.Releases) data.Add(release.Name);
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Releases))]
    public void Streaming_ops_allocate_nothing(string release)
    {
        using XenGuest guest = XenGuest.Boot(
            new MachineLayout
            {
                FrameCount = 1024,
                Owned = [new FrameRun(0, 0, 18), new FrameRun(18, 9000, 1006)], // A break within the buffer that begins in frame 17.
                Free = [new FrameRange(512, 512)],
                Spare = [new FrameRange(4096, 512)],
            },
            new PoolOptions(512, Early: true),
            Semantics.Find(release));
        Device near = guest.AddDevice("near", new DeviceTraits()), far = guest.AddDevice("far", new DeviceTraits { SegmentBoundaryMask = 0xFFFFF });
        Device narrow = guest.AddDevice("narrow", new DeviceTraits { DmaMask = 4095, MinAlignMask = 0xFFF });
        GuestBuffer whole = guest.Machine.Memory.Buffer(new PhysAddr((15 * 4096) + 0x700), 6000);
        GuestBuffer torn = guest.Machine.Memory.Buffer(new PhysAddr((17 * 4096) + 0x700), 6000);
        var list = new ScatterList(2);
        list.Add(whole);
        list.Add(torn);
        bool wrong = false;
        Cycle();
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < Rounds; i++) Cycle();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.False(wrong, "a mapping that should have succeeded failed, or the reverse");

        void Cycle()
        {
            RoundTrip(near, whole, bounces: false);
            RoundTrip(far, torn, bounces: true);
            DmaAddr failed = narrow.MapSingle(torn, 6000, DmaDirection.Bidirectional, DmaAttrs.NoWarn);
            wrong |= !narrow.MappingError(failed);
        }

        void RoundTrip(Device device, GuestBuffer buffer, bool bounces)
        {
            DmaAddr address = device.MapSingle(buffer, 6000, DmaDirection.Bidirectional);
            wrong |= guest.IsBounced(address) != bounces;
            device.SyncSingleForCpu(address + 64, 128, DmaDirection.Bidirectional);
            device.SyncSingleForDevice(address + 64, 128, DmaDirection.Bidirectional);
            device.UnmapSingle(address, 6000, DmaDirection.Bidirectional);
            wrong |= device.MapSg(list, 2, DmaDirection.ToDevice) != 2;
            device.UnmapSg(list, 2, DmaDirection.ToDevice);
        }
    }
}
