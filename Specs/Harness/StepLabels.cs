using System.Collections.Generic;
using System.Numerics;
using System.Runtime.InteropServices;
using XenDma.Machines;
using XenDma.Specs.Generation;
using XenDma.Specs.Scenarios;

namespace XenDma.Specs.Harness;

/// <summary>Counts what a run shows: the labels of its steps, by what was called and by what came of it.</summary>
internal sealed partial class StepLabels(ScenarioRun run, LiveMappings live, RunFacts facts)
{
    // Labels are constants: each is one string, found by where it lies and not by its letters.
    private readonly Dictionary<string, long> _counts = new(ReferenceEqualityComparer.Instance);
    private ulong _spareBefore;

    /// <summary>How often each label occurred, by its letters.</summary>
    internal Dictionary<string, long> Counts
    {
        get
        {
            var counts = new Dictionary<string, long>(_counts.Count);
            foreach ((string label, long count) in _counts) CollectionsMarshal.GetValueRefOrAddDefault(counts, label, out _) += count;
            return counts;
        }
    }

    private Machine Machine => run.Machine;

    /// <summary>Looks before a step.</summary>
    internal void Before(Step step)
    {
        if (step is AllocStep or FreeStep) _spareBefore = SpareFingerprint();
    }

    /// <summary>Labels a step that has answered.</summary>
    internal void After(int index, Step step, StepResult result)
    {
        if (result is NotRun) return;
        Count(Labels.Of(step));
        switch (step)
        {
            case InitStep when result is not PoolMade { Slabs: > 0 }:
                Count(Labels.FailedInit);
                break;
            case MapPageStep map:
                MapPage(index, map, result);
                break;
            case MapSgStep map:
                MapSg(index, map, result);
                break;
            case UnmapPageStep or UnmapSgStep:
                Unmap(step, result);
                break;
            case SyncSingleStep sync:
                Count(sync.Dma.Value == 0 && run.Scenario.Steps[sync.Dma.Step ?? 0] is MapPageStep made && made.Size == sync.Size ? Labels.SyncOfWhole : Labels.SyncOfPart);
                break;
            case AllocStep alloc:
                Alloc(alloc, result);
                break;
            case FreeStep when SpareFingerprint() != _spareBefore:
                Count(Labels.CoherentGivenBack);
                break;
            case MappingErrorStep when result is IsMappingError error:
                Count(error.Value ? Labels.AskedFailedMapping : Labels.AskedLiveMapping);
                break;
            case DmaSupportedStep when result is Supported supported:
                Count(supported.Value ? Labels.MaskSupported : Labels.MaskUnsupported);
                break;
            default:
                if (Touched(step) is { } touched) Count(touched);
                break;
        }
    }

    private void Count(string label) => CollectionsMarshal.GetValueRefOrAddDefault(_counts, label, out _)++;

    private void Alloc(AllocStep alloc, StepResult result)
    {
        ulong frames = XenPage.FramesFor(alloc.Size);
        Count(alloc.Size < XenPage.Size ? Labels.CoherentBelowPage : BitOperations.IsPow2(frames) ? Labels.CoherentBlock : Labels.CoherentOddPages);
        if (alloc.Device is null) Count(Labels.CoherentForNoDevice);
        if (result is Allocated)
        {
            Count(SpareFingerprint() == _spareBefore ? Labels.CoherentAsItLay : Labels.CoherentExchanged);
        }
        else if (result is NotAllocated)
        {
            Count(HasBlock(BitOperations.RoundUpToPowerOf2(frames)) ? Labels.FailedNoExchange : Labels.FailedNoBlock);
        }
    }

    /// <summary>Changes with every exchange that gives other frames than it takes.</summary>
    private ulong SpareFingerprint()
    {
        ulong print = 0;
        foreach (FrameRange range in Machine.Hypervisor.Spare) print = unchecked((print * 31) + (range.First * 7) + range.Count);
        return print;
    }

    private bool HasBlock(ulong frames)
    {
        for (ulong first = 0; first + frames <= Machine.P2M.FrameCount; first += frames)
        {
            ulong free = 0;
            while (free < frames && Machine.Pages.IsFree(first + free)) free++;
            if (free == frames) return true;
        }

        return false;
    }

    private string? Touched(Step step)
    {
        Operand? operand = step switch
        {
            CpuFillStep fill => fill.Phys,
            CpuSumStep sum => sum.Phys,
            DeviceFillStep fill => fill.Dma,
            DeviceSumStep sum => sum.Dma,
            _ => null,
        };
        if (operand is not { } at) return null;
        if (at.Step is not { } made) return Labels.TouchedBuffer;
        return at.Segment is not null ? Labels.TouchedList : run.Scenario.Steps[made] is AllocStep ? Labels.TouchedCoherent : Labels.TouchedPage;
    }
}
