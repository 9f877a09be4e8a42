namespace XenDma.Analyzers.Flow;

/// <summary>What a symbolic value is. Places (local, field, element ...) double as the value that they held when the method began.</summary>
internal enum ValueKind : byte
{
    /// <summary>A constant; numbers as decimal, null as null.</summary>
    Const,

    /// <summary>The default of a struct.</summary>
    Default,

    /// <summary>An unknown result of one operation, on one round.</summary>
    Fresh,

    /// <summary>An object that this path created, on one round.</summary>
    Object,
    This,

    /// <summary>A local or a parameter.</summary>
    Local,
    Capture,

    /// <summary>A field or property of args[0]; of no receiver when static.</summary>
    Member,

    /// <summary>The element args[1] of args[0].</summary>
    Element,

    /// <summary>Bookkeeping: what a ref local stands for.</summary>
    RefTo,

    /// <summary>Bookkeeping: the live mapping of the scatter list, or of another object that is mapped in place, args[0].</summary>
    ListState,

    /// <summary>Bookkeeping: how many elements the container args[0] holds.</summary>
    SizeOf,

    /// <summary>Bookkeeping: the container that the enumerator args[0] stands in, and where.</summary>
    Cursor,

    /// <summary>A mapping that this path made; also its address, and for an owner the object.</summary>
    Mapping,

    /// <summary>The coherent memory of the mapping args[0].</summary>
    Memory,

    /// <summary>MapSg's result for the mapping args[0].</summary>
    Count,

    /// <summary>What a call returned beside the mapping args[0], or a number that args[0] has, which tells whether the call failed.</summary>
    Status,

    /// <summary>True when the mapping args[0] failed.</summary>
    Failed,

    /// <summary>An operator or a pure call over args; the payload names it.</summary>
    Op,
    Tuple,

    /// <summary>A lambda, local function or method group.</summary>
    Function,
}
