namespace XenDma.Specs.Traces.Checking;

/// <summary>Words for messages.</summary>
internal static class TraceWords
{
    internal static string Of(DmaDirection direction) => direction switch
    {
        DmaDirection.ToDevice => "to_device",
        DmaDirection.FromDevice => "from_device",
        DmaDirection.Bidirectional => "bidirectional",
        _ => "none",
    };

    internal static string Hex(ulong? value) => value is { } known ? $"0x{known:x}" : "unknown";
}
