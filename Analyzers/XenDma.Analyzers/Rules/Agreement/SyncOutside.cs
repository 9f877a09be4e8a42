using XenDma.Analyzers.Contracts;
using XenDma.Analyzers.Flow;

namespace XenDma.Analyzers.Rules.Agreement;

/// <summary>XDMA3008: sync reaches outside the mapped range.</summary>
internal sealed class SyncOutside() : FlowRule(Descriptors.SyncOutside)
{
    public override bool OnCall(FlowCall call)
    {
        if (call.Role is not (Role.SyncForCpu or Role.SyncForDevice) || call.Info is not { Size: { } mapped } info
            || call[Part.Size] is not { } size || OffsetOf(call) is not { } offset)
            return false;
        var end = Terms.Add(offset, size);
        bool outside = Terms.Subtract(end, mapped).Number is { } beyond ? beyond > 0m
            : Solver.Decide(call.Path, Terms.Less(mapped, end)) == true;
        if (!outside)
            return false;
        string reach = end.Number is { } number
            ? number.ToString(System.Globalization.CultureInfo.InvariantCulture) : "beyond its end";
        call.ReportArgument(
            Descriptor, null, null, Wording.Address(call), Wording.Value(mapped, Wording.Written(info, Part.Size)),
            Wording.Line(info.Site), reach);
        return false;
    }

    private static Value? OffsetOf(FlowCall call)
    {
        if (call.Contract[Part.Offset] != MethodContract.Absent)
            return call[Part.Offset];
        if (call.Contract.Kind == MappingKind.Owned)
            return call.Argument("offset");
        if (call.Contract.Kind == MappingKind.Held)
            return Value.Int(0m);
        var address = call[Part.Address];
        if (address is null || call.Mapping is null)
            return null;
        if (address.Equals(call.Mapping))
            return Value.Int(0m);
        return address.IsOp("+") && address.Args[0].Equals(call.Mapping) ? address.Args[1] : null;
    }
}
