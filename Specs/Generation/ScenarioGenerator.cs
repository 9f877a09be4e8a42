using System;
using System.Collections.Generic;
using System.Linq;
using XenDma.Specs.Scenarios;

namespace XenDma.Specs.Generation;

/// <summary>Makes machines and legal sequences of calls. The same seed and size give the same scenario.</summary>
public sealed partial class ScenarioGenerator
{
    private const int MaxTouches = 3;
    private const int MaxDrained = 8;

    private readonly SplitMix _random;
    private readonly ScenarioMachine _machine;
    private readonly Legality _legality;
    private readonly List<Step> _steps = [];
    private readonly List<string> _labels = [];
    private readonly ulong _bufferStart;
    private readonly ulong _bufferEnd;
    private readonly bool _crowded;
    private readonly Edges _edges;

    private ScenarioGenerator(ulong seed, string semantics, Platform platform)
    {
        _random = new SplitMix(seed);
        ulong first = PlatformMachines.FirstBuffer(_random, platform);
        _machine = platform == Platform.XenPv
            ? MachineGenerator.Make(_random, semantics, _labels, out _crowded)
            : PlatformMachines.Make(_random, semantics, platform, first, _labels, out _crowded);
        _labels.Add(Labels.Of(platform));
        _legality = new Legality(_machine);
        _bufferStart = XenPage.ToAddress(first);
        _bufferEnd = _machine.Layout.Owned!.Value.Concat(_machine.Layout.Foreign)
            .Where(run => run.Pfn >= first && run.Pfn < _machine.Layout.Free[0].First).Max(static run => run.Pfn + run.Count) - first;
        _edges = Edges.Of(_machine, first, first + _bufferEnd);
    }

    /// <summary>Makes a scenario.</summary>
    /// <param name="seed">The seed.</param>
    /// <param name="size">About how many steps, at least 1.</param>
    /// <param name="semantics">The release that the model beside follows.</param>
    /// <param name="platform">What the guest runs on.</param>
    public static Scenario Make(ulong seed, int size, Semantics semantics, Platform platform = Platform.XenPv) =>
        MakeCase(seed, size, semantics, platform).Scenario;

    /// <summary>Makes a scenario, and tells what was chosen for its machine.</summary>
    /// <param name="seed">The seed.</param>
    /// <param name="size">About how many steps, at least 1.</param>
    /// <param name="semantics">The release that the model beside follows.</param>
    /// <param name="platform">What the guest runs on.</param>
    public static GeneratedCase MakeCase(ulong seed, int size, Semantics semantics, Platform platform = Platform.XenPv)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        ArgumentNullException.ThrowIfNull(semantics);
        var generator = new ScenarioGenerator(seed, semantics.Name, platform);
        generator.Emit(new InitStep());
        if (generator.HalvesPool) generator.ProposeFill();
        for (int tries = 0; generator._steps.Count < size && tries < size * 4; tries++) generator.Propose();
        var scenario = new Scenario
        {
            Name = $"generated-{seed:x16}",
            Source = $"generated, seed 0x{seed:x16}, size {size}",
            Machine = generator._machine,
            Steps = [.. generator._steps],
        };
        return new GeneratedCase(scenario, [.. generator._labels]);
    }

    /// <summary>The platforms whose scenarios can be judged beside a release.</summary>
    public static IReadOnlyList<Platform> PlatformsOf(Semantics release)
    {
        ArgumentNullException.ThrowIfNull(release);
        return [.. Enum.GetValues<Platform>().Where(platform => !ReleaseDefects.HidesFailures(release, platform))];
    }

    private bool Emit(Step step)
    {
        if (!_legality.TryApply(step)) return false;
        _steps.Add(step);
        return true;
    }

    private void Propose()
    {
        int choice = _random.Below(100);
        if (choice < 16) ProposeCoherent();
        else if (choice < 20) ProposeQuestion();
        else if (choice < 23) ProposeBreach();
        else if (choice < (_crowded ? 28 : 25)) ProposePressure();
        else if (choice < (_crowded ? 64 : 54) || _legality.Live.Count == 0) ProposeMapping();
        else if (choice < 76) ProposeUnmap();
        else ProposeWindow();
    }

    private void ProposeMapping()
    {
        int choice = _random.Below(100);
        if (choice < 3) ProposeHopeless();
        else if (choice < 37) ProposeList();
        else ProposeMap();
    }

    private void ProposeUnmap()
    {
        (int step, LegalMapping map) = AnyLive();
        DmaAttrs attrs = AnyAttrs();
        Emit(UnmapOf(step, map, attrs));
        foreach (Extent extent in Some(map.Extents))
        {
            Operand phys = Operand.Literal(extent.Start);
            if (!Emit(new CpuSumStep(phys, extent.Size))) Emit(new CpuFillStep(phys, extent.Size, AnySeed()));
        }
    }

    private static Step UnmapOf(int step, LegalMapping map, DmaAttrs attrs) => map.IsList
        ? new UnmapSgStep(map.Device, step, map.Direction, attrs)
        : new UnmapPageStep(map.Device, Operand.Of(step), map.Extents[0].Size, map.Direction, attrs);

    private void ProposeQuestion()
    {
        switch (_random.Below(10))
        {
            case < 4:
                MappingErrorStep[] asked = [.. _steps.Select(static (step, i) => (step, i)).Where(static at => at.step is MapPageStep)
                    .Select(static at => new MappingErrorStep(((MapPageStep)at.step).Device, Operand.Of(at.i)))];
                if (asked.Length > 0) Emit(asked[_random.Below(asked.Length)]);
                break;
            case < 6:
                Emit(new SlotsInUseStep());
                break;
            case < 9:
                int device = AnyDevice();
                for (ulong i = _random.Between(1, 3); i > 0; i--) Emit(new DmaSupportedStep(device, AnyMask()));
                break;
            default:
                ulong first = _random.Between(0, _machine.Layout.FrameCount - 1);
                Emit(new P2mStep(Operand.Literal(first), Math.Min(_random.Between(1, 16), _machine.Layout.FrameCount - first)));
                break;
        }
    }

    /// <summary>Calls without a direction, which every implementation refuses.</summary>
    private void ProposeBreach()
    {
        (ulong start, ulong size) = AnyRange();
        if (_legality.Live.Count > 0 && _random.Percent(50))
        {
            (int step, LegalMapping map) = AnyLive();
            Emit(map.IsList
                ? new UnmapSgStep(map.Device, step, DmaDirection.None, DmaAttrs.None)
                : new UnmapPageStep(map.Device, Operand.Of(step), map.Extents[0].Size, DmaDirection.None, DmaAttrs.None));
        }
        else if (_random.Percent(30))
        {
            Emit(new MapSgStep(AnyDevice(), [new ListEntry(Operand.Literal(start), size)], DmaDirection.None, DmaAttrs.None));
        }
        else
        {
            Emit(new MapPageStep(AnyDevice(), Operand.Literal(start >> XenPage.Shift), start & XenPage.OffsetMask, size, DmaDirection.None, DmaAttrs.None));
        }
    }

    private int AnyDevice() => _random.Below(_machine.Devices.Length);

    private DmaDirection AnyDirection() => _random.Pick(DmaDirection.ToDevice, DmaDirection.FromDevice, DmaDirection.Bidirectional);

    private DmaAttrs AnyAttrs() => _random.Percent(8) ? DmaAttrs.SkipCpuSync : DmaAttrs.None;

    private ulong AnySeed() => _random.Between(1, 255);

    private ulong AnyMask() => _random.Below(4) switch
    {
        0 => _random.Pick(uint.MaxValue, ulong.MaxValue, 0xFFFFFFUL, 0x7FFFFFFFUL),
        1 when _machine.Layout.Spare is [var spare, ..] => XenPage.ToAddress(spare.End) - _random.Between(0, 2),
        2 => _machine.Devices[AnyDevice()].DmaMask,
        _ => (1UL << (int)_random.Between(12, 48)) - 1,
    };

    private (int Step, LegalMapping Map) AnyLive()
    {
        (int step, LegalMapping map) = _legality.Live.ElementAt(_random.Below(_legality.Live.Count));
        return (step, map);
    }
}
