using System;
using XenDma.Machines;
using Xunit;

namespace XenDma.PropertyTests.ModelTests;

/// <summary>Lists: entry by entry, and what a failure in the middle leaves behind.</summary>
public class ScatterGatherTests
{
    private const ulong Buffer = 0x20000;

    [Theory]
    [InlineData("4.18")]
    [InlineData("6.1")]
    [InlineData("6.14")]
    public void Entries_are_mapped_one_by_one_and_never_merged(string release)
    {
        using XenGuest guest = TestGuest.Boot(release, TestGuest.Layout((0x22, 0x901), (0x23, 0x900)));
        Device device = guest.AddDevice("blk", new DeviceTraits());
        ScatterList list = List(guest, 0x1000, 0x1000, 0x2000);
        Assert.Equal(3, device.MapSg(list, 3, DmaDirection.ToDevice));
        Assert.Equal(new DmaAddr(0x10020000), list.DmaAddressAt(0));
        Assert.Equal(new DmaAddr(0x10021000), list.DmaAddressAt(1));
        Assert.Equal(new DmaAddr(TestGuest.PoolBus), list.DmaAddressAt(2));
        Assert.Equal(0x1000, list.DmaLengthAt(1));
        Assert.Equal(0x2000, list.DmaLengthAt(2));

        device.UnmapSg(list, 3, DmaDirection.ToDevice);
        Assert.Equal(0UL, guest.SlotsInUse);
    }

    [Theory]
    [InlineData("4.18", 0)]
    [InlineData("6.1", -5)]
    [InlineData("6.14", -5)]
    public void A_failure_in_the_middle_gives_the_slots_back_without_copying(string release, int rc)
    {
        using XenGuest guest = WithFreeSlots(release, 4, out Device device);
        ScatterList list = List(guest, 0x1000, 0x800, 0x1000);
        list.SetDma(2, new DmaAddr(0x1234), 0x99);
        TestGuest.BufferAt(guest, Buffer, 0x3000).Fill(0x55);
        TestGuest.BufferAt(guest, TestGuest.PoolPhys, 0x40000).Fill(0xAA);

        Assert.Equal(rc, guest.Ops.MapSg(device, list, 3, DmaDirection.FromDevice, DmaAttrs.None));
        Assert.Equal(124UL, guest.SlotsInUse);
        Assert.Equal(-1, TestGuest.BufferAt(guest, Buffer, 0x3000).Span.IndexOfAnyExcept((byte)0x55));

        Assert.Equal(new DmaAddr(TestGuest.PoolBus + 0x3E000), list.DmaAddressAt(0));
        Assert.Equal(new DmaAddr(TestGuest.PoolBus + 0x3F000), list.DmaAddressAt(1));
        Assert.Equal(release == "4.18" ? new DmaAddr(0x1234) : DmaAddr.MappingError, list.DmaAddressAt(2));
        Assert.Equal([0, 0x800, 0x99], new[] { list.DmaLengthAt(0), list.DmaLengthAt(1), list.DmaLengthAt(2) });
    }

    [Theory]
    [InlineData("4.18")]
    [InlineData("6.1")]
    [InlineData("6.14")]
    public void After_a_failure_the_search_goes_on_behind_the_slots_used_in_between(string release)
    {
        using XenGuest guest = WithFreeSlots(release, 4, out Device device);
        Assert.Equal(0, device.MapSg(List(guest, 0x800, 0x800, 0x1800), 3, DmaDirection.ToDevice));
        Assert.Equal(new DmaAddr(TestGuest.PoolBus + 0x3F000), device.MapPage(new Page(new Pfn(0x20)), 0, 0x800, DmaDirection.ToDevice));
    }

    [Theory]
    [InlineData("4.18")]
    [InlineData("6.1")]
    [InlineData("6.14")]
    public void A_failure_of_the_first_entry_zeroes_its_length(string release)
    {
        using XenGuest guest = WithFreeSlots(release, 0, out Device device);
        ScatterList list = List(guest, 0x1000, 0x1000);
        list.SetDma(0, new DmaAddr(0x1234), 0x99);
        list.SetDma(1, new DmaAddr(0x5678), 0x88);
        Assert.Equal(0, device.MapSg(list, 2, DmaDirection.ToDevice));
        Assert.Equal(0, list.DmaLengthAt(0));
        Assert.Equal(release == "4.18" ? new DmaAddr(0x1234) : DmaAddr.MappingError, list.DmaAddressAt(0));
        Assert.Equal((new DmaAddr(0x5678), 0x88), (list.DmaAddressAt(1), list.DmaLengthAt(1)));
        Assert.Equal(128UL, guest.SlotsInUse);
    }

    [Theory]
    [InlineData("4.18", 2, 1)]
    [InlineData("6.1", 1, 0)]
    [InlineData("6.14", 1, 0)]
    public void Only_4_18_has_a_list_warning_of_its_own_which_nothing_silences(string release, int loud, int silenced)
    {
        using XenGuest guest = WithFreeSlots(release, 0, out Device device);
        long before = guest.Machine.Log.Count;
        device.MapSg(List(guest, 0x1000), 1, DmaDirection.ToDevice);
        Assert.Equal(loud, guest.Machine.Log.Count - before);
        device.MapSg(List(guest, 0x1000), 1, DmaDirection.ToDevice, DmaAttrs.NoWarn);
        Assert.Equal(loud + silenced, guest.Machine.Log.Count - before);
    }

    [Theory]
    [InlineData("4.18", 1)]
    [InlineData("6.1", 0)]
    [InlineData("6.14", 0)]
    public void A_list_of_4_18_is_never_tested_against_reach_after_the_bounce(string release, int mapped)
    {
        using XenGuest guest = TestGuest.Boot(release);
        Device device = guest.AddDevice("isa", new DeviceTraits { DmaMask = 0xFFFF });
        ScatterList list = List(guest, 0x1000);
        Assert.Equal(mapped, device.MapSg(list, 1, DmaDirection.ToDevice));
        Assert.Equal(mapped == 1 ? new DmaAddr(TestGuest.PoolBus) : DmaAddr.MappingError, list.DmaAddressAt(0));
        Assert.Equal((ulong)mapped * 2, guest.SlotsInUse);
    }

    [Theory]
    [InlineData("4.18", 0x00)]
    [InlineData("6.1", 0x77)]
    [InlineData("6.14", 0x77)]
    public void A_list_sync_goes_by_the_dma_length_in_4_18_and_by_the_length_later(string release, byte synced)
    {
        using XenGuest guest = WithFreeSlots(release, 128, out Device device);
        ScatterList list = List(guest, 0x1000);
        device.MapSg(list, 1, DmaDirection.Bidirectional);
        list.SetDma(0, list.DmaAddressAt(0), 0);
        TestGuest.BufferAt(guest, Buffer, 0x1000).Fill(0x77);
        device.SyncSgForDevice(list, 1, DmaDirection.Bidirectional);
        Assert.Equal(synced, TestGuest.ByteAt(guest, TestGuest.PoolPhys + 0xFFF));
    }

    [Theory]
    [InlineData("4.18")]
    [InlineData("6.1")]
    [InlineData("6.14")]
    public void A_list_sync_and_unmap_reach_every_entry(string release)
    {
        using XenGuest guest = WithFreeSlots(release, 128, out Device device);
        ScatterList list = List(guest, 0x1000, 0x1000);
        device.MapSg(list, 2, DmaDirection.FromDevice);
        guest.BusOf(device).Write(list.DmaAddressAt(0), new byte[] { 1 });
        guest.BusOf(device).Write(list.DmaAddressAt(1), new byte[] { 2 });
        device.SyncSgForCpu(list, 2, DmaDirection.FromDevice);
        Assert.Equal(1, TestGuest.ByteAt(guest, Buffer));
        Assert.Equal(2, TestGuest.ByteAt(guest, Buffer + 0x1000));

        guest.BusOf(device).Write(list.DmaAddressAt(1), new byte[] { 3 });
        device.UnmapSg(list, 2, DmaDirection.FromDevice);
        Assert.Equal(3, TestGuest.ByteAt(guest, Buffer + 0x1000));
        Assert.Equal(0UL, guest.SlotsInUse);
    }

    [Theory]
    [InlineData("4.18")]
    [InlineData("6.1")]
    [InlineData("6.14")]
    public void An_empty_list_maps_to_nothing_but_direction_none_is_a_bug_even_there(string release)
    {
        using XenGuest guest = WithFreeSlots(release, 128, out Device device);
        var empty = new ScatterList(0);
        Assert.Equal(0, guest.Ops.MapSg(device, empty, 0, DmaDirection.ToDevice, DmaAttrs.None));
        Assert.Throws<KernelBugException>(() => guest.Ops.MapSg(device, empty, 0, DmaDirection.None, DmaAttrs.None));
        Assert.Throws<KernelBugException>(() => guest.Ops.UnmapSg(device, empty, 0, DmaDirection.None, DmaAttrs.None));
    }

    [Fact]
    public void A_list_holds_what_it_was_made_for()
    {
        using XenGuest guest = TestGuest.Boot("4.18");
        ScatterList list = List(guest, 0x100, 0x100);
        Assert.Throws<InvalidOperationException>(() => list.Add(TestGuest.BufferAt(guest, Buffer, 1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => list.BufferAt(2));
        Assert.Throws<ArgumentOutOfRangeException>(() => list.DmaAddressAt(-1));
        list.Clear();
        Assert.Equal(0, list.Count);
        Assert.Throws<ArgumentOutOfRangeException>(() => list.BufferAt(0));
    }

    // Buffers in page after page, each of its own size.
    private static ScatterList List(XenGuest guest, params int[] sizes)
    {
        var list = new ScatterList(sizes.Length);
        ulong address = Buffer;
        foreach (int size in sizes)
        {
            list.Add(TestGuest.BufferAt(guest, address, size));
            address += BitMath.AlignUp((ulong)size, XenPage.Size);
        }

        return list;
    }

    private static XenGuest WithFreeSlots(string release, int free, out Device device)
    {
        XenGuest guest = TestGuest.Boot(release, force: true);
        device = guest.AddDevice("blk", new DeviceTraits());
        int taken = (128 - free) * 0x800;
        if (taken != 0) Assert.False(device.MappingError(device.MapPage(new Page(new Pfn(0x100)), 0, taken, DmaDirection.ToDevice)));
        return guest;
    }
}
