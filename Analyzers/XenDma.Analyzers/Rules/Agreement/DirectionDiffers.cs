using XenDma.Analyzers.Contracts;
using XenDma.Analyzers.Flow;

namespace XenDma.Analyzers.Rules.Agreement;

/// <summary>XDMA3002: the direction differs from the map's. A bidirectional mapping may be synced one way.</summary>
internal sealed class DirectionDiffers() : FlowRule(Descriptors.DirectionDiffers)
{
    public override bool OnCall(FlowCall call)
    {
        if (!(call.Contract.Releases || call.Contract.Syncs) || call.Info is not { } info || Agree(call, info))
            return false;
        if (call.Contract.Syncs && CallDirections.Of(info) == "Bidirectional")
            return false;
        var written = Wording.Written(info, Part.Direction);
        call.ReportArgument(
            Descriptor, call.Source(Part.Direction), Replacements.SameText(call, written), Wording.Address(call),
            CallDirections.Of(info) ?? Wording.Text(written), Wording.Line(info.Site), call.Doing(),
            CallDirections.Of(call) ?? Wording.Text(call.Source(Part.Direction)));
        return false;
    }

    /// <summary>Where a direction has no name that is known, numbers of the same library are compared.</summary>
    private static bool Agree(FlowCall call, MappingInfo info)
    {
        if (CallDirections.Of(info) is { } mapped && CallDirections.Of(call) is { } given)
            return mapped == given;
        if (call.Contract.Directions is not null || info.Direction?.Number is not { } before || call[Part.Direction]?.Number is not { } now)
            return true;
        return before == now;
    }
}
