using System;
using XenDma.Machines;
using XenDma.PropertyTests.Debugging;
using Xunit;
using static XenDma.DmaDirection;

namespace XenDma.PropertyTests.ModelTests;

/// <summary>Arguments that no call takes, and ops that can less than the guest's own.</summary>
public sealed class GuestCallTests
{
    [Fact]
    public void Every_call_needs_a_device()
    {
        using XenGuest guest = TestGuest.Boot("contract");
        GuestBuffer buffer = TestGuest.BufferAt(guest, 0x20000, 0x100);
        var list = new ScatterList(1);
        Device none = null!;
        AssertAll<ArgumentNullException>(
            () => none.MapSingle(buffer, 1, ToDevice),
            () => none.Map(buffer, ToDevice),
            () => none.MapPage(default, 0, 1, ToDevice),
            () => none.UnmapSingle(default, 1, ToDevice),
            () => none.UnmapPage(default, 1, ToDevice),
            () => none.SyncSingleForCpu(default, 1, ToDevice),
            () => none.SyncSingleForDevice(default, 1, ToDevice),
            () => none.MapSg(list, 0, ToDevice),
            () => none.UnmapSg(list, 0, ToDevice),
            () => none.SyncSgForCpu(list, 0, ToDevice),
            () => none.SyncSgForDevice(list, 0, ToDevice),
            () => none.AllocCoherent(1, out _),
            () => none.FreeCoherent(1, buffer, default),
            () => none.MapResource(default, 1, ToDevice),
            () => none.UnmapResource(default, 1, ToDevice),
            () => none.SetMask(1),
            () => none.SetCoherentMask(1),
            () => none.SetMaskAndCoherent(1),
            () => none.SetSegmentBoundary(1),
            () => none.SetMinAlignMask(1),
            () => none.MaxMappingSize(),
            () => none.MappingError(default),
            () => guest.Dispatch.SetUp(none),
            () => guest.Dispatch.TearDown(none),
            () => guest.Dispatch.NativeOpsOf(none));
    }

    [Fact]
    public void What_is_mapped_must_be_there()
    {
        using XenGuest guest = TestGuest.Boot("contract");
        Device device = guest.AddDevice("nic", new DeviceTraits());
        AssertAll<ArgumentNullException>(
            () => device.MapSingle(null!, 0, ToDevice),
            () => device.Map(null!, ToDevice),
            () => device.MapSg(null!, 0, ToDevice),
            () => device.SyncSgForCpu(null!, 0, ToDevice),
            () => device.FreeCoherent(1, null!, default),
            () => new ScatterList(1).Add(null!),
            () => _ = new CpuBuffer<byte>(null!),
            () => _ = new DispatchedOps(null!),
            () => guest.FreePages(null!),
            () => GuestOps.Make(null!, Platform.XenPv, default, Semantics.Contract),
            () => GuestOps.Make(guest.Machine, Platform.XenPv, default, null!),
            () => _ = new Machine(null!),
            () => guest.Machine.Log.Write(KernelLogLevel.Info, 1, null!),
            () => Defect.All[0].SwitchedOn(null!));
        Assert.Throws<ArgumentNullException>(() => new Device(null!, new DeviceTraits()));
        Assert.Throws<ArgumentException>(() => new Device("", new DeviceTraits()));
    }

    [Fact]
    public void No_number_is_negative()
    {
        using XenGuest guest = TestGuest.Boot("contract");
        Device device = guest.AddDevice("nic", new DeviceTraits());
        GuestBuffer buffer = TestGuest.BufferAt(guest, 0x20000, 0x100);
        var list = new ScatterList(1);
        AssertAll<ArgumentOutOfRangeException>(
            () => device.MapPage(default, 0, -1, ToDevice),
            () => device.UnmapPage(default, -1, ToDevice),
            () => device.SyncSingleForCpu(default, -1, ToDevice),
            () => device.SyncSingleForDevice(default, -1, ToDevice),
            () => device.MapSg(list, -1, ToDevice),
            () => device.UnmapSg(list, -1, ToDevice),
            () => device.AllocCoherent(-1, out _),
            () => device.FreeCoherent(-1, buffer, default),
            () => device.MapResource(default, -1, ToDevice),
            () => device.UnmapResource(default, -1, ToDevice),
            () => guest.Machine.Memory.Buffer(default, -1),
            () => _ = new ScatterList(-1),
            () => list.SetDma(0, default, 1));
    }

    [Theory]
    [InlineData(0x20800UL, 0x1000)]
    [InlineData(0x20000UL, 0x800)]
    [InlineData(0x20000UL, 0x3000)]
    public void Only_blocks_of_pages_are_given_back(ulong address, int length)
    {
        using XenGuest guest = TestGuest.Boot("contract");
        ulong free = guest.Machine.Pages.FreeCount;
        Assert.Throws<ArgumentException>(() => guest.FreePages(TestGuest.BufferAt(guest, address, length)));
        Assert.Equal(free, guest.Machine.Pages.FreeCount);
        guest.FreePages(TestGuest.BufferAt(guest, 0x20000, 0x1000));
        Assert.Equal(free + 1, guest.Machine.Pages.FreeCount);
    }

    [Theory]
    [InlineData(TestGuest.PoolBus, true)]
    [InlineData(TestGuest.PoolBus + 0x3FFFF, true)]
    [InlineData((TestGuest.MfnBase << 12) + 0x1FFFFF, false)]
    [InlineData((TestGuest.MfnBase << 12) + 0x240000, false)]
    [InlineData(TestGuest.PoolPhys, false)]
    public void A_bounced_address_lies_in_the_pool(ulong address, bool isBounced)
    {
        using XenGuest guest = TestGuest.Boot("contract");
        Assert.Equal(isBounced, guest.IsBounced(new DmaAddr(address)));
    }

    [Fact]
    public void What_a_driver_sets_is_the_device_s()
    {
        using XenGuest guest = TestGuest.Boot("contract");
        Device device = guest.AddDevice("nvme", new DeviceTraits());
        device.SetSegmentBoundary(0xFFFF);
        device.SetMinAlignMask(0xFFF);
        Assert.Equal((0xFFFFUL, 0xFFFUL), (device.SegmentBoundaryMask, device.MinAlignMask));
        Assert.Equal("nvme", device.ToString());
    }

    /// <summary>Ops without a pool know no largest mapping, ops without dma_map_resource map none.</summary>
    [Fact]
    public void What_ops_lack_has_an_answer()
    {
        var device = new Device("nic", new DeviceTraits(), new StraightOps());
        Assert.Equal(ulong.MaxValue, device.MaxMappingSize());
        Assert.Equal(DmaAddr.MappingError, device.MapResource(new PhysAddr(0x1000), 1, ToDevice));
        device.UnmapResource(new DmaAddr(0x1000), 1, ToDevice);
    }

    private static void AssertAll<T>(params Action[] calls)
        where T : Exception => Assert.All(calls, static call => Assert.Throws<T>(call));
}
