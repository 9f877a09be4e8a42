using System;
using XenDma.Bouncing;
using XenDma.Machines;
using Xunit;

namespace XenDma.PropertyTests.ModelTests;

/// <summary>How Linux 6.1 and 6.14 make their pool: rounds down to 512 slots, then none at all.</summary>
public class PoolInitGenericTests
{
    [Theory]
    [InlineData("6.1")]
    [InlineData("6.14")]
    public void The_default_size_is_halved_to_512_slots_and_then_given_up_in_silence(string release)
    {
        using Machine machine = PoolInitRun.Guest(0x4000);
        var run = PoolInitRun.Of(release, machine, slabs: 0, early: true);
        Assert.Equal((0, null, null), (run.Rc, run.Panic, run.Pool));
        Assert.Equal(7, run.Log.Length);
        for (int i = 0; i < 7; i++)
            Assert.Equal($"software IO TLB: swiotlb_memblock_alloc: Failed to remap {(32768 >> i) * 2048} bytes", run.Log[i]);
        Assert.Equal(0x4000UL, machine.Pages.FreeCount);
    }

    [Theory]
    [InlineData("6.1")]
    [InlineData("6.14")]
    public void Missing_boot_memory_is_a_round_like_any_other(string release)
    {
        using Machine machine = PoolInitRun.Guest(0x200, new FrameRange(0x400, 0x200));
        var run = PoolInitRun.Of(release, machine, slabs: 2048, early: true);
        Assert.Equal(1024UL, run.Pool!.Slots);
        Assert.Equal(
            [
                "software IO TLB: swiotlb_memblock_alloc: Failed to allocate 4194304 bytes tlb structure",
                "software IO TLB: SWIOTLB bounce buffer size adjusted 2048 -> 1024 slabs",
            ],
            run.Log);
    }

    [Theory]
    [InlineData("6.1", 1200UL, 2048UL)]
    [InlineData("6.14", 1200UL, 2048UL)]
    [InlineData("6.1", 1UL, 128UL)]
    [InlineData("6.1", 2048UL, 2048UL)]
    public void The_size_is_rounded_up_to_a_power_of_two(string release, ulong slabs, ulong expected)
    {
        using Machine machine = PoolInitRun.Guest(0x400, new FrameRange(0x400, 0x400));
        var run = PoolInitRun.Of(release, machine, slabs, early: true);
        Assert.Equal(expected, run.Pool!.Slots);
    }

    [Theory]
    [InlineData("6.1")]
    [InlineData("6.14")]
    public void Without_a_pool_direct_maps_work_and_bounces_fail(string release)
    {
        var options = new PoolOptions(512, Force: release == "6.1", Early: true);
        using XenGuest guest = XenGuest.Boot(PoolInitRun.Layout(0x200), options, TestGuest.Release(release));
        Assert.False(((IPoolInspection)guest.Ops).TryGetPoolRange(out _, out _));
        Device device = guest.AddDevice("nic", new DeviceTraits());
        Assert.Equal(new DmaAddr(PoolInitRun.Scattered(0) << 12), device.MapPage(new Page(new Pfn(0)), 0, 0x1000, DmaDirection.ToDevice));
        Assert.Equal(DmaAddr.MappingError, device.MapPage(new Page(new Pfn(0)), 0, 0x1001, DmaDirection.ToDevice));
        Assert.Equal(
            "nic: Can not allocate SWIOTLB buffer earlier and can't now provide you with the DMA bounce buffer",
            guest.Machine.Log.Lines[^1].Message);
        Assert.Equal(0UL, guest.SlotsInUse);
        Assert.True(guest.Ops.DmaSupported(device, ulong.MaxValue));
        Assert.False(guest.Ops.DmaSupported(device, ulong.MaxValue - 1));
    }

    [Theory]
    [InlineData("6.1", 128UL)]
    [InlineData("6.1", 512UL)]
    [InlineData("6.14", 512UL)]
    public void A_small_late_request_fails_at_once(string release, ulong slabs)
    {
        using Machine machine = PoolInitRun.Guest(0x400, new FrameRange(0x400, 0x200));
        var run = PoolInitRun.Of(release, machine, slabs, early: false);
        Assert.Equal((-12, null), (run.Rc, run.Pool));
        Assert.Empty(run.Log);
        Assert.Equal(0x400UL, machine.Pages.FreeCount);
    }

    [Theory]
    [InlineData("6.1")]
    [InlineData("6.14")]
    public void A_late_request_takes_the_largest_block_there_is(string release)
    {
        using Machine machine = PoolInitRun.Guest(0x400, new FrameRange(0x400, 0x400));
        var run = PoolInitRun.Of(release, machine, slabs: 0, early: false);
        Assert.Equal(2048UL, run.Pool!.Slots);
        Assert.Equal(["software IO TLB: only able to allocate 4 MB"], run.Log);
    }

    [Theory]
    [InlineData("6.1")]
    [InlineData("6.14")]
    public void A_late_round_at_512_slots_goes_on_with_the_block_just_freed(string release)
    {
        // The fifth segment of the block of 1024 slots lacks a frame; the first four do not.
        using var machine = new Machine(PoolInitRun.Layout(0x200, new FrameRange(0x400, 0x200)) with
        {
            Owned = TestGuest.Owned(0x200, (0x100, XenPage.NoFrame)),
        });
        var run = PoolInitRun.Of(release, machine, slabs: 1024, early: false);
        Assert.Equal((0, 512UL), (run.Rc, run.Pool!.Slots));
        Assert.True(machine.Pages.IsFree(run.Pool.Start.Pfn.Value));
        Assert.Equal(["software IO TLB: only able to allocate 1 MB"], run.Log);
    }

    [Theory]
    [InlineData("6.1")]
    [InlineData("6.14")]
    public void A_late_fix_up_that_fails_to_the_end_returns_its_code(string release)
    {
        using var machine = new Machine(PoolInitRun.Layout(0x400, new FrameRange(0x400, 0x200)) with
        {
            Owned = TestGuest.Owned(0x400, (0x01, XenPage.NoFrame)),
        });
        var run = PoolInitRun.Of(release, machine, slabs: 2048, early: false);
        Assert.Equal((-22, null), (run.Rc, run.Pool));
        Assert.Equal(0x400UL, machine.Pages.FreeCount);
    }

    [Theory]
    [InlineData("6.1", true)]
    [InlineData("6.1", false)]
    [InlineData("6.14", true)]
    [InlineData("6.14", false)]
    public void The_pool_is_zeroed_after_the_exchange(string release, bool early)
    {
        using var machine = new Machine(PoolInitRun.Layout(0x200, new FrameRange(0x400, 0x200)) with
        {
            ExchangeContents = ExchangeContents.Scramble,
        });
        var run = PoolInitRun.Of(release, machine, slabs: 1024, early);
        Assert.Equal(-1, machine.Memory.Cpu(run.Pool!.Start, 0x200000).IndexOfAnyExcept((byte)0));
    }

    [Theory]
    [InlineData("4.18")]
    [InlineData("6.1")]
    public void A_boot_that_cannot_make_its_pool_throws_the_code(string release)
    {
        PoolInitException failure = Assert.Throws<PoolInitException>(
            () => XenGuest.Boot(PoolInitRun.Layout(0x100), new PoolOptions(1024), TestGuest.Release(release)).Dispose());
        Assert.Equal(-12, failure.Rc);
    }

    [Fact]
    public void A_late_request_that_is_met_is_not_spoken_of()
    {
        using Machine machine = PoolInitRun.Guest(0x400, new FrameRange(0x400, 0x400));
        var run = PoolInitRun.Of("contract", machine, slabs: 2048, early: false);
        Assert.Equal(2048UL, run.Pool!.Slots);
        Assert.Empty(run.Log);
    }

    /// <summary>Frame 0x200 is missing: neither 4,096 slots nor 2,048 can be had.</summary>
    [Fact]
    public void A_late_request_is_halved_until_it_can_be_met_and_that_is_told_once()
    {
        using var machine = new Machine(PoolInitRun.Layout(0x800, new FrameRange(0x2000, 0x400)) with
        {
            Owned = TestGuest.Owned(0x800, (0x200, XenPage.NoFrame)),
        });
        var run = PoolInitRun.Of("contract", machine, slabs: 4096, early: false);
        Assert.Equal((0, 1024UL), (run.Rc, run.Pool!.Slots));
        Assert.Equal(["software IO TLB: only able to allocate 2 MB"], run.Log);
    }

    [Theory]
    [InlineData(1, 1024UL)]
    [InlineData(3, 256UL)]
    [InlineData(8, 128UL)]
    [InlineData(9, 128UL)]
    public void An_area_is_a_cpu_s_part_and_a_segment_at_least(int cpus, ulong areaSlots)
    {
        using var machine = new Machine(PoolInitRun.Layout(0x200, new FrameRange(0x400, 0x200)) with { CpuCount = cpus });
        Assert.Equal(areaSlots, PoolInitRun.Of("contract", machine, slabs: 1024, early: true).Pool!.AreaSlots);
    }

    [Fact]
    public void A_pool_that_no_machine_could_hold_is_an_argument_error()
    {
        using Machine machine = PoolInitRun.Guest(0x100);
        Assert.Throws<ArgumentException>(() => PoolInitRun.Of("6.1", machine, PoolOptions.MaxSlabs + 1, early: true));
        Assert.Null(PoolInitRun.Of("6.1", machine, PoolOptions.MaxSlabs, early: true).Pool);
    }
}
