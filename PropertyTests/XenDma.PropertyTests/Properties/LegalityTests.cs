using System.Linq;
using XenDma.Bouncing;
using XenDma.Machines;
using XenDma.Specs.Generation;
using XenDma.Specs.Scenarios;
using Xunit;

namespace XenDma.PropertyTests.Properties;

public sealed class LegalityTests
{
    private static readonly ScenarioMachine Machine = new()
    {
        Layout = new MachineLayout { FrameCount = 128, Free = [new FrameRange(64, 64)] },
        Pool = new PoolOptions(128, Early: true),
        Devices = [new DeviceTraits()],
    };

    private static MapPageStep Map(DmaDirection direction, DmaAttrs attrs = DmaAttrs.None) => new(0, Operand.Literal(1), 0, 4096, direction, attrs);

    private static bool IsLegal(params Step[] steps) => Legality.IsLegal(new Scenario { Machine = Machine, Steps = [new InitStep(), .. steps] });

    [Fact]
    public void The_cpu_may_not_touch_what_the_device_owns() =>
        Assert.False(IsLegal(Map(DmaDirection.Bidirectional), new CpuSumStep(Operand.Literal(4096), 1)));

    [Fact]
    public void A_sync_for_the_cpu_lets_it_look_at_that_part_only()
    {
        SyncSingleStep sync = new(0, Operand.Of(1, 64), 64, DmaDirection.Bidirectional, ForCpu: true);
        Assert.True(IsLegal(Map(DmaDirection.Bidirectional), sync, new CpuSumStep(Operand.Literal(4096 + 64), 64)));
        Assert.False(IsLegal(Map(DmaDirection.Bidirectional), sync, new CpuSumStep(Operand.Literal(4096 + 64), 65)));
    }

    [Fact]
    public void What_the_device_did_not_write_of_a_mapping_from_it_is_not_looked_at()
    {
        UnmapPageStep unmap = new(0, Operand.Of(1), 4096, DmaDirection.FromDevice, DmaAttrs.None);
        CpuSumStep sum = new(Operand.Literal(4096), 4096);
        Assert.False(IsLegal(Map(DmaDirection.FromDevice), unmap, sum));
        DeviceFillStep fill = new(0, Operand.Of(1), 4096, 9);
        Assert.True(IsLegal(Map(DmaDirection.FromDevice), fill, unmap with { }, sum));
    }

    [Fact]
    public void A_mapping_that_skipped_the_sync_shows_the_device_nothing_yet()
    {
        DeviceSumStep sum = new(0, Operand.Of(1), 64);
        Assert.False(IsLegal(Map(DmaDirection.ToDevice, DmaAttrs.SkipCpuSync), sum));
        SyncSingleStep sync = new(0, Operand.Of(1), 64, DmaDirection.ToDevice, ForCpu: false);
        Assert.True(IsLegal(Map(DmaDirection.ToDevice, DmaAttrs.SkipCpuSync), sync, sum));
    }

    [Fact]
    public void An_unmap_agrees_with_its_map_and_comes_once()
    {
        UnmapPageStep unmap = new(0, Operand.Of(1), 4096, DmaDirection.ToDevice, DmaAttrs.None);
        Assert.True(IsLegal(Map(DmaDirection.ToDevice), unmap));
        Assert.False(IsLegal(Map(DmaDirection.ToDevice), unmap, unmap));
        Assert.False(IsLegal(Map(DmaDirection.ToDevice), unmap with { Size = 4095 }));
        Assert.False(IsLegal(Map(DmaDirection.ToDevice), unmap with { Direction = DmaDirection.FromDevice }));
    }

    [Fact]
    public void No_byte_is_mapped_twice_and_none_of_the_allocators()
    {
        Assert.False(IsLegal(Map(DmaDirection.ToDevice), Map(DmaDirection.ToDevice)));
        Assert.False(IsLegal(Map(DmaDirection.ToDevice) with { Pfn = Operand.Literal(64) }));
        Assert.False(IsLegal(Map(DmaDirection.ToDevice) with { Pfn = Operand.Literal(127), Size = 8192 }));
    }

    [Fact]
    public void Init_comes_first_and_once()
    {
        Assert.False(IsLegal(new InitStep()));
        Assert.False(Legality.IsLegal(new Scenario { Machine = Machine, Steps = [.. new Step[] { new SlotsInUseStep() }.AsEnumerable()] }));
    }
}
