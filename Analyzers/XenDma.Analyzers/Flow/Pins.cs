namespace XenDma.Analyzers.Flow;

/// <summary>What a path knows of memory that does not move.</summary>
internal static class Pins
{
    /// <summary>Memory of a variable of the method.</summary>
    public const string Stack = "stack";

    private const string Pinned = "pinned";
    private const string Pinning = "pinning";

    public static Value OnStack(Value variable) => Value.Of(Stack, variable);

    /// <summary>Noted on the path, while a handle pins the object.</summary>
    public static Value Of(Value pinned) => Value.Of(Pinned, pinned);

    /// <summary>Noted on the path: what the handle pins.</summary>
    public static Value By(Value handle) => Value.Of(Pinning, handle);
}
