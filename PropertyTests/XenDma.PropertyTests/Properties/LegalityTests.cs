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

    private static MapSgStep List(params (ulong Start, ulong Size)[] entries) =>
        new(0, [.. entries.Select(static entry => new ListEntry(Operand.Literal(entry.Start), entry.Size))], DmaDirection.Bidirectional, DmaAttrs.None);

    [Fact]
    public void Entries_of_a_list_may_touch_but_share_no_byte()
    {
        Assert.True(IsLegal(List((4096, 100), (4196, 100))));
        Assert.False(IsLegal(List((4096, 100), (4195, 100))));
        Assert.False(IsLegal(List()));
        Assert.False(IsLegal(List([.. Enumerable.Range(0, 17).Select(static i => ((ulong)i * 64, 64UL))])));
    }

    [Fact]
    public void A_device_touches_an_entry_of_a_list_within_its_bytes()
    {
        MapSgStep list = List((4096, 100), (8192, 200));
        Assert.True(IsLegal(list, new DeviceFillStep(0, Operand.OfSegment(1, 1, 100), 100, 5)));
        Assert.False(IsLegal(list, new DeviceFillStep(0, Operand.OfSegment(1, 1, 101), 100, 5)));
        Assert.False(IsLegal(list, new DeviceFillStep(0, Operand.OfSegment(1, 2), 1, 5)));
        Assert.False(IsLegal(list, new DeviceFillStep(0, Operand.Of(1), 1, 5)));
    }

    [Fact]
    public void A_list_is_synced_and_unmapped_as_it_was_mapped()
    {
        MapSgStep list = List((4096, 100), (8192, 200));
        SyncSgStep sync = new(0, 1, DmaDirection.Bidirectional, ForCpu: true);
        UnmapSgStep unmap = new(0, 1, DmaDirection.Bidirectional, DmaAttrs.None);
        CpuSumStep sum = new(Operand.Literal(8192), 200);
        Assert.True(IsLegal(list, sync, sum, unmap, sum with { }));
        Assert.False(IsLegal(list, sum));
        Assert.False(IsLegal(list, unmap, unmap with { }));
        Assert.False(IsLegal(list, unmap with { Direction = DmaDirection.ToDevice }));
        Assert.False(IsLegal(list, new UnmapPageStep(0, Operand.Of(1), 100, DmaDirection.Bidirectional, DmaAttrs.None)));
    }

    [Fact]
    public void Coherent_memory_is_touched_while_it_lives_and_freed_as_it_was_allocated()
    {
        AllocStep alloc = new(0, 5000, DmaAttrs.None);
        CpuFillStep fill = new(Operand.Of(1, 4000), 1000, 3);
        FreeStep free = new(0, 5000, Operand.Of(1), Operand.Of(1), DmaAttrs.None);
        Assert.True(IsLegal(alloc, fill, new DeviceSumStep(0, Operand.Of(1), 5000), new MmapStep(0, Operand.Of(1), Operand.Of(1), 5000), free));
        Assert.False(IsLegal(alloc, fill with { Size = 1001 }));
        Assert.False(IsLegal(alloc, free, fill with { }));
        Assert.False(IsLegal(alloc, free, free with { }));
        Assert.False(IsLegal(alloc, free with { Size = 4999 }));
        Assert.False(IsLegal(alloc with { Size = 0 }));
    }

    [Fact]
    public void Memory_for_no_device_is_allocated_and_freed_and_no_device_touches_it()
    {
        AllocStep alloc = new(null, 5000, DmaAttrs.None);
        FreeStep free = new(null, 5000, Operand.Of(1), Operand.Of(1), DmaAttrs.None);
        Assert.True(IsLegal(alloc, new CpuSumStep(Operand.Of(1), 5000), free));
        Assert.False(IsLegal(alloc, free with { Device = 0 }));
        Assert.False(IsLegal(alloc, new DeviceSumStep(null, Operand.Of(1), 5000)));
        Assert.False(IsLegal(Map(DmaDirection.ToDevice) with { Device = null }));
    }

    [Fact]
    public void A_coherent_mask_that_the_kernel_may_overstep_is_not_asked_for()
    {
        ScenarioMachine With(ulong mask, ulong spare) => Machine with
        {
            Layout = Machine.Layout with { Spare = [new FrameRange(spare, 4)] },
            Devices = [new DeviceTraits { CoherentDmaMask = mask }],
        };
        static bool MayAllocate(ScenarioMachine machine) =>
            Legality.IsLegal(new Scenario { Machine = machine, Steps = [new InitStep(), new AllocStep(0, 64, DmaAttrs.None)] });
        Assert.True(MayAllocate(With(0x17FF_FFFF, 0x10000)));
        Assert.False(MayAllocate(With(0x17FF_FFFF, 0x18000)));
        Assert.True(MayAllocate(With(0x17FF_FFFF, 0x20000)));
        Assert.True(MayAllocate(With(0x1FFF_FFFF, 0x1FFF0)));
    }

    [Fact]
    public void What_a_release_gets_wrong_is_not_asked_of_it()
    {
        bool Runs(Semantics release, DeviceTraits device, params Step[] steps) => Legality.IsLegal(new Scenario
        {
            Machine = Machine with { Semantics = release.Name, Devices = [device] },
            Steps = [new InitStep(), .. steps],
        });
        var narrow = new DeviceTraits { DmaMask = 0xFFFFFF };
        Assert.False(Runs(Semantics.Linux4_18, narrow, List((4096, 100))));
        Assert.True(Runs(Semantics.Linux6_1, narrow, List((4096, 100))));

        var keeps = new DeviceTraits { MinAlignMask = 0xFFF };
        SyncSingleStep sync = new(0, Operand.Of(1, 1948), 64, DmaDirection.Bidirectional, ForCpu: true);
        MapPageStep offset = Map(DmaDirection.Bidirectional) with { Offset = 200 };
        Assert.False(Runs(Semantics.Linux6_1, keeps, offset, sync));
        Assert.True(Runs(Semantics.Linux6_14, keeps, offset, sync));
        Assert.False(Runs(Semantics.Linux6_14, keeps, Map(DmaDirection.ToDevice) with { Pfn = Operand.Literal(0) }));
        Assert.True(Runs(Semantics.Contract, keeps, Map(DmaDirection.ToDevice) with { Pfn = Operand.Literal(0) }));
        Assert.True(Runs(Semantics.Linux6_14, new DeviceTraits(), Map(DmaDirection.ToDevice) with { Pfn = Operand.Literal(0) }));
    }

    /// <summary>Lines are shared, and what the CPU wrote is still in its cache: the contract says nothing of either past a cache.</summary>
    [Theory]
    [InlineData(Platform.BareMetal, 4096UL, DmaAttrs.None, true)]
    [InlineData(Platform.BareMetal, 4064UL, DmaAttrs.None, false)]
    [InlineData(Platform.BareMetal, 4096UL, DmaAttrs.SkipCpuSync, false)]
    [InlineData(Platform.Wii, 4064UL, DmaAttrs.None, true)]
    [InlineData(Platform.XenPv, 4064UL, DmaAttrs.SkipCpuSync, true)]
    public void A_device_that_does_not_snoop_is_given_whole_lines_that_are_handed_over(Platform platform, ulong size, DmaAttrs attrs, bool legal) =>
        Assert.Equal(legal, Legality.IsLegal(new Scenario
        {
            Machine = Machine with
            {
                Platform = platform,
                Semantics = Semantics.Contract.Name,
                Layout = Machine.Layout with { HasNonCoherentDevices = true },
                Devices = [new DeviceTraits { IsCoherent = false }],
            },
            Steps = [new InitStep(), Map(DmaDirection.FromDevice, attrs) with { Size = size }],
        }));

    [Fact]
    public void The_cpu_gives_back_what_it_has()
    {
        DeviceFillStep fill = new(0, Operand.Of(1), 4096, 9);
        static SyncSingleStep Back(DmaDirection direction) => new(0, Operand.Of(1), 4096, direction, ForCpu: false);
        Assert.False(IsLegal(Map(DmaDirection.Bidirectional), fill, Back(DmaDirection.Bidirectional)));
        Assert.True(IsLegal(Map(DmaDirection.Bidirectional), fill, Back(DmaDirection.Bidirectional) with { ForCpu = true }, Back(DmaDirection.Bidirectional)));
        UnmapPageStep unmap = new(0, Operand.Of(1), 4096, DmaDirection.FromDevice, DmaAttrs.None);
        Assert.True(IsLegal(Map(DmaDirection.FromDevice), fill, Back(DmaDirection.FromDevice), unmap, new CpuSumStep(Operand.Literal(4096), 4096)));
    }
}
