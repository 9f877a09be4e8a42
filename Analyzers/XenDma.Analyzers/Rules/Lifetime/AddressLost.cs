using XenDma.Analyzers.Flow;

namespace XenDma.Analyzers.Rules.Lifetime;

/// <summary>XDMA1005: mapped address overwritten or discarded.</summary>
internal sealed class AddressLost() : FlowRule(Descriptors.AddressLost)
{
    public override bool OnLoss(FlowLoss loss)
    {
        if (loss.IsCoherent || loss.Kind is not (LossKind.Overwritten or LossKind.Discarded))
            return false;
        string what = loss.Kind == LossKind.Discarded
            ? "The mapped address is discarded"
            : "'" + Wording.Name(loss.Info) + "', mapped at " + Wording.Line(loss.Info!.Site) + ", is overwritten here";
        return loss.ReportAt(Descriptor, loss.Place, null, what);
    }
}
