using Microsoft.CodeAnalysis;
using XenDma.Analyzers.Contracts;
using XenDma.Analyzers.Flow;

namespace XenDma.Analyzers.Rules.Failures;

/// <summary>XDMA2005: AllocCoherent's result used without a null check.</summary>
internal sealed class AllocationUnchecked() : FlowRule(Descriptors.AllocationUnchecked)
{
    public override bool OnCall(FlowCall call) => call.Role == Role.Free && !call.Contract.Idempotent && Judge(call, call.Place);

    public override bool OnUse(FlowUse use) => use.Kind == UseKind.Memory && Judge(use, use.Place);

    private bool Judge(FlowEvent flow, IOperation? place)
    {
        if (flow.Info is not { Contract: { Role: Role.Alloc } } info || flow.State is not { IsPending: true } state)
            return false;
        flow.Update(state with { Life = Life.Live });
        flow.ReportAt(
            Descriptor, place, null, Wording.Name(info), Wording.Line(info.Site),
            info.Contract.Failure == Failure.Null ? "without a null check" : "though nobody " + Idioms.Asked(info));
        return false;
    }
}
