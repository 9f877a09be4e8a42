using System;
using System.Collections.Generic;
using XenDma.Machines;
using XenDma.Specs.Harness;
using XenDma.Specs.Scenarios;

namespace XenDma.Specs.Invariants;

/// <summary>An invariant at work on one run.</summary>
/// <param name="invariant">The invariant.</param>
/// <param name="facts">What the run shows.</param>
public abstract class InvariantJudge(Invariant invariant, RunFacts facts)
{
    /// <summary>The invariant.</summary>
    public Invariant Invariant { get; } = invariant;

    /// <summary>How often what the invariant speaks of occurred.</summary>
    public long Exercised { get; private set; }

    /// <summary>What the run shows at this step.</summary>
    protected RunFacts Facts { get; } = facts;

    /// <summary>The run.</summary>
    protected ScenarioRun Run => Facts.Run;

    /// <summary>The mappings that are live, the step's own included.</summary>
    protected LiveMappings Live => Facts.Live;

    /// <summary>The machine under the run.</summary>
    protected Machine Machine => Facts.Run.Machine;

    /// <summary>The release that the scenario names, or null.</summary>
    protected Semantics? Release => Facts.Release;

    /// <summary>Looks before a step.</summary>
    public virtual void Before(int index, Step step)
    {
    }

    /// <summary>Judges after a step.</summary>
    /// <returns>What does not hold, or null.</returns>
    public abstract Finding? After(int index, Step step, StepResult result);

    /// <summary>Whether a step hands the bytes of a mapping from a device to the CPU.</summary>
    protected static bool GivesToCpu(Step step) => step switch
    {
        UnmapPageStep unmap => (unmap.Attrs & DmaAttrs.SkipCpuSync) == 0 && Receives(unmap.Direction),
        UnmapSgStep unmap => (unmap.Attrs & DmaAttrs.SkipCpuSync) == 0 && Receives(unmap.Direction),
        SyncSingleStep sync => sync.ForCpu && Receives(sync.Direction),
        SyncSgStep sync => sync.ForCpu && Receives(sync.Direction),
        _ => false,
    };

    /// <summary>Whether the device may write the bytes.</summary>
    protected static bool Receives(DmaDirection direction) => direction is DmaDirection.FromDevice or DmaDirection.Bidirectional;

    /// <summary>The parts of mappings whose bytes a step hands to the device: those that it made without skipping the sync, or that it syncs.</summary>
    protected IEnumerable<MappingPart> GivenToDevice(int index, Step step)
    {
        switch (step)
        {
            case MapPageStep { Attrs: var attrs } when (attrs & DmaAttrs.SkipCpuSync) == 0:
            case MapSgStep { Attrs: var list } when (list & DmaAttrs.SkipCpuSync) == 0:
                foreach (Mapping mapping in Live.Of(index)) yield return new MappingPart(mapping, 0, mapping.Size);
                break;
            case SyncSingleStep { ForCpu: false } or SyncSgStep { ForCpu: false }:
                foreach (MappingPart part in Facts.Named) yield return part;
                break;
        }
    }

    /// <summary>Whether a map may drop what the CPU wrote last: from a device that does not snoop (each one until 5.19, another domain's pages since).
    /// The bytes are the buffer's own, earlier ones.</summary>
    protected static bool MayDropLines(DmaDirection direction, Device device)
    {
        ArgumentNullException.ThrowIfNull(device);
        return direction == DmaDirection.FromDevice && !device.IsCoherent;
    }

    /// <summary>Whether a step maps or unmaps, and ran: where slots of the pool come and go.</summary>
    protected static bool TouchesSlots(Step step, StepResult result) => step is MapPageStep or MapSgStep or UnmapPageStep or UnmapSgStep && result is not NotRun;

    /// <summary>What a call that failed holds is what was held before it.</summary>
    /// <param name="index">The step.</param>
    /// <param name="what">The call, in words.</param>
    /// <returns>What does not hold, or null.</returns>
    protected Finding? HoldsAsBefore(int index, string what) =>
        Facts.Held == Facts.HeldBefore ? null : Violated(index, $"all as before the failed {what}: {Facts.HeldBefore}", $"{Facts.Held}");

    /// <summary>Counts an occurrence.</summary>
    protected void Count() => Exercised++;

    /// <summary>Something does not hold.</summary>
    protected Finding Violated(int index, string expected, string actual) => new(Invariant.Id, index, expected, actual);
}

/// <summary>A judge of each mapping when it is made.</summary>
/// <param name="invariant">The invariant.</param>
/// <param name="facts">What the run shows.</param>
public abstract class MappingJudge(Invariant invariant, RunFacts facts) : InvariantJudge(invariant, facts)
{
    /// <inheritdoc/>
    public sealed override Finding? After(int index, Step step, StepResult result)
    {
        if (step is not (MapPageStep or MapSgStep)) return null;
        IReadOnlyList<Mapping> made = Live.Of(index);
        for (int i = 0; i < made.Count; i++)
        {
            if (JudgeMapping(index, made[i]) is { } finding) return finding;
        }

        return null;
    }

    /// <summary>Judges a mapping that was just made.</summary>
    protected abstract Finding? JudgeMapping(int index, Mapping mapping);
}

/// <summary>A judge of coherent memory when it is given.</summary>
/// <param name="invariant">The invariant.</param>
/// <param name="facts">What the run shows.</param>
public abstract class AllocationJudge(Invariant invariant, RunFacts facts) : InvariantJudge(invariant, facts)
{
    /// <inheritdoc/>
    public sealed override Finding? After(int index, Step step, StepResult result)
    {
        if (step is not AllocStep || result is not Allocated) return null;
        Count();
        return JudgeAllocation(index, Live.Allocations[index]);
    }

    /// <summary>Judges memory that was just given.</summary>
    protected abstract Finding? JudgeAllocation(int index, Allocation given);
}
