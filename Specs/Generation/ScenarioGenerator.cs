using System;
using System.Collections.Generic;
using System.Linq;
using XenDma.Specs.Scenarios;

namespace XenDma.Specs.Generation;

/// <summary>Makes machines and legal sequences of calls. The same seed and size give the same scenario.</summary>
public sealed class ScenarioGenerator
{
    private readonly SplitMix _random;
    private readonly ScenarioMachine _machine;
    private readonly Legality _legality;
    private readonly List<Step> _steps = [];
    private readonly ulong _bufferEnd;
    private readonly bool _crowded;

    private ScenarioGenerator(ulong seed, string semantics)
    {
        _random = new SplitMix(seed);
        _machine = MachineGenerator.Make(_random, semantics, out LayoutClass layout, out _crowded);
        Layout = layout;
        _legality = new Legality(_machine);
        _bufferEnd = _machine.Layout.Owned!.Value.Where(run => run.Pfn < MachineGenerator.PoolFrame).Max(run => run.Pfn + run.Count);
    }

    private LayoutClass Layout { get; }

    /// <summary>Makes a scenario.</summary>
    /// <param name="seed">The seed.</param>
    /// <param name="size">About how many steps, at least 1.</param>
    /// <param name="semantics">The release that the model beside follows.</param>
    public static Scenario Make(ulong seed, int size, Semantics semantics)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        ArgumentNullException.ThrowIfNull(semantics);
        var generator = new ScenarioGenerator(seed, semantics.Name);
        generator.Emit(new InitStep());
        for (int tries = 0; generator._steps.Count < size && tries < size * 4; tries++) generator.Propose();
        return new Scenario
        {
            Name = $"generated-{seed:x16}",
            Source = $"generated, seed 0x{seed:x16}, size {size}, layout {generator.Layout}",
            Machine = generator._machine,
            Steps = [.. generator._steps],
        };
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
        if (choice < (_crowded ? 56 : 42) || _legality.Live.Count == 0) ProposeMap();
        else if (choice < 60) ProposeUnmap();
        else if (choice < 84) ProposeWindow();
        else if (choice < 90) Emit(new MappingErrorStep(AnyDevice(), Operand.Of(AnyLive().Step)));
        else if (choice < 94) Emit(new SlotsInUseStep());
        else if (choice < 97) Emit(new DmaSupportedStep(AnyDevice(), _random.Pick(uint.MaxValue, ulong.MaxValue, 0xFFFFFFUL, 0x7FFFFFFFUL)));
        else ProposeBreach();
    }

    private void ProposeMap()
    {
        int device = AnyDevice();
        (ulong start, ulong size) = AnyRange();
        DmaDirection direction = _random.Pick(DmaDirection.ToDevice, DmaDirection.FromDevice, DmaDirection.Bidirectional);
        DmaAttrs attrs = _random.Percent(8) ? DmaAttrs.SkipCpuSync : DmaAttrs.None;
        if (_random.Percent(60)) Emit(new CpuFillStep(Operand.Literal(start), size, _random.Between(1, 255)));
        int index = _steps.Count;
        if (!Emit(new MapPageStep(device, Operand.Literal(start >> XenPage.Shift), start & XenPage.OffsetMask, size, direction, attrs))) return;
        if (direction != DmaDirection.ToDevice && _random.Percent(80))
            Emit(new DeviceFillStep(device, Operand.Of(index), size, _random.Between(1, 255)));
        if (direction != DmaDirection.FromDevice && _random.Percent(70)) Emit(new DeviceSumStep(device, Operand.Of(index), size));
    }

    private void ProposeUnmap()
    {
        (int step, MapPageStep map) = AnyLive();
        DmaAttrs attrs = _random.Percent(8) ? DmaAttrs.SkipCpuSync : DmaAttrs.None;
        Emit(new UnmapPageStep(map.Device, Operand.Of(step), map.Size, map.Direction, attrs));
        ulong start = Legality.Start(map);
        if (!Emit(new CpuSumStep(Operand.Literal(start), map.Size))) Emit(new CpuFillStep(Operand.Literal(start), map.Size, _random.Between(1, 255)));
    }

    /// <summary>Hands part of a mapping to the CPU, lets it look and write, and hands it back.</summary>
    private void ProposeWindow()
    {
        (int step, MapPageStep map) = AnyLive();
        ulong offset = _random.Percent(40) ? 0 : _random.Between(0, map.Size - 1);
        ulong size = _random.Percent(40) ? map.Size - offset : _random.Between(1, map.Size - offset);
        Operand dma = Operand.Of(step, offset), phys = Operand.Literal(Legality.Start(map) + offset);
        if (map.Direction != DmaDirection.ToDevice && _random.Percent(50)) Emit(new DeviceFillStep(map.Device, dma, size, _random.Between(1, 255)));
        Emit(new SyncSingleStep(map.Device, dma, size, map.Direction, ForCpu: true));
        if (map.Direction != DmaDirection.ToDevice) Emit(new CpuSumStep(phys, size));
        if (map.Direction != DmaDirection.FromDevice && _random.Percent(60)) Emit(new CpuFillStep(phys, size, _random.Between(1, 255)));
        Emit(new SyncSingleStep(map.Device, dma, size, map.Direction, ForCpu: false));
        Emit(new DeviceSumStep(map.Device, dma, size));
    }

    private void ProposeBreach()
    {
        (ulong start, ulong size) = AnyRange();
        if (_legality.Live.Count > 0 && _random.Percent(50))
        {
            (int step, MapPageStep map) = AnyLive();
            Emit(new UnmapPageStep(map.Device, Operand.Of(step), map.Size, DmaDirection.None, DmaAttrs.None));
        }
        else
        {
            Emit(new MapPageStep(AnyDevice(), Operand.Literal(start >> XenPage.Shift), start & XenPage.OffsetMask, size, DmaDirection.None, DmaAttrs.None));
        }
    }

    private int AnyDevice() => _random.Below(_machine.Devices.Length);

    private (int Step, MapPageStep Map) AnyLive()
    {
        (int step, MapPageStep map) = _legality.Live.ElementAt(_random.Below(_legality.Live.Count));
        return (step, map);
    }

    /// <summary>A range that ends at, crosses, or starts just behind a page boundary, or any other.</summary>
    private (ulong Start, ulong Size) AnyRange()
    {
        ulong boundary = XenPage.ToAddress(_random.Between(1, _bufferEnd)), small = _random.Between(1, 64);
        ulong size = _crowded && _random.Percent(60) ? _random.Between(2, 16) * XenPage.Size : _random.Below(12) switch
        {
            < 3 => _random.Between(1, 2048),
            < 6 => _random.Between(1, 4096),
            < 8 => XenPage.Size,
            < 10 => _random.Between(4097, 16384),
            10 => _random.Between(2, 16) * XenPage.Size,
            _ => _random.Between(1, 256 * 1024),
        };
        ulong start = _random.Below(6) switch
        {
            0 => boundary - Math.Min(boundary, size),
            1 => boundary - Math.Min(boundary, small),
            2 => boundary - XenPage.Size,
            3 => boundary - XenPage.Size + small,
            4 => boundary - (size / 2 % XenPage.Size),
            _ => _random.Between(0, boundary - 1),
        };
        ulong memoryEnd = XenPage.ToAddress(_bufferEnd);
        start = Math.Min(start, memoryEnd - 1);
        return (start, Math.Min(size, memoryEnd - start));
    }
}
