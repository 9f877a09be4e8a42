using XenDma.Analyzers.Contracts;
using XenDma.Analyzers.Flow;

namespace XenDma.Analyzers.Rules.Agreement;

/// <summary>XDMA3002: the direction differs from the map's. A bidirectional mapping may be synced one way.</summary>
internal sealed class DirectionDiffers() : FlowRule(Descriptors.DirectionDiffers)
{
    public override bool OnCall(FlowCall call)
    {
        if (!(call.Contract.Releases || call.Contract.Syncs) || call.Info is not { Direction.Number: { } mapped } info
            || call[Part.Direction]?.Number is not { } given || mapped == given)
            return false;
        if (call.Contract.Syncs && Directions.Is(info.Direction, info, "Bidirectional"))
            return false;
        var written = Wording.Written(info, Part.Direction);
        call.ReportArgument(
            Descriptor, call.Source(Part.Direction), Replacements.SameText(call, written), Wording.Address(call),
            Directions.Name(info.Direction, written), Wording.Line(info.Site), call.Doing(),
            Directions.Name(call[Part.Direction], call.Source(Part.Direction)));
        return false;
    }
}
