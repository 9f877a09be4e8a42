using XenDma.Analyzers.Flow;

namespace XenDma.Analyzers.Rules.Ownership;

/// <summary>XDMA4007: unmapped or freed where waiting for the device failed, and nothing stopped it.</summary>
internal sealed class ReleasedInFlight() : FlowRule(Descriptors.ReleasedInFlight)
{
    public override bool OnCall(FlowCall call)
    {
        if (!call.Contract.Releases || call.Place is not { } place)
            return false;
        var failed = Waits.Failed(call.Path);
        if ((failed ?? Waits.Unanswered(call.Path)) is not { } wait)
            return false;
        string when = failed is null ? "before it is known whether the wait at " + Wording.Line(wait) + " succeeded"
            : "after the wait at " + Wording.Line(wait) + " failed";
        bool inFlight = call.Info is null ? call.State is null : call.Custody is { IsSubmitted: true };
        return inFlight && call.Report(new Finding(Descriptor, place, Wording.Address(call), call.Doing(), when)
        {
            Others = [call.Info?.Site, wait],
        });
    }
}
