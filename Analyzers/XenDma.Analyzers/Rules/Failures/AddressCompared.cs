using XenDma.Analyzers.Contracts;
using XenDma.Analyzers.Flow;

namespace XenDma.Analyzers.Rules.Failures;

/// <summary>XDMA2002: address compared with a constant in place of MappingError.</summary>
internal sealed class AddressCompared() : FlowRule(Descriptors.AddressCompared)
{
    public override bool OnCompare(FlowCompare compare)
    {
        if (compare.Tested.Kind != ValueKind.Mapping || compare.State is not { IsPending: true } state || compare.Constant.IsNull
            || compare.Info is not { Contract: { Role: Role.Map, Failure: Failure.MappingError } } info)
            return false;
        compare.Update(state with { Said = state.Said | Said.Compared });
        string constant = compare.Constant.Kind == ValueKind.Default ? "default" : Wording.Value(compare.Constant, null);
        return compare.ReportAt(Descriptor, compare.Place, null, Wording.Name(info), Wording.Line(info.Site), constant);
    }
}
