using System;
using XenDma.Machines;
using Xunit;

namespace XenDma.PropertyTests.ModelTests;

/// <summary>Which bytes a bounced mapping copies, and when.</summary>
public class UnmapSyncTests
{
    private const ulong Buffer = 0x20000;
    private const byte InBuffer = 0x55;
    private const byte InPool = 0xAA;
    private const byte FromDevice = 0xCC;

    [Theory]
    [InlineData("4.18", DmaDirection.ToDevice, DmaAttrs.None, true, false)]
    [InlineData("4.18", DmaDirection.Bidirectional, DmaAttrs.None, true, true)]
    [InlineData("4.18", DmaDirection.FromDevice, DmaAttrs.None, false, true)]
    [InlineData("4.18", DmaDirection.ToDevice, DmaAttrs.SkipCpuSync, false, false)]
    [InlineData("4.18", DmaDirection.Bidirectional, DmaAttrs.SkipCpuSync, false, false)]
    [InlineData("4.18", DmaDirection.FromDevice, DmaAttrs.SkipCpuSync, false, false)]
    [InlineData("6.1", DmaDirection.ToDevice, DmaAttrs.None, true, false)]
    [InlineData("6.1", DmaDirection.Bidirectional, DmaAttrs.None, true, true)]
    [InlineData("6.1", DmaDirection.FromDevice, DmaAttrs.None, true, true)]
    [InlineData("6.1", DmaDirection.ToDevice, DmaAttrs.SkipCpuSync, true, false)]
    [InlineData("6.1", DmaDirection.Bidirectional, DmaAttrs.SkipCpuSync, true, false)]
    [InlineData("6.1", DmaDirection.FromDevice, DmaAttrs.SkipCpuSync, true, false)]
    [InlineData("6.14", DmaDirection.FromDevice, DmaAttrs.None, true, true)]
    [InlineData("6.14", DmaDirection.FromDevice, DmaAttrs.SkipCpuSync, true, false)]
    public void Map_and_unmap_copy_by_direction_and_attribute(
        string release, DmaDirection direction, DmaAttrs attrs, bool copiesIn, bool copiesOut)
    {
        using XenGuest guest = Bouncing(release, out Device device);
        DmaAddr bus = device.MapPage(new Page(new Pfn(Buffer >> 12)), 0, 0x1000, direction, attrs);
        AssertAll(guest, TestGuest.PoolPhys, 0x1000, copiesIn ? InBuffer : InPool);
        AssertAll(guest, TestGuest.PoolPhys + 0x1000, 0x1000, InPool);

        guest.BusOf(device).Write(bus, Filled(0x1000, FromDevice));
        device.UnmapPage(bus, 0x1000, direction, attrs);
        AssertAll(guest, Buffer, 0x1000, copiesOut ? FromDevice : InBuffer);
        AssertAll(guest, Buffer + 0x1000, 0x1000, InBuffer);
        Assert.Equal(0UL, guest.SlotsInUse);
    }

    [Theory]
    [InlineData("4.18", InPool)]
    [InlineData("6.1", InBuffer)]
    [InlineData("6.14", InBuffer)]
    public void A_short_device_write_leaves_the_rest_to_what_the_slot_held(string release, byte rest)
    {
        using XenGuest guest = Bouncing(release, out Device device);
        DmaAddr bus = device.MapPage(new Page(new Pfn(Buffer >> 12)), 0, 64, DmaDirection.FromDevice);
        guest.BusOf(device).Write(bus, Filled(16, FromDevice));
        device.UnmapPage(bus, 64, DmaDirection.FromDevice);
        AssertAll(guest, Buffer, 16, FromDevice);
        AssertAll(guest, Buffer + 16, 48, rest);
        AssertAll(guest, Buffer + 64, 64, InBuffer);
    }

    [Theory]
    [InlineData("4.18", DmaDirection.FromDevice, true, false)]
    [InlineData("4.18", DmaDirection.Bidirectional, true, true)]
    [InlineData("4.18", DmaDirection.ToDevice, false, true)]
    [InlineData("6.1", DmaDirection.FromDevice, true, false)]
    [InlineData("6.1", DmaDirection.Bidirectional, true, true)]
    [InlineData("6.1", DmaDirection.ToDevice, false, true)]
    [InlineData("6.14", DmaDirection.FromDevice, true, false)]
    [InlineData("6.14", DmaDirection.Bidirectional, true, true)]
    [InlineData("6.14", DmaDirection.ToDevice, false, true)]
    public void A_sync_copies_its_part_by_its_own_direction(string release, DmaDirection direction, bool forCpuCopies, bool forDeviceCopies)
    {
        using XenGuest guest = Bouncing(release, out Device device);
        DmaAddr bus = device.MapPage(new Page(new Pfn(Buffer >> 12)), 0, 0x1000, DmaDirection.Bidirectional);

        guest.BusOf(device).Write(bus, Filled(0x1000, FromDevice));
        device.SyncSingleForCpu(bus + 0x123, 0x40, direction);
        AssertAll(guest, Buffer, 0x123, InBuffer);
        AssertAll(guest, Buffer + 0x123, 0x40, forCpuCopies ? FromDevice : InBuffer);
        AssertAll(guest, Buffer + 0x163, 0x1000 - 0x163, InBuffer);

        TestGuest.BufferAt(guest, Buffer, 0x1000).Fill(0x77);
        device.SyncSingleForDevice(bus + 0x923, 0x40, direction);
        AssertAll(guest, TestGuest.PoolPhys, 0x923, FromDevice);
        AssertAll(guest, TestGuest.PoolPhys + 0x923, 0x40, forDeviceCopies ? (byte)0x77 : FromDevice);
        AssertAll(guest, TestGuest.PoolPhys + 0x963, 0x1000 - 0x963, FromDevice);
        Assert.Equal(2UL, guest.SlotsInUse);
    }

    [Theory]
    [InlineData("4.18")]
    [InlineData("6.1")]
    [InlineData("6.14")]
    public void A_sync_copies_though_the_mapping_skipped_its_copies(string release)
    {
        using XenGuest guest = Bouncing(release, out Device device);
        DmaAddr bus = device.MapPage(new Page(new Pfn(Buffer >> 12)), 0, 0x100, DmaDirection.Bidirectional, DmaAttrs.SkipCpuSync);
        TestGuest.BufferAt(guest, Buffer, 0x100).Fill(0x77);
        device.SyncSingleForDevice(bus, 0x100, DmaDirection.Bidirectional);
        AssertAll(guest, TestGuest.PoolPhys, 0x100, 0x77);
    }

    [Theory]
    [InlineData("4.18", FromDevice)]
    [InlineData("6.1", InBuffer)]
    [InlineData("6.14", InBuffer)]
    public void A_sync_longer_than_the_mapping_is_clipped_only_by_newer_releases(string release, byte behind)
    {
        using XenGuest guest = Bouncing(release, out Device device);
        DmaAddr bus = device.MapPage(new Page(new Pfn(Buffer >> 12)), 0, 0x100, DmaDirection.Bidirectional);
        guest.BusOf(device).Write(bus, Filled(0x200, FromDevice));
        device.SyncSingleForCpu(bus, 0x200, DmaDirection.Bidirectional);
        AssertAll(guest, Buffer, 0x100, FromDevice);
        AssertAll(guest, Buffer + 0x100, 0x100, behind);
    }

    [Theory]
    [InlineData("4.18", 0UL)]
    [InlineData("6.1", 0x100UL)]
    [InlineData("6.14", 0x100UL)]
    public void An_unmap_inside_a_slot_copies_to_the_start_of_the_original_in_4_18(string release, ulong target)
    {
        using XenGuest guest = Bouncing(release, out Device device);
        DmaAddr bus = device.MapPage(new Page(new Pfn(Buffer >> 12)), 0, 0x400, DmaDirection.Bidirectional);
        guest.BusOf(device).Write(bus + 0x100, Filled(0x80, FromDevice));
        device.UnmapPage(bus + 0x100, 0x80, DmaDirection.Bidirectional);
        AssertAll(guest, Buffer + target, 0x80, FromDevice);
        AssertAll(guest, Buffer + (target ^ 0x100), 0x80, InBuffer);
    }

    [Theory]
    [InlineData("4.18", FromDevice)]
    [InlineData("6.1", InBuffer)]
    [InlineData("6.14", InBuffer)]
    public void An_unmap_longer_than_the_mapping_is_clipped_only_by_newer_releases(string release, byte behind)
    {
        using XenGuest guest = Bouncing(release, out Device device);
        DmaAddr bus = device.MapPage(new Page(new Pfn(Buffer >> 12)), 0, 0x100, DmaDirection.FromDevice);
        guest.BusOf(device).Write(bus, Filled(0x200, FromDevice));
        device.UnmapPage(bus, 0x200, DmaDirection.FromDevice);
        AssertAll(guest, Buffer, 0x100, FromDevice);
        AssertAll(guest, Buffer + 0x100, 0x100, behind);
    }

    [Theory]
    [InlineData("4.18")]
    [InlineData("6.1")]
    [InlineData("6.14")]
    public void A_second_unmap_copies_nothing(string release)
    {
        using XenGuest guest = Bouncing(release, out Device device);
        DmaAddr bus = device.MapPage(new Page(new Pfn(Buffer >> 12)), 0, 0x100, DmaDirection.FromDevice);
        device.UnmapPage(bus, 0x100, DmaDirection.FromDevice);
        TestGuest.BufferAt(guest, Buffer, 0x100).Fill(InBuffer);
        guest.BusOf(device).Write(bus, Filled(0x100, FromDevice));
        device.UnmapPage(bus, 0x100, DmaDirection.FromDevice);
        AssertAll(guest, Buffer, 0x100, InBuffer);
        Assert.Equal(0UL, guest.SlotsInUse);
    }

    [Theory]
    [InlineData("4.18")]
    [InlineData("6.1")]
    [InlineData("6.14")]
    public void A_direct_mapping_is_never_copied(string release)
    {
        using XenGuest guest = TestGuest.Boot(release);
        Device device = guest.AddDevice("nic", new DeviceTraits());
        DmaAddr bus = device.MapPage(new Page(new Pfn(Buffer >> 12)), 0, 0x100, DmaDirection.FromDevice);
        guest.BusOf(device).Write(bus, Filled(16, FromDevice));
        AssertAll(guest, Buffer, 16, FromDevice);
        TestGuest.BufferAt(guest, Buffer, 16).Fill(1);
        device.SyncSingleForCpu(bus, 16, DmaDirection.FromDevice);
        device.UnmapPage(bus, 0x100, DmaDirection.FromDevice);
        AssertAll(guest, Buffer, 16, 1);
    }

    [Theory]
    [InlineData("4.18", true)]
    [InlineData("6.1", false)]
    [InlineData("6.14", false)]
    [InlineData("contract", true)]
    public void A_sync_with_direction_none_outside_the_pool_is_a_bug_in_4_18_and_by_the_contract(string release, bool isBug)
    {
        using XenGuest guest = Bouncing(release, out Device device);
        DmaAddr outside = new(0x10020000), slot = new(TestGuest.PoolBus);
        Exception? forCpu = Record.Exception(() => guest.Ops.SyncSingleForCpu(device, outside, 1, DmaDirection.None));
        Exception? forDevice = Record.Exception(() => guest.Ops.SyncSingleForDevice(device, outside, 1, DmaDirection.None));
        Assert.Equal((isBug, isBug), (forCpu is KernelBugException, forDevice is KernelBugException));
        Assert.Equal((!isBug, !isBug), (forCpu is null, forDevice is null));
        Assert.Throws<KernelBugException>(() => guest.Ops.SyncSingleForCpu(device, slot, 1, DmaDirection.None));
        Assert.Throws<KernelBugException>(() => guest.Ops.SyncSingleForDevice(device, slot, 1, DmaDirection.None));
    }

    // Every mapping bounces; buffer and pool hold different bytes, so that a copy shows.
    private static XenGuest Bouncing(string release, out Device device)
    {
        XenGuest guest = TestGuest.Boot(release, force: true);
        device = guest.AddDevice("nic", new DeviceTraits());
        TestGuest.BufferAt(guest, Buffer, 0x2000).Fill(InBuffer);
        TestGuest.BufferAt(guest, TestGuest.PoolPhys, 0x40000).Fill(InPool);
        return guest;
    }

    private static byte[] Filled(int size, byte value)
    {
        var bytes = new byte[size];
        Array.Fill(bytes, value);
        return bytes;
    }

    private static void AssertAll(XenGuest guest, ulong address, int size, byte expected) =>
        Assert.Equal(Filled(size, expected), guest.Machine.Memory.Cpu(new PhysAddr(address), size));
}
