namespace XenDma;

/// <summary>The dated behaviour of a kernel: every decision that changed between releases, and every decision that was wrong, each under a
/// name of its own and read in one place. The ops are written once; this record says which way they decide.</summary>
/// <remarks>A kernel is the contract plus its defects: each release is <see cref="Contract"/> with the changes of its time and the
/// <see cref="Defect"/>s that it has.</remarks>
public sealed partial record Semantics
{
    /// <summary>The release, as scenarios name it: <c>4.18</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The kernel whose behaviour this is, in words.</summary>
    public required string Source { get; init; }

    /// <summary>The name alone.</summary>
    public override string ToString() => Name;
}
