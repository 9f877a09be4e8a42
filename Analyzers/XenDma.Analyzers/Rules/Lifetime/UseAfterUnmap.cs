using XenDma.Analyzers.Flow;

namespace XenDma.Analyzers.Rules.Lifetime;

/// <summary>XDMA1006: address used after its unmap.</summary>
internal sealed class UseAfterUnmap() : FlowRule(Descriptors.UseAfterUnmap)
{
    public override bool OnUse(FlowUse use)
    {
        if (use.IsCoherent || use.State is not { Life: Life.Released, ReleasedAt: { } released } state || use.Info is null)
            return false;
        if ((state.Said & Said.LateUse) != 0 || use.Place is not { } place)
            return true;
        use.Update(state with { Said = state.Said | Said.LateUse });
        return use.ReportAt(Descriptor, place, released, Wording.Name(use.Info), Wording.Line(released));
    }
}
