using Microsoft.CodeAnalysis.Operations;
using XenDma.Analyzers.Contracts;
using XenDma.Analyzers.Flow;

namespace XenDma.Analyzers.Rules.Failures;

/// <summary>XDMA2002: address compared with a constant in place of MappingError.</summary>
internal sealed class AddressCompared() : FlowRule(Descriptors.AddressCompared)
{
    public override bool OnCompare(FlowCompare compare)
    {
        if (compare.Tested.Kind != ValueKind.Mapping || compare.State is not { IsPending: true } state
            || compare.Info is not { Contract: { Role: Role.Map } contract } info || !SaysNothing(contract.Failure, compare))
            return false;
        compare.Update(state with { Said = state.Said | Said.Compared });
        string constant = compare.Constant.Kind == ValueKind.Default ? "default"
            : compare.Constant.IsNull ? "null" : Wording.Value(compare.Constant, null);
        return compare.ReportAt(
            Descriptor, compare.Place, null, Wording.Name(info), Wording.Line(info.Site), constant, Idioms.Tells(info));
    }

    /// <summary>The constant is not how the call fails, but looks like it.</summary>
    private static bool SaysNothing(Failure failure, FlowCompare compare)
    {
        var constant = compare.Constant;
        bool equality = compare.Operator is BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals;
        return failure switch
        {
            Failure.MappingError => !constant.IsNull,
            Failure.MinusOne => equality && (constant.IsNull || constant.Kind == ValueKind.Default || constant.Number == 0m),
            Failure.Null or Failure.Zero => equality && constant.Number is -1m or uint.MaxValue or ulong.MaxValue,
            _ => false,
        };
    }
}
