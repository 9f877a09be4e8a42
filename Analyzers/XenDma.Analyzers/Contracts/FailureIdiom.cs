using System;

namespace XenDma.Analyzers.Contracts;

/// <summary>How a call says that it failed, with the property that tells where it is one.</summary>
internal sealed class FailureIdiom : IEquatable<FailureIdiom>
{
    private const string PropertyPrefix = "property:";

    /// <summary>The idioms that have no parameter, as contract files spell them.</summary>
    public static readonly (string Name, Failure Kind)[] Names =
    [
        ("mappingError", Failure.MappingError),
        ("null", Failure.Null),
        ("zero", Failure.Zero),
        ("minusOne", Failure.MinusOne),
        ("negative", Failure.Negative),
        ("nonZeroStatus", Failure.NonZeroStatus),
        ("false", Failure.False),
        ("exception", Failure.Exception),
        ("never", Failure.Never),
    ];

    public FailureIdiom(Failure kind) => Kind = kind;

    private FailureIdiom(string property, bool isInverted, string? member)
        : this(Failure.Property)
    {
        Property = property;
        IsInverted = isInverted;
        Member = member;
    }

    public Failure Kind { get; }

    /// <summary>For <see cref="Failure.Property"/>, the property's name; else empty.</summary>
    public string Property { get; } = "";

    /// <summary>True says that the call failed.</summary>
    public bool IsInverted { get; }

    /// <summary>For a property of an enum type, the member that says that the call succeeded.</summary>
    public string? Member { get; }

    /// <summary>Null when the text is no idiom.</summary>
    public static FailureIdiom? Parse(string text)
    {
        foreach (var (name, kind) in Names)
        {
            if (name == text)
                return new FailureIdiom(kind);
        }
        if (!text.StartsWith(PropertyPrefix, StringComparison.Ordinal))
            return null;
        string property = text.Substring(PropertyPrefix.Length);
        bool inverted = property.StartsWith("!", StringComparison.Ordinal);
        string[] sides = property.Substring(inverted ? 1 : 0).Split('=');
        bool valid = Array.TrueForAll(sides, MethodName.IsWord) && sides.Length <= (inverted ? 1 : 2);
        return valid ? new FailureIdiom(sides[0], inverted, sides.Length == 2 ? sides[1] : null) : null;
    }

    public bool Equals(FailureIdiom? other) =>
        other is not null && Kind == other.Kind && Property == other.Property && IsInverted == other.IsInverted && Member == other.Member;

    public override bool Equals(object? obj) => Equals(obj as FailureIdiom);

    public override int GetHashCode() => (int)Kind;
}
