using XenDma.Analyzers.Contracts;
using XenDma.Analyzers.Flow;

namespace XenDma.Analyzers.Rules.Agreement;

/// <summary>XDMA3010: FreeCoherent's size, buffer or handle is not that of the AllocCoherent.</summary>
internal sealed class FreeDiffers() : FlowRule(Descriptors.FreeDiffers)
{
    public override bool OnCall(FlowCall call)
    {
        if (call.Role != Role.Free || call.Info is not { Kind: MappingKind.Coherent } info)
            return false;
        string name = Wording.Text(call.Source(Part.Buffer));
        string line = Wording.Line(info.Site);
        if (call[Part.Address] is { Mapping: { } other } && !other.Equals(info))
            call.ReportArgument(
                Descriptor, null, null, $"'{name}' was allocated at {line}, and is freed with the handle of the allocation at {Wording.Line(other.Site)}");
        else if (Agreements.Differ(call.Path, info.Size, call[Part.Size]))
        {
            var written = Wording.Written(info, Part.Size);
            string sizes = $"as {Wording.Value(info.Size, written)} bytes at {line}, and is freed as {Wording.Value(call[Part.Size], call.Source(Part.Size))}";
            call.ReportArgument(Descriptor, call.Source(Part.Size), Replacements.SameText(call, written), $"'{name}' was allocated {sizes}");
        }
        return false;
    }
}
