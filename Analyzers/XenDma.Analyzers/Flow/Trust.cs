using System.Collections.Generic;
using Microsoft.CodeAnalysis;

namespace XenDma.Analyzers.Flow;

/// <summary>Numbers that a device wrote. Each read is a value of its own: between two of them the device may have written another.</summary>
internal static class Trust
{
    private const string FetchedName = "fetched";
    private const string CheckedName = "checked";
    private const string SharedName = "shared";
    private const string CopyName = "copy of shared";

    /// <summary>A number of <paramref name="bits"/> bits read at <paramref name="offset"/> of memory that a device writes.</summary>
    public static Value Fetched(Value root, Value offset, int bits, Value read) => Value.Of(FetchedName, root, offset, Value.Int(bits), read);

    /// <summary>A number that a device wrote: read as such, or a member of a struct that was read as a whole.</summary>
    public static bool IsFetched(Value value) =>
        value.IsOp(FetchedName) || (value.Kind == ValueKind.Member && value.Args.Length == 1 && IsFetched(value.Args[0]));

    /// <summary>Noted on the path: the device writes this memory.</summary>
    public static Value Shared(Value root) => Value.Of(SharedName, root);

    /// <summary>Noted on the path: this private memory is a copy of what a device wrote.</summary>
    public static Value CopyOf(Value root) => Value.Of(CopyName, root);

    /// <summary>Noted on the path: the number was compared with a bound.</summary>
    public static Value Checked(Value fetched) => Value.Of(CheckedName, fetched);

    /// <summary>The number read whose check the key notes.</summary>
    public static Value? CheckedNumber(Value key) => key.IsOp(CheckedName) ? key.Args[0] : null;

    public static bool SamePlace(Value a, Value b)
    {
        if (a.Kind == ValueKind.Member || b.Kind == ValueKind.Member)
            return a.Kind == b.Kind && SymbolEqualityComparer.Default.Equals(a.Symbol, b.Symbol) && SamePlace(a.Args[0], b.Args[0]);
        return a.Args[0].Equals(b.Args[0]) && a.Args[1].Equals(b.Args[1]);
    }

    /// <summary>Where the number was read.</summary>
    public static IOperation? ReadAt(Value fetched) =>
        fetched.Kind == ValueKind.Member ? ReadAt(fetched.Args[0]) : fetched.Args[3].Payload as IOperation;

    /// <summary>All numbers that a device wrote and that the value is made of, bounded or not.</summary>
    public static void Collect(Value value, List<Value> into)
    {
        if (IsFetched(value))
        {
            into.Add(value);
            return;
        }
        foreach (var arg in value.Args)
            Collect(arg, into);
    }

    /// <summary>The first number of a device's that reaches the value without a bound: through sums, products and casts, not through a mask,
    /// a remainder or a minimum.</summary>
    public static Value? Unbounded(PathState path, Value value)
    {
        if (IsFetched(value))
            return IsBounded(path, value) ? null : value;
        if (value.Kind != ValueKind.Op || !PassesOn(value.Payload) || Solver.Range(path, value).High is not null)
            return null;
        foreach (var arg in value.Args)
        {
            if (Unbounded(path, arg) is { } fetched)
                return fetched;
        }
        return null;
    }

    /// <summary>The largest that the value can be by its width alone.</summary>
    public static decimal? Ceiling(Value value)
    {
        if (IsFetched(value))
            return value.Kind == ValueKind.Op && value.Args[2].Number is { } bits and <= 32m ? (1UL << (int)bits) - 1 : null;
        if (value.Kind != ValueKind.Op || value.Args.Length == 0 || Ceiling(value.Args[0]) is not { } before)
            return null;
        return value.Payload switch
        {
            string name when Starts(name, "narrow") || name == "unsigned" => before,
            "+" when value.Args[1].Number is { } offset => before + offset,
            "*" when value.Args[1].Number is { } factor => before * factor,
            nameof(Microsoft.CodeAnalysis.Operations.BinaryOperatorKind.RightShift) when value.Args[1].Number is { } bits and >= 0m and < 32m =>
                decimal.Floor(before / (1UL << (int)bits)),
            _ => null,
        };
    }

    private static bool IsBounded(PathState path, Value fetched) =>
        path.Memory.ContainsKey(Checked(fetched)) || Solver.Range(path, fetched).High is not null;

    private static bool PassesOn(object? operation) => operation switch
    {
        "+" or "-" or "*" or "unsigned" or "LeftShift" or "RightShift" or "UnsignedRightShift" or "Or" or "ExclusiveOr" or "Divide" => true,
        string name => Starts(name, "narrow"),
        ITypeSymbol => true,
        IMethodSymbol method => method.MethodKind is MethodKind.Conversion || method.Name is "Max" or "Abs" || Starts(method.Name, "To"),
        _ => false,
    };

    private static bool Starts(string name, string prefix) => name.StartsWith(prefix, System.StringComparison.Ordinal);
}
