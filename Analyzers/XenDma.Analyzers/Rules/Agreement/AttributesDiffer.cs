using Microsoft.CodeAnalysis;
using XenDma.Analyzers.Contracts;
using XenDma.Analyzers.Flow;

namespace XenDma.Analyzers.Rules.Agreement;

/// <summary>XDMA3007: SkipCpuSync at the map and not at the unmap.</summary>
internal sealed class AttributesDiffer() : FlowRule(Descriptors.AttributesDiffer)
{
    public override bool OnCall(FlowCall call)
    {
        if (!call.Contract.Releases || call.Info is not { Attrs.Number: { } mapped } info || call[Part.Attrs]?.Number is not { } given)
            return false;
        if (SkipCpuSync(call) is not { } bit || !Has(mapped, bit) || Has(given, bit))
            return false;
        var written = Wording.Written(info, Part.Attrs);
        var source = call.Source(Part.Attrs);
        call.ReportArgument(
            Descriptor, source is { IsImplicit: true } ? null : source, Replacements.SameText(call, written),
            Wording.Address(call), Wording.Line(info.Site));
        return false;
    }

    private static ulong? SkipCpuSync(FlowCall call)
    {
        var members = call.Source(Part.Attrs)?.Type?.GetMembers("SkipCpuSync");
        return members is { Length: 1 } found && found[0] is IFieldSymbol { HasConstantValue: true, ConstantValue: { } value }
            ? System.Convert.ToUInt64(value, System.Globalization.CultureInfo.InvariantCulture) : null;
    }

    private static bool Has(decimal attrs, ulong bit) => attrs >= 0m && attrs <= ulong.MaxValue && ((ulong)attrs & bit) != 0;
}
