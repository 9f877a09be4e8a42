using System;
using XenDma.Analyzers.Contracts;

namespace XenDma.Analyzers.Flow;

/// <summary>Decides conditions from what a path knows. Answers only what is certain.</summary>
internal static class Solver
{
    public static bool? Decide(PathState state, Value condition)
    {
        if (condition.IsConst)
            return condition.Payload as bool?;
        if (state.Facts.TryGetValue(condition, out var fact) && fact.Equal?.Payload is bool known)
            return known;
        return condition.Kind switch
        {
            ValueKind.Failed => DecideFailed(state, condition.Args[0]),
            ValueKind.Op => DecideOperator(state, condition),
            _ => null,
        };
    }

    public static (decimal? Low, decimal? High) Range(PathState state, Value value)
    {
        if (value.Number is { } number)
            return (number, number);
        if (value.Size > Value.MaxSize)
            return (null, null);
        var (root, offset) = Terms.Linear(value);
        if (offset != 0m)
        {
            var (low, high) = Range(state, root);
            return (low + offset, high + offset);
        }
        decimal? least = value.IsOp("count") ? Range(state, value.Args[0]).Low : Floor(value);
        if (!state.Facts.TryGetValue(value, out var fact))
            return (least, null);
        if (fact.Equal?.Number is { } equal)
            return (equal, equal);
        return (fact.Low is { } a && least is { } b ? Math.Max(a, b) : fact.Low ?? least, fact.High);
    }

    private static decimal? Floor(Value value)
    {
        bool natural = value.Kind == ValueKind.Count
            || (value.Kind == ValueKind.Member && value.Symbol?.Name is "Length" or "Count")
            || value.IsOp("unsigned");
        return natural ? 0m : null;
    }

    private static bool? DecideFailed(PathState state, Value mapping) =>
        !state.Mappings.TryGetValue(mapping, out var known) ? null : known.Life switch
        {
            Life.Failed => true,
            // What its release took away looks like what failed.
            Life.Released when mapping.Mapping?.Contract?.Failure == Failure.Property => true,
            Life.Live or Life.Released => mapping.Mapping is null ? null : false,
            _ => null,
        };

    private static bool? DecideOperator(PathState state, Value condition)
    {
        switch (condition.Payload as string)
        {
            case "!":
                return !Decide(state, condition.Args[0]);
            case "and":
                bool? left = Decide(state, condition.Args[0]);
                bool? right = Decide(state, condition.Args[1]);
                return left == false || right == false ? false : left == true && right == true ? true : null;
            case "==":
                return DecideEqual(state, condition.Args[0], condition.Args[1]);
            case "<":
                return DecideLess(state, condition.Args[0], condition.Args[1]);
            default:
                return null;
        }
    }

    private static bool? DecideEqual(PathState state, Value a, Value b)
    {
        if (a.Equals(b))
            return true;
        if (b.IsNull && DecideNull(a) is { } isNull)
            return isNull;
        if (a.Kind == ValueKind.Mapping && (b.IsConst || b.Kind == ValueKind.Default)
            && state.Mappings.TryGetValue(a, out var mapped) && mapped.Life is Life.Live or Life.Released)
            return false;
        if (state.Facts.TryGetValue(Value.Of("==", b, a), out var mirrored) && mirrored.Equal?.Payload is bool known)
            return known;
        if (state.Facts.TryGetValue(a, out var fact))
        {
            if (fact.Unequal.Contains(b))
                return false;
            if (fact.Equal is { } equal && (equal.Equals(b) || (equal.IsConst && b.IsConst)))
                return equal.Equals(b);
        }
        var (lowA, highA) = Range(state, a);
        var (lowB, highB) = Range(state, b);
        if (highA < lowB || highB < lowA)
            return false;
        return lowA is not null && lowA == highA && lowA == lowB && lowB == highB ? true : null;
    }

    private static bool? DecideNull(Value value)
    {
        switch (value.Kind)
        {
            case ValueKind.Object or ValueKind.This or ValueKind.Tuple or ValueKind.Default or ValueKind.Function:
                return false;
            // Where null is how a call fails, FailureTerms have made another question of it.
            case ValueKind.Mapping or ValueKind.Memory:
                return false;
            default:
                return null;
        }
    }

    private static bool? DecideLess(PathState state, Value a, Value b)
    {
        var (lowA, highA) = Range(state, a);
        var (lowB, highB) = Range(state, b);
        if (highA < lowB)
            return true;
        if (lowA >= highB)
            return false;
        return state.Facts.TryGetValue(Value.Of("<", b, a), out var mirrored) && mirrored.Equal?.Payload is true ? false : null;
    }
}
