using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;

namespace XenDma.Specs.Generation;

/// <summary>The machine frames behind a generated guest's buffers.</summary>
internal static class BufferFrames
{
    private const ulong FarMfn = 0x90000;
    private const ulong HighMfn = 0x140000;
    private const ulong ForeignMfn = 0x1C00000;

    /// <summary>The domain's own frames.</summary>
    internal static ImmutableArray<FrameRun> Make(SplitMix random, LayoutClass layout, ulong count) => layout switch
    {
        LayoutClass.Identity => [new FrameRun(0, 0, count)],
        LayoutClass.Reversed => [.. Enumerable.Range(0, (int)count).Select(i => new FrameRun((ulong)i, FarMfn + count - (ulong)i, 1))],
        LayoutClass.Shuffled => Shuffled(random, count),
        LayoutClass.High => Runs(random, count, HighMfn, 0),
        LayoutClass.Holes => Runs(random, count, FarMfn, 30),
        _ => Runs(random, count, FarMfn, 0),
    };

    /// <summary>Another domain's frames behind the guest frames that follow: with numbers that look like guest frames of the pool, or that go
    /// on where the domain's own end, or far away.</summary>
    internal static ImmutableArray<FrameRun> Foreign(SplitMix random, LayoutClass layout, ImmutableArray<FrameRun> own, ulong first, ulong poolFrame)
    {
        if (!random.Percent(25)) return [];
        FrameRun last = own[^1];
        bool endsHighest = layout is not (LayoutClass.Reversed or LayoutClass.Shuffled);
        ulong mfn = random.Below(4) switch
        {
            0 when endsHighest && last.Pfn + last.Count == first => last.Mfn + last.Count,
            < 3 => poolFrame + random.Between(0, 48),
            _ => ForeignMfn,
        };
        return [new FrameRun(first, mfn, random.Between(1, 6))];
    }

    private static ImmutableArray<FrameRun> Shuffled(SplitMix random, ulong count)
    {
        ulong[] mfns = [.. Enumerable.Range(0, (int)count).Select(i => FarMfn + (ulong)i)];
        if (random.Percent(50)) SwapNeighbours(random, mfns);
        else random.Shuffle(mfns.AsSpan());
        return [.. mfns.Select((mfn, i) => new FrameRun((ulong)i, mfn, 1))];
    }

    /// <summary>A few frames change places with the next: the first and the last frame of a buffer may lie as if nothing were torn between.</summary>
    private static void SwapNeighbours(SplitMix random, ulong[] mfns)
    {
        for (int i = 1 + random.Below(3); i + 2 < mfns.Length; i += 3 + random.Below(4)) (mfns[i], mfns[i + 1]) = (mfns[i + 1], mfns[i]);
    }

    private static ImmutableArray<FrameRun> Runs(SplitMix random, ulong count, ulong mfn, int holePercent)
    {
        var runs = new List<FrameRun>();
        for (ulong pfn = 0; pfn < count;)
        {
            ulong length = Math.Min(count - pfn, random.Between(1, random.Percent(20) ? 64UL : 6UL));
            if (pfn == 0 || !random.Percent(holePercent)) runs.Add(new FrameRun(pfn, mfn, length));
            pfn += length;
            mfn += length + random.Between(1, random.Percent(20) ? 0x8000UL : 4UL);
        }

        return [.. runs];
    }
}
