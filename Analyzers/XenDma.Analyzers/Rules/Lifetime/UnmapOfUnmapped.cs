using XenDma.Analyzers.Contracts;
using XenDma.Analyzers.Flow;

namespace XenDma.Analyzers.Rules.Lifetime;

/// <summary>XDMA1002: unmap of an address that is not mapped on this path.</summary>
internal sealed class UnmapOfUnmapped() : FlowRule(Descriptors.UnmapOfUnmapped)
{
    public override bool OnCall(FlowCall call)
    {
        if (call.Role == Role.Unmap && Holders.IsNeverMapped(call))
            return call.ReportAt(Descriptor, call.Place, null, Wording.Address(call));
        bool isNothing = call.Role == Role.Unmap && call.Mapping is null && call.Contract.Kind != MappingKind.Owned && !call.Contract.Idempotent
            && call[Part.Address] is { } address && (address.Kind == ValueKind.Default || address.Number == 0m);
        return isNothing && call.Frame.ForeignCall is null && call.ReportAt(Descriptor, call.Operation, null, Wording.Address(call));
    }
}
