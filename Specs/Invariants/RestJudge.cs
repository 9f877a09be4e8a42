using System;
using XenDma.Specs.Harness;
using XenDma.Specs.Scenarios;

namespace XenDma.Specs.Invariants;

/// <summary>A judge of partial syncs: what lies of the mapping outside the part, on the side that the sync writes to, is as before.</summary>
/// <param name="invariant">The invariant.</param>
/// <param name="facts">What the run shows.</param>
/// <param name="forCpu">Which syncs.</param>
/// <param name="side">That side, in words.</param>
/// <param name="start">The guest address of a mapping's first byte on that side; null where nothing is written there.</param>
internal sealed class RestJudge(Invariant invariant, RunFacts facts, bool forCpu, string side, Func<RunFacts, Mapping, PhysAddr?> start) : InvariantJudge(invariant, facts)
{
    public override Finding? After(int index, Step step, StepResult result)
    {
        if (step is not SyncSingleStep sync || sync.ForCpu != forCpu || result is not Done) return null;
        foreach (MappingPart part in Facts.Named)
        {
            Mapping mapping = part.Mapping;
            if (part.Size == mapping.Size || start(Facts, mapping) is not { } first) continue;
            Count();
            PhysAddr? changed = Facts.FirstChange(first, part.Offset)
                ?? Facts.FirstChange(first + part.Offset + part.Size, mapping.Size - part.Offset - part.Size);
            if (changed is { } at)
                return Violated(index, $"{side} {mapping} outside {part.Offset}+{part.Size} as before #{index}", $"another value in byte {at.Value - first.Value}");
        }

        return null;
    }
}
