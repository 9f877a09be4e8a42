using XenDma.Specs.Harness;

namespace XenDma.Specs.Invariants;

/// <summary>A judge of whether a buffer was mapped directly or bounced.</summary>
/// <param name="invariant">The invariant.</param>
/// <param name="facts">What the run shows.</param>
public abstract class PathJudge(Invariant invariant, RunFacts facts) : MappingJudge(invariant, facts)
{
    /// <inheritdoc/>
    protected sealed override Finding? JudgeMapping(int index, Mapping mapping)
    {
        bool force = Run.Scenario.Machine.Pool.Force;
        if (force && Run.Pool?.TryGetPoolRange(out _, out _) != true) return null; // Whether that forces anything without a pool is open.
        return JudgePath(index, mapping, BusFacts.IsDirectOwed(Machine, mapping.Device, mapping.Phys, mapping.Size, force));
    }

    /// <summary>Judges a mapping that was just made.</summary>
    /// <param name="index">The step.</param>
    /// <param name="mapping">The mapping.</param>
    /// <param name="isDirectOwed">Whether nothing asks for a bounce, but perhaps the device's boundary.</param>
    protected abstract Finding? JudgePath(int index, Mapping mapping, bool isDirectOwed);
}
