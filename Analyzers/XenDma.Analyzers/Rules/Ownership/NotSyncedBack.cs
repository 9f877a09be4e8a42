using Microsoft.CodeAnalysis;
using XenDma.Analyzers.Contracts;
using XenDma.Analyzers.Flow;

namespace XenDma.Analyzers.Rules.Ownership;

/// <summary>XDMA4003: the CPU wrote a buffer after a sync for the CPU, and it goes back to the device without one for the device.</summary>
internal sealed class NotSyncedBack() : FlowRule(Descriptors.NotSyncedBack)
{
    public override bool OnTold(FlowTold told) => Judge(told, told.Place, "goes back to the device here");

    public override bool OnCall(FlowCall call) =>
        call.Role is Role.SyncForCpu or Role.SyncSgForCpu && Judge(call, call.Place, "is synced for the CPU again");

    public override bool OnEnd(FlowEnd end)
    {
        // A mapping that is lost is that mistake, not this one.
        bool ours = end.State is { MustRelease: true } or { Life: Life.Failed or Life.Silent or Life.Released };
        return !ours && Judge(end, end.Custody?.Unsynced, "stays mapped");
    }

    private bool Judge(FlowEvent flow, IOperation? place, string what)
    {
        if (place is null || flow.Custody is not { Unsynced: { } write, IsSaid: false } custody)
            return false;
        flow.Update(custody with { Unsynced = null });
        flow.Report(new Finding(Descriptor, place, CustodyWording.Name(flow, custody), Wording.Line(write), what) { Others = [flow.Info?.Site, write] });
        return false;
    }
}
