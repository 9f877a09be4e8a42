using XenDma.Analyzers.Contracts;
using XenDma.Analyzers.Flow;

namespace XenDma.Analyzers.Rules.Ownership;

/// <summary>XDMA4006: two live mappings overlap in one buffer, and one of them lets the device write.</summary>
internal sealed class Overlap() : FlowRule(Descriptors.Overlap)
{
    public override bool OnCall(FlowCall call)
    {
        if (call.Role != Role.Map || call[Part.Buffer] is not { IsConst: false } buffer || call.Place is not { } place)
            return false;
        bool writes = DirectionNames.Of(call.Contract, call[Part.Direction], call.Source(Part.Direction)) is "FromDevice" or "Bidirectional";
        var (root, offset, length) = Views.Split(buffer);
        if (call.Contract.Kind == MappingKind.Page && call.Argument("offset") is { } inPage)
            offset = Terms.Add(offset, inPage);
        length = call[Part.Size] ?? length;
        foreach (var other in call.Path.Custodies)
        {
            if (other.Key.Mapping is not { } info || !other.Value.Root.Equals(root) || !(writes || other.Value.DeviceWrites)
                || !IsLive(call.Path, other.Key) || ReferenceEquals(info.Call, call.Operation) || !Meet(call.Path, other.Value, offset, length))
                continue;
            call.Report(new Finding(Descriptor, place, Wording.Name(info), Wording.Line(info.Site)) { Others = [info.Site] });
            return false;
        }
        return false;
    }

    private static bool IsLive(PathState path, Value mapping) =>
        path.Mappings.TryGetValue(mapping, out var known) && known.Life is Life.Live or Life.Unchecked or Life.Asked;

    /// <summary>Both begin at the same byte, or each surely begins before the other ends.</summary>
    private static bool Meet(PathState path, Custody other, Value offset, Value? length) =>
        Terms.Subtract(offset, other.Offset).Number == 0m
        || (Before(path, other.Offset, Views.End(offset, length)) && Before(path, offset, Views.End(other.Offset, other.Length)));

    private static bool Before(PathState path, Value start, Value? end) => end is null || Solver.Decide(path, Terms.Less(start, end)) == true;
}
