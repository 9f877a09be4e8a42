namespace XenDma.Analyzers.Flow;

/// <summary>What a project may say of how far the flow is followed and of what is judged.</summary>
internal sealed record FlowOptions
{
    public static readonly FlowOptions Default = new();

    /// <summary>Blocks that all paths through one method together walk before it is judged coarsely, beside those that its size allows it.</summary>
    public int MaxBlocks { get; init; } = 3000;

    /// <summary>Paths that may wait at one block; more are merged.</summary>
    public int MaxPaths { get; init; } = 24;

    /// <summary>How deep calls are followed into other methods of the compilation.</summary>
    public int MaxCallDepth { get; init; } = 4;

    /// <summary>A mapping that a field keeps is judged by the field's type as a whole.</summary>
    public bool JudgesFields { get; init; } = true;
}
