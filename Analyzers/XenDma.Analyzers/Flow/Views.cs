namespace XenDma.Analyzers.Flow;

/// <summary>Views of memory: a slice is its root with an offset and a length, however it was cut; a span over the whole is the root itself.</summary>
internal static class Views
{
    private const string View = "view";

    public static Value Slice(Value memory, Value offset, Value? length)
    {
        var (root, start, _) = Split(memory);
        return Value.Of(View, root, Terms.Add(start, offset), length ?? Value.Null);
    }

    public static bool IsSlice(Value memory) => memory.IsOp(View);

    /// <summary>The memory that the view is of, the view's first byte in it, and its bytes; null where its end is the root's.</summary>
    public static (Value Root, Value Offset, Value? Length) Split(Value memory)
    {
        if (memory.IsOp(View))
        {
            var (root, before, _) = Split(memory.Args[0]);
            return (root, Terms.Add(before, memory.Args[1]), memory.Args[2].IsNull ? null : memory.Args[2]);
        }
        // A pointer that was moved.
        if (!memory.IsOp("+"))
            return (memory, Value.Int(0m), null);
        var (start, offset, _) = Split(memory.Args[0]);
        return (start, Terms.Add(offset, memory.Args[1]), null);
    }

    public static Value Root(Value memory)
    {
        while (memory.IsOp(View) || memory.IsOp("+"))
            memory = memory.Args[0];
        return memory;
    }

    /// <summary>The last byte's successor, where it is known.</summary>
    public static Value? End(Value offset, Value? length) => length is null ? null : Terms.Add(offset, length);
}
