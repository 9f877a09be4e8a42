using XenDma.Analyzers.Contracts;
using XenDma.Analyzers.Flow;

namespace XenDma.Analyzers.Rules.Memory;

/// <summary>XDMA6004: a slice that the device writes shares a cache line with other data.</summary>
internal sealed class LineShared() : FlowRule(Descriptors.LineShared)
{
    /// <summary>Bytes of a cache line on x86, and on nearly every Arm that runs Xen.</summary>
    private const decimal Line = 64m;

    public override bool OnCall(FlowCall call)
    {
        if (call.Role != Role.Map || call.Contract.Kind == MappingKind.Page || call.Place is not { } place
            || call[Part.Buffer] is not { } buffer || !Views.IsSlice(buffer))
            return false;
        string? direction = DirectionNames.Of(call.Contract, call[Part.Direction], call.Source(Part.Direction));
        if (direction is not ("FromDevice" or "Bidirectional"))
            return false;
        var (root, offset, length) = Views.Split(buffer);
        if (offset.Number is not { } first || (length ?? call[Part.Size])?.Number is not { } bytes)
            return false;
        bool atStart = first % Line != 0m;
        bool atEnd = (first + bytes) % Line != 0m && !IsEnd(call.Path, root, first + bytes);
        if (!atStart && !atEnd)
            return false;
        call.Report(new Finding(
            Descriptor, place, Wording.Text(call.Source(Part.Buffer)), Text(first), Text(first + bytes), atStart ? "start" : "end",
            direction == "FromDevice" ? "drops" : "writes back or drops"));
        return false;
    }

    /// <summary>The slice ends where all of the buffer ends.</summary>
    private static bool IsEnd(PathState path, Value root, decimal end) =>
        (root.Kind == ValueKind.Memory && root.Args[0].Mapping?.Size?.Number == end)
        || (path.Memory.TryGetValue(Value.SizeOf(root), out var size) && size.Number == end);

    private static string Text(decimal number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
