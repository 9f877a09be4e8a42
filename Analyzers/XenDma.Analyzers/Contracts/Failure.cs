namespace XenDma.Analyzers.Contracts;

/// <summary>How a call that maps or allocates says that it failed.</summary>
internal enum Failure
{
    MappingError,
    Null,
    Zero,
    MinusOne,
    Negative,
    NonZeroStatus,
    False,
    Exception,
    Never,
}
