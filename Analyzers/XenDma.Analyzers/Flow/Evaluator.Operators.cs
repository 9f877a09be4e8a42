using System.Collections.Generic;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace XenDma.Analyzers.Flow;

internal sealed partial class Evaluator
{
    private Value EvaluateConversion(IConversionOperation conversion)
    {
        var value = Evaluate(conversion.Operand);
        JudgeNarrowing(conversion, value);
        var from = conversion.Operand.Type;
        var to = conversion.Type;
        if (conversion.OperatorMethod is not null)
            return BaseOf(value) is null ? new Value(ValueKind.Op, conversion.OperatorMethod, value) : value;
        if (conversion.IsTryCast && !conversion.Conversion.IsImplicit)
            return new Value(ValueKind.Op, to, value);
        if (value.Number is not null || WidthOf(from) is not { } before || WidthOf(to) is not { } after)
            return value;
        if (after < before)
            return Value.Of("narrow" + after, value);
        return after == before && IsUnsigned(to!) && !IsUnsigned(from!) ? Value.Of("unsigned", value) : value;
    }

    private static int? WidthOf(ITypeSymbol? type) => type?.SpecialType switch
    {
        SpecialType.System_SByte or SpecialType.System_Byte => 8,
        SpecialType.System_Int16 or SpecialType.System_UInt16 or SpecialType.System_Char => 16,
        SpecialType.System_Int32 or SpecialType.System_UInt32 => 32,
        SpecialType.System_Int64 or SpecialType.System_UInt64 or SpecialType.System_IntPtr or SpecialType.System_UIntPtr => 64,
        _ => null,
    };

    private static bool IsUnsigned(ITypeSymbol type) => type.SpecialType
        is SpecialType.System_Byte or SpecialType.System_UInt16 or SpecialType.System_UInt32 or SpecialType.System_UInt64
        or SpecialType.System_UIntPtr;

    private Value EvaluateUnary(IUnaryOperation unary)
    {
        var operand = Evaluate(unary.Operand);
        return unary.OperatorKind switch
        {
            UnaryOperatorKind.Not when unary.Type?.SpecialType == SpecialType.System_Boolean => Terms.Not(operand),
            UnaryOperatorKind.Minus => Terms.Subtract(Value.Int(0m), operand),
            UnaryOperatorKind.Plus => operand,
            _ => Value.Of(unary.OperatorKind.ToString(), operand),
        };
    }

    private Value EvaluateBinary(IBinaryOperation binary)
    {
        var left = Evaluate(binary.LeftOperand);
        var right = Evaluate(binary.RightOperand);
        RaiseCompare(binary, left, right);
        JudgeComparison(binary, left, right);
        left = WithoutCheck(left, binary.RightOperand, right);
        right = WithoutCheck(right, binary.LeftOperand, left);
        return Combine(binary.OperatorKind, left, right, binary);
    }

    /// <summary>MapSg's result is checked by comparing it with a written constant; a loop's counter that happens to be 0 checks nothing.</summary>
    private static Value WithoutCheck(Value count, IOperation otherOperand, Value other) =>
        count.Kind == ValueKind.Count && other.IsConst && !otherOperand.ConstantValue.HasValue ? Value.Of("count", count) : count;

    private Value Combine(BinaryOperatorKind kind, Value left, Value right, IOperation at)
    {
        if (at.Type?.SpecialType == SpecialType.System_String)
            return Fresh(at);
        bool logical = at.Type?.SpecialType == SpecialType.System_Boolean;
        JudgeShift(kind, at, left);
        switch (kind)
        {
            case BinaryOperatorKind.Equals:
                return Terms.Equal(left, right);
            case BinaryOperatorKind.NotEquals:
                return Terms.Not(Terms.Equal(left, right));
            case BinaryOperatorKind.LessThan:
                return Terms.Less(left, right);
            case BinaryOperatorKind.GreaterThan:
                return Terms.Less(right, left);
            case BinaryOperatorKind.LessThanOrEqual:
                return Terms.Not(Terms.Less(right, left));
            case BinaryOperatorKind.GreaterThanOrEqual:
                return Terms.Not(Terms.Less(left, right));
            case BinaryOperatorKind.And when logical:
                return Terms.And(left, right);
            case BinaryOperatorKind.Or when logical:
                return Terms.Or(left, right);
            case BinaryOperatorKind.Add:
                RaiseArithmetic(left, at);
                return Moved(Terms.Add(left, Scaled(right, at)), at);
            case BinaryOperatorKind.Subtract:
                return Moved(Terms.Subtract(left, Scaled(right, at)), at);
            case BinaryOperatorKind.Multiply:
                return Terms.Multiply(left, right);
            default:
                return Terms.Fold(kind, left, right);
        }
    }

    private Value EvaluateAssignment(ISimpleAssignmentOperation assignment)
    {
        if (assignment.IsRef)
        {
            var target = assignment.Target is ILocalReferenceOperation { Local: var local } ? Value.Local(local) : null;
            var source = PlaceOf(assignment.Value);
            if (target is not null && source is not null)
                State.Memory[Value.RefTo(target)] = source;
            return Evaluate(assignment.Value);
        }
        bool pointed = IsBehindPointer(assignment.Target);
        var place = pointed ? null : PlaceOf(assignment.Target);
        var value = Evaluate(assignment.Value);
        if (pointed)
            WritePointer(assignment.Target);
        UseTarget(assignment.Target, place);
        Write(place, value, assignment);
        return value;
    }

    private Value EvaluateCompound(ICompoundAssignmentOperation compound)
    {
        var place = PlaceOf(compound.Target);
        var before = place is null ? Evaluate(compound.Target) : Read(place, compound.Target);
        var after = Combine(compound.OperatorKind, before, Evaluate(compound.Value), compound);
        Write(place, after, compound);
        return after;
    }

    private Value EvaluateIncrement(IIncrementOrDecrementOperation increment)
    {
        var place = PlaceOf(increment.Target);
        var before = place is null ? Evaluate(increment.Target) : Read(place, increment.Target);
        var after = Terms.Add(before, Value.Int(increment.Kind == OperationKind.Increment ? 1m : -1m));
        Write(place, after, increment);
        return increment.IsPostfix ? before : after;
    }

    private Value EvaluateCapture(IFlowCaptureOperation capture)
    {
        var id = CapturePlace(capture.Id);
        if (_frame.Facts.IsPlace(capture.Id) && PlaceOf(capture.Value) is { } place)
        {
            State.Memory[Value.RefTo(id)] = place;
            return Hold(id, Read(place, capture.Value));
        }
        if (_frame.Facts.IsPlace(capture.Id))
            State.Memory.Remove(Value.RefTo(id));
        return Hold(id, Evaluate(capture.Value));
    }

    /// <summary>Notes a value that was evaluated before: a call that was walked into leaves another state behind than it found.</summary>
    private Value Hold(Value place, Value value) => State.Memory[place] = value;

    private Value EvaluateDeconstruction(IDeconstructionAssignmentOperation assignment)
    {
        var value = Evaluate(assignment.Value);
        // What one variable loses another may get: nothing is lost before all are written.
        var overwritten = new List<Value>();
        Deconstruct(assignment.Target, value, assignment, overwritten);
        foreach (var old in overwritten)
            CheckLost(old, LossKind.Overwritten, assignment);
        return value;
    }

    private void Deconstruct(IOperation target, Value value, IOperation at, List<Value> overwritten)
    {
        if (target is IDeclarationExpressionOperation { Expression: { } declared })
            target = declared;
        if (target is not ITupleOperation tuple)
        {
            Write(PlaceOf(target), value, at, overwritten);
            return;
        }
        for (int i = 0; i < tuple.Elements.Length; i++)
        {
            var part = value.Kind == ValueKind.Tuple && i < value.Args.Length ? value.Args[i] : Component(value, i, at);
            Deconstruct(tuple.Elements[i], part, at, overwritten);
        }
    }

    /// <summary>The i-th component of something that is not known as a tuple: the same each time it is asked for.</summary>
    private static Value Component(Value value, int i, IOperation at) =>
        value.Kind is ValueKind.Const or ValueKind.Default ? Value.Fresh(at, 0, Value.Int(i)) : Value.Element(value, Value.Int(i));
}
