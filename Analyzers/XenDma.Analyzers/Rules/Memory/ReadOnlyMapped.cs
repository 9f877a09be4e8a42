using XenDma.Analyzers.Contracts;
using XenDma.Analyzers.Flow;

namespace XenDma.Analyzers.Rules.Memory;

/// <summary>XDMA6003: read-only data mapped so that the device may write it.</summary>
internal sealed class ReadOnlyMapped() : FlowRule(Descriptors.ReadOnlyMapped)
{
    public override bool OnCall(FlowCall call)
    {
        if (call.Role != Role.Map || call[Part.Buffer] is not { } buffer || call.Place is not { } place || !Origins.IsReadOnlyData(Views.Root(buffer)))
            return false;
        string? direction = DirectionNames.Of(call.Contract, call[Part.Direction], call.Source(Part.Direction));
        if (direction is "FromDevice" or "Bidirectional")
            call.Report(new Finding(Descriptor, place, Wording.Text(call.Source(Part.Buffer)), direction));
        // Constant data of the image does not move.
        return true;
    }
}
