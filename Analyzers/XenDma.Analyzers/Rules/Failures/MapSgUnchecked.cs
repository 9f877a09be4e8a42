using Microsoft.CodeAnalysis.Operations;
using XenDma.Analyzers.Contracts;
using XenDma.Analyzers.Flow;

namespace XenDma.Analyzers.Rules.Failures;

/// <summary>XDMA2003: MapSg's result ignored, or compared as if failure were negative.</summary>
internal sealed class MapSgUnchecked() : FlowRule(Descriptors.MapSgUnchecked)
{
    public override bool OnCall(FlowCall call)
    {
        if (call.Role == Role.MapSg)
        {
            if (call.Contract.Failure == Failure.Zero && Statements.IsDropped(call.Operation))
                call.ReportAt(Descriptor, call.Operation, null, "is ignored", call.Method?.Name);
            return false;
        }
        bool uses = call.Contract.Releases || call.Contract.Syncs;
        if (!uses || call.Info is not { Contract: { Role: Role.MapSg, Failure: Failure.Zero } } info || call.State is not { IsPending: true } state)
            return false;
        call.Update(state with { Life = Life.Live });
        if ((state.Said & Said.Compared) == 0 && call.Place is not null)
            call.ReportAt(Descriptor, info.Site, call.Operation, "is not checked before line " + Wording.Line(call.Operation).Substring(5),
                Wording.Caller(info));
        return false;
    }

    public override bool OnCompare(FlowCompare compare)
    {
        if (compare.Tested.Kind != ValueKind.Count || compare.State is not { IsPending: true } state || !TakesFailureForNegative(compare))
            return false;
        compare.Update(state with { Life = Life.Live, Said = state.Said | Said.Compared });
        return compare.ReportAt(Descriptor, compare.Place, null, "is compared as if failure were negative",
            Wording.Caller(compare.Info!));
    }

    /// <summary>Counts are never negative: the comparison tells nothing.</summary>
    private static bool TakesFailureForNegative(FlowCompare compare)
    {
        if (compare.Constant.Number is not { } bound)
            return false;
        return compare.Operator switch
        {
            BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals => bound < 0m,
            BinaryOperatorKind.LessThan => compare.IsFlipped ? bound < 0m : bound <= 0m,
            BinaryOperatorKind.GreaterThanOrEqual => compare.IsFlipped ? bound < 0m : bound <= 0m,
            BinaryOperatorKind.GreaterThan => compare.IsFlipped ? bound <= 0m : bound < 0m,
            BinaryOperatorKind.LessThanOrEqual => compare.IsFlipped ? bound <= 0m : bound < 0m,
            _ => false,
        };
    }
}
