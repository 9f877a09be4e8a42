using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using XenDma.Bouncing;
using XenDma.Machines;
using XenDma.Specs.Harness;
using XenDma.Specs.Scenarios;

namespace XenDma.Specs.Invariants;

/// <summary>XD-POOL-4.</summary>
public sealed class PoolIsLargeEnough : Invariant
{
    private const ulong Within32Bits = 1UL << (32 - XenPage.Shift);

    /// <inheritdoc/>
    public override string Id => "XD-POOL-4";

    /// <inheritdoc/>
    public override string Title => "the pool is as large as was asked";

    /// <inheritdoc/>
    public override string Statement =>
        "Where the guest has a free block and the hypervisor a run below 2^32 for all of it, the pool has at least the slots that were asked for, in whole segments.";

    /// <inheritdoc/>
    public override string Formula =>
        "free block of n, spare run of n (n = asked slots rounded up to segments) => pool.end - pool.start >= 2048 * n";

    /// <inheritdoc/>
    public override string Source =>
        "xen_swiotlb_init, its retries, drivers/xen/swiotlb-xen.c, Linux 4.18; swiotlb_init_remap, kernel/dma/swiotlb.c, Linux 6.1";

    /// <inheritdoc/>
    public override Capabilities Needs => Capabilities.PoolInspection;

    /// <inheritdoc/>
    public override StepKinds Concerns => StepKinds.Init;

    /// <inheritdoc/>
    public override InvariantJudge Judge(RunFacts facts) => new PoolIsLargeEnoughJudge(this, facts);

    private sealed class PoolIsLargeEnoughJudge(Invariant invariant, RunFacts facts) : InvariantJudge(invariant, facts)
    {
        public override Finding? After(int index, Step step, StepResult result)
        {
            PoolOptions asked = Run.Scenario.Machine.Pool;
            if (step is not InitStep || result is not PoolMade made || Run.Pool is null || asked.NoForce) return null;
            ulong slots = PoolRoom.AlignUp(asked.Slabs == 0 ? IoTlb.DefaultSlots : asked.Slabs, IoTlb.SegmentSlots);
            ulong block = BitOperations.RoundUpToPowerOf2(XenPage.FramesFor(slots << IoTlb.SlotShift));
            if (!HasAligned(Machine.Layout.Free, block) || (Run.Scenario.Machine.Platform == Platform.XenPv && !CanExchange(block))) return null;
            Count();
            return made.Slabs >= slots ? null : Violated(index, $"a pool of {slots} slots at least", StepText.Of(result));
        }

        private bool CanExchange(ulong block)
        {
            if (block > 1UL << Machine.Layout.ExchangeMaxOrder) return false;
            foreach (FrameRange range in Machine.Layout.Free)
            {
                if (XenPage.ToAddress(range.End) > Machine.Memory.Size || !IsOwned(range)) return false;
            }

            return HasAligned([.. Machine.Layout.Spare.Where(static range => range.End <= Within32Bits)], block);
        }

        private bool IsOwned(FrameRange range) =>
            Machine.Layout.Owned is not { } owned || (ulong)owned.Sum(run => (long)Overlap(range, new FrameRange(run.Pfn, run.Count))) == range.Count;

        private static ulong Overlap(FrameRange one, FrameRange other)
        {
            ulong first = Math.Max(one.First, other.First), end = Math.Min(one.End, other.End);
            return end > first ? end - first : 0;
        }

        private static bool HasAligned(IReadOnlyList<FrameRange> ranges, ulong block)
        {
            foreach (FrameRange range in ranges)
            {
                ulong first = PoolRoom.AlignUp(range.First, block);
                if (first < range.End && block <= range.End - first) return true;
            }

            return false;
        }
    }
}
