using System;
using System.Collections.Generic;
using XenDma.Specs.Harness;
using XenDma.Specs.Scenarios;

namespace XenDma.Specs.Invariants;

/// <summary>XD-CONT-3.</summary>
public sealed class NothingBesideIsTouched : Invariant
{
    /// <inheritdoc/>
    public override string Id => "XD-CONT-3";

    /// <inheritdoc/>
    public override string Title => "nothing beside a mapping is touched";

    /// <inheritdoc/>
    public override string Statement =>
        "An unmap or a sync changes no byte beside the buffer that was mapped, and none of the mappings beside it in the pool.";

    /// <inheritdoc/>
    public override string Formula =>
        "unmap K, sync K: bytes before phys(K), from phys(K) + size(K) on, and of the neighbours in the pool, after = before";

    /// <inheritdoc/>
    public override string Source => "swiotlb_bounce, kernel/dma/swiotlb.c, Linux 4.18";

    /// <inheritdoc/>
    public override Capabilities Needs => Capabilities.Streaming;

    /// <inheritdoc/>
    public override StepKinds Concerns => StepKinds.Unmaps | StepKinds.Syncs;

    /// <inheritdoc/>
    public override bool LooksBefore => true;

    /// <inheritdoc/>
    public override InvariantJudge Judge(RunFacts facts) => new GuardJudge(this, facts);

    private sealed class GuardJudge(Invariant invariant, RunFacts facts) : InvariantJudge(invariant, facts)
    {
        private const ulong GuardBytes = 64;

        private readonly ByteSnapshot _guards = facts.Snapshot();
        private readonly List<Mapping> _named = [];

        public override void Before(int index, Step step)
        {
            _guards.Clear();
            _named.Clear();
            foreach (MappingPart part in Facts.Named) _named.Add(part.Mapping);
            foreach (Mapping mapping in _named)
            {
                ulong start = mapping.Phys.Value, before = Math.Min(GuardBytes, start);
                Guard(new PhysAddr(start - before), before);
                Guard(mapping.Phys + mapping.Size, GuardBytes);
                if (mapping.IsDirect) continue;
                (Mapping? lower, Mapping? higher) = Live.Neighbours(mapping);
                GuardNeighbour(mapping, lower);
                GuardNeighbour(mapping, higher);
            }
        }

        public override Finding? After(int index, Step step, StepResult result)
        {
            if (_named.Count == 0 || result is not (Done or Bug)) return null;
            Count();
            return _guards.FirstDifference(Machine) is { } changed
                ? Violated(index, $"no byte beside {_named[0]} changed", $"another value at guest address {changed}")
                : null;
        }

        /// <summary>Looks at bytes beside a buffer, but for those that belong to another buffer of the same call.</summary>
        private void Guard(PhysAddr start, ulong size)
        {
            foreach (Mapping mapping in _named)
            {
                if (mapping.Phys.Value < start.Value + size && start.Value < mapping.Phys.Value + mapping.Size) return;
            }

            _guards.AddCpu(Machine, start, size);
        }

        private void GuardNeighbour(Mapping mapping, Mapping? other)
        {
            if (other is null || _named.Contains(other)) return;
            bool isBefore = other.Dma.Value < mapping.Dma.Value;
            ulong size = Math.Min(GuardBytes, other.Size);
            DmaAddr edge = isBefore ? other.Dma + (other.Size - size) : other.Dma;
            size = Math.Min(size, XenPage.Size - (edge.Value & XenPage.OffsetMask));
            if (Machine.TryReach(edge, out PhysAddr slot)) _guards.AddCpu(Machine, slot, size);
        }
    }
}
