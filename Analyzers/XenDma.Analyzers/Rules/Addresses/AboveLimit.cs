using XenDma.Analyzers.Contracts;
using XenDma.Analyzers.Flow;

namespace XenDma.Analyzers.Rules.Addresses;

/// <summary>XDMA5005: one mapping of a constant size above what a bounce pool can hold, and no MaxMappingSize asked.</summary>
internal sealed class AboveLimit() : FlowRule(Descriptors.AboveLimit)
{
    /// <summary>IO_TLB_SEGSIZE slots of 1 &lt;&lt; IO_TLB_SHIFT bytes.</summary>
    private const int Limit = 128 * 2048;

    public override bool OnCall(FlowCall call)
    {
        if (call.Role != Role.Map || call[Part.Size]?.Number is not > Limit || call.Place is not { } place
            || (call.Frame.Method is { } method && call.Context.Facts.AsksLimit(method)))
            return false;
        string size = call[Part.Size]!.Number!.Value.ToString(System.Globalization.CultureInfo.InvariantCulture);
        call.Report(new Finding(Descriptor, place, size, Limit.ToString(System.Globalization.CultureInfo.InvariantCulture)));
        return false;
    }
}
