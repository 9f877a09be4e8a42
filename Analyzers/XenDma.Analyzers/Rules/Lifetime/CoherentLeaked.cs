using XenDma.Analyzers.Flow;

namespace XenDma.Analyzers.Rules.Lifetime;

/// <summary>XDMA1007: coherent memory not freed on every path.</summary>
internal sealed class CoherentLeaked() : FlowRule(Descriptors.CoherentLeaked)
{
    public override bool OnLoss(FlowLoss loss)
    {
        if (!loss.IsCoherent)
            return false;
        var place = loss.Kind == LossKind.NeverReleasedField ? loss.Place : loss.Info!.Site;
        return loss.ReportAt(Descriptor, place, loss.Exit, Wording.Name(loss.Info), MappingLeaked.Leaving(loss, "free"));
    }
}
