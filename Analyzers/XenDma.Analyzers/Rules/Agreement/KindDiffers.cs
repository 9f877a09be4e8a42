using Microsoft.CodeAnalysis.Operations;
using XenDma.Analyzers.Contracts;
using XenDma.Analyzers.Flow;

namespace XenDma.Analyzers.Rules.Agreement;

/// <summary>XDMA3004: another kind of function than the map's.</summary>
internal sealed class KindDiffers() : FlowRule(Descriptors.KindDiffers)
{
    public override bool OnCall(FlowCall call)
    {
        if (!(call.Contract.Releases || call.Contract.Syncs) || call.Info is not { Contract: not null } info || Agree(call, info.Kind))
            return false;
        string name = (info.Call as IInvocationOperation)?.TargetMethod.Name ?? "another call";
        call.ReportAt(Descriptor, call.Operation, null, Wording.Address(call), name, Wording.Line(info.Site), call.Method?.Name);
        return true;
    }

    private static bool Agree(FlowCall call, MappingKind mapped)
    {
        var used = call.Contract.Kind;
        if (mapped == used)
            return true;
        bool streaming = mapped is MappingKind.Any or MappingKind.Single or MappingKind.Page;
        if (call.Contract.Syncs)
            return streaming == (used != MappingKind.ScatterList) || mapped == MappingKind.Owned;
        return streaming && used == MappingKind.Any || mapped == MappingKind.Any && used is MappingKind.Single or MappingKind.Page;
    }
}
