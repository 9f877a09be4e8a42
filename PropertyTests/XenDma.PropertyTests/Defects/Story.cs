using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using XenDma.Bouncing;
using XenDma.Machines;
using XenDma.PropertyTests.ModelTests;
using XenDma.Specs.Adapters;
using XenDma.Specs.Harness;
using XenDma.Specs.Scenarios;

namespace XenDma.PropertyTests.Defects;

/// <summary>A scenario in the words of a test. Guest frames 0x10 and 0x11 lie torn above 4 GiB, the rest in one run below; the pool is one
/// segment at 0x200; each call returns its step's index.</summary>
internal sealed class Story
{
    internal const ulong Torn = 0x10000;
    internal const ulong Whole = 0x40000;

    private readonly List<Step> _steps = [new InitStep()];

    internal MachineLayout Layout { get; init; } = TestGuest.Layout((0x10, 0x100007), (0x11, 0x100003));

    internal Platform Platform { get; init; } = Platform.XenPv;

    internal PoolOptions Pool { get; init; } = new(128, Early: true);

    internal DeviceTraits[] Devices { get; init; } = [new()];

    internal int Map(ulong phys, ulong size, DmaDirection direction, int device = 0, DmaAttrs attrs = DmaAttrs.None) =>
        Add(new MapPageStep(device, Operand.Literal(phys >> XenPage.Shift), phys & XenPage.OffsetMask, size, direction, attrs));

    internal int Unmap(int map, ulong size, DmaDirection direction, int device = 0, DmaAttrs attrs = DmaAttrs.None) =>
        Add(new UnmapPageStep(device, Operand.Of(map), size, direction, attrs));

    internal int MapList(DmaDirection direction, int device, params (ulong Phys, ulong Length)[] entries) => Add(new MapSgStep(
        device, [.. entries.Select(static entry => new ListEntry(Operand.Literal(entry.Phys), entry.Length))], direction, DmaAttrs.None));

    internal int SyncForCpu(int map, ulong plus, ulong size, DmaDirection direction) =>
        Add(new SyncSingleStep(0, Operand.Of(map, plus), size, direction, ForCpu: true));

    internal int SyncForDevice(int map, ulong plus, ulong size, DmaDirection direction) =>
        Add(new SyncSingleStep(0, Operand.Of(map, plus), size, direction, ForCpu: false));

    internal int Alloc(ulong size, int device = 0) => Add(new AllocStep(device, size, DmaAttrs.None));

    internal int Free(int alloc, ulong size, int device = 0) =>
        Add(new FreeStep(device, size, Operand.Of(alloc), Operand.Of(alloc), DmaAttrs.None));

    internal int CpuFill(ulong phys, ulong size, ulong seed = 3) => Add(new CpuFillStep(Operand.Literal(phys), size, seed));

    internal int CpuFillAt(int alloc, ulong size, ulong seed) => Add(new CpuFillStep(Operand.Of(alloc), size, seed));

    internal int CpuSum(ulong phys, ulong size) => Add(new CpuSumStep(Operand.Literal(phys), size));

    internal int CpuSumAt(int alloc, ulong plus, ulong size) => Add(new CpuSumStep(Operand.Of(alloc, plus), size));

    internal int DeviceFill(int map, ulong plus, ulong size, ulong seed = 5) => Add(new DeviceFillStep(0, Operand.Of(map, plus), size, seed));

    internal int DeviceSum(int map, ulong size) => Add(new DeviceSumStep(0, Operand.Of(map), size));

    internal int P2m(ulong pfn, ulong count) => Add(new P2mStep(Operand.Literal(pfn), count));

    internal int Supported(ulong mask) => Add(new DmaSupportedStep(0, mask));

    internal int SlotsInUse() => Add(new SlotsInUseStep());

    /// <summary>The scenario, with a model's answers as its results.</summary>
    internal Scenario AnsweredBy(Semantics semantics)
    {
        var scenario = new Scenario
        {
            Name = semantics.Name,
            Machine = new ScenarioMachine
            {
                Platform = Platform,
                Semantics = Semantics.Contract.Name,
                Layout = Layout with { HasNonCoherentDevices = Devices.Any(static device => !device.IsCoherent) },
                Pool = Pool,
                Devices = [.. Devices],
            },
            Steps = [.. _steps],
        };
        using var run = new ScenarioRun(scenario, new ModelImplementation(semantics), skipsDead: false);
        return scenario with { Steps = [.. _steps.Select((step, index) => step with { Result = run.Execute(index) })] };
    }

    private int Add(Step step)
    {
        _steps.Add(step);
        return _steps.Count - 1;
    }
}
