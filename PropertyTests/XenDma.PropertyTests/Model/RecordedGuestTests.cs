using System;
using XenDma.Machines;
using Xunit;

namespace XenDma.PropertyTests.ModelTests;

/// <summary>A guest that follows a recording: frames and slots are where the recording says.</summary>
public sealed class RecordedGuestTests
{
    private const ulong Buffer = 0x20000;

    private static readonly Device Nic = new("nic", new DeviceTraits());

    [Theory]
    [InlineData(128UL, 0, 0x200000UL, "areas")]
    [InlineData(129UL, 2, 0x200000UL, "areas")]
    [InlineData(192UL, 3, 0x200000UL, "areas")]
    [InlineData(1UL, 2, 0x200000UL, "areas")]
    [InlineData(0UL, 1, 0x200000UL, "areas")]
    [InlineData((1UL << 24) + 128, 1, 0UL, "areas")]
    [InlineData(1UL << 24, 1, 0UL, "memory ends")]
    [InlineData(128UL, 1, 0x3C0800UL, "memory ends")]
    public void A_pool_that_cannot_be_is_refused(ulong slots, int areas, ulong start, string words) => Assert.Contains(
        words, Assert.Throws<ArgumentException>(() => Guest(slots, areas, start)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_pool_may_end_where_memory_does_and_have_a_slot_an_area()
    {
        using RecordedGuest guest = Guest(2, 2, 0x3FF000);
        Assert.True(guest.TryBounce(Nic, new PhysAddr(Buffer), 0x800, out PhysAddr first));
        Assert.True(guest.TryBounce(Nic, new PhysAddr(Buffer), 0x800, out PhysAddr second));
        Assert.Equal((0x3FF000UL, 0x3FF800UL, 2UL), (first.Value, second.Value, guest.SlotsInUse));
    }

    [Fact]
    public void Frames_come_and_go_as_the_recording_says()
    {
        using var guest = new RecordedGuest(
            TestGuest.Layout((0x10, XenPage.NoFrame), (0x11, XenPage.NoFrame)) with { Foreign = [new FrameRun(0x10, 0x99, 1)], Identity = [new FrameRange(0x11, 1)] },
            Platform.XenPv, Semantics.Contract, new PhysAddr(TestGuest.PoolPhys), 128, 1, force: false);
        PhysToMachine frames = guest.Machine.P2M;
        Assert.True(guest.SetFrame(0x12, 0x777));
        Assert.Equal((0x777UL, 0x12UL, XenPage.NoFrame), (frames.Word(0x12), frames.MfnToOwnedPfn(0x777), frames.MfnToOwnedPfn(TestGuest.MfnBase + 0x12)));
        Assert.Equal(new DmaAddr(0x777123), guest.BusOf(new PhysAddr(0x12123)));
        Assert.True(guest.SetFrame(0x10, 0x778));
        Assert.Equal((0x778UL, XenPage.NoFrame), (frames.Word(0x10), frames.MfnToForeignPfn(0x99)));
        Assert.True(guest.SetFrame(0x13, null));
        Assert.Equal(XenPage.NoFrame, frames.Word(0x13));
        Assert.True(guest.SetFrame(0x13, PhysToMachine.MfnLimit - 1));
        Assert.True(guest.SetFrame(0x13, 0x777));
        Assert.Equal((0x777UL, XenPage.NoFrame), (frames.Word(0x13), frames.Word(0x12)));

        Assert.False(guest.SetFrame(0x11, 0x779));
        Assert.False(guest.SetFrame(0x14, PhysToMachine.MfnLimit));
        Assert.False(guest.SetFrame(TestGuest.FrameCount, 0x779));
        Assert.Equal(TestGuest.MfnBase + 0x14, frames.Word(0x14));
    }

    [Fact]
    public void A_bounce_has_the_original_s_bytes_and_gives_back_the_device_s()
    {
        using RecordedGuest guest = Guest();
        GuestMemory memory = guest.Machine.Memory;
        memory.Cpu(new PhysAddr(Buffer), 0x1000).Fill(7);
        Assert.True(guest.TryBounce(Nic, new PhysAddr(Buffer), 0x800, out PhysAddr searched));
        var named = new PhysAddr(TestGuest.PoolPhys + 0x4000);
        Assert.True(guest.TryBounceTo(Nic, new PhysAddr(Buffer + 0x800), 0x800, named));
        Assert.False(guest.TryBounceTo(Nic, new PhysAddr(Buffer + 0x800), 0x800, named));
        Assert.Equal((7, 7, 2UL), (memory.Cpu(searched, 1)[0], memory.Cpu(named, 1)[0], guest.SlotsInUse));

        memory.Cpu(named, 0x800).Fill(9);
        Assert.True(guest.Copy(Nic, named, 0x800, toDevice: false));
        Assert.Equal((7, 9), (memory.Cpu(new PhysAddr(Buffer), 1)[0], memory.Cpu(new PhysAddr(Buffer + 0x800), 1)[0]));
        memory.Cpu(new PhysAddr(Buffer), 0x800).Fill(5);
        Assert.True(guest.Copy(Nic, searched, 0x800, toDevice: true));
        Assert.Equal(5, memory.Cpu(searched, 1)[0]);

        Assert.True(guest.Release(Nic, named, 0x800));
        Assert.False(guest.Release(Nic, named, 0x800));
        Assert.False(guest.Copy(Nic, named, 0x800, toDevice: true));
        Assert.Equal(1UL, guest.SlotsInUse);
    }

    [Fact]
    public void A_full_pool_bounces_nothing()
    {
        using RecordedGuest guest = Guest();
        Assert.True(guest.TryBounce(Nic, new PhysAddr(Buffer), 0x40000, out _));
        Assert.False(guest.TryBounce(Nic, new PhysAddr(Buffer), 1, out _));
    }

    [Fact]
    public void A_bus_address_in_the_pool_is_a_slot()
    {
        using RecordedGuest guest = Guest();
        ulong bus = TestGuest.MfnBase << XenPage.Shift;
        Assert.True(guest.TryFindSlot(new DmaAddr(bus + TestGuest.PoolPhys + 0x123), out PhysAddr slot));
        Assert.Equal(new PhysAddr(TestGuest.PoolPhys + 0x123), slot);
        Assert.False(guest.TryFindSlot(new DmaAddr(bus + TestGuest.PoolPhys - 1), out _));
        Assert.False(guest.TryFindSlot(new DmaAddr(bus + TestGuest.PoolPhys + 0x40000), out _));
        Assert.False(guest.TryFindSlot(new DmaAddr(TestGuest.PoolPhys), out _));
    }

    /// <summary>The boundary counts on the bus, in the kernel in guest memory: frame 0x205 lies on a multiple of 64 KiB.</summary>
    [Theory]
    [InlineData("contract", 0x0000UL)]
    [InlineData("6.14", 0xB000UL)]
    public void A_boundary_counts_from_the_pool_s_first_byte(string semantics, ulong into)
    {
        var layout = new MachineLayout { FrameCount = 0x400, Owned = [new FrameRun(0, 0x8000, 0x205), new FrameRun(0x205, 0x10000, 0x100)] };
        using var guest = new RecordedGuest(layout, Platform.XenPv, TestGuest.Release(semantics), new PhysAddr(0x205000), 128, 1, force: false);
        var disk = new Device("disk", new DeviceTraits { SegmentBoundaryMask = 0xFFFF });
        Assert.True(guest.TryBounce(disk, new PhysAddr(Buffer), 0xC000, out PhysAddr slot));
        Assert.Equal(0x205000 + into, slot.Value);
    }

    [Fact]
    public void Nothing_goes_without_a_device_or_a_layout()
    {
        using RecordedGuest guest = Guest();
        Assert.Throws<ArgumentNullException>(() => guest.TryBounce(null!, default, 1, out _));
        Assert.Throws<ArgumentNullException>(() => guest.TryBounceTo(null!, default, 1, new PhysAddr(TestGuest.PoolPhys)));
        Assert.Throws<ArgumentNullException>(() => guest.Release(null!, new PhysAddr(TestGuest.PoolPhys), 1));
        Assert.Throws<ArgumentNullException>(() => guest.Copy(null!, new PhysAddr(TestGuest.PoolPhys), 1, toDevice: true));
        Assert.Throws<ArgumentNullException>(() => new RecordedGuest(null!, Platform.XenPv, Semantics.Contract, default, 128, 1, force: false));
    }

    private static RecordedGuest Guest(ulong slots = 128, int areas = 1, ulong start = TestGuest.PoolPhys) =>
        new(TestGuest.Layout(), Platform.XenPv, Semantics.Contract, new PhysAddr(start), slots, areas, force: false);
}
