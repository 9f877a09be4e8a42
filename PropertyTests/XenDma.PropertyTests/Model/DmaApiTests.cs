using System;
using XenDma.Bouncing;
using XenDma.Machines;
using XenDma.Translation;
using Xunit;

namespace XenDma.PropertyTests.ModelTests;

/// <summary>The driver's calls: arguments, masks, mappings that end themselves.</summary>
public class DmaApiTests
{
    private const ulong LastPoolByte = TestGuest.PoolBus + 0x3FFFF;

    [Theory]
    [InlineData("4.18")]
    [InlineData("6.1")]
    [InlineData("6.14")]
    public void A_mask_is_set_if_it_reaches_the_last_byte_of_the_pool(string release)
    {
        using XenGuest guest = TestGuest.Boot(release);
        Device device = guest.AddDevice("nic", new DeviceTraits());
        Assert.False(device.SetMask(LastPoolByte - 1));
        Assert.Equal(uint.MaxValue, device.DmaMask);
        Assert.True(device.SetMask(LastPoolByte));
        Assert.Equal(LastPoolByte, device.DmaMask);
        Assert.Equal(uint.MaxValue, device.CoherentDmaMask);
    }

    [Fact]
    public void Each_mask_is_set_by_its_own_call()
    {
        using XenGuest guest = TestGuest.Boot("4.18");
        Device device = guest.AddDevice("nic", new DeviceTraits());
        Assert.False(device.SetCoherentMask(LastPoolByte - 1));
        Assert.Equal(uint.MaxValue, device.CoherentDmaMask);
        Assert.True(device.SetCoherentMask(LastPoolByte));
        Assert.Equal((uint.MaxValue, LastPoolByte), (device.DmaMask, device.CoherentDmaMask));

        Assert.False(device.SetMaskAndCoherent(LastPoolByte - 1));
        Assert.Equal((uint.MaxValue, LastPoolByte), (device.DmaMask, device.CoherentDmaMask));
        Assert.True(device.SetMaskAndCoherent(ulong.MaxValue));
        Assert.Equal((ulong.MaxValue, ulong.MaxValue), (device.DmaMask, device.CoherentDmaMask));
    }

    [Theory]
    [InlineData("4.18", 0xFFFUL, ulong.MaxValue)]
    [InlineData("6.1", 0UL, 0x40000UL)]
    [InlineData("6.1", 0xFFFUL, 0x3F000UL)]
    [InlineData("6.14", 0x1UL, 0x3F800UL)]
    [InlineData("6.14", 0x3FFFFUL, 0UL)]
    [InlineData("6.14", 0x7FFFFUL, 0UL)]
    public void The_largest_mapping_leaves_room_for_the_kept_bits(string release, ulong minAlign, ulong expected)
    {
        using XenGuest guest = TestGuest.Boot(release);
        Assert.Equal(expected, guest.AddDevice("nic", new DeviceTraits { MinAlignMask = minAlign }).MaxMappingSize());
    }

    [Fact]
    public void Only_all_ones_is_a_mapping_error()
    {
        using XenGuest guest = TestGuest.Boot("4.18");
        Device device = guest.AddDevice("nic", new DeviceTraits());
        Assert.True(device.MappingError(new DmaAddr(ulong.MaxValue)));
        Assert.False(device.MappingError(new DmaAddr(0)));
        Assert.False(device.MappingError(new DmaAddr(ulong.MaxValue - 1)));
        Assert.False(device.MappingError(new DmaAddr(uint.MaxValue)));
    }

    [Fact]
    public void Arguments_that_no_driver_can_mean_are_refused()
    {
        using XenGuest guest = TestGuest.Boot("4.18");
        Device device = guest.AddDevice("nic", new DeviceTraits());
        GuestBuffer buffer = TestGuest.BufferAt(guest, 0x20000, 0x100);
        Assert.Throws<ArgumentNullException>(() => DmaApi.MapSingle(null!, buffer, 1, DmaDirection.ToDevice));
        Assert.Throws<ArgumentNullException>(() => device.MapSingle(null!, 1, DmaDirection.ToDevice));
        Assert.Throws<ArgumentOutOfRangeException>(() => device.MapSingle(buffer, -1, DmaDirection.ToDevice));
        Assert.Throws<ArgumentOutOfRangeException>(() => device.MapSingle(buffer, 0x101, DmaDirection.ToDevice));
        Assert.Throws<ArgumentOutOfRangeException>(() => device.MapPage(new Page(new Pfn(0x20)), -1, 1, DmaDirection.ToDevice));
        Assert.Throws<ArgumentOutOfRangeException>(() => device.MapPage(new Page(new Pfn(0x20)), 0, -1, DmaDirection.ToDevice));
        Assert.Throws<ArgumentOutOfRangeException>(() => device.UnmapSingle(default, -1, DmaDirection.ToDevice));
        Assert.Throws<ArgumentOutOfRangeException>(() => device.SyncSingleForCpu(default, -1, DmaDirection.ToDevice));
        Assert.Throws<ArgumentOutOfRangeException>(() => device.SyncSingleForDevice(default, -1, DmaDirection.ToDevice));
        Assert.Throws<ArgumentOutOfRangeException>(() => device.AllocCoherent(-1, out _));
        Assert.Throws<ArgumentOutOfRangeException>(() => device.MapSg(new ScatterList(4), 1, DmaDirection.ToDevice));
        Assert.Throws<ArgumentNullException>(() => device.UnmapSg(null!, 0, DmaDirection.ToDevice));
    }

    [Theory]
    [InlineData(DmaDirection.None)]
    [InlineData((DmaDirection)4)]
    [InlineData((DmaDirection)(-1))]
    public void A_direction_that_is_none_is_a_bug_in_every_call(DmaDirection direction)
    {
        using XenGuest guest = TestGuest.Boot("6.1");
        Device device = guest.AddDevice("nic", new DeviceTraits());
        GuestBuffer buffer = TestGuest.BufferAt(guest, 0x20000, 0x100);
        var list = new ScatterList(0);
        Assert.Throws<KernelBugException>(() => device.MapSingle(buffer, 1, direction));
        Assert.Throws<KernelBugException>(() => device.UnmapSingle(default, 1, direction));
        Assert.Throws<KernelBugException>(() => device.SyncSingleForCpu(default, 1, direction));
        Assert.Throws<KernelBugException>(() => device.SyncSingleForDevice(default, 1, direction));
        Assert.Throws<KernelBugException>(() => device.MapSg(list, 0, direction));
        Assert.Throws<KernelBugException>(() => device.UnmapSg(list, 0, direction));
        Assert.Throws<KernelBugException>(() => device.SyncSgForCpu(list, 0, direction));
        Assert.Throws<KernelBugException>(() => device.SyncSgForDevice(list, 0, direction));
        Assert.Throws<KernelBugException>(() => device.MapResource(default, 1, direction));
        Assert.Throws<KernelBugException>(() => device.UnmapResource(default, 1, direction));
    }

    [Fact]
    public void A_mapping_syncs_its_parts_and_ends_once()
    {
        using XenGuest guest = TestGuest.Boot("4.18", force: true);
        Device device = guest.AddDevice("nic", new DeviceTraits());
        GuestBuffer buffer = TestGuest.BufferAt(guest, 0x20010, 0x100);
        DmaMapping mapping = device.Map(buffer, DmaDirection.Bidirectional);
        Assert.Equal((0x100, DmaDirection.Bidirectional), (mapping.Length, mapping.Direction));
        Assert.Equal(1UL, guest.SlotsInUse);

        DmaAddr address = mapping.Address;
        guest.BusOf(device).Write(address + 0x80, [7, 7]);
        mapping.SyncForCpu(0x80, 1);
        Assert.Equal((7, 0), (buffer[0x80], buffer[0x81]));
        buffer[0] = 9;
        mapping.SyncForDevice();
        Assert.Equal(9, TestGuest.ByteAt(guest, TestGuest.PoolPhys));

        mapping.Dispose();
        Assert.Equal(0UL, guest.SlotsInUse);
        device.MapPage(new Page(new Pfn(0x30)), 0, 0x3F000, DmaDirection.ToDevice);
        using DmaMapping reused = device.Map(buffer, DmaDirection.ToDevice);
        Assert.Equal(address, reused.Address);
        mapping.Dispose();
        Assert.Equal(127UL, guest.SlotsInUse);
    }

    [Fact]
    public void A_mapping_that_ended_has_no_address()
    {
        using XenGuest guest = TestGuest.Boot("4.18");
        Device device = guest.AddDevice("nic", new DeviceTraits());
        DmaMapping mapping = device.Map(TestGuest.BufferAt(guest, 0x20000, 0x100), DmaDirection.ToDevice);
        mapping.Dispose();
        Assert.Throws<ObjectDisposedException>(() => mapping.Address);
        Assert.Throws<ObjectDisposedException>(mapping.SyncForCpu);
        Assert.Throws<ObjectDisposedException>(mapping.SyncForDevice);
    }

    [Theory]
    [InlineData(-1, 1)]
    [InlineData(0, -1)]
    [InlineData(0, 0x101)]
    [InlineData(0x100, 1)]
    [InlineData(1, int.MaxValue)]
    public void A_sync_outside_the_mapping_is_refused(int offset, int size)
    {
        using XenGuest guest = TestGuest.Boot("4.18");
        Device device = guest.AddDevice("nic", new DeviceTraits());
        using DmaMapping mapping = device.Map(TestGuest.BufferAt(guest, 0x20000, 0x100), DmaDirection.Bidirectional);
        Assert.Throws<ArgumentOutOfRangeException>(() => mapping.SyncForCpu(offset, size));
        Assert.Throws<ArgumentOutOfRangeException>(() => mapping.SyncForDevice(offset, size));
    }

    [Theory]
    [InlineData("4.18")]
    [InlineData("6.1")]
    [InlineData("6.14")]
    public void A_map_that_cannot_be_made_throws_and_says_what(string release)
    {
        using XenGuest guest = TestGuest.Boot(release);
        Device device = guest.AddDevice("isa", new DeviceTraits { DmaMask = 0xFFFF });
        GuestBuffer buffer = TestGuest.BufferAt(guest, 0x20010, 0x100);
        string message = Assert.Throws<DmaMappingException>(() => device.Map(buffer, 0x80, DmaDirection.ToDevice)).Message;
        Assert.Equal("isa: 128 bytes at guest address 0x20010 could not be mapped ToDevice", message);
        Assert.Equal(0UL, guest.SlotsInUse);
    }

    [Fact]
    public void A_device_without_ops_is_a_bug()
    {
        using XenGuest guest = TestGuest.Boot("4.18");
        var device = new Device("orphan", new DeviceTraits());
        Assert.Throws<KernelBugException>(() => device.MapSingle(TestGuest.BufferAt(guest, 0x20000, 1), 1, DmaDirection.ToDevice));
    }

    [Theory]
    [InlineData(0UL, 2UL, 0x2000UL, 0)]
    [InlineData(1UL, 1UL, 0x1001UL, 0)]
    [InlineData(1UL, 2UL, 0x2000UL, -6)]
    [InlineData(2UL, 0UL, 0x2000UL, -6)]
    [InlineData(0UL, 0UL, 0UL, -6)]
    [InlineData(1UL, ulong.MaxValue, 0x2000UL, -6)]
    public void A_user_mapping_lies_inside_the_pages_of_the_buffer(ulong offset, ulong count, ulong size, int rc)
    {
        using XenGuest guest = TestGuest.Boot("4.18");
        Device device = guest.AddDevice("gpu", new DeviceTraits());
        var mapping = new UserMapping(offset, count);
        Assert.Equal(rc, guest.Ops.Mmap(device, mapping, TestGuest.BufferAt(guest, 0x20000, 0x2000), default, size, DmaAttrs.None));
        Assert.Equal(rc == 0 ? count : 0, (ulong)mapping.Frames.Length);
        if (rc == 0) Assert.Equal(new Pfn(0x20 + offset), mapping.Frames[0]);
    }

    [Theory]
    [InlineData(0x1001UL, 0x2000)]
    [InlineData(0x1000UL, 0x1000)]
    [InlineData(0UL, 0)]
    public void A_scatter_table_of_a_buffer_is_one_entry_of_whole_pages(ulong size, int length)
    {
        using XenGuest guest = TestGuest.Boot("4.18");
        Device device = guest.AddDevice("gpu", new DeviceTraits());
        GuestBuffer buffer = TestGuest.BufferAt(guest, 0x20000, 0x2000);
        var table = new ScatterList(1);
        Assert.Equal(0, guest.Ops.GetSgTable(device, table, buffer, default, size, DmaAttrs.None));
        Assert.Equal((new PhysAddr(0x20000), length, 1), (table.BufferAt(0).Address, table.BufferAt(0).Length, table.Count));
        Assert.Equal(-12, guest.Ops.GetSgTable(device, new ScatterList(0), buffer, default, size, DmaAttrs.None));
    }

    [Fact]
    public void A_scatter_table_loses_what_it_held()
    {
        using XenGuest guest = TestGuest.Boot("4.18");
        var table = new ScatterList(2);
        table.Add(TestGuest.BufferAt(guest, 0x30000, 0x1000));
        Device device = guest.AddDevice("gpu", new DeviceTraits());
        Assert.Equal(0, guest.Ops.GetSgTable(device, table, TestGuest.BufferAt(guest, 0x20000, 0x1000), default, 0x1000, DmaAttrs.None));
        Assert.Equal((1, new PhysAddr(0x20000)), (table.Count, table.BufferAt(0).Address));
    }

    [Fact]
    public void A_resource_needs_a_device_and_a_direction()
    {
        using XenGuest guest = TestGuest.Boot("contract");
        var ops = (IResourceOps)guest.Ops;
        Device device = guest.AddDevice("gpu", new DeviceTraits());
        Assert.Throws<KernelBugException>(() => ops.MapResource(device, default, 1, DmaDirection.None, DmaAttrs.None));
        Assert.Throws<KernelBugException>(() => ops.MapResource(null!, default, 1, DmaDirection.ToDevice, DmaAttrs.None));
        Assert.Throws<KernelBugException>(() => ops.UnmapResource(device, default, 1, DmaDirection.None, DmaAttrs.None));
    }

    [Fact]
    public void Ops_need_a_translation()
    {
        using var machine = new Machine(TestGuest.Layout());
        Assert.Throws<ArgumentNullException>(() => XenSwiotlbOps.Init(machine, null!, new PoolOptions(128, Early: true), out _));
    }

    /// <summary>The segments of a pool lie in any order on the bus: the highest counts, wherever it is in the pool.</summary>
    [Theory]
    [InlineData(0UL)]
    [InlineData(1UL)]
    [InlineData(2UL)]
    [InlineData(3UL)]
    public void A_mask_is_supported_if_it_reaches_the_highest_segment(ulong highest)
    {
        var moved = new (ulong, ulong)[0x100];
        for (ulong i = 0; i < 0x100; i++) moved[i] = (0x200 + i, (i / 64 == highest ? 0x90000UL : 0x80000UL) + i);
        using var machine = new Machine(TestGuest.Layout(moved));
        var pool = new SlotPool(machine, Semantics.Contract, new PhysAddr(TestGuest.PoolPhys), 512);
        var ops = new XenSwiotlbOps(machine, new XenPvTranslation(machine), pool, default);
        var device = new Device("nic", new DeviceTraits());
        ulong last = ((0x90000 + (64 * highest) + 64) << XenPage.Shift) - 1;
        Assert.Equal((true, false), (ops.DmaSupported(device, last), ops.DmaSupported(device, last - 1)));
    }

    [Fact]
    public void Pages_are_taken_and_given_back_by_order()
    {
        using XenGuest guest = TestGuest.Boot("4.18");
        ulong free = guest.Machine.Pages.FreeCount;
        GuestBuffer pages = guest.AllocPages(2)!;
        Assert.Equal(0x4000, pages.Length);
        Assert.Equal(free - 4, guest.Machine.Pages.FreeCount);
        guest.FreePages(pages);
        Assert.Equal(free, guest.Machine.Pages.FreeCount);
        Assert.Null(guest.AllocPages(18));
        Assert.Throws<ArgumentOutOfRangeException>(() => guest.AllocPages(19));
    }
}
