using XenDma.Analyzers.Contracts;

namespace XenDma.Analyzers.Flow;

/// <summary>What a comparison says of a call that may have failed, by the idiom of its contract: the same term as MappingError's answer.</summary>
internal static class FailureTerms
{
    private const string Cleared = "cleared";

    /// <summary>The handle that its release took away from the variable that held it: null or zero from there on.</summary>
    public static Value Clear(Value handle) => IsCleared(handle) ? handle : Value.Of(Cleared, handle);

    public static bool IsCleared(Value handle) => handle.IsOp(Cleared);

    /// <summary>What it says that the two are equal; null when it says nothing of a failure.</summary>
    public static Value? Equal(Value a, Value b)
    {
        var (subject, constant) = IsConstant(a) ? (b, a) : (a, b);
        if (!IsConstant(constant))
            return null;
        if (IsCleared(subject) && IsNothing(constant))
            return Value.True;
        if (AskedOf(subject) is not var (contract, failure))
            return null;
        bool status = subject.Kind is ValueKind.Status or ValueKind.Op;
        bool? failed = contract.Failure switch
        {
            Failure.Null or Failure.Zero when IsNothing(constant) => true,
            Failure.MinusOne when IsAllOnes(constant) => true,
            Failure.Negative when constant.Number < 0m => true,
            Failure.Negative when status && constant.Number >= 0m => false,
            Failure.NonZeroStatus when status && constant.Number == 0m => false,
            Failure.Property when status && contract.Success is null && IsNothing(constant) => true,
            Failure.Property when status && contract.Success is not null && constant.Number == contract.Success => false,
            _ => null,
        };
        return Answer(failure, failed);
    }

    /// <summary>What it says that the first is less than the second; null when it says nothing of a failure.</summary>
    public static Value? Less(Value a, Value b)
    {
        if (a.Number is { } low && AskedOf(b) is var (above, failure))
            return Answer(failure, IsFailure(above.Failure, low, isBelow: false));
        return b.Number is { } high && AskedOf(a) is var (below, failed) ? Answer(failed, IsFailure(below.Failure, high, isBelow: true)) : null;
    }

    /// <summary>Whether a result on that side of the bound is a failure. Bounds beside the idiom's own are taken as meant well.</summary>
    private static bool? IsFailure(Failure failure, decimal bound, bool isBelow) => failure switch
    {
        Failure.Negative or Failure.MinusOne when bound is 0m or 1m && isBelow => true,
        Failure.Negative or Failure.MinusOne when bound is 0m or -1m && !isBelow => false,
        Failure.Zero or Failure.Null or Failure.Property when bound == 1m && isBelow => true,
        Failure.Zero or Failure.Null or Failure.Property when bound == 0m && !isBelow => false,
        Failure.NonZeroStatus when bound == 0m => true,
        Failure.NonZeroStatus when bound is 1m or -1m => bound > 0m != isBelow,
        _ => null,
    };

    /// <summary>The contract of the call that is asked about, and the term that it failed.</summary>
    private static (MethodContract Contract, Value Failure)? AskedOf(Value subject)
    {
        if (subject is { Kind: ValueKind.Op, Payload: MethodContract wait })
            return (wait, Terms.Not(Waits.Asked(subject.Args[0])));
        return MappingOf(subject) is { Mapping.Contract: { } contract } mapping ? (contract, Value.Failed(mapping)) : null;
    }

    /// <summary>What may be asked about a mapping: its address, its memory, the status of the call that made it.</summary>
    public static Value? MappingOf(Value subject) => subject.Kind switch
    {
        ValueKind.Mapping => subject,
        ValueKind.Memory => subject.Args[0],
        ValueKind.Status => MappingOf(subject.Args[0]),
        _ => null,
    };

    private static Value? Answer(Value failure, bool? failed) => failed is not { } known ? null : known ? failure : Terms.Not(failure);

    private static bool IsConstant(Value value) => value.IsConst || value.Kind == ValueKind.Default;

    private static bool IsNothing(Value constant) => constant.IsNull || constant.Kind == ValueKind.Default || constant.Number == 0m;

    private static bool IsAllOnes(Value constant) => constant.Number is -1m or uint.MaxValue or ulong.MaxValue;
}
