using System.Collections.Generic;

namespace XenDma.Specs.Traces;

/// <summary>Which machine frame is behind each guest frame: given by a P2M file, or inferred from what the trace tells; and how it changes with
/// the trace. Memory grows with the guest's frames that differ or were seen, not with the trace.</summary>
public sealed class FrameTable
{
    /// <summary>The most frames of one run.</summary>
    public const ulong MaxRun = 1UL << 36;

    /// <summary>The most frames that are kept one by one; what is learned beyond is forgotten.</summary>
    internal const int MaxFrames = 1 << 22;

    private readonly List<FrameStretch> _given = [];
    private readonly Dictionary<ulong, ulong> _pfnToMfn = [];
    private readonly Dictionary<ulong, ulong> _mfnToPfn = [];
    private List<FrameStretch>? _byMfn;

    /// <summary>Whether the table was given: what it says is definite.</summary>
    public bool IsGiven { get; private set; }

    /// <summary>Whether every frame lies on its own number: bare metal.</summary>
    public bool IsIdentity { get; internal set; }

    /// <summary>The first guest frame behind all that have memory, of a table that was given.</summary>
    public ulong End { get; private set; }

    /// <summary>The runs that were given, in order.</summary>
    public IReadOnlyList<FrameStretch> Given => _given;

    /// <summary>A table that was given; runs ordered by guest frame, none overlapping.</summary>
    public static FrameTable Of(IEnumerable<FrameStretch> runs)
    {
        System.ArgumentNullException.ThrowIfNull(runs);
        var table = new FrameTable { IsGiven = true };
        foreach (FrameStretch run in runs)
        {
            table._given.Add(run);
            if (run.Kind == FrameKind.Ram) table.End = run.Pfn + run.Count;
        }

        return table;
    }

    /// <summary>The machine frame behind a guest frame; all ones where there is none; null where it is not known.</summary>
    public ulong? MfnOf(ulong pfn)
    {
        if (IsIdentity) return pfn;
        if (_pfnToMfn.TryGetValue(pfn, out ulong mfn)) return mfn;
        if (!IsGiven) return null;
        return Find(_given, pfn, static run => run.Pfn) is { } run ? run.MfnOf(pfn) : XenPage.NoFrame;
    }

    /// <summary>The guest frame that has a machine frame; all ones where no guest frame has it; null where it is not known.</summary>
    public ulong? PfnOf(ulong mfn)
    {
        if (IsIdentity) return mfn;
        if (_mfnToPfn.TryGetValue(mfn, out ulong pfn)) return pfn;
        if (!IsGiven) return null;
        _byMfn ??= Reverse();
        if (Find(_byMfn, mfn, static run => run.LowestMfn) is not { } found || mfn - found.LowestMfn >= found.Count) return XenPage.NoFrame;
        pfn = found.Step > 0 ? found.Pfn + (mfn - found.LowestMfn) : found.Pfn + (found.Count - 1 - (mfn - found.LowestMfn));
        return _pfnToMfn.ContainsKey(pfn) ? XenPage.NoFrame : pfn;
    }

    /// <summary>The bus address behind a guest address; all ones where no frame is; null where it is not known.</summary>
    public ulong? BusOf(ulong phys) => MfnOf(phys >> XenPage.Shift) is { } mfn
        ? mfn == XenPage.NoFrame ? ulong.MaxValue : XenPage.ToAddress(mfn) | (phys & XenPage.OffsetMask)
        : null;

    /// <summary>Whether a buffer lies on consecutive machine frames; null where some of them are not known. At most 2^14 frames are looked at.</summary>
    public bool? IsConsecutive(ulong phys, ulong size)
    {
        ulong pfn = phys >> XenPage.Shift, frames = System.Math.Min(((phys & XenPage.OffsetMask) + size + XenPage.OffsetMask) >> XenPage.Shift, 1 << 14);
        if (frames <= 1) return true;
        if (MfnOf(pfn) is not { } first) return null;
        bool? all = true;
        for (ulong i = 1; i < frames; i++)
        {
            if (MfnOf(pfn + i) is not { } mfn) all = null;
            else if (mfn != unchecked(first + i)) return false;
        }

        return all;
    }

    /// <summary>Follows a change; a frame that goes elsewhere leaves where it was.</summary>
    internal void Set(ulong pfn, ulong? mfn)
    {
        if (_pfnToMfn.Count >= MaxFrames && !_pfnToMfn.ContainsKey(pfn)) return;
        if (MfnOf(pfn) is { } old && old != XenPage.NoFrame && _mfnToPfn.TryGetValue(old, out ulong back) && back == pfn) _mfnToPfn.Remove(old);
        _pfnToMfn[pfn] = mfn ?? XenPage.NoFrame;
        if (mfn is { } frame) _mfnToPfn[frame] = pfn;
    }

    /// <summary>Forgets what was inferred: events were lost, and it may have changed.</summary>
    internal void Forget()
    {
        if (IsGiven) return;
        _pfnToMfn.Clear();
        _mfnToPfn.Clear();
    }

    private List<FrameStretch> Reverse()
    {
        List<FrameStretch> runs = [.. _given];
        runs.RemoveAll(static run => run.Kind == FrameKind.None);
        runs.Sort(static (one, other) => one.LowestMfn.CompareTo(other.LowestMfn));
        return runs;
    }

    private static FrameStretch? Find(List<FrameStretch> runs, ulong frame, System.Func<FrameStretch, ulong> key)
    {
        int low = 0, high = runs.Count;
        while (low < high)
        {
            int middle = (low + high) >> 1;
            if (key(runs[middle]) <= frame) low = middle + 1;
            else high = middle;
        }

        return low > 0 && frame - key(runs[low - 1]) < runs[low - 1].Count ? runs[low - 1] : null;
    }
}
