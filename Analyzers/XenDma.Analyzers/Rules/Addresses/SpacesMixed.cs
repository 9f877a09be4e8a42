using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using XenDma.Analyzers.Contracts;
using XenDma.Analyzers.Flow;

namespace XenDma.Analyzers.Rules.Addresses;

/// <summary>XDMA5003: a guest address used as a bus address, or the reverse, without translation.</summary>
internal sealed class SpacesMixed() : FlowRule(Descriptors.SpacesMixed)
{
    public override bool OnAddress(FlowAddress address)
    {
        if (address.Step != AddressStep.Wrapped || address.Frame.ForeignCall is not null)
            return false;
        var made = Spaces.OfType(address.Operation.Type);
        var given = Spaces.Of(address.Value);
        bool mixed = (Spaces.IsGuest(given) && Spaces.IsBus(made)) || (Spaces.IsBus(given) && Spaces.IsGuest(made));
        var written = (address.Operation as IObjectCreationOperation)?.Arguments[0].Value;
        return mixed && Report(address, address.Operation, written, made);
    }

    /// <summary>A call that takes a bus address as a plain number is given a guest address.</summary>
    public override bool OnCall(FlowCall call)
    {
        bool takes = call.Role is Role.Submit or Role.DeviceAccess or Role.Unmap or Role.SyncForCpu or Role.SyncForDevice or Role.MappingError;
        if (!takes || call.Frame.ForeignCall is not null || call.Source(Part.Address) is not { } source || Spaces.OfType(source.Type) != Space.None)
            return false;
        return call[Part.Address] is { } given && Spaces.Of(given) == Space.GuestAddress && Report(call, source, source, Space.BusAddress);
    }

    private bool Report(FlowEvent flow, IOperation place, IOperation? written, Space made)
    {
        bool bus = Spaces.IsBus(made);
        return flow.Report(new Finding(Descriptor, place, Wording.Text(written), bus ? "guest" : "bus", bus ? "bus" : "guest"));
    }
}
