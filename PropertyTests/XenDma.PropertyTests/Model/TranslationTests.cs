using XenDma.Machines;
using XenDma.Translation;
using Xunit;

namespace XenDma.PropertyTests.ModelTests;

/// <summary>Addresses through the P2M: 64 bits wide, foreign frames, frames that are missing.</summary>
public class TranslationTests
{
    [Theory]
    [InlineData(0x123456789UL)]
    [InlineData(0x100000000UL)]
    [InlineData(0xFFFFFFFFFUL)]
    [InlineData(0xFFFFFFFFFFFFEUL)]
    public void Frame_numbers_keep_all_their_bits(ulong mfn)
    {
        using XenGuest guest = TestGuest.Boot("4.18", TestGuest.Layout((0x10, mfn)));
        var translation = new XenPvTranslation(guest.Machine);
        DmaAddr bus = translation.PhysToBus(new PhysAddr(0x10ABC));
        Assert.Equal((mfn << 12) | 0xABC, bus.Value);
        Assert.Equal(new PhysAddr(0x10ABC), translation.BusToPhys(bus));
        Assert.Equal(0x10UL, translation.BfnToLocalPfn(mfn));
    }

    [Fact]
    public void Frames_that_differ_above_bit_32_only_are_told_apart()
    {
        using XenGuest guest = TestGuest.Boot("4.18", TestGuest.Layout((0x10, 0x77), (0x11, 0x100000077), (0x12, 0x8000000000077)));
        var translation = new XenPvTranslation(guest.Machine);
        Assert.Equal(0x10UL, translation.BfnToPfn(0x77));
        Assert.Equal(0x11UL, translation.BfnToPfn(0x100000077));
        Assert.Equal(0x12UL, translation.BfnToPfn(0x8000000000077));
        Assert.Equal(XenPage.NoFrame, translation.BfnToPfn(0x200000077));
    }

    [Theory]
    [InlineData("4.18")]
    [InlineData("6.1")]
    [InlineData("6.14")]
    public void A_device_with_64_bits_maps_high_frames_directly_and_one_with_32_bounces(string release)
    {
        using XenGuest guest = TestGuest.Boot(release, TestGuest.Layout((0x10, 0xFFFFFFFFFFFFE)));
        Device wide = guest.AddDevice("wide", new DeviceTraits { DmaMask = ulong.MaxValue });
        Device narrow = guest.AddDevice("narrow", new DeviceTraits());
        Assert.Equal(new DmaAddr(0xFFFFFFFFFFFFE800), wide.MapPage(new Page(new Pfn(0x10)), 0x800, 0x800, DmaDirection.ToDevice));
        Assert.Equal(0UL, guest.SlotsInUse);
        Assert.Equal(new DmaAddr(TestGuest.PoolBus), narrow.MapPage(new Page(new Pfn(0x10)), 0x800, 0x800, DmaDirection.ToDevice));
    }

    [Theory]
    [InlineData("4.18")]
    [InlineData("6.1")]
    [InlineData("6.14")]
    public void A_foreign_frame_is_mapped_where_it_is(string release)
    {
        using XenGuest guest = TestGuest.Boot(release, TestGuest.WithForeign(0x40, 0x2000));
        Device device = guest.AddDevice("blk", new DeviceTraits());
        Assert.Equal(new DmaAddr(0x2000ABC), device.MapPage(new Page(new Pfn(0x40)), 0xABC, 0x100, DmaDirection.ToDevice));
        Assert.Equal(0UL, guest.SlotsInUse);
    }

    [Theory]
    [InlineData("4.18")]
    [InlineData("6.1")]
    [InlineData("6.14")]
    public void A_foreign_address_that_looks_like_a_pool_address_is_not_taken_for_a_slot(string release)
    {
        using XenGuest guest = TestGuest.Boot(release, TestGuest.WithForeign(0x40, TestGuest.PoolPhys >> XenPage.Shift));
        Device device = guest.AddDevice("blk", new DeviceTraits { DmaMask = 0x7FFFFF });
        DmaAddr bounced = device.MapPage(new Page(new Pfn(0x20)), 0, 0x1000, DmaDirection.FromDevice);
        DmaAddr foreign = device.MapPage(new Page(new Pfn(0x40)), 0, 0x1000, DmaDirection.FromDevice);
        Assert.Equal(new DmaAddr(TestGuest.PoolBus), bounced);
        Assert.Equal(new DmaAddr(TestGuest.PoolPhys), foreign);

        string before = PoolTables.Snapshot(TestGuest.PoolOf(guest));
        device.UnmapPage(foreign, 0x1000, DmaDirection.FromDevice);
        Assert.Equal(before, PoolTables.Snapshot(TestGuest.PoolOf(guest)));
        Assert.Equal(2UL, guest.SlotsInUse);
    }

    [Fact]
    public void A_foreign_address_has_no_guest_address()
    {
        using XenGuest guest = TestGuest.Boot("4.18", TestGuest.WithForeign(0x10, 0x2000));
        var translation = new XenPvTranslation(guest.Machine);
        Assert.Equal(new DmaAddr(0x2000ABC), translation.PhysToBus(new PhysAddr(0x10ABC)));
        Assert.Equal(new PhysAddr(0xFFFFFFFFFFFFFABC), translation.BusToPhys(new DmaAddr(0x2000ABC)));
        Assert.Equal(XenPage.NoFrame, translation.BfnToLocalPfn(0x2000));
    }

    [Theory]
    [InlineData("4.18")]
    [InlineData("6.1")]
    [InlineData("6.14")]
    public void Frames_over_a_border_between_owners_may_be_consecutive(string release)
    {
        using XenGuest guest = TestGuest.Boot(release, TestGuest.WithForeign(0x10, TestGuest.MfnBase - 1) with
        {
            Owned = TestGuest.Owned(TestGuest.FrameCount, (0x10, XenPage.NoFrame), (0x11, TestGuest.MfnBase - 2), (0x12, 0x3000)),
            Foreign = [new FrameRun(0x10, TestGuest.MfnBase - 3, 1)],
        });
        Device device = guest.AddDevice("blk", new DeviceTraits());
        device.MapPage(new Page(new Pfn(0x10)), 0, 0x2000, DmaDirection.ToDevice);
        Assert.Equal(0UL, guest.SlotsInUse);
        device.MapPage(new Page(new Pfn(0x10)), 0, 0x2001, DmaDirection.ToDevice);
        Assert.Equal(5UL, guest.SlotsInUse);
    }

    [Theory]
    [InlineData("4.18")]
    [InlineData("6.1")]
    [InlineData("6.14")]
    public void A_missing_frame_is_all_ones_on_the_bus(string release)
    {
        using XenGuest guest = TestGuest.Boot(release, TestGuest.Layout((0x30, XenPage.NoFrame)));
        Device device = guest.AddDevice("blk", new DeviceTraits { DmaMask = ulong.MaxValue });
        Assert.Equal(new DmaAddr(0xFFFFFFFFFFFFF000), device.MapPage(new Page(new Pfn(0x30)), 0, 0x1000, DmaDirection.ToDevice));
        Assert.Equal(0UL, guest.SlotsInUse);
    }

    [Theory]
    [InlineData("4.18", ulong.MaxValue, 0UL)]
    [InlineData("6.1", TestGuest.PoolBus, 1UL)]
    [InlineData("6.14", TestGuest.PoolBus, 1UL)]
    public void The_last_byte_of_a_missing_frame_is_the_error_value(string release, ulong expected, ulong slots)
    {
        using XenGuest guest = TestGuest.Boot(release, TestGuest.Layout((0x30, XenPage.NoFrame)));
        Device device = guest.AddDevice("blk", new DeviceTraits { DmaMask = ulong.MaxValue });
        Assert.Equal(new DmaAddr(expected), device.MapPage(new Page(new Pfn(0x30)), 0xFFF, 1, DmaDirection.ToDevice));
        Assert.Equal(slots, guest.SlotsInUse);
    }

    [Theory]
    [InlineData("4.18")]
    [InlineData("6.1")]
    [InlineData("6.14")]
    public void A_missing_first_frame_before_frame_0_counts_as_consecutive(string release)
    {
        using XenGuest guest = TestGuest.Boot(release, TestGuest.Layout((0x30, XenPage.NoFrame), (0x31, 0), (0x41, XenPage.NoFrame)));
        Device device = guest.AddDevice("blk", new DeviceTraits { DmaMask = ulong.MaxValue });
        device.MapPage(new Page(new Pfn(0x30)), 0, 0x2000, DmaDirection.ToDevice);
        Assert.Equal(0UL, guest.SlotsInUse);
        device.MapPage(new Page(new Pfn(0x40)), 0, 0x2000, DmaDirection.ToDevice);
        Assert.Equal(4UL, guest.SlotsInUse);
    }
}
