using System;
using Microsoft.CodeAnalysis;

namespace XenDma.Analyzers.Contracts;

/// <summary>The role of one method, and where in its signature each part stands.</summary>
internal sealed class MethodContract
{
    /// <summary>The part is the object that the method is called on.</summary>
    public const int This = -1;

    /// <summary>The part is what the method returns.</summary>
    public const int Return = -2;

    /// <summary>The signature lacks the part.</summary>
    public const int Absent = -3;

    private static readonly int PartCount = Enum.GetValues(typeof(Part)).Length;
    private readonly int[] _places;

    public MethodContract(Role role, MappingKind kind, Failure failure, bool idempotent)
        : this(role, kind, new FailureIdiom(failure), idempotent)
    {
    }

    public MethodContract(Role role, MappingKind kind, FailureIdiom idiom, bool idempotent)
    {
        Role = role;
        Kind = kind;
        Idiom = idiom;
        Idempotent = idempotent;
        _places = new int[PartCount];
        for (int i = 0; i < _places.Length; i++)
            _places[i] = Absent;
    }

    public Role Role { get; }

    public MappingKind Kind { get; }

    public FailureIdiom Idiom { get; }

    public Failure Failure => Idiom.Kind;

    /// <summary>The method that is asked, where failure is told by MappingError.</summary>
    public string Question { get; init; } = nameof(Role.MappingError);

    /// <summary>For a property that is no bool, its value that says that the call succeeded.</summary>
    public decimal? Success { get; init; }

    /// <summary>The direction that the method always has; null where a parameter tells.</summary>
    public string? Direction { get; init; }

    /// <summary>What the library's constants for directions mean; null where the names of an enum's members tell.</summary>
    public DirectionTable? Directions { get; init; }

    /// <summary>The library has no method that releases what this one makes: it is not lost when it is forgotten.</summary>
    public bool IsForGood { get; init; }

    /// <summary>Releasing twice is allowed.</summary>
    public bool Idempotent { get; }

    /// <summary>A parameter's ordinal, <see cref="This"/>, <see cref="Return"/> or <see cref="Absent"/>.</summary>
    public int this[Part part]
    {
        get => _places[(int)part];
        set => _places[(int)part] = value;
    }

    public bool Creates => Role is Role.Map or Role.MapSg or Role.Alloc;

    public bool Releases => Role is Role.Unmap or Role.UnmapSg or Role.Free;

    public bool Syncs => Role is Role.SyncForCpu or Role.SyncForDevice or Role.SyncSgForCpu or Role.SyncSgForDevice;

    public bool IsScatterList => Role is Role.MapSg or Role.UnmapSg or Role.SyncSgForCpu or Role.SyncSgForDevice;

    /// <summary>The release takes the handle out of the variable that it is given: by reference, or as a struct that can change itself.</summary>
    public bool Clears(IMethodSymbol? method)
    {
        int place = this[Part.Address] == Absent ? this[Part.Buffer] : this[Part.Address];
        if (method is null || !Releases)
            return false;
        if (place == This)
            return method is { IsReadOnly: false, ContainingType: { IsValueType: true, IsReadOnly: false } };
        return place >= 0 && place < method.Parameters.Length && method.Parameters[place].RefKind == RefKind.Ref;
    }

    /// <summary>The type of what a call of the method gives: a constructor's is the object.</summary>
    public static ITypeSymbol ResultOf(IMethodSymbol method) =>
        method.MethodKind == MethodKind.Constructor ? method.ContainingType : method.ReturnType;
}
