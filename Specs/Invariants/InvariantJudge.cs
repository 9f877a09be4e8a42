using System.Collections.Generic;
using XenDma.Machines;
using XenDma.Specs.Harness;
using XenDma.Specs.Scenarios;

namespace XenDma.Specs.Invariants;

/// <summary>An invariant at work on one run.</summary>
/// <param name="invariant">The invariant.</param>
/// <param name="run">The run.</param>
/// <param name="live">The mappings that are live in it.</param>
public abstract class InvariantJudge(Invariant invariant, ScenarioRun run, LiveMappings live)
{
    /// <summary>The invariant.</summary>
    public Invariant Invariant { get; } = invariant;

    /// <summary>How often what the invariant speaks of occurred.</summary>
    public long Exercised { get; private set; }

    /// <summary>The run.</summary>
    protected ScenarioRun Run { get; } = run;

    /// <summary>The mappings that are live, the step's own included.</summary>
    protected LiveMappings Live { get; } = live;

    /// <summary>The machine under the run.</summary>
    protected Machine Machine => Run.Machine;

    /// <summary>The release that the scenario names, or null.</summary>
    protected Semantics? Release { get; } = Semantics.Find(run.Scenario.Machine.Semantics);

    /// <summary>What is held now.</summary>
    protected Holdings Held => new(Run.Pool?.SlotsInUse ?? 0, Machine.Pages.FreeCount, Machine.Hypervisor.SpareCount);

    /// <summary>Looks before a step.</summary>
    public virtual void Before(int index, Step step)
    {
    }

    /// <summary>Judges after a step.</summary>
    /// <returns>What does not hold, or null.</returns>
    public abstract Finding? After(int index, Step step, StepResult result);

    /// <summary>Counts an occurrence.</summary>
    protected void Count() => Exercised++;

    /// <summary>Something does not hold.</summary>
    protected Finding Violated(int index, string expected, string actual) => new(Invariant.Id, index, expected, actual);
}

/// <summary>A judge of each mapping when it is made.</summary>
/// <param name="invariant">The invariant.</param>
/// <param name="run">The run.</param>
/// <param name="live">The mappings that are live in it.</param>
public abstract class MappingJudge(Invariant invariant, ScenarioRun run, LiveMappings live) : InvariantJudge(invariant, run, live)
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
/// <param name="run">The run.</param>
/// <param name="live">What is live in it.</param>
public abstract class AllocationJudge(Invariant invariant, ScenarioRun run, LiveMappings live) : InvariantJudge(invariant, run, live)
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
