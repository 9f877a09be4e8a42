using XenDma.Machines;
using Xunit;

namespace XenDma.PropertyTests.ModelTests;

/// <summary>Which machine frames the pool's segments get. The same in all releases.</summary>
public class PoolInitSegmentTests
{
    [Theory]
    [InlineData("4.18")]
    [InlineData("6.1")]
    [InlineData("6.14")]
    public void Each_segment_gets_the_lowest_aligned_run(string release)
    {
        using Machine machine = PoolInitRun.Guest(0x80, new FrameRange(0x40, 64), new FrameRange(0x400, 64));
        var run = PoolInitRun.Of(release, machine, slabs: 256, early: true);
        Assert.Equal(256UL, run.Pool!.Slots);
        Assert.Equal(TestGuest.Ascending(0x40, 64), TestGuest.FramesBehind(machine, 0, 64));
        Assert.Equal(TestGuest.Ascending(0x400, 64), TestGuest.FramesBehind(machine, 64, 64));
    }

    [Theory]
    [InlineData("4.18")]
    [InlineData("6.1")]
    [InlineData("6.14")]
    public void A_width_that_a_segment_needed_only_caps_the_next(string release)
    {
        // The first segment gives an aligned low run up, and the second one gets it.
        using var machine = new Machine(new MachineLayout
        {
            FrameCount = 0x80,
            Owned = [new FrameRun(0, 0x40, 64), new FrameRun(64, 0x10001, 64)],
            Free = [new FrameRange(0, 0x80)],
            Spare = [new FrameRange(0x400, 64)],
        });
        var run = PoolInitRun.Of(release, machine, slabs: 256, early: true);
        Assert.NotNull(run.Pool);
        Assert.Equal(TestGuest.Ascending(0x400, 64), TestGuest.FramesBehind(machine, 0, 64));
        Assert.Equal(TestGuest.Ascending(0x40, 64), TestGuest.FramesBehind(machine, 64, 64));
    }

    [Theory]
    [InlineData("4.18", 0xFFFC0UL, true)]
    [InlineData("4.18", 0x100000UL, false)]
    [InlineData("6.1", 0xFFFC0UL, true)]
    [InlineData("6.1", 0x100000UL, false)]
    [InlineData("6.14", 0xFFFC0UL, true)]
    [InlineData("6.14", 0x100000UL, false)]
    public void Frames_above_4_GiB_are_never_asked_for(string release, ulong spare, bool made)
    {
        using Machine machine = PoolInitRun.Guest(0x200, new FrameRange(spare, 64));
        var run = PoolInitRun.Of(release, machine, slabs: 128, early: true);
        Assert.Equal(made, run.Pool is not null);
        Assert.Equal(made ? spare : PoolInitRun.Scattered(0), machine.P2M.Word(0));
    }

    [Theory]
    [InlineData("4.18")]
    [InlineData("6.1")]
    [InlineData("6.14")]
    public void An_unaligned_run_is_of_no_use(string release)
    {
        using Machine machine = PoolInitRun.Guest(0x200, new FrameRange(0x401, 126), new FrameRange(0x900, 64));
        PoolInitRun.Of(release, machine, slabs: 128, early: true);
        Assert.Equal(TestGuest.Ascending(0x900, 64), TestGuest.FramesBehind(machine, 0, 64));
    }
}
