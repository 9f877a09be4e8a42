using System;
using Microsoft.CodeAnalysis;

namespace XenDma.Analyzers.Flow;

/// <summary>Where a mapping stands in its life on one path.</summary>
internal enum Life : byte
{
    /// <summary>Mapped or failed: nobody asked yet.</summary>
    Unchecked,
    Live,
    Failed,

    /// <summary>Live or failed: it was asked, but paths with both answers became one.</summary>
    Asked,
    Released,

    /// <summary>Given up: nothing more is said about it.</summary>
    Silent,
}

/// <summary>Things said about a mapping once a path.</summary>
[Flags]
internal enum Said : ushort
{
    None = 0,
    LateSync = 1,
    LateUse = 2,
    FailedUse = 4,
    SecondRelease = 8,

    /// <summary>Compared with a constant, which is no check but was said to be none.</summary>
    Compared = 16,
}

/// <summary>What one path knows of one mapping. Immutable.</summary>
internal sealed record MappingState(Life Life, bool Owned)
{
    /// <summary>The call that released it.</summary>
    public IOperation? ReleasedAt { get; init; }

    public Said Said { get; init; }

    public static MappingState Silenced { get; } = new(Life.Silent, Owned: false);

    /// <summary>A failure would not be noticed: still to be asked about.</summary>
    public bool IsPending => Life == Life.Unchecked;

    public bool IsReleased => Life == Life.Released;

    /// <summary>This path must still release it.</summary>
    public bool MustRelease => Owned && Life is Life.Live or Life.Unchecked or Life.Asked;
}
