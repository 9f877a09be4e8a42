using XenDma.Analyzers.Contracts;
using XenDma.Analyzers.Flow;

namespace XenDma.Analyzers.Rules.Lifetime;

/// <summary>XDMA1001: sync of an address that was never mapped, or is unmapped already.</summary>
internal sealed class SyncOfUnmapped() : FlowRule(Descriptors.SyncOfUnmapped)
{
    public override bool OnCall(FlowCall call)
    {
        if (!call.Contract.Syncs || call.Place is not { } place)
            return false;
        if (call.State is { Life: Life.Released } state)
        {
            if ((state.Said & Said.LateSync) != 0)
                return true;
            call.Update(state with { Said = state.Said | Said.LateSync });
            return call.Report(new Finding(
                Descriptor, place, Wording.Address(call), "was unmapped at " + Wording.Line(state.ReleasedAt!))
            {
                Others = [call.Info?.Site, state.ReleasedAt],
            });
        }
        if ((call.Mapping is null && call[Part.Address] is { Kind: ValueKind.Default }) || Holders.IsNeverMapped(call))
            return call.Report(new Finding(Descriptor, place, Wording.Address(call), "was never mapped on this path"));
        return false;
    }
}
