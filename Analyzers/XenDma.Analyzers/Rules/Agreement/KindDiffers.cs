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
        return call.ReportArgument(
            Descriptor, null, Matching(call, info.Kind), Wording.Address(call), Wording.Caller(info), Wording.Line(info.Site), call.Method?.Name);
    }

    /// <summary>The method of the mapping's kind that takes the same arguments.</summary>
    private static string? Matching(FlowCall call, MappingKind mapped)
    {
        string? used = call.Method?.Name;
        string? name = (mapped, call.Contract.Kind) switch
        {
            (MappingKind.Page, MappingKind.Single) => used?.Replace("Single", "Page"),
            (MappingKind.Single, MappingKind.Page) => used?.Replace("Page", "Single"),
            _ => null,
        };
        return name is not null && call.Method!.ContainingType.GetMembers(name).Length > 0 ? name : null;
    }

    private static bool Agree(FlowCall call, MappingKind mapped)
    {
        var used = call.Contract.Kind;
        if (mapped == used)
            return true;
        if (IsObject(mapped) || IsObject(used))
            return (IsObject(mapped) || mapped == MappingKind.Any) && (IsObject(used) || used == MappingKind.Any || call.Contract.Syncs);
        bool streaming = mapped is MappingKind.Any or MappingKind.Single or MappingKind.Page;
        if (call.Contract.Syncs)
            return streaming == (used != MappingKind.ScatterList);
        return streaming && used == MappingKind.Any || mapped == MappingKind.Any && used is MappingKind.Single or MappingKind.Page;
    }

    private static bool IsObject(MappingKind kind) => kind is MappingKind.Owned or MappingKind.Held;
}
