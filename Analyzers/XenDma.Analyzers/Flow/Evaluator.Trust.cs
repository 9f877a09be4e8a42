using System.Collections.Generic;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace XenDma.Analyzers.Flow;

/// <summary>Numbers that a device wrote, from where they are read to where they lead somewhere.</summary>
internal sealed partial class Evaluator
{
    private static readonly Value Stable = Value.Of("stable");

    /// <summary>A device writes this memory, or wrote it.</summary>
    private bool IsShared(Value root)
    {
        if (root.Kind == ValueKind.Memory || State.Memory.ContainsKey(Trust.Shared(root)))
            return true;
        return (FieldOf(root) is { } field && _context.Facts.IsShared(field)) || (ListOf(root) is { } list && State.Memory.ContainsKey(Trust.Shared(list)));
    }

    /// <summary>The device may write the memory between two reads.</summary>
    private bool IsVolatile(Value root)
    {
        if (root.Kind == ValueKind.Memory || (FieldOf(root) is { } field && _context.Facts.IsCoherent(field)))
            return true;
        foreach (var pair in State.Custodies)
        {
            if (pair.Value.Root.Equals(root) && pair.Value is { IsCpus: false, SkippedAt: null })
                return true;
        }
        return false;
    }

    /// <summary>The number that a device wrote there; null when no device writes this memory.</summary>
    private Value? Fetch(Value memory, Value offset, int bits, IOperation at)
    {
        var (root, start, _) = Views.Split(memory);
        if (bits == 0)
            return null;
        bool copied = State.Memory.ContainsKey(Trust.CopyOf(root));
        if (!copied && !IsShared(root))
            return null;
        return Trust.Fetched(root, Terms.Add(start, offset), bits, copied || !IsVolatile(root) ? Stable : Fresh(at));
    }

    /// <summary>The number was compared with a bound, or given to a method that may have done so.</summary>
    private void MarkChecked(Value value)
    {
        if (value.IsConst || value.Size == 1)
            return;
        var numbers = new List<Value>();
        Trust.Collect(value, numbers);
        foreach (var number in numbers)
            State.Memory[Trust.Checked(number)] = Value.True;
    }

    private void JudgeOperand(Passed argument, IOperation call)
    {
        if (argument.Parameter is not { } parameter || argument.Value.IsConst || MemoryCalls.BitsOf(parameter.Type) == 0)
            return;
        if (MemoryCalls.IsOffset(parameter))
            JudgeTrust(argument.Value, TrustUse.Index, call);
        else if (MemoryCalls.IsLength(parameter))
            JudgeTrust(argument.Value, TrustUse.Length, call);
    }

    private void JudgeTrust(Value value, TrustUse use, IOperation at, Value? target = null)
    {
        if (value.IsConst || Trust.Unbounded(State, value) is not { } fetched)
            return;
        if (target is not null && LengthOf(target) is { } length && Trust.Ceiling(value) < length)
            return;
        var trust = new FlowTrust(at, use, fetched, _frame, State, _context.Findings) { CheckedRead = CheckedRead(fetched) };
        foreach (var rule in _context.Rules)
        {
            if (rule.OnTrust(trust))
                break;
        }
        MarkChecked(value);
    }

    /// <summary>Another read of the same place that was checked, where the device may have written in between.</summary>
    private IOperation? CheckedRead(Value fetched)
    {
        if (Trust.ReadAt(fetched) is null)
            return null;
        foreach (var pair in State.Memory.Heap)
        {
            if (Trust.CheckedNumber(pair.Key) is { } other && Trust.IsFetched(other) && Trust.SamePlace(other, fetched) && !other.Equals(fetched))
                return Trust.ReadAt(other);
        }
        return null;
    }

    private decimal? LengthOf(Value collection)
    {
        if (State.Memory.TryGetValue(Value.SizeOf(collection), out var size) && size.Number is { } known)
            return known;
        return collection is { Kind: ValueKind.Member, Symbol: IFieldSymbol field } ? _context.Bodies.LengthOf(field, default) : null;
    }

    /// <summary>A comparison with a number that a device wrote: the bound of a loop, or else a check.</summary>
    private void JudgeComparison(IBinaryOperation binary, Value left, Value right)
    {
        if (left.Size == 1 && right.Size == 1 && left.Kind != ValueKind.Mapping && right.Kind != ValueKind.Mapping)
            return;
        bool relational = binary.OperatorKind is BinaryOperatorKind.LessThan or BinaryOperatorKind.LessThanOrEqual
            or BinaryOperatorKind.GreaterThan or BinaryOperatorKind.GreaterThanOrEqual;
        bool equality = binary.OperatorKind is BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals;
        if (!relational && !equality)
            return;
        NoteLimit(left, right);
        if (relational && BoundsLoop(binary.Syntax))
        {
            JudgeBound(binary, left, binary.LeftOperand, right);
            JudgeBound(binary, right, binary.RightOperand, left);
        }
        if (relational || !right.IsConst)
            MarkChecked(left);
        if (relational || !left.IsConst)
            MarkChecked(right);
    }

    private void JudgeBound(IOperation at, Value bound, IOperation written, Value other)
    {
        if (!other.IsConst || Unconverted(written) is ILocalReferenceOperation or IIncrementOrDecrementOperation)
            JudgeTrust(bound, TrustUse.LoopBound, at);
    }

    /// <summary>The comparison alone decides whether the loop goes on.</summary>
    private static bool BoundsLoop(SyntaxNode comparison)
    {
        for (var node = comparison; node.Parent is { } parent; node = parent)
        {
            switch (parent)
            {
                case ParenthesizedExpressionSyntax:
                    continue;
                case ForStatementSyntax loop:
                    return ReferenceEquals(loop.Condition, node);
                case WhileStatementSyntax loop:
                    return ReferenceEquals(loop.Condition, node);
                case DoStatementSyntax loop:
                    return ReferenceEquals(loop.Condition, node);
                case BinaryExpressionSyntax both when both.IsKind(SyntaxKind.LogicalAndExpression):
                    var other = ReferenceEquals(both.Left, node) ? both.Right : both.Left;
                    if (IsRelational(other))
                        return false;
                    continue;
                default:
                    return false;
            }
        }
        return false;
    }

    private static bool IsRelational(ExpressionSyntax expression) => expression switch
    {
        ParenthesizedExpressionSyntax inner => IsRelational(inner.Expression),
        BinaryExpressionSyntax binary when binary.IsKind(SyntaxKind.LogicalAndExpression) => IsRelational(binary.Left) || IsRelational(binary.Right),
        BinaryExpressionSyntax binary => binary.Kind() is SyntaxKind.LessThanExpression or SyntaxKind.LessThanOrEqualExpression
            or SyntaxKind.GreaterThanExpression or SyntaxKind.GreaterThanOrEqualExpression,
        _ => false,
    };
}
