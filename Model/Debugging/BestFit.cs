namespace XenDma.Debugging;

/// <summary>The choice among mappings that a call may mean: without an IOMMU one address may be mapped several times.</summary>
/// <param name="agreesWithSingle">Whether a single mapping may agree in full.</param>
/// <remarks>__hash_bucket_find in kernel/dma/debug.c, Linux 6.1. A mapping that agrees in size, kind, direction and entry count is taken at
/// once; else the only one; else none, rather than a guess.</remarks>
internal struct BestFit(bool agreesWithSingle)
{
    private LiveMapping? _first;
    private int _count;

    /// <summary>The mapping meant, if that can be said.</summary>
    internal readonly LiveMapping? Mapping => _count == 1 ? _first : null;

    /// <summary>Whether several mappings may be meant, none of which agrees with the call.</summary>
    internal readonly bool IsUndecided => _count > 1;

    /// <summary>Takes a mapping into account.</summary>
    /// <returns>Whether it agrees in all, so that no other needs a look.</returns>
    internal bool Consider(LiveMapping mapping, in DmaCall call)
    {
        bool agrees = mapping.Size == call.Size && mapping.Kind == call.Kind && mapping.Direction == call.Direction &&
            mapping.EntryCount == call.EntryCount && (agreesWithSingle || mapping.Kind != MappingKind.Single);
        _count = agrees ? 1 : _count + 1;
        if (agrees || _count == 1) _first = mapping;
        return agrees;
    }
}
