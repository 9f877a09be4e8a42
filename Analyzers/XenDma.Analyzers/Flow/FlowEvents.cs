using System.Collections.Generic;
using Microsoft.CodeAnalysis;
using XenDma.Analyzers.Contracts;

namespace XenDma.Analyzers.Flow;

/// <summary>Something that happens on a path, with the means to report it.</summary>
internal abstract class FlowEvent(IOperation operation, Frame frame, PathState path, Findings findings)
{
    private readonly Findings _findings = findings;

    public IOperation Operation { get; } = operation;

    public Frame Frame { get; } = frame;

    public PathState Path { get; } = path;

    /// <summary>The mapping concerned: one of this path's, or the value of a handle that came from elsewhere; null if unknown.</summary>
    public Value? Mapping { get; set; }

    public MappingInfo? Info => Mapping?.Mapping;

    public MappingState? State =>
        Mapping is not null && Path.Mappings.TryGetValue(Mapping, out var state) ? state : null;

    public Custody? Custody => Mapping is not null && Path.Custodies.TryGetValue(Mapping, out var custody) ? custody : null;

    /// <summary>The operation in the analyzed method's own text; null when the callee's own analysis will say the same.</summary>
    public IOperation? Place
    {
        get
        {
            if (Frame.ForeignCall is not { } call)
                return Operation;
            return Info is null || ReferenceEquals(Info.Site, call) ? null : call;
        }
    }

    public MethodContract? MapContract => Info?.Contract;

    public bool IsCoherent => Info?.Kind == MappingKind.Coherent;

    public bool Report(Finding finding)
    {
        _findings.Add(finding);
        return true;
    }

    public void Update(MappingState state) => Path.Mappings[Mapping!] = state;

    public void Update(Custody custody) => Path.Custodies[Mapping!] = custody;
}

/// <summary>A call of a method that has a contract, before it takes effect.</summary>
internal sealed class FlowCall(IOperation operation, MethodContract contract, Frame frame, PathState path, Findings findings)
    : FlowEvent(operation, frame, path, findings)
{
    private static readonly int PartCount = System.Enum.GetValues(typeof(Part)).Length;
    private readonly (Value? Value, IOperation? Operation)[] _parts = new (Value?, IOperation?)[PartCount];
    private List<(string Name, Value Value)>? _named;

    public MethodContract Contract { get; } = contract;

    public FlowContext Context { get; init; } = null!;

    public Role Role => Contract.Role;

    public IMethodSymbol? Method => CallSites.MethodOf(Operation);

    /// <summary>Releasing what is released already does nothing: but a copy of a handle that its release clears was not cleared.</summary>
    public bool MayRepeat
    {
        get
        {
            var handle = this[Part.Address] ?? this[Part.Buffer];
            return Contract.Idempotent && (!Contract.Clears(Method) || handle is null || FailureTerms.IsCleared(handle));
        }
    }

    public Value? this[Part part] => _parts[(int)part].Value;

    public IOperation? Source(Part part) => _parts[(int)part].Operation;

    /// <summary>The value of the parameter of that name.</summary>
    public Value? Argument(string name)
    {
        for (int i = 0; i < _named?.Count; i++)
        {
            if (_named[i].Name == name)
                return _named[i].Value;
        }
        return null;
    }

    public void SetNamed(string name, Value value) => (_named ??= []).Add((name, value));

    public void Set(Part part, Value value, IOperation? operation) => _parts[(int)part] = (value, operation);
}

/// <summary>How an address or memory is used.</summary>
internal enum UseKind
{
    HandOver,
    Store,
    Memory,
}

internal sealed class FlowUse(IOperation operation, UseKind kind, Frame frame, PathState path, Findings findings)
    : FlowEvent(operation, frame, path, findings)
{
    public UseKind Kind { get; } = kind;
}

/// <summary>How a mapping gets out of reach.</summary>
internal enum LossKind
{
    /// <summary>The path ends, or the scope of the last variable that held it.</summary>
    Leak,
    Overwritten,
    Discarded,

    /// <summary>Kept in a field that no method of the type releases.</summary>
    NeverReleasedField,
}

internal sealed class FlowLoss(IOperation operation, LossKind kind, Frame frame, PathState path, Findings findings)
    : FlowEvent(operation, frame, path, findings)
{
    public LossKind Kind { get; } = kind;

    /// <summary>Where the path leaves the method.</summary>
    public IOperation? Exit { get; init; }
}

/// <summary>An address or a count compared with a constant.</summary>
internal sealed class FlowCompare(IOperation operation, Value tested, Value constant, Frame frame, PathState path, Findings findings)
    : FlowEvent(operation, frame, path, findings)
{
    public Value Tested { get; } = tested;

    public Value Constant { get; } = constant;

    public Microsoft.CodeAnalysis.Operations.BinaryOperatorKind Operator { get; init; }

    /// <summary>The constant stands on the left.</summary>
    public bool IsFlipped { get; init; }
}

/// <summary>An address is read out of a scatter list that this path mapped.</summary>
internal sealed class FlowListRead(IOperation operation, Value index, Frame frame, PathState path, Findings findings)
    : FlowEvent(operation, frame, path, findings)
{
    public Value Index { get; } = index;
}
