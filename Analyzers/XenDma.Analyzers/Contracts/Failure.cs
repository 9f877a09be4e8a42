namespace XenDma.Analyzers.Contracts;

/// <summary>How a call that maps or allocates says that it failed.</summary>
internal enum Failure
{
    /// <summary>A method with the role MappingError tells.</summary>
    MappingError,
    Null,
    Zero,
    MinusOne,
    Negative,

    /// <summary>The result is a status; 0 is success.</summary>
    NonZeroStatus,

    /// <summary>The result is false.</summary>
    False,

    /// <summary>A property of the mapping or of its holder tells.</summary>
    Property,
    Exception,
    Never,
}
