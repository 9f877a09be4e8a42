using System;

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
    {
        Role = role;
        Kind = kind;
        Failure = failure;
        Idempotent = idempotent;
        _places = new int[PartCount];
        for (int i = 0; i < _places.Length; i++)
            _places[i] = Absent;
    }

    public Role Role { get; }

    public MappingKind Kind { get; }

    public Failure Failure { get; }

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
}
