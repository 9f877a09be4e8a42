using System;
using Microsoft.CodeAnalysis.Operations;

namespace XenDma.Analyzers.Flow;

/// <summary>Builds operator values in one normal form, so that equal computations are equal values.</summary>
internal static class Terms
{
    private const decimal Limit = 1e24m;

    public static Value Add(Value a, Value b)
    {
        if (a.Number is { } x && b.Number is { } y)
            return Int(x + y, a, b);
        if (a.Number is not null)
            (a, b) = (b, a);
        if (b.Number is { } offset)
        {
            var (root, before) = Linear(a);
            return WithOffset(root, before + offset);
        }
        return Value.Of("+", a, b);
    }

    public static Value Subtract(Value a, Value b)
    {
        if (b.Number is { } y)
            return a.Number is { } x ? Int(x - y, a, b) : Add(a, Value.Int(-y));
        var (rootA, offsetA) = Linear(a);
        var (rootB, offsetB) = Linear(b);
        return rootA.Equals(rootB) ? Value.Int(offsetA - offsetB) : Value.Of("-", a, b);
    }

    public static Value Multiply(Value a, Value b)
    {
        if (a.Number is { } x && b.Number is { } y)
            return Math.Abs(x) < 1e12m && Math.Abs(y) < 1e12m ? Value.Int(x * y) : Value.Of("*", a, b);
        if (a.Number is not null)
            (a, b) = (b, a);
        return b.Number == 1m ? a : Value.Of("*", a, b);
    }

    /// <summary>The value without its constant summand, and the summand.</summary>
    public static (Value Root, decimal Offset) Linear(Value value) =>
        value.IsOp("+") && value.Args[1].Number is { } offset ? (value.Args[0], offset)
        : value.Number is { } number ? (Value.Int(0m), number)
        : (value, 0m);

    public static Value Not(Value value) => value switch
    {
        { Payload: true, IsConst: true } => Value.False,
        { Payload: false, IsConst: true } => Value.True,
        _ when value.IsOp("!") => value.Args[0],
        _ => Value.Of("!", value),
    };

    public static Value And(Value a, Value b)
    {
        if (a.Equals(Value.False) || b.Equals(Value.False))
            return Value.False;
        return a.Equals(Value.True) ? b : b.Equals(Value.True) ? a : Value.Of("and", a, b);
    }

    public static Value Or(Value a, Value b) => Not(And(Not(a), Not(b)));

    public static Value Equal(Value a, Value b)
    {
        if (a.Equals(b))
            return Value.True;
        if (a.IsConst && b.IsConst)
            return Value.Bool(Equals(a.Payload, b.Payload));
        if (FailureTerms.Equal(a, b) is { } told)
            return told;
        if (a.IsConst)
            (a, b) = (b, a);
        if (b.Equals(Value.True))
            return a;
        if (b.Equals(Value.False))
            return Not(a);
        var (rootA, offsetA) = Linear(a);
        var (rootB, offsetB) = Linear(b);
        if (rootA.Equals(rootB))
            return Value.Bool(offsetA == offsetB);
        if (b.Number is { } number && offsetA != 0)
            return Value.Of("==", rootA, Value.Int(number - offsetA));
        return Value.Of("==", a, b);
    }

    public static Value Less(Value a, Value b)
    {
        if (FailureTerms.Less(a, b) is { } told)
            return told;
        var (rootA, offsetA) = Linear(a);
        var (rootB, offsetB) = Linear(b);
        return rootA.Equals(rootB) ? Value.Bool(offsetA < offsetB) : Value.Of("<", a, b);
    }

    /// <summary>Bit operations, shifts, division: folded where both sides are known, else named.</summary>
    public static Value Fold(BinaryOperatorKind kind, Value a, Value b)
    {
        if (a.Number is { } x && b.Number is { } y && Math.Abs(x) <= long.MaxValue && Math.Abs(y) <= long.MaxValue)
        {
            long left = (long)x;
            long right = (long)y;
            switch (kind)
            {
                case BinaryOperatorKind.And:
                    return Value.Int(left & right);
                case BinaryOperatorKind.Or:
                    return Value.Int(left | right);
                case BinaryOperatorKind.ExclusiveOr:
                    return Value.Int(left ^ right);
                case BinaryOperatorKind.LeftShift when right is >= 0 and < 31 && Math.Abs(left) < int.MaxValue:
                    return Value.Int(left << (int)right);
                case BinaryOperatorKind.RightShift when right is >= 0 and < 63 && left >= 0:
                    return Value.Int(left >> (int)right);
                case BinaryOperatorKind.Divide when right > 0:
                    return Value.Int(left / right);
                case BinaryOperatorKind.Remainder when right > 0:
                    return Value.Int(left % right);
            }
        }
        return Value.Of(kind.ToString(), a, b);
    }

    private static Value WithOffset(Value root, decimal offset) =>
        offset == 0m ? root : Math.Abs(offset) > Limit ? Value.Of("+big", root) : Value.Of("+", root, Value.Int(offset));

    private static Value Int(decimal result, Value a, Value b) =>
        Math.Abs(result) > Limit ? Value.Of("+big", a, b) : Value.Int(result);
}
