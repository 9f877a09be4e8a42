using XenDma.Analyzers.Flow;

namespace XenDma.Analyzers.Rules.Ownership;

/// <summary>XDMA4007: unmapped or freed where waiting for the device failed, and nothing stopped it.</summary>
internal sealed class ReleasedInFlight() : FlowRule(Descriptors.ReleasedInFlight)
{
    public override bool OnCall(FlowCall call)
    {
        if (!call.Contract.Releases || call.Place is not { } place || Waits.Failed(call.Path) is not { } wait)
            return false;
        bool inFlight = call.Info is null ? call.State is null : call.Custody is { IsSubmitted: true };
        return inFlight && call.Report(new Finding(Descriptor, place, Wording.Address(call), call.Doing(), Wording.Line(wait))
        {
            Others = [call.Info?.Site, wait],
        });
    }
}
