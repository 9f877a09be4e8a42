using Microsoft.CodeAnalysis;
using XenDma.Analyzers.Flow;

namespace XenDma.Analyzers.Rules.Agreement;

/// <summary>Compares symbolic values: the same, surely or by all that is known different, or not to be told.</summary>
internal static class Agreements
{
    /// <summary>Two sizes or counts that disagree as far as the path can tell.</summary>
    public static bool Differ(PathState path, Value? mapped, Value? given)
    {
        if (mapped is null || given is null)
            return false;
        mapped = WithoutCasts(mapped);
        given = WithoutCasts(given);
        if (mapped.Equals(given))
            return false;
        var equal = Terms.Equal(mapped, given);
        if (Solver.Decide(path, equal) is { } known)
            return !known;
        // Two bodies meet in fields and in what others return: only what this path computed itself is compared.
        return IsOwn(mapped) && IsOwn(given);
    }

    private static Value WithoutCasts(Value value)
    {
        while (value.Kind == ValueKind.Op && value.Payload is "unsigned" or "narrow32" or "narrow64")
            value = value.Args[0];
        return value;
    }

    /// <summary>Made of constants, parameters, locals, and what objects in hand say of themselves.</summary>
    private static bool IsOwn(Value value)
    {
        switch (value.Kind)
        {
            case ValueKind.Const or ValueKind.Local or ValueKind.Count:
                return true;
            case ValueKind.Fresh:
                return value.Payload is IOperation { Kind: OperationKind.Invocation } && value.Args.Length == 0;
            case ValueKind.Member:
                return value.Args.Length == 1 && value.Symbol is IPropertySymbol && value.Args[0].Kind is ValueKind.Local or ValueKind.Object;
            case ValueKind.Op:
                foreach (var arg in value.Args)
                {
                    if (!IsOwn(arg))
                        return false;
                }
                return value.Payload is string or IMethodSymbol;
            default:
                return false;
        }
    }
}
