namespace XenDma;

/// <summary>The dated behaviour of a kernel release: every decision that changed between releases, each under the name of its change and
/// read in one place. The ops are written once; this record says which way they decide.</summary>
public sealed partial record Semantics
{
    /// <summary>The release, as scenarios name it: <c>4.18</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The kernel whose behaviour this is, in words.</summary>
    public required string Source { get; init; }

    /// <summary>The name alone.</summary>
    public override string ToString() => Name;
}
