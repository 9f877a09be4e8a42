using System;
using Microsoft.CodeAnalysis;
using XenDma.Analyzers.Contracts;

namespace XenDma.Analyzers.Flow;

/// <summary>What is known of one mapping from the call that made it. Never changes; what happens to it is <see cref="MappingState"/>.</summary>
internal sealed class MappingInfo(IOperation call, IOperation site, int round, MethodContract? contract) : IEquatable<MappingInfo>
{
    /// <summary>The call that mapped.</summary>
    public IOperation Call { get; } = call;

    /// <summary>The call as the analyzed method sees it: the call of the helper, where a helper mapped.</summary>
    public IOperation Site { get; } = site;

    public int Round { get; } = round;

    /// <summary>Null where only an attribute says that the caller gets a live mapping.</summary>
    public MethodContract? Contract { get; } = contract;

    public MappingKind Kind => Contract?.Kind ?? MappingKind.Any;

    public Value? Device { get; init; }

    public Value? Buffer { get; init; }

    public Value? Size { get; init; }

    public Value? Direction { get; init; }

    public Value? Attrs { get; init; }

    public bool Equals(MappingInfo? other) =>
        other is not null && ReferenceEquals(Call, other.Call) && ReferenceEquals(Site, other.Site) && Round == other.Round
        && Equals(Device, other.Device) && Equals(Buffer, other.Buffer) && Equals(Size, other.Size)
        && Equals(Direction, other.Direction) && Equals(Attrs, other.Attrs);

    public override bool Equals(object? obj) => Equals(obj as MappingInfo);

    public override int GetHashCode() => (Value.HashOf(Call) * 31) + Round;
}
