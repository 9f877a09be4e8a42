using System;
using XenDma.Machines;
using Xunit;

namespace XenDma.PropertyTests.ModelTests;

/// <summary>When a streaming mapping is direct, when it bounces, when it fails.</summary>
public class MapPageTests
{
    [Theory]
    [InlineData("4.18", 0UL, 0x400000UL, 0x200000UL, 1UL, 1UL, true)]
    [InlineData("4.18", 0xFFFUL, 0x400000UL, 0x200000UL, 1UL, 1UL, true)]
    [InlineData("6.1", 0UL, 0x400000UL, 0x200000UL, 1UL, 1UL, true)]
    [InlineData("6.1", 0xFFFUL, 0x400F00UL, 0x200F00UL, 2UL, 3UL, false)]
    [InlineData("6.14", 0UL, 0x400000UL, 0x200000UL, 1UL, 1UL, true)]
    [InlineData("6.14", 0xFFFUL, 0x400F00UL, 0x200F00UL, 2UL, 3UL, true)]
    public void The_worked_mapping_over_descending_frames(
        string release, ulong minAlign, ulong bus, ulong slot, ulong slots, ulong index, bool syncsInside)
    {
        using XenGuest guest = TestGuest.Boot(release, TestGuest.Layout((0x10, 0x901), (0x11, 0x900)));
        Device device = guest.AddDevice("nic", new DeviceTraits { MinAlignMask = minAlign });
        GuestBuffer buffer = TestGuest.BufferAt(guest, 0x10F00, 0x300);
        for (int i = 0; i < buffer.Length; i++) buffer[i] = (byte)i;

        DmaAddr mapped = device.MapPage(new Page(new Pfn(0x10)), 0xF00, 0x300, DmaDirection.Bidirectional);
        Assert.Equal(new DmaAddr(bus), mapped);
        Assert.Equal(slots, guest.SlotsInUse);
        Assert.Equal(index, PoolTables.Index(TestGuest.PoolOf(guest)));
        Assert.Equal(buffer.Span, guest.Machine.Memory.Cpu(new PhysAddr(slot), 0x300));

        guest.BusOf(device).Write(mapped + 0x100, new byte[] { 0xEE });
        device.SyncSingleForCpu(mapped + 0x100, 0x10, DmaDirection.Bidirectional);
        Assert.Equal(syncsInside ? 0xEE : 0x00, TestGuest.ByteAt(guest, 0x11000));

        guest.BusOf(device).Write(mapped + 0x2FF, new byte[] { 0xDD });
        device.UnmapPage(mapped, 0x300, DmaDirection.Bidirectional);
        Assert.Equal(0xEE, TestGuest.ByteAt(guest, 0x11000));
        Assert.Equal(0xDD, TestGuest.ByteAt(guest, 0x111FF));
        Assert.Equal(0UL, guest.SlotsInUse);
    }

    [Theory]
    [InlineData("4.18")]
    [InlineData("6.1")]
    [InlineData("6.14")]
    public void A_reachable_consecutive_buffer_is_mapped_where_it_is(string release)
    {
        using XenGuest guest = TestGuest.Boot(release);
        Device device = guest.AddDevice("nic", new DeviceTraits());
        DmaAddr bus = device.MapPage(new Page(new Pfn(0x20)), 0x123, 0x4000, DmaDirection.ToDevice);
        Assert.Equal(new DmaAddr(0x10020123), bus);
        Assert.Equal(0UL, guest.SlotsInUse);

        device.UnmapPage(bus, 0x4000, DmaDirection.ToDevice);
        Assert.Equal(0UL, PoolTables.Index(TestGuest.PoolOf(guest)));
    }

    [Theory]
    [InlineData("4.18", 0x10020FFFUL, 0x10020000UL)]
    [InlineData("4.18", 0x10020FFEUL, TestGuest.PoolBus)]
    [InlineData("6.1", 0x10020FFFUL, 0x10020000UL)]
    [InlineData("6.1", 0x10020FFEUL, TestGuest.PoolBus)]
    [InlineData("6.14", 0x10020FFFUL, 0x10020000UL)]
    [InlineData("6.14", 0x10020FFEUL, TestGuest.PoolBus)]
    public void The_last_byte_decides_about_reach(string release, ulong mask, ulong expected)
    {
        using XenGuest guest = TestGuest.Boot(release);
        Device device = guest.AddDevice("nic", new DeviceTraits { DmaMask = mask });
        Assert.Equal(new DmaAddr(expected), device.MapPage(new Page(new Pfn(0x20)), 0, 0x1000, DmaDirection.ToDevice));
    }

    [Theory]
    [InlineData("4.18")]
    [InlineData("6.1")]
    [InlineData("6.14")]
    public void Force_bounces_what_is_in_reach(string release)
    {
        using XenGuest guest = TestGuest.Boot(release, force: true);
        Device device = guest.AddDevice("nic", new DeviceTraits());
        Assert.Equal(new DmaAddr(TestGuest.PoolBus), device.MapPage(new Page(new Pfn(0x20)), 0, 0x1000, DmaDirection.ToDevice));
    }

    [Theory]
    [InlineData(0xFFFUL, 1UL, false)]
    [InlineData(0xFFFUL, 2UL, true)]
    [InlineData(0x000UL, 0x1000UL, false)]
    [InlineData(0x001UL, 0x1000UL, true)]
    [InlineData(0x000UL, 0UL, false)]
    public void Only_the_frames_that_bytes_lie_in_must_be_consecutive(ulong offset, ulong size, bool bounces)
    {
        foreach (string release in new[] { "4.18", "6.1", "6.14" })
        {
            using XenGuest guest = TestGuest.Boot(release, TestGuest.Layout((0x11, 0x900)));
            Device device = guest.AddDevice("nic", new DeviceTraits());
            device.MapPage(new Page(new Pfn(0x10)), (int)offset, (int)size, DmaDirection.ToDevice);
            Assert.Equal(bounces, guest.SlotsInUse != 0);
        }
    }

    [Theory]
    [InlineData("4.18")]
    [InlineData("6.1")]
    [InlineData("6.14")]
    public void A_slot_beyond_reach_is_an_error_and_the_search_goes_on_behind_it(string release)
    {
        using XenGuest guest = TestGuest.Boot(release);
        Device near = guest.AddDevice("near", new DeviceTraits { DmaMask = TestGuest.PoolBus - 1 });
        Device far = guest.AddDevice("far", new DeviceTraits { DmaMask = 0xFFFFFF });
        Assert.True(near.MappingError(near.MapPage(new Page(new Pfn(0x20)), 0, 0x1000, DmaDirection.ToDevice)));
        Assert.Equal(0UL, guest.SlotsInUse);

        DmaAddr next = far.MapPage(new Page(new Pfn(0x20)), 0, 0x1000, DmaDirection.ToDevice);
        Assert.Equal(new DmaAddr(TestGuest.PoolBus + 0x1000), next);
    }

    [Theory]
    [InlineData("4.18")]
    [InlineData("6.1")]
    [InlineData("6.14")]
    public void A_slot_beyond_reach_is_given_back_without_a_copy(string release)
    {
        using XenGuest guest = TestGuest.Boot(release);
        Device near = guest.AddDevice("near", new DeviceTraits { DmaMask = TestGuest.PoolBus - 1 });
        GuestBuffer buffer = TestGuest.BufferAt(guest, 0x20000, 0x1000);
        buffer.Fill(0x55);
        TestGuest.BufferAt(guest, TestGuest.PoolPhys, 0x1000).Fill(0xAA);
        Assert.True(near.MappingError(near.MapSingle(buffer, 0x1000, DmaDirection.FromDevice)));
        Assert.Equal(-1, buffer.Span.IndexOfAnyExcept((byte)0x55));
        Assert.Equal(release == "4.18" ? 0xAA : 0x55, TestGuest.ByteAt(guest, TestGuest.PoolPhys));
    }

    [Theory]
    [InlineData("4.18", 128)]
    [InlineData("6.1", 128)]
    [InlineData("6.14", 128)]
    public void A_full_pool_fails_and_says_so(string release, ulong total)
    {
        using XenGuest guest = TestGuest.Boot(release, force: true);
        Device device = guest.AddDevice("nic", new DeviceTraits());
        device.MapPage(new Page(new Pfn(0x20)), 0, 0x40000, DmaDirection.ToDevice);
        long before = guest.Machine.Log.Count;

        Assert.Equal(DmaAddr.MappingError, device.MapPage(new Page(new Pfn(0x80)), 0, 0x800, DmaDirection.ToDevice, DmaAttrs.NoWarn));
        Assert.Equal(before, guest.Machine.Log.Count);

        Assert.Equal(DmaAddr.MappingError, device.MapPage(new Page(new Pfn(0x80)), 0, 0x800, DmaDirection.ToDevice));
        string totals = release == "4.18" ? "" : $", total {total} (slots), used {total} (slots)";
        Assert.Equal($"nic: swiotlb buffer is full (sz: 2048 bytes){totals}", guest.Machine.Log.Lines[^1].Message);
        Assert.Equal(total, guest.SlotsInUse);
    }

    [Theory]
    [InlineData("4.18")]
    [InlineData("6.1")]
    [InlineData("6.14")]
    public void Two_mappings_of_the_same_bytes_have_their_own_slots(string release)
    {
        using XenGuest guest = TestGuest.Boot(release, force: true);
        Device device = guest.AddDevice("nic", new DeviceTraits());
        DmaAddr first = device.MapPage(new Page(new Pfn(0x20)), 0, 0x100, DmaDirection.ToDevice);
        DmaAddr second = device.MapPage(new Page(new Pfn(0x20)), 0, 0x100, DmaDirection.ToDevice);
        Assert.Equal(first + 0x800, second);
    }

    [Theory]
    [InlineData("4.18")]
    [InlineData("6.1")]
    [InlineData("6.14")]
    public void Direction_none_is_a_bug_and_changes_nothing(string release)
    {
        using XenGuest guest = TestGuest.Boot(release, force: true);
        Device device = guest.AddDevice("nic", new DeviceTraits());
        string before = PoolTables.Snapshot(TestGuest.PoolOf(guest));
        var slot = new DmaAddr(TestGuest.PoolBus);
        Assert.Throws<KernelBugException>(() => guest.Ops.MapPage(device, new Page(new Pfn(0x20)), 0, 1, DmaDirection.None, DmaAttrs.None));
        Assert.Throws<KernelBugException>(() => guest.Ops.UnmapPage(device, slot, 1, DmaDirection.None, DmaAttrs.None));
        Assert.Equal(before, PoolTables.Snapshot(TestGuest.PoolOf(guest)));
    }

    [Theory]
    [InlineData("4.18")]
    [InlineData("6.1")]
    [InlineData("6.14")]
    public void No_device_is_a_bug_and_changes_nothing(string release)
    {
        using XenGuest guest = TestGuest.Boot(release, force: true);
        string before = PoolTables.Snapshot(TestGuest.PoolOf(guest));
        var page = new Page(new Pfn(0x20));
        Assert.Throws<KernelBugException>(() => guest.Ops.MapPage(null!, page, 0, 1, DmaDirection.ToDevice, DmaAttrs.None));
        Assert.Equal(before, PoolTables.Snapshot(TestGuest.PoolOf(guest)));
    }
}
