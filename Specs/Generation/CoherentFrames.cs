using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;

namespace XenDma.Specs.Generation;

/// <summary>The free guest frames that coherent memory comes from, and what the hypervisor can give in exchange for theirs.</summary>
/// <param name="Count">How many guest frames.</param>
/// <param name="Owned">The machine frames behind them.</param>
/// <param name="Spare">The machine frames that can be given.</param>
internal sealed record CoherentFrames(ulong Count, ImmutableArray<FrameRun> Owned, ImmutableArray<FrameRange> Spare)
{
    private const ulong LowMfn = 0xC00;
    private const ulong MiddleMfn = 0x60000;
    private const ulong HighMfn = 0x700000;
    private const ulong SpareMfn = 0x50000;

    // One short of a pool segment, so that the pool's own exchange leaves them alone.
    private static readonly FrameRange LowSpare = new(0xA01, 63);

    internal static CoherentFrames Make(SplitMix random, ulong firstPfn, bool crowded, List<string> labels)
    {
        ulong count = crowded ? 16 : random.Between(16, 128);
        CoherentLayout layout = random.Pick(Enum.GetValues<CoherentLayout>());
        SpareSupply supply = random.Pick(SpareSupply.Plentiful, SpareSupply.Plentiful, SpareSupply.Scarce, SpareSupply.Absent);
        labels.AddRange([Labels.Of(layout), Labels.Of(supply)]);
        ulong mfn = random.Percent(30) ? LowMfn : MiddleMfn;
        ImmutableArray<FrameRun> owned = layout switch
        {
            CoherentLayout.Plain => [new FrameRun(firstPfn, mfn, count)],
            CoherentLayout.Misaligned => [new FrameRun(firstPfn, mfn + 1, count)],
            CoherentLayout.AboveMask => [new FrameRun(firstPfn, HighMfn, count)],
            CoherentLayout.Descending => [.. Enumerable.Range(0, (int)count).Select(i => new FrameRun(firstPfn + (ulong)i, mfn + count - (ulong)i, 1))],
            _ => Torn(random, firstPfn, count, mfn),
        };
        return new CoherentFrames(count, owned, [.. SpareOf(random, supply)]);
    }

    private static ImmutableArray<FrameRun> Torn(SplitMix random, ulong firstPfn, ulong count, ulong mfn)
    {
        var runs = ImmutableArray.CreateBuilder<FrameRun>();
        for (ulong done = 0; done < count;)
        {
            ulong length = Math.Min(count - done, random.Between(1, 4));
            runs.Add(new FrameRun(firstPfn + done, mfn, length));
            done += length;
            mfn += length + random.Between(1, 3);
        }

        return runs.ToImmutable();
    }

    private static IEnumerable<FrameRange> SpareOf(SplitMix random, SpareSupply supply)
    {
        if (supply == SpareSupply.Scarce) yield return new FrameRange(SpareMfn, 1UL << random.Below(5));
        if (supply != SpareSupply.Plentiful) yield break;
        if (random.Percent(40)) yield return LowSpare;
        yield return new FrameRange(SpareMfn, 256);
    }
}
