using XenDma.Analyzers.Contracts;
using XenDma.Analyzers.Flow;

namespace XenDma.Analyzers.Rules.Agreement;

/// <summary>XDMA3001: the unmap's size differs from the map's.</summary>
internal sealed class SizeDiffers() : FlowRule(Descriptors.SizeDiffers)
{
    public override bool OnCall(FlowCall call)
    {
        if (call.Role != Role.Unmap || call.Info is not { } info || info.Kind == MappingKind.Coherent)
            return false;
        var given = call[Part.Size];
        if (!Agreements.Differ(call.Path, info.Size, given))
            return false;
        var written = Wording.Written(info, Part.Size);
        call.ReportArgument(
            Descriptor, call.Source(Part.Size), Replacements.SameText(call, written), Wording.Address(call),
            Wording.Value(info.Size, written), Wording.Line(info.Site), Wording.Value(given, call.Source(Part.Size)));
        return false;
    }
}
