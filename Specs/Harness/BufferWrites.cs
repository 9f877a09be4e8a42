using System;
using System.Collections.Generic;
using XenDma.Specs.Scenarios;

namespace XenDma.Specs.Harness;

/// <summary>What was written to the buffers of live mappings since they were mapped, kept once for all that ask.</summary>
public sealed class BufferWrites
{
    private readonly ScenarioRun _run;
    private readonly LiveMappings _live;
    private readonly List<(DeviceWrite Write, bool IsLast)> _byDevice = [];
    private readonly HashSet<int> _byCpu = [];
    private readonly Predicate<(DeviceWrite Write, bool IsLast)> _isOver;
    private readonly Predicate<int> _isUnmapped;

    internal BufferWrites(ScenarioRun run, LiveMappings live)
    {
        _run = run;
        _live = live;
        _isOver = written => _live.Of(written.Write.Part.Mapping.Step).Count == 0;
        _isUnmapped = made => _live.Of(made).Count == 0;
    }

    /// <summary>Whether the CPU wrote to a mapping's buffer while it was mapped, or to another buffer of the same list.</summary>
    public bool HasCpuWritten(Mapping mapping) => _byCpu.Contains(mapping.Step);

    /// <summary>What a device wrote to a part of a mapping and nobody has written over since.</summary>
    public void AddLast(MappingPart part, List<DeviceWrite> found)
    {
        foreach ((DeviceWrite write, bool isLast) in _byDevice)
        {
            if (isLast && ReferenceEquals(write.Part.Mapping, part.Mapping) && write.Within(part) is { } within) found.Add(within);
        }
    }

    /// <summary>How many bytes from one of a mapping on no device has written, up to the part's end; 0 where one has.</summary>
    /// <param name="part">The part, from the byte on.</param>
    /// <param name="skip">How many bytes a device has written there, where that is so.</param>
    public ulong Unwritten(MappingPart part, out ulong skip)
    {
        ulong clear = part.Size;
        skip = 0;
        foreach ((DeviceWrite write, _) in _byDevice)
        {
            if (!ReferenceEquals(write.Part.Mapping, part.Mapping) || write.Within(part) is not { Part: var hit }) continue;
            ulong before = hit.Offset - part.Offset;
            if (before == 0 && hit.Size > skip) skip = hit.Size;
            if (before < clear) clear = before;
        }

        return clear;
    }

    /// <summary>Follows a step that was run and judged.</summary>
    internal void Follow(Step step)
    {
        switch (step)
        {
            case DeviceFillStep { Dma: { Step: { } made, Segment: var segment, Value: var offset } } fill when _live.Of(made) is var live && live.Count > (segment ?? 0):
                var part = new MappingPart(live[segment ?? 0], offset, fill.Size);
                Overwrite(part.Phys, part.Size);
                _byDevice.Add((new DeviceWrite(part, fill.Seed, 0), IsLast: true));
                break;
            case CpuFillStep fill:
                PhysAddr phys = _run.Phys(fill.Phys);
                Overwrite(phys, fill.Size);
                _live.AddStepsOver(phys, fill.Size, _byCpu);
                break;
            case UnmapPageStep or UnmapSgStep when _byDevice.Count + _byCpu.Count > 0:
                _byDevice.RemoveAll(_isOver);
                _byCpu.RemoveWhere(_isUnmapped);
                break;
        }
    }

    private void Overwrite(PhysAddr phys, ulong size)
    {
        for (int i = 0; i < _byDevice.Count; i++)
        {
            if (_byDevice[i].Write.Overlaps(phys, size)) _byDevice[i] = _byDevice[i] with { IsLast = false };
        }
    }
}
