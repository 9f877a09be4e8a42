using System.Collections.Generic;
using System.Collections.Immutable;
using System.Numerics;
using XenDma.Bouncing;

namespace XenDma.Specs.Generation;

/// <summary>The free guest frames that the pool comes from, and what the hypervisor can give in exchange for theirs.</summary>
/// <param name="Supply">How the pool comes about.</param>
/// <param name="Slabs">The slots that are asked for.</param>
/// <param name="First">The first guest frame.</param>
/// <param name="Count">How many there are: a block that holds the slots.</param>
/// <param name="Owned">The machine frames behind them.</param>
/// <param name="Spare">The machine frames that can be given.</param>
internal sealed record PoolFrames(PoolSupply Supply, ulong Slabs, ulong First, ulong Count, ImmutableArray<FrameRun> Owned, ImmutableArray<FrameRange> Spare)
{
    private const ulong SpareMfn = 0x40000;
    private const ulong LowSpareMfn = 0x1000;
    private const ulong Mfn = 0x800000;
    private const ulong LongestRun = 8;
    private const ulong SegmentFrames = IoTlb.SegmentSize / XenPage.Size;
    private const ulong MostPieces = 16;
    private const ulong LateSlabs = 1024;

    // 17 segments, of which the half is no whole number, and above the size below which no kernel halves.
    private const ulong OddSlabs = 17 * IoTlb.SegmentSlots;

    /// <summary>The frame behind the last.</summary>
    internal ulong End => First + Count;

    /// <summary>Whether the pool is made at early boot.</summary>
    internal bool IsEarly => Supply is not (PoolSupply.Late or PoolSupply.LateAbsent or PoolSupply.LateHoled);

    internal static PoolFrames Make(SplitMix random, Semantics? release, out bool crowded)
    {
        crowded = random.Percent(20);
        PoolSupply supply = AnySupply(random, release, crowded);
        ulong slabs = supply switch
        {
            PoolSupply.Holed => OddSlabs,
            PoolSupply.Late or PoolSupply.LateAbsent or PoolSupply.LateHoled => LateSlabs,
            _ => crowded ? random.Pick<ulong>(128, 128, 128, 256) : random.Pick<ulong>(128, 128, 128, 128, 256, 512),
        };
        crowded |= supply == PoolSupply.Holed;
        ulong asked = slabs * IoTlb.SlotSize / XenPage.Size, block = BitOperations.RoundUpToPowerOf2(asked);
        ulong first = supply == PoolSupply.Holed ? block : MachineGenerator.PoolFrame;
        ulong? hole = supply switch
        {
            PoolSupply.Holed => first + random.Between((asked / 2) + XenPage.FramesFor(IoTlb.SegmentSize), asked - 1),
            PoolSupply.LateHoled => first + random.Between(asked / 2, asked - 1),
            _ => null,
        };
        return new PoolFrames(supply, slabs, first, block, [.. Runs(random, first, block, hole)], [.. SpareOf(random, supply, block, release)]);
    }

    private static PoolSupply AnySupply(SplitMix random, Semantics? release, bool crowded)
    {
        if (crowded) return PoolSupply.Early;
        PoolSupply supply = random.Below(100) switch
        {
            < 78 => PoolSupply.Early,
            < 84 => PoolSupply.Late,
            < 86 => PoolSupply.LateAbsent,
            < 88 => PoolSupply.LateHoled,
            < 95 => PoolSupply.Holed,
            < 98 => PoolSupply.Halved,
            _ => PoolSupply.Absent,
        };
        bool isJudged = supply switch
        {
            PoolSupply.Holed => !ReleaseDefects.ListsBeyondPool(release),
            PoolSupply.LateHoled => !ReleaseDefects.ReusesFreedBlock(release),
            _ => true,
        };
        return isJudged ? supply : PoolSupply.Early;
    }

    /// <summary>What lies behind the pool's guest frames comes back to the hypervisor with the exchange: in one piece, or in short runs.</summary>
    private static IEnumerable<FrameRun> Runs(SplitMix random, ulong start, ulong count, ulong? hole)
    {
        bool isOnePiece = random.Percent(50);
        ulong length = isOnePiece ? count : LongestRun, gap = isOnePiece ? 1UL : 2UL;
        for (ulong first = 0; first < count; first += length)
        {
            ulong pfn = start + first, mfn = Mfn + (first * gap);
            if (hole is not { } without || without < pfn || without >= pfn + length)
            {
                yield return new FrameRun(pfn, mfn, length);
                continue;
            }

            ulong before = without - pfn;
            if (before > 0) yield return new FrameRun(pfn, mfn, before);
            if (before + 1 < length) yield return new FrameRun(without + 1, mfn + before + 1, length - before - 1);
        }
    }

    /// <summary>In one piece, or a segment each with others' frames between them: then the pool is no more consecutive on the bus than it must be.</summary>
    private static IEnumerable<FrameRange> SpareOf(SplitMix random, PoolSupply supply, ulong count, Semantics? release)
    {
        bool halvesLate = supply == PoolSupply.Late && random.Percent(40) && !ReleaseDefects.ReusesFreedBlock(release);
        ulong mfn = random.Percent(30) ? LowSpareMfn : SpareMfn;
        ulong given = supply switch
        {
            PoolSupply.Absent or PoolSupply.LateAbsent => 0,
            PoolSupply.Halved => count / 2,
            PoolSupply.Late when halvesLate => count / 2,
            PoolSupply.Holed or PoolSupply.LateHoled => 2 * count, // For the rounds that fail as well.
            _ => count,
        };
        ulong piece = given <= MostPieces * SegmentFrames && random.Percent(50) ? SegmentFrames : given;
        for (ulong done = 0; done < given; done += piece)
        {
            yield return new FrameRange(mfn, piece);
            mfn += piece * (2 + (ulong)random.Below(2));
        }
    }
}
