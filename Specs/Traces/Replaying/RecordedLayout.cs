using System;
using System.Collections.Immutable;
using XenDma.Machines;

namespace XenDma.Specs.Traces.Replaying;

/// <summary>The machine of a recorded P2M.</summary>
internal static class RecordedLayout
{
    internal static MachineLayout Of(FrameTable frames)
    {
        if (!frames.IsGiven || frames.End == 0) throw new ArgumentException("a replay under Xen needs the P2M: --p2m");
        if (frames.End > MachineLayout.MaxFrameCount) throw new ArgumentException($"the P2M has {frames.End} guest frames: at most {MachineLayout.MaxFrameCount} expected");
        ImmutableArray<FrameRun>.Builder owned = ImmutableArray.CreateBuilder<FrameRun>(), foreign = ImmutableArray.CreateBuilder<FrameRun>();
        ImmutableArray<FrameRange>.Builder identity = ImmutableArray.CreateBuilder<FrameRange>();
        foreach (FrameStretch run in frames.Given)
        {
            ulong count = Math.Min(run.Count, run.Pfn < frames.End ? frames.End - run.Pfn : 0);
            if (run.Kind == FrameKind.Identity) identity.Add(new FrameRange(run.Pfn, run.Count));
            if (run.Kind is FrameKind.Identity or FrameKind.None || count == 0) continue;
            Add(run.Kind == FrameKind.Ram ? owned : foreign, run, count);
        }

        return new MachineLayout { FrameCount = frames.End, Owned = owned.ToImmutable(), Foreign = foreign.ToImmutable(), Identity = identity.ToImmutable() };
    }

    private static void Add(ImmutableArray<FrameRun>.Builder runs, FrameStretch run, ulong count)
    {
        if (run.Step > 0)
        {
            runs.Add(new FrameRun(run.Pfn, run.Mfn, count));
            return;
        }

        for (ulong i = 0; i < count; i++) runs.Add(new FrameRun(run.Pfn + i, run.Mfn - i, 1));
    }
}
