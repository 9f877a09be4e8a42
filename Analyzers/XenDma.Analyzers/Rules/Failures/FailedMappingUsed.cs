using XenDma.Analyzers.Contracts;
using XenDma.Analyzers.Flow;

namespace XenDma.Analyzers.Rules.Failures;

/// <summary>XDMA2004: failed mapping unmapped, synced or handed to the device.</summary>
internal sealed class FailedMappingUsed() : FlowRule(Descriptors.FailedMappingUsed)
{
    public override bool OnCall(FlowCall call)
    {
        bool uses = (call.Contract.Releases && !call.Contract.Idempotent) || call.Contract.Syncs;
        return uses && Judge(call, call.Doing());
    }

    public override bool OnUse(FlowUse use) => use.Kind == UseKind.HandOver && Judge(use, "used");

    private bool Judge(FlowEvent flow, string doing)
    {
        if (flow.Info is not { } info || flow.IsCoherent || flow.State is not { Life: Life.Failed })
            return false;
        flow.Update(MappingState.Silenced);
        flow.ReportAt(Descriptor, flow.Place, null, Wording.Name(info), doing, Wording.Line(info.Site));
        return true;
    }
}
