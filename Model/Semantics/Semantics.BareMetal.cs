namespace XenDma;

/// <summary>What was decided wrongly on bare metal.</summary>
public sealed partial record Semantics
{
    /// <summary>A mapping of more than 32 KiB that finds the pool full is a panic.</summary>
    [Defect("until 4.20", "8088546832aa")]
    public bool PanicOnFull { get; init; }

    /// <summary>Every mapping that fails gets the address of one real buffer of 32 KiB.</summary>
    [Defect("until 4.20", "dff8d6c1ed58")]
    public bool SharedOverflowBuffer { get; init; }

    /// <summary>Coherent memory that the device cannot reach is taken from the bounce pool.</summary>
    [Defect("until 4.20")]
    public bool CoherentDrainsPool { get; init; }

    /// <summary>Coherent memory from the pool is filled with what lies at guest address 0.</summary>
    [Defect("4.9.321, 4.14.286", Needs = nameof(CoherentDrainsPool))]
    public bool ZeroOriginalCopied { get; init; }

    /// <summary>map_sg without a pool fails at an entry and leaves the list as if the entries before were mapped.</summary>
    [Defect("4.18")]
    public bool DirectMapSgNoUndo { get; init; }
}
