using Microsoft.CodeAnalysis;
using XenDma.Analyzers.Contracts;
using XenDma.Analyzers.Flow;

namespace XenDma.Analyzers.Rules.Agreement;

/// <summary>XDMA3003: the device differs from the map's.</summary>
internal sealed class DeviceDiffers() : FlowRule(Descriptors.DeviceDiffers)
{
    public override bool OnCall(FlowCall call)
    {
        bool uses = call.Contract.Releases || call.Contract.Syncs || call.Role == Role.MappingError;
        if (!uses || call.Info is not { Device: { } mapped } info || call[Part.Device] is not { } given || !AreTwo(call.Path, mapped, given))
            return false;
        var written = Wording.Written(info, Part.Device);
        string doing = call.Role == Role.MappingError ? "checked" : call.Doing();
        call.ReportArgument(
            Descriptor, call.Source(Part.Device), Replacements.SameText(call, written), Wording.Address(call), Wording.Text(written),
            Wording.Line(info.Site), doing, Wording.Text(call.Source(Part.Device)));
        return false;
    }

    /// <summary>Two parameters, or two fields of one object: they were given two names for a reason.</summary>
    private static bool AreTwo(PathState path, Value a, Value b)
    {
        if (a.Equals(b) || a.Kind != b.Kind || Solver.Decide(path, Terms.Equal(a, b)) == true)
            return false;
        return a.Kind switch
        {
            ValueKind.Local => a.Symbol is IParameterSymbol && b.Symbol is IParameterSymbol,
            ValueKind.Member => a.Args.Length == 1 && b.Args.Length == 1 && a.Args[0].Equals(b.Args[0]) && a.Args[0].Kind == ValueKind.This,
            _ => false,
        };
    }
}
