using System.Collections.Generic;

namespace XenDma.Translation;

/// <summary>The ranges of other domains' frames by guest frame (the red-black tree of struct xen_p2m_entry).</summary>
internal sealed class ForeignRanges
{
    private readonly SortedList<ulong, FrameRun> _byStart = [];

    /// <summary>The most ranges that there is memory for.</summary>
    internal int MaxCount { get; set; } = int.MaxValue;

    /// <summary>Enters a range; one with the same first guest frame is refused, an overlap with another first frame is not noticed.</summary>
    internal bool TryAdd(FrameRun run) => _byStart.Count < MaxCount && _byStart.TryAdd(run.Pfn, run);

    /// <summary>Takes out the whole range that a guest frame lies in.</summary>
    internal void Remove(ulong pfn)
    {
        if (TryFind(pfn, out FrameRun run)) _byStart.Remove(run.Pfn);
    }

    /// <summary>The machine frame of a guest frame: that of its range, else its own number.</summary>
    internal ulong Find(ulong pfn) => _byStart.Count != 0 && TryFind(pfn, out FrameRun run) ? run.Mfn + (pfn - run.Pfn) : pfn;

    private bool TryFind(ulong pfn, out FrameRun found)
    {
        foreach (FrameRun run in _byStart.Values)
        {
            found = run;
            if (pfn >= run.Pfn && pfn - run.Pfn < run.Count) return true;
        }

        found = default;
        return false;
    }
}
