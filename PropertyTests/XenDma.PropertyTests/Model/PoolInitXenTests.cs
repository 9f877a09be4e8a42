using System;
using System.Linq;
using XenDma.Machines;
using Xunit;

namespace XenDma.PropertyTests.ModelTests;

/// <summary>How Linux 4.18 makes its pool: the rounds, what is freed, what the log says.</summary>
public class PoolInitXenTests
{
    private const string NoContiguousFrames = "Failed to get contiguous memory for DMA from Xen!\nYou either: don't have the permissions, "
        + "do not have enough free memory under 4GB, or the hypervisor memory is too fragmented!";

    [Fact]
    public void The_default_size_is_tried_in_four_rounds()
    {
        using Machine machine = PoolInitRun.Guest(0x8000);
        var run = PoolInitRun.Of("4.18", machine, slabs: 0, early: false);
        Assert.Equal(-12, run.Rc);
        Assert.Null(run.Pool);
        Assert.Equal(
            [
                "xen:swiotlb_xen: Lowering to 32MB",
                "xen:swiotlb_xen: Lowering to 16MB",
                "xen:swiotlb_xen: Lowering to 8MB",
                $"xen:swiotlb_xen: {NoContiguousFrames} (rc:-12)",
            ],
            run.Log);
        Assert.Equal(0x8000UL, machine.Pages.FreeCount);
    }

    [Theory]
    [InlineData(1024UL)]
    [InlineData(128UL)]
    public void Later_rounds_never_go_below_1024_slots(ulong slabs)
    {
        using Machine machine = PoolInitRun.Guest(0x400);
        var run = PoolInitRun.Of("4.18", machine, slabs, early: true);
        Assert.StartsWith("panic: Failed to get contiguous memory", run.Panic);
        Assert.Equal(4, run.Log.Length);
        Assert.All(run.Log[..3], static line => Assert.Equal("xen:swiotlb_xen: Lowering to 2MB", line));
        Assert.Equal(0x400UL, machine.Pages.FreeCount);
    }

    [Fact]
    public void The_first_round_of_an_early_pool_may_be_small()
    {
        using Machine machine = PoolInitRun.Guest(0x400, new FrameRange(0x400, 64));
        var run = PoolInitRun.Of("4.18", machine, slabs: 100, early: true);
        Assert.Equal(128UL, run.Pool!.Slots);
        Assert.Empty(run.Log);
        Assert.Equal(0x400UL - 64, machine.Pages.FreeCount);
    }

    [Theory]
    [InlineData(128UL)]
    [InlineData(512UL)]
    public void A_small_late_request_tries_no_block_and_is_raised(ulong slabs)
    {
        using Machine machine = PoolInitRun.Guest(0x400, new FrameRange(0x400, 0x200));
        var run = PoolInitRun.Of("4.18", machine, slabs, early: false);
        Assert.Equal(1024UL, run.Pool!.Slots);
        Assert.Equal(["xen:swiotlb_xen: Lowering to 2MB"], run.Log);
    }

    [Fact]
    public void A_late_request_takes_the_largest_block_there_is()
    {
        using Machine machine = PoolInitRun.Guest(0x400, new FrameRange(0x400, 0x400));
        var run = PoolInitRun.Of("4.18", machine, slabs: 0, early: false);
        Assert.Equal(2048UL, run.Pool!.Slots);
        Assert.Equal(["xen:swiotlb_xen: Warning: only able to allocate 4 MB for software IO TLB"], run.Log);
    }

    [Fact]
    public void A_late_block_that_is_larger_than_asked_keeps_the_number_of_slots()
    {
        using Machine machine = PoolInitRun.Guest(0x400, new FrameRange(0x400, 0x400));
        var run = PoolInitRun.Of("4.18", machine, slabs: 1152, early: false);
        Assert.Equal(1152UL, run.Pool!.Slots);
        Assert.Empty(run.Log);
        Assert.Equal(0UL, machine.Pages.FreeCount);
        Assert.Equal(TestGuest.Ascending(0x400, 0x240), TestGuest.FramesBehind(machine, 0, 0x240));
        Assert.Equal(PoolInitRun.Scattered(0x240), machine.P2M.Word(0x240));
    }

    [Fact]
    public void Without_any_late_block_each_round_says_1_MB_and_asks_for_2()
    {
        using Machine machine = PoolInitRun.Guest(0x100, new FrameRange(0x400, 0x400));
        var run = PoolInitRun.Of("4.18", machine, slabs: 2048, early: false);
        Assert.Equal(-12, run.Rc);
        Assert.Equal(8, run.Log.Length);
        for (int i = 0; i < 8; i += 2) Assert.EndsWith("only able to allocate 1 MB for software IO TLB", run.Log[i]);
        for (int i = 1; i < 7; i += 2) Assert.EndsWith("Lowering to 2MB", run.Log[i]);
        Assert.Equal("xen:swiotlb_xen: Cannot allocate Xen-SWIOTLB buffer\n (rc:-12)", run.Log[7]);
    }

    /// <summary>Since 5.15 a round follows on a failed exchange alone, and none on the smallest pool.</summary>
    [Theory]
    [InlineData(1024UL, 1)]
    [InlineData(2048UL, 2)]
    [InlineData(4096UL, 3)]
    public void Rounds_that_cannot_help_are_left_out_later(ulong slabs, int lines)
    {
        using Machine machine = PoolInitRun.Guest(0x1000);
        var run = PoolInitRun.Of("contract+XenOwnsPoolInit", machine, slabs, early: false);
        Assert.Equal((-12, lines), (run.Rc, run.Log.Length));
        Assert.All(run.Log[..^1], static line => Assert.Contains("Lowering", line, StringComparison.Ordinal));
    }

    [Fact]
    public void Boot_memory_that_is_not_there_is_a_panic()
    {
        using Machine machine = PoolInitRun.Guest(0x20, new FrameRange(0x400, 0x400));
        var run = PoolInitRun.Of("4.18", machine, slabs: 128, early: true);
        Assert.Equal("panic: no boot memory for 128 slots", run.Panic);
    }

    [Theory]
    [InlineData(4480UL, 1120UL, 64)]
    [InlineData(4224UL, 1056UL, 16)]
    public void Halving_does_not_round_to_segments_and_the_last_exchange_covers_a_power_of_two(ulong slabs, ulong slots, int last)
    {
        // The blocks of the first two rounds begin with a page without a frame: their fix-ups fail at once, and nothing is used up.
        using var machine = new Machine(PoolInitRun.Layout(0x2000, new FrameRange(0x4000, 9 * 64)) with
        {
            Owned = TestGuest.Owned(0x2000, (0x1000, XenPage.NoFrame), (0x800, XenPage.NoFrame)),
            Free = [new FrameRange(0x400, 0x1C00)],
        });
        var run = PoolInitRun.Of("4.18", machine, slabs, early: true);
        Assert.Equal(slots, run.Pool!.Slots);
        Assert.Equal(new PhysAddr(0x400000), run.Pool.Start);
        Assert.Equal(["xen:swiotlb_xen: Lowering to 4MB", "xen:swiotlb_xen: Lowering to 2MB"], run.Log);
        Assert.Equal(TestGuest.Ascending(0x4000, (8 * 64) + last), TestGuest.FramesBehind(machine, 0x400, (8 * 64) + last));
        Assert.Equal(TestGuest.MfnBase + 0x600 + (ulong)last, machine.P2M.Word(0x600 + (ulong)last));
        Assert.True(machine.Pages.IsFree(0x800));
        Assert.True(machine.Pages.IsFree(0x1000));
    }

    [Fact]
    public void A_failed_fix_up_leaves_the_earlier_segments_exchanged()
    {
        using Machine machine = PoolInitRun.Guest(0x200, new FrameRange(0x400, 64));
        var run = PoolInitRun.Of("4.18", machine, slabs: 1024, early: true);
        Assert.NotNull(run.Panic);
        Assert.Equal(TestGuest.Ascending(0x400, 64), TestGuest.FramesBehind(machine, 0, 64));
        Assert.Equal(PoolInitRun.Scattered(64), machine.P2M.Word(64));
        Assert.True(machine.Hypervisor.IsSpare(new Mfn(PoolInitRun.Scattered(63))));
        Assert.Equal(0x200UL, machine.Pages.FreeCount);
    }

    [Fact]
    public void A_fix_up_failure_passes_the_hypervisors_code_on()
    {
        using var machine = new Machine(PoolInitRun.Layout(0x200, new FrameRange(0x400, 0x200)) with
        {
            Owned = TestGuest.Owned(0x200, (0x80, XenPage.NoFrame)),
        });
        var run = PoolInitRun.Of("4.18", machine, slabs: 1024, early: false);
        Assert.Equal(-22, run.Rc);
        Assert.EndsWith("too fragmented! (rc:-22)", run.Log[^1]);
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public void Only_a_late_pool_is_zeroed_after_the_exchange(bool early, bool zeroed)
    {
        using var machine = new Machine(PoolInitRun.Layout(0x200, new FrameRange(0x400, 0x200)) with
        {
            ExchangeContents = ExchangeContents.Scramble,
        });
        var run = PoolInitRun.Of("4.18", machine, slabs: 1024, early);
        Assert.Equal(zeroed, machine.Memory.Cpu(run.Pool!.Start, 0x200000).IndexOfAnyExcept((byte)0) < 0);
    }

    [Fact]
    public void An_early_pool_is_zeroed_before_the_exchange()
    {
        using Machine machine = PoolInitRun.Guest(0x200, new FrameRange(0x400, 64));
        machine.Memory.Cpu(default, 0x40000).Fill(0xAA);
        var run = PoolInitRun.Of("4.18", machine, slabs: 128, early: true);
        Assert.Equal(-1, machine.Memory.Cpu(run.Pool!.Start, 0x40000).IndexOfAnyExcept((byte)0));
    }
}
