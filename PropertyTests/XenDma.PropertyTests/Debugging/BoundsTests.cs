using System;
using System.Linq;
using XenDma.Debugging;
using Xunit;

namespace XenDma.PropertyTests.Debugging;

/// <summary>Reports, mappings and memory have bounds. Alone, for the memory of other tests would be measured too.</summary>
[CollectionDefinition(nameof(BoundsTests), DisableParallelization = true)]
[Collection(nameof(BoundsTests))]
public sealed class BoundsTests
{
    private const int Many = 100_000;
    private const long Budget = 64L << 20;

    [Fact]
    public void Reports_are_counted_beyond_those_kept()
    {
        (DmaDebug debug, Device device) = Straight(new DmaDebugOptions { MaxReports = 3 });
        for (int i = 0; i < 10; i++) device.UnmapSingle(new DmaAddr((ulong)i), 1, DmaDirection.ToDevice);
        Assert.Equal([0UL, 1UL, 2UL], debug.Reports.Select(static report => report.Call.Address.Value));
        Assert.Equal(10, debug.ReportCount);
        Assert.Equal(10, debug.CountOf(Misuse.FreesUnallocated));
        Assert.Equal(0, debug.CountOf(Misuse.FreesInvalidAddress));
    }

    [Fact]
    public void One_mapping_too_many_turns_the_checker_off()
    {
        (DmaDebug debug, Device device) = Straight(new DmaDebugOptions { MaxLiveMappings = 2 });
        for (ulong i = 0; i < 2; i++) device.MapPage(new Page(new Pfn(i)), 0, 64, DmaDirection.FromDevice);
        Assert.True(debug.IsActive);
        Assert.Equal(new DmaAddr(0x2000), device.MapPage(new Page(new Pfn(2)), 0, 64, DmaDirection.FromDevice));
        Assert.False(debug.IsActive);
        device.UnmapPage(new DmaAddr(7), 1, DmaDirection.ToDevice);
        device.SyncSingleForCpu(new DmaAddr(7), 1, DmaDirection.ToDevice);
        device.MapPage(new Page(new Pfn(3)), 0, 64, DmaDirection.FromDevice);
        Assert.Equal(0, debug.ReleaseDevice(device));
        Assert.Equal(0, debug.LiveCount);
        Assert.Empty(debug.Reports);
    }

    [Fact]
    public void A_bound_that_is_none_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(static () => Straight(new DmaDebugOptions { MaxReports = -1 }));
        Assert.Throws<ArgumentOutOfRangeException>(static () => Straight(new DmaDebugOptions { MaxLiveMappings = -1 }));
        Assert.Throws<ArgumentOutOfRangeException>(static () => Straight(new DmaDebugOptions { CacheLineShift = 13 }));
    }

    /// <summary>Each in a bucket and a cache line of its own, which costs the most.</summary>
    [Fact]
    public void A_hundred_thousand_live_mappings_stay_within_64_MiB()
    {
        long before = GC.GetTotalMemory(forceFullCollection: true);
        (DmaDebug debug, Device device) = Straight(new DmaDebugOptions());
        for (ulong i = 0; i < Many; i++)
        {
            debug.Site = "fill";
            Assert.False(device.MappingError(device.MapPage(new Page(new Pfn(2 * i)), 0, 4096, DmaDirection.FromDevice)));
        }

        long taken = GC.GetTotalMemory(forceFullCollection: true) - before;
        Assert.Equal(Many, debug.LiveCount);
        Assert.True(taken < Budget, $"{Many} live mappings take {taken} bytes: less than {Budget} expected");
        for (ulong i = 0; i < Many; i++) device.UnmapPage(new DmaAddr(2 * i * XenPage.Size), 4096, DmaDirection.FromDevice);
        Assert.Equal(0, debug.ReleaseDevice(device));
        Assert.Equal(0, debug.ReportCount);
    }

    /// <summary>An address of all ones, a size of all ones: nothing overflows, nothing runs long.</summary>
    [Fact]
    public void The_ends_of_the_address_space()
    {
        (DmaDebug debug, Device device) = Straight(new DmaDebugOptions());
        var last = new Page(new Pfn((1UL << 52) - 1));
        debug.MapPage(device, last, 0, ulong.MaxValue, DmaDirection.FromDevice, DmaAttrs.None);
        debug.SyncSingleForCpu(device, new DmaAddr(ulong.MaxValue), ulong.MaxValue, DmaDirection.FromDevice);
        debug.SyncSingleForCpu(device, default, ulong.MaxValue, DmaDirection.FromDevice);
        debug.SyncSingleForCpu(device, new DmaAddr(ulong.MaxValue), 1, DmaDirection.FromDevice);
        debug.UnmapPage(device, new DmaAddr(ulong.MaxValue), 0, DmaDirection.FromDevice, DmaAttrs.None);
        Assert.Equal(
            [Misuse.SyncsOutsideRange, Misuse.SyncsUnallocated, Misuse.FreesInvalidAddress],
            debug.Reports.Select(static report => report.Misuse));
    }

    private static (DmaDebug Debug, Device Device) Straight(DmaDebugOptions options)
    {
        var debug = new DmaDebug(new StraightOps(), options);
        return (debug, new Device("nic0", new DeviceTraits(), debug));
    }
}
