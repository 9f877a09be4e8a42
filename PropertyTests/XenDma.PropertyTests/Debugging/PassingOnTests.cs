using System;
using XenDma.Debugging;
using XenDma.PropertyTests.ModelTests;
using Xunit;
using static XenDma.DmaDirection;

namespace XenDma.PropertyTests.Debugging;

/// <summary>The checker changes nothing: every call reaches the ops within.</summary>
public sealed class PassingOnTests
{
    [Fact]
    public void Single_mappings_are_synced_and_end()
    {
        using XenGuest guest = TestGuest.Boot("contract", force: true);
        Device device = Checked(guest);
        GuestBuffer buffer = TestGuest.BufferAt(guest, 0x20000, 0x800);
        DmaAddr dma = device.MapSingle(buffer, 0x800, Bidirectional);
        Assert.False(device.MappingError(dma));
        AssertSynced(guest, buffer, dma, () => device.SyncSingleForCpu(dma, 0x800, Bidirectional), () => device.SyncSingleForDevice(dma, 0x800, Bidirectional));
        device.UnmapSingle(dma, 0x800, Bidirectional);
        Assert.Equal(0UL, guest.SlotsInUse);
    }

    [Fact]
    public void Lists_are_synced_and_end()
    {
        using XenGuest guest = TestGuest.Boot("contract", force: true);
        Device device = Checked(guest);
        var list = new ScatterList(1);
        list.Add(TestGuest.BufferAt(guest, 0x20000, 0x800));
        Assert.Equal(1, device.MapSg(list, 1, Bidirectional));
        AssertSynced(guest, list.BufferAt(0), list.DmaAddressAt(0), () => device.SyncSgForCpu(list, 1, Bidirectional), () => device.SyncSgForDevice(list, 1, Bidirectional));
        device.UnmapSg(list, 1, Bidirectional);
        Assert.Equal(0UL, guest.SlotsInUse);
    }

    [Fact]
    public void Coherent_memory_is_freed()
    {
        using XenGuest guest = TestGuest.Boot("contract");
        Device device = Checked(guest);
        ulong free = guest.Machine.Pages.FreeCount;
        GuestBuffer ring = device.AllocCoherent(0x1000, out DmaAddr handle)!;
        device.FreeCoherent(0x1000, ring, handle);
        Assert.Equal(free, guest.Machine.Pages.FreeCount);
    }

    [Fact]
    public void A_checker_needs_ops_and_bounds_that_can_be()
    {
        var ops = new StraightOps();
        Assert.Throws<ArgumentNullException>(() => new DmaDebug(null!));
        Assert.Throws<ArgumentNullException>(() => new DmaDebug(ops).ReleaseDevice(null!));
        Assert.Throws<ArgumentOutOfRangeException>(() => new DmaDebug(ops, new DmaDebugOptions { MaxReports = -1 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new DmaDebug(ops, new DmaDebugOptions { MaxLiveMappings = -1 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new DmaDebug(ops, new DmaDebugOptions { CacheLineShift = -1 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new DmaDebug(ops, new DmaDebugOptions { CacheLineShift = XenPage.Shift + 1 }));
    }

    private static Device Checked(XenGuest guest) => new("nic", new DeviceTraits(), new DmaDebug(guest.Ops));

    private static void AssertSynced(XenGuest guest, GuestBuffer buffer, DmaAddr dma, Action forCpu, Action forDevice)
    {
        Assert.True(guest.Machine.TryReach(dma, out PhysAddr slot));
        guest.Machine.Memory.Cpu(slot, 1)[0] = 9;
        forCpu();
        Assert.Equal(9, buffer[0]);
        buffer.Fill(5);
        forDevice();
        Assert.Equal(5, TestGuest.ByteAt(guest, slot.Value));
    }
}
