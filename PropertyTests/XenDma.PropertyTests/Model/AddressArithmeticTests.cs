using System;
using XenDma.Machines;
using XenDma.Translation;
using Xunit;

namespace XenDma.PropertyTests.ModelTests;

/// <summary>Frames, breaks between them, and what the releases reckoned differently, each at its edge.</summary>
public sealed class AddressArithmeticTests
{
    private const ulong Frames4G = 1UL << 32;

    [Theory]
    [InlineData(0UL, 0UL)]
    [InlineData(1UL, 1UL)]
    [InlineData(0x1000UL, 1UL)]
    [InlineData(0x1001UL, 2UL)]
    [InlineData(0x5FFFUL, 6UL)]
    public void Bytes_count_whole_frames(ulong bytes, ulong frames) => Assert.Equal(frames, XenPage.FramesFor(bytes));

    /// <summary>From 2^31 frames on the count is negative, from 2^32 on it is 0: such ranges never straddle.</summary>
    [Theory]
    [InlineData((1UL << 31) * XenPage.Size)]
    [InlineData(Frames4G * XenPage.Size)]
    public void A_count_of_frames_in_31_bits_sees_no_break_in_what_is_larger(ulong size)
    {
        using var machine = new Machine(TestGuest.Layout());
        Assert.False(new XenPvTranslation(machine, Semantics.Contract with { StraddleCountsInSigned32 = true }).Straddles(default, size));
        Assert.False(new XenPvTranslation(machine, Semantics.Linux4_18).Straddles(default, size));
        if (size < Frames4G * XenPage.Size) Assert.True(new XenPvTranslation(machine).Straddles(default, size));
    }

    /// <summary>Kernel pages of 64 KiB: their first frames are compared, whatever lies between.</summary>
    [Theory]
    [InlineData(0x40000UL, 0x20000UL, false)]
    [InlineData(0x50000UL, 0x10000UL, false)]
    [InlineData(0x50000UL, 0x10001UL, true)]
    [InlineData(0x5F000UL, 0x1000UL, false)]
    [InlineData(0x5F000UL, 0x1001UL, true)]
    [InlineData(0x5F000UL, 0x11001UL, true)]
    [InlineData(0x60000UL, 0x20000UL, false)]
    [InlineData(0x61000UL, 0x1F000UL, false)]
    [InlineData(0x61000UL, 0x1F001UL, true)]
    public void Breaks_are_looked_for_between_kernel_pages(ulong phys, ulong size, bool breaks)
    {
        // Frames 0x45 and 0x80 lie apart from their neighbours, and all from 0x60 to 0x7f from the rest: of these only the first frames of
        // kernel pages are seen.
        var moved = new (ulong, ulong)[34];
        for (ulong i = 0; i < 32; i++) moved[i] = (0x60 + i, 0x30000 + i);
        moved[32] = (0x45, 0x20000);
        moved[33] = (0x80, 0x20002);
        using var machine = new Machine(TestGuest.Layout(moved) with { PageShift = 16 });
        var translation = new XenPvTranslation(machine, Semantics.Contract with { StraddleByKernelPage = true });
        Assert.Equal(breaks, translation.Straddles(new PhysAddr(phys), size));
    }

    [Theory]
    [InlineData(0xFFFFFFFFUL, false)]
    [InlineData(0x100000000UL, true)]
    public void A_guest_address_of_32_bits_is_the_last_that_fits(ulong bus, bool stops)
    {
        using var machine = new Machine(new MachineLayout { FrameCount = 16, Owned = [new FrameRun(0, 0, 16)] });
        var translation = new ArmDom0Translation(machine, Semantics.Contract with { BusToPhysBugs = true });
        if (stops) Assert.Throws<KernelBugException>(() => translation.BusToPhys(new DmaAddr(bus)));
        else Assert.Equal(bus, translation.BusToPhys(new DmaAddr(bus)).Value);
    }

    [Fact]
    public void A_foreign_machine_frame_may_lie_right_behind_the_domain_s_memory()
    {
        var layout = new MachineLayout { FrameCount = 16, Owned = [new FrameRun(0, 0, 15)], Foreign = [new FrameRun(15, 16, 1)] };
        using var machine = new Machine(layout);
        Assert.Equal(16UL, new ArmDom0Translation(machine).PfnToBfn(15));
    }

    [Fact]
    public void What_is_in_no_range_of_other_domains_takes_no_range_away()
    {
        var ranges = new ForeignRanges();
        Assert.True(ranges.TryAdd(new FrameRun(0, 0x80000, 4)));
        ranges.Remove(4);
        Assert.Equal(0x80003UL, ranges.Find(3));
        ranges.Remove(3);
        Assert.Equal(3UL, ranges.Find(3));
    }

    [Theory]
    [InlineData(true, true, 0x10UL)]
    [InlineData(true, false, 0x777UL)]
    [InlineData(false, true, 0x777UL)]
    public void A_flag_for_machine_frames_counts_only_where_it_is_known_and_set(bool known, bool set, ulong expected)
    {
        using var machine = new Machine(TestGuest.Layout((0x10, 0x777)));
        var translation = new XenPvTranslation(machine, Semantics.Contract with { PageTablesHaveIoMapFlag = known });
        Assert.Equal(expected, PageTableEntry.Make(translation, 0x10, set));
        Assert.Equal(known && set ? 0x777UL : 0x10UL, PageTableEntry.Read(translation, 0x777, set));
    }

    [Fact]
    public void An_entry_needs_a_translation()
    {
        Assert.Throws<ArgumentNullException>(() => PageTableEntry.Make(null!, 0));
        Assert.Throws<ArgumentNullException>(() => PageTableEntry.Read(null!, 0));
    }

    /// <summary>What the hypervisor refuses is put right by arithmetic on the first frame, up to order 9.</summary>
    [Theory]
    [InlineData(0x100UL, 2, 4)]
    [InlineData(0x3FEUL, 2, 2)]
    [InlineData(0x100UL, 9, 512)]
    [InlineData(0UL, 10, 1)]
    public void A_refused_destroy_renumbers_the_frames_behind_the_first(ulong pfn, int order, int renumbered)
    {
        var layout = TestGuest.Layout() with { Owned = TestGuest.Owned(TestGuest.FrameCount, (pfn, 0x700000)), Spare = [] };
        using var machine = new Machine(layout);
        var translation = new XenPvTranslation(machine, Semantics.Contract with { DestroyRestoresByArithmetic = true });
        translation.DestroyContiguousRegion(new Pfn(pfn).Address, order);
        Assert.Equal(TestGuest.Ascending(0x700000, renumbered), TestGuest.FramesBehind(machine, pfn, renumbered));
        ulong behind = pfn + (ulong)renumbered;
        if (behind < TestGuest.FrameCount) Assert.Equal(TestGuest.MfnBase + behind, machine.P2M.Word(behind));
        if (pfn > 0) Assert.Equal(TestGuest.MfnBase + pfn - 1, machine.P2M.Word(pfn - 1));
    }

    [Fact]
    public void A_refused_destroy_of_nothing_renumbers_nothing()
    {
        using var machine = new Machine(TestGuest.Layout((0x100, XenPage.NoFrame)) with { Spare = [] });
        var translation = new XenPvTranslation(machine, Semantics.Contract with { DestroyRestoresByArithmetic = true });
        translation.DestroyContiguousRegion(new Pfn(0x100).Address, 2);
        Assert.Equal([XenPage.NoFrame, TestGuest.MfnBase + 0x101, TestGuest.MfnBase + 0x102], TestGuest.FramesBehind(machine, 0x100, 3));
    }

    /// <summary>Bytes that the CPU wrote and that only go to the device stay in its cache when they change hands back.</summary>
    [Fact]
    public void Bytes_that_only_go_to_the_device_are_not_dropped_when_they_come_back()
    {
        using var machine = new Machine(new MachineLayout { FrameCount = 16, HasNonCoherentDevices = true });
        var translation = new BareMetalTranslation(machine);
        machine.Memory.Cpu(new PhysAddr(0x1000), 0x100).Fill(7);
        translation.MaintainCache(new DmaAddr(0x1000), 0x100, CacheTurn.ToDevice, sends: true, receives: false);
        machine.Memory.DeviceWrite(new PhysAddr(0x1000), new byte[0x100], coherent: false);
        translation.MaintainCache(new DmaAddr(0x1000), 0x100, CacheTurn.ToCpu, sends: true, receives: false);
        Assert.Equal(7, machine.Memory.Cpu(new PhysAddr(0x1000), 1)[0]);
        translation.MaintainCache(new DmaAddr(0x1000), 0x100, CacheTurn.ToCpu, sends: false, receives: true);
        Assert.Equal(0, machine.Memory.Cpu(new PhysAddr(0x1000), 1)[0]);
    }
}
