using Microsoft.CodeAnalysis;
using XenDma.Analyzers.Contracts;
using XenDma.Analyzers.Flow;

namespace XenDma.Analyzers.Rules.Failures;

/// <summary>XDMA2001: mapped address used without asking MappingError.</summary>
internal sealed class UncheckedMapping() : FlowRule(Descriptors.UncheckedMapping)
{
    public override bool OnCall(FlowCall call) =>
        ((call.Contract.Releases && !call.Contract.Idempotent) || call.Contract.Syncs) && Judge(call, call.Place);

    public override bool OnUse(FlowUse use) => use.Kind == UseKind.HandOver && Judge(use, use.Place);

    private bool Judge(FlowEvent flow, IOperation? place)
    {
        if (flow.Info is not { Contract: { Role: Role.Map or Role.MapSg } contract } info || info.Kind == MappingKind.Owned
            || (contract.Role == Role.MapSg && contract.Failure == Failure.Zero) || flow.State is not { IsPending: true } state)
            return false;
        flow.Update(state with { Life = Life.Live });
        if ((state.Said & Said.Compared) == 0)
            flow.ReportAt(Descriptor, place, null, Wording.Name(info), Wording.Line(info.Site), Idioms.Asked(info));
        return false;
    }
}
