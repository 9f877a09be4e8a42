using XenDma.Analyzers.Contracts;
using XenDma.Analyzers.Flow;

namespace XenDma.Analyzers.Rules.Lifetime;

/// <summary>XDMA1008: coherent memory or its address used after it was freed, or freed twice.</summary>
internal sealed class CoherentAfterFree() : FlowRule(Descriptors.CoherentAfterFree)
{
    public override bool OnCall(FlowCall call)
    {
        if (call.Role != Role.Free || call.MayRepeat || call.State is not { Life: Life.Released } state)
            return false;
        if ((state.Said & Said.SecondRelease) != 0)
            return true;
        call.Update(state with { Said = state.Said | Said.SecondRelease });
        string name = call.Info is null ? Wording.Text(call.Source(Part.Buffer)) : Wording.Name(call.Info);
        call.ReportAt(Descriptor, call.Place, state.ReleasedAt, name, "freed", Wording.Line(state.ReleasedAt!));
        return true;
    }

    public override bool OnUse(FlowUse use)
    {
        if (!use.IsCoherent || use.State is not { Life: Life.Released, ReleasedAt: { } released } state)
            return false;
        if ((state.Said & Said.LateUse) != 0 || use.Place is not { } place)
            return true;
        use.Update(state with { Said = state.Said | Said.LateUse });
        return use.ReportAt(Descriptor, place, released, Wording.Name(use.Info), "used", Wording.Line(released));
    }
}
