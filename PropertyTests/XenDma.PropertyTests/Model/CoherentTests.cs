using System;
using XenDma.Machines;
using Xunit;

namespace XenDma.PropertyTests.ModelTests;

/// <summary>Coherent memory: when frames are exchanged, what a free gives back.</summary>
public class CoherentTests
{
    private const ulong OldPoolMfn = TestGuest.MfnBase + 0x200;

    [Fact]
    public void A_free_of_4_18_gives_the_frame_away_that_was_never_exchanged()
    {
        using XenGuest guest = WorkedGuest("4.18", out Device device);
        GuestBuffer buffer = device.AllocCoherent(0x1000, out DmaAddr handle)!;
        Assert.Equal(new DmaAddr(0x77000), handle);
        Assert.Equal(new PhysAddr(0x20000), buffer.Address);

        device.FreeCoherent(0x1000, buffer, handle);
        Assert.Equal(0x05UL, guest.Machine.P2M.Word(0x20));
        Assert.Equal(XenPage.NoFrame, guest.Machine.P2M.MfnToOwnedPfn(0x77));
        Assert.True(guest.Machine.Hypervisor.IsSpare(new Mfn(0x77)));
        Assert.False(guest.Machine.Hypervisor.IsSpare(new Mfn(0x05)));
        Assert.True(guest.Machine.Pages.IsFree(0x20));
    }

    [Theory]
    [InlineData("6.1")]
    [InlineData("6.14")]
    public void A_free_of_newer_releases_leaves_the_frame_that_was_never_exchanged(string release)
    {
        using XenGuest guest = WorkedGuest(release, out Device device);
        GuestBuffer buffer = device.AllocCoherent(0x1000, out DmaAddr handle)!;
        device.FreeCoherent(0x1000, buffer, handle);
        Assert.Equal(0x77UL, guest.Machine.P2M.Word(0x20));
        Assert.True(guest.Machine.Pages.IsFree(0x20));
    }

    [Theory]
    [InlineData("4.18")]
    [InlineData("6.1")]
    [InlineData("6.14")]
    public void Memory_out_of_reach_is_exchanged_and_a_free_destroys_it(string release)
    {
        ulong[] high = [0x200100, 0x200101, 0x200102, 0x200103];
        using XenGuest guest = GuestWithBlock(release, high, out Device device, new FrameRange(0x800, 8));
        GuestBuffer buffer = device.AllocCoherent(0x4000, out DmaAddr handle)!;
        Assert.Equal(new DmaAddr(0x800000), handle);
        Assert.Equal(TestGuest.Ascending(0x800, 4), TestGuest.FramesBehind(guest.Machine, 0x100, 4));
        Assert.True(guest.Machine.Hypervisor.IsSpare(new Mfn(0x200103)));

        device.FreeCoherent(0x4000, buffer, handle);
        Assert.Equal(TestGuest.Ascending(0x804, 4), TestGuest.FramesBehind(guest.Machine, 0x100, 4));
        Assert.True(guest.Machine.Hypervisor.IsSpare(new Mfn(0x800)));
        Assert.Equal(4UL, guest.Machine.Pages.FreeCount);
    }

    [Theory]
    [InlineData("4.18")]
    [InlineData("6.1")]
    [InlineData("6.14")]
    public void Memory_over_a_break_is_exchanged(string release)
    {
        using XenGuest guest = GuestWithBlock(release, [0x901, 0x900], out Device device, new FrameRange(0x800, 8));
        Assert.NotNull(device.AllocCoherent(0x2000, out DmaAddr handle));
        Assert.Equal(new DmaAddr(0x800000), handle);
        Assert.Equal([0x800UL, 0x801UL], TestGuest.FramesBehind(guest.Machine, 0x100, 2));
    }

    [Theory]
    [InlineData("4.18", 0x501000UL)]
    [InlineData("6.1", 0x800000UL)]
    [InlineData("6.14", 0x800000UL)]
    public void Memory_that_is_not_aligned_on_the_bus_is_exchanged_by_newer_releases(string release, ulong expected)
    {
        using XenGuest guest = GuestWithBlock(release, [0x501, 0x502], out Device device, new FrameRange(0x800, 8));
        Assert.NotNull(device.AllocCoherent(0x2000, out DmaAddr handle));
        Assert.Equal(new DmaAddr(expected), handle);
    }

    [Theory]
    [InlineData("4.18")]
    [InlineData("6.1")]
    [InlineData("6.14")]
    public void Frames_behind_the_size_need_not_be_consecutive(string release)
    {
        using XenGuest guest = GuestWithBlock(release, [0x504, 0x505, 0x506, 0x900], out Device device, new FrameRange(0x800, 8));
        Assert.NotNull(device.AllocCoherent(0x3000, out DmaAddr handle));
        Assert.Equal(new DmaAddr(0x504000), handle);
        Assert.Equal(0x900UL, guest.Machine.P2M.Word(0x103));
    }

    [Theory]
    [InlineData("4.18")]
    [InlineData("6.1")]
    [InlineData("6.14")]
    public void A_failed_exchange_gives_the_pages_back(string release)
    {
        using XenGuest guest = GuestWithBlock(release, [0x901, 0x900], out _, new FrameRange(0x801, 2));
        Device device = guest.AddDevice("isa", new DeviceTraits { CoherentDmaMask = 0xFFFFFF });
        Assert.Null(device.AllocCoherent(0x2000, out _));
        Assert.Equal([0x901UL, 0x900UL], TestGuest.FramesBehind(guest.Machine, 0x100, 2));
        Assert.Equal(2UL, guest.Machine.Pages.FreeCount);
    }

    [Theory]
    [InlineData("4.18", 0UL, 0x800000UL)]
    [InlineData("4.18", 0xFFFFFFFFUL, 0x800000UL)]
    [InlineData("4.18", 0xFFFFFFFFFFUL, 0x200100000UL)]
    [InlineData("6.1", 0xFFFFFFFFUL, 0x800000UL)]
    [InlineData("6.1", 0xFFFFFFFFFFUL, 0x200100000UL)]
    public void A_coherent_mask_of_0_means_32_bits_in_4_18(string release, ulong mask, ulong expected)
    {
        using XenGuest guest = GuestWithBlock(release, [0x200100], out _, new FrameRange(0x800, 8));
        Device device = guest.AddDevice("disk", new DeviceTraits { CoherentDmaMask = mask });
        Assert.NotNull(device.AllocCoherent(0x1000, out DmaAddr handle));
        Assert.Equal(new DmaAddr(expected), handle);
    }

    [Fact]
    public void A_coherent_mask_of_0_with_memory_below_4_GiB_is_direct_in_4_18_and_out_of_reach_in_6_1()
    {
        using XenGuest old = GuestWithBlock("4.18", [0x900], out _, new FrameRange(0x800, 8));
        Assert.NotNull(old.AddDevice("disk", new DeviceTraits { CoherentDmaMask = 0 }).AllocCoherent(0x1000, out DmaAddr handle));
        Assert.Equal(new DmaAddr(0x900000), handle);

        using XenGuest newer = GuestWithBlock("6.1", [0x900], out _, new FrameRange(0x800, 8));
        GuestBuffer? buffer = newer.AddDevice("disk", new DeviceTraits { CoherentDmaMask = 0 }).AllocCoherent(0x1000, out handle);
        Assert.True(buffer is null || handle != new DmaAddr(0x900000), $"mapped at {handle}");
    }

    [Fact]
    public void No_device_means_32_bits_in_4_18()
    {
        using XenGuest guest = GuestWithBlock("4.18", [0x200100], out _, new FrameRange(0x800, 8));
        GuestBuffer buffer = guest.Ops.Alloc(null, 0x1000, out DmaAddr handle, DmaAttrs.None)!;
        Assert.Equal(new DmaAddr(0x800000), handle);

        guest.Ops.Free(null, 0x1000, buffer, handle, DmaAttrs.None);
        Assert.Equal(0x801UL, guest.Machine.P2M.Word(0x100));
    }

    [Theory]
    [InlineData("4.18")]
    [InlineData("6.1")]
    [InlineData("6.14")]
    public void No_bytes_are_no_memory(string release)
    {
        using XenGuest guest = GuestWithBlock(release, [0x900], out Device device, new FrameRange(0x800, 8));
        Assert.Null(device.AllocCoherent(0, out _));
        Assert.Equal(1UL, guest.Machine.Pages.FreeCount);
        Assert.Equal(0x900UL, guest.Machine.P2M.Word(0x100));
    }

    [Theory]
    [InlineData("4.18")]
    [InlineData("6.1")]
    [InlineData("6.14")]
    public void No_free_block_is_no_memory(string release)
    {
        using XenGuest guest = GuestWithBlock(release, [0x900], out Device device, new FrameRange(0x800, 8));
        Assert.NotNull(device.AllocCoherent(0x1000, out _));
        Assert.Null(device.AllocCoherent(1, out _));
    }

    [Theory]
    [InlineData("4.18", 0xAA)]
    [InlineData("6.1", 0x00)]
    [InlineData("6.14", 0x00)]
    public void Only_newer_releases_clear_to_the_end_of_the_page(string release, byte tail)
    {
        using XenGuest guest = GuestWithBlock(release, [0x900], out Device device, new FrameRange(0x800, 8));
        TestGuest.BufferAt(guest, 0x100000, 0x1000).Fill(0xAA);
        GuestBuffer buffer = device.AllocCoherent(0x801, out _)!;
        Assert.Equal(0x801, buffer.Length);
        Assert.Equal(-1, buffer.Span.IndexOfAnyExcept((byte)0));
        Assert.Equal(tail, TestGuest.ByteAt(guest, 0x100801));
        Assert.Equal(tail, TestGuest.ByteAt(guest, 0x100FFF));
    }

    [Fact]
    public void A_free_above_the_mask_keeps_the_frames_of_4_18()
    {
        using XenGuest guest = GuestWithBlock("4.18", [0x900], out Device device, new FrameRange(0x800, 8));
        GuestBuffer buffer = device.AllocCoherent(0x1000, out DmaAddr handle)!;
        guest.Ops.Free(guest.AddDevice("isa", new DeviceTraits { CoherentDmaMask = 0x900FFE }), 0x1000, buffer, handle, DmaAttrs.None);
        Assert.Equal(0x900UL, guest.Machine.P2M.Word(0x100));
        Assert.Equal(1UL, guest.Machine.Pages.FreeCount);
    }

    [Theory]
    [InlineData("6.1")]
    [InlineData("6.14")]
    public void A_free_above_the_mask_leaks_the_pages_of_newer_releases(string release)
    {
        using XenGuest guest = GuestWithBlock(release, [0x900], out Device device, new FrameRange(0x800, 8));
        GuestBuffer buffer = device.AllocCoherent(0x1000, out DmaAddr handle)!;
        guest.Ops.Free(guest.AddDevice("isa", new DeviceTraits { CoherentDmaMask = 0x900FFE }), 0x1000, buffer, handle, DmaAttrs.None);
        Assert.Equal(0UL, guest.Machine.Pages.FreeCount);
    }

    [Theory]
    [InlineData("4.18")]
    [InlineData("6.1")]
    [InlineData("6.14")]
    public void Coherent_memory_never_touches_the_pool(string release)
    {
        using XenGuest guest = GuestWithBlock(release, [0x901, 0x900], out Device device, new FrameRange(0x800, 8));
        string before = PoolTables.Snapshot(TestGuest.PoolOf(guest));
        GuestBuffer buffer = device.AllocCoherent(0x2000, out DmaAddr handle)!;
        device.FreeCoherent(0x2000, buffer, handle);
        Assert.Equal(before, PoolTables.Snapshot(TestGuest.PoolOf(guest)));
    }

    // PFN 0x20 on frame 0x77 is the only page to hand out; frame 0x05 is the lowest spare one.
    private static XenGuest WorkedGuest(string release, out Device device)
    {
        XenGuest guest = TestGuest.Boot(release, TestGuest.Layout((0x20, 0x77)) with
        {
            Free = [new FrameRange(0x20, 1), new FrameRange(0x200, 64)],
            Spare = [new FrameRange(0x05, 1), new FrameRange(0x400, 64)],
        });
        device = guest.AddDevice("disk", new DeviceTraits());
        return guest;
    }

    // The block at PFN 0x100 is all there is to hand out. What the pool gave up is spare as well, higher than the test's own run.
    internal static XenGuest GuestWithBlock(string release, ulong[] mfns, out Device device, FrameRange spare)
    {
        Assert.True(spare.End < OldPoolMfn);
        var moved = new (ulong Pfn, ulong Mfn)[mfns.Length];
        for (int i = 0; i < mfns.Length; i++) moved[i] = (0x100 + (ulong)i, mfns[i]);
        XenGuest guest = TestGuest.Boot(release, TestGuest.Layout(moved) with
        {
            Free = [new FrameRange(0x100, (ulong)mfns.Length), new FrameRange(0x200, 64)],
            Spare = [new FrameRange(0x400, 64), spare],
        });
        device = guest.AddDevice("disk", new DeviceTraits());
        return guest;
    }
}
