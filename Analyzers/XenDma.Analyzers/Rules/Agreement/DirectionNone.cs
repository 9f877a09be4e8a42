using XenDma.Analyzers.Contracts;
using XenDma.Analyzers.Flow;

namespace XenDma.Analyzers.Rules.Agreement;

/// <summary>XDMA3009: direction None given to map, unmap or sync.</summary>
internal sealed class DirectionNone() : FlowRule(Descriptors.DirectionNone)
{
    public override bool OnCall(FlowCall call)
    {
        if (CallDirections.Of(call) != "None")
            return false;
        return call.ReportAt(Descriptor, call.Operation, null, call.Method?.Name);
    }
}
