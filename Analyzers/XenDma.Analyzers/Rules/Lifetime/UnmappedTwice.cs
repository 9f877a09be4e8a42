using XenDma.Analyzers.Flow;

namespace XenDma.Analyzers.Rules.Lifetime;

/// <summary>XDMA1003: address unmapped twice.</summary>
internal sealed class UnmappedTwice() : FlowRule(Descriptors.UnmappedTwice)
{
    public override bool OnCall(FlowCall call)
    {
        if (!call.Contract.Releases || call.MayRepeat || call.IsCoherent || call.Role == Contracts.Role.Free
            || call.State is not { Life: Life.Released } state)
            return false;
        if ((state.Said & Said.SecondRelease) != 0)
            return true;
        call.Update(state with { Said = state.Said | Said.SecondRelease });
        call.ReportAt(Descriptor, call.Place, state.ReleasedAt, Wording.Address(call), Wording.Line(state.ReleasedAt!));
        return true;
    }
}
