using System.Collections.Immutable;

namespace XenDma.Analyzers.Flow;

/// <summary>What a path learnt about one value: a range, what it equals, what it does not.</summary>
internal sealed record Fact(decimal? Low, decimal? High, Value? Equal, ImmutableHashSet<Value> Unequal)
{
    public static readonly Fact Nothing = new(null, null, null, ImmutableHashSet<Value>.Empty);

    public bool Equals(Fact? other) =>
        other is not null && Low == other.Low && High == other.High && Equals(Equal, other.Equal)
        && (ReferenceEquals(Unequal, other.Unequal) || Unequal.SetEquals(other.Unequal));

    public override int GetHashCode() => ((Low ?? 0m).GetHashCode() * 31) + (High ?? 0m).GetHashCode();

    /// <summary>What both facts allow: used where two paths join.</summary>
    public Fact Join(Fact other) => new(
        Low is { } a && other.Low is { } b ? System.Math.Min(a, b) : null,
        High is { } c && other.High is { } d ? System.Math.Max(c, d) : null,
        Equals(Equal, other.Equal) ? Equal : null,
        Unequal.Intersect(other.Unequal));
}
