using System;
using XenDma.Specs.Harness;
using XenDma.Specs.Scenarios;

namespace XenDma.Specs.Invariants;

/// <summary>A judge of dma_supported, whose answer a byte of the pool settles: what lies at or below the mask owes the one, what lies above it the other.</summary>
/// <param name="invariant">The invariant.</param>
/// <param name="facts">What the run shows.</param>
/// <param name="owed">The answer that it speaks of.</param>
/// <param name="name">The byte, in words.</param>
/// <param name="settles">Where that byte lies on the bus.</param>
internal sealed class SupportJudge(Invariant invariant, RunFacts facts, bool owed, string name, Func<PoolFacts, DmaAddr> settles) : InvariantJudge(invariant, facts)
{
    public override Finding? After(int index, Step step, StepResult result)
    {
        if (step is not DmaSupportedStep asked || result is not Supported answer || Facts.Pool is not { } pool) return null;
        ulong at = unchecked(settles(pool).Value - Run.DeviceOf(asked.Device)!.BusOffset);
        if (at <= asked.Mask != owed) return null;
        Count();
        return answer.Value == owed ? null
            : Violated(index, $"0x{asked.Mask:x} {(owed ? "supported" : "not supported")}: the pool's {name} byte is at 0x{at:x}", StepText.Of(answer));
    }
}
