using Microsoft.CodeAnalysis;

namespace XenDma.Analyzers.Flow;

/// <summary>The CPU reads or writes memory that a mapping of this path covers.</summary>
internal sealed class FlowAccess(IOperation operation, bool isWrite, Frame frame, PathState path, Findings findings)
    : FlowEvent(operation, frame, path, findings)
{
    public bool IsWrite { get; } = isWrite;

    /// <summary>Surely outside of what a sync of a part gave to the CPU.</summary>
    public bool IsOutsideWindow { get; init; }
}

/// <summary>A call lets the device work on a mapping.</summary>
internal sealed class FlowTold(IOperation operation, Frame frame, PathState path, Findings findings)
    : FlowEvent(operation, frame, path, findings)
{
    /// <summary>What the call was given: the address, or one within the mapping; null where the call names no address.</summary>
    public Value? Given { get; init; }

    public IOperation? Source { get; init; }

    /// <summary>The device begins there: not at a limit that it is told besides.</summary>
    public bool IsStart { get; init; }

    /// <summary>How many bytes the device is told of.</summary>
    public Value? Size { get; init; }
}

/// <summary>What becomes of a mapping where the analyzed method ends.</summary>
internal sealed class FlowEnd(IOperation operation, Frame frame, PathState path, Findings findings)
    : FlowEvent(operation, frame, path, findings)
{
}

/// <summary>The handle that pinned a mapping's memory is freed.</summary>
internal sealed class FlowUnpin(IOperation operation, Frame frame, PathState path, Findings findings)
    : FlowEvent(operation, frame, path, findings)
{
}

/// <summary>What is computed of an address or a frame number.</summary>
internal enum AddressStep
{
    /// <summary>Converted to an integer that is too narrow for it.</summary>
    Narrowed,

    /// <summary>Shifted left, or multiplied, in 32 bits.</summary>
    ShiftedNarrow,

    /// <summary>Made an address of another space.</summary>
    Wrapped,

    /// <summary>Moved by an offset.</summary>
    Moved,

    /// <summary>The device's own ops are read.</summary>
    OpsTaken,
}

internal sealed class FlowAddress(IOperation operation, AddressStep step, Value value, Frame frame, PathState path, Findings findings)
    : FlowEvent(operation, frame, path, findings)
{
    public AddressStep Step { get; } = step;

    /// <summary>The value before the step; for a move, after it.</summary>
    public Value Value { get; } = value;

    public FlowContext Context { get; init; } = null!;
}

/// <summary>How a number that a device wrote is used.</summary>
internal enum TrustUse
{
    Index,
    Length,
    LoopBound,
}

/// <summary>A number that a device wrote is used where a wrong one leads out of bounds.</summary>
internal sealed class FlowTrust(IOperation operation, TrustUse use, Value fetched, Frame frame, PathState path, Findings findings)
    : FlowEvent(operation, frame, path, findings)
{
    public TrustUse Use { get; } = use;

    public Value Fetched { get; } = fetched;

    /// <summary>Where the analyzed method's own text uses the number; null where the callee that uses it also reads it, and its own analysis tells.</summary>
    public IOperation? Site
    {
        get
        {
            if (Frame.ForeignCall is not { } call)
                return Operation;
            var body = Frame.Graph.OriginalOperation.Syntax;
            return Trust.ReadAt(Fetched) is { } read && !(ReferenceEquals(read.Syntax.SyntaxTree, body.SyntaxTree) && body.Span.Contains(read.Syntax.Span))
                ? call : null;
        }
    }

    /// <summary>The read that was checked, where the number used was read another time.</summary>
    public IOperation? CheckedRead { get; init; }
}
