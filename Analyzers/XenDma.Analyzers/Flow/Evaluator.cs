using System.Collections.Generic;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;
using XenDma.Analyzers.Contracts;

namespace XenDma.Analyzers.Flow;

/// <summary>Evaluates one operation on one path. Where a call can end in several ways, the choice is scripted by <see cref="ChoicePoints"/>
/// and the operation is evaluated once for each.</summary>
internal sealed partial class Evaluator(FlowContext context, Frame frame, PathState state, ChoicePoints choices)
{
    private const int MaxDepth = 200;
    private readonly FlowContext _context = context;
    private readonly Frame _frame = frame;
    private readonly ChoicePoints _choices = choices;
    private int _depth;

    public PathState State { get; private set; } = state;

    /// <summary>The operation called something that can throw.</summary>
    public bool CalledUnknown { get; private set; }

    public Value Evaluate(IOperation? operation)
    {
        if (operation is null)
            return Value.Null;
        if (ConstantOf(operation) is { } constant)
            return constant;
        if (_depth >= MaxDepth)
            return Fresh(operation);
        _depth++;
        var value = Dispatch(operation);
        _depth--;
        return value.Size > Value.MaxSize ? Fresh(operation) : value;
    }

    private Value Dispatch(IOperation operation) => operation switch
    {
        IExpressionStatementOperation statement => EvaluateStatement(statement),
        ILocalReferenceOperation or IParameterReferenceOperation or IFieldReferenceOperation or IArrayElementReferenceOperation
            or IFlowCaptureReferenceOperation => Read(PlaceOf(operation)!, operation),
        IPropertyReferenceOperation property => EvaluateProperty(property),
        IImplicitIndexerReferenceOperation indexer => EvaluateImplicitIndexer(indexer),
        IInstanceReferenceOperation => _frame.Receiver,
        IFlowCaptureOperation capture => EvaluateCapture(capture),
        ISimpleAssignmentOperation assignment => EvaluateAssignment(assignment),
        ICompoundAssignmentOperation compound => EvaluateCompound(compound),
        IIncrementOrDecrementOperation increment => EvaluateIncrement(increment),
        IDeconstructionAssignmentOperation deconstruction => EvaluateDeconstruction(deconstruction),
        ITupleOperation tuple => new Value(ValueKind.Tuple, tuple.Type, EvaluateAll(tuple.Elements)),
        IConversionOperation conversion => EvaluateConversion(conversion),
        IBinaryOperation binary => EvaluateBinary(binary),
        IUnaryOperation unary => EvaluateUnary(unary),
        IIsPatternOperation pattern => EvaluateIsPattern(pattern),
        IIsNullOperation isNull => Terms.Equal(Evaluate(isNull.Operand), Value.Null),
        IIsTypeOperation isType => EvaluateIsType(isType),
        IInvocationOperation invocation => EvaluateInvocation(invocation),
        IObjectCreationOperation creation => EvaluateCreation(creation),
        IArrayCreationOperation array => EvaluateArray(array),
        IDefaultValueOperation value => DefaultOf(value.Type),
        IAwaitOperation awaited => EvaluateAwait(awaited),
        IFlowAnonymousFunctionOperation function => EvaluateFunction(function),
        IDelegateCreationOperation creation => Evaluate(creation.Target),
        IMethodReferenceOperation reference => EvaluateMethodGroup(reference),
        IReturnOperation yielded => EvaluateYield(yielded),
        IDeclarationExpressionOperation declaration => Evaluate(declaration.Expression),
        _ => EvaluateOther(operation),
    };

    private Value EvaluateOther(IOperation operation)
    {
        if (EvaluateCollection(operation) is { } collection)
            return collection;
        var parts = new List<Value>();
        foreach (var child in operation.ChildOperations)
            parts.Add(Evaluate(child));
        if (operation.Syntax is StackAllocArrayCreationExpressionSyntax)
            parts.ForEach(length => JudgeTrust(length, TrustUse.Length, operation));
        UsePointer(operation, parts);
        // A text names addresses, it does not hold them.
        if (operation.Type?.SpecialType == SpecialType.System_String)
            return Fresh(operation);
        var mentioned = parts.FindAll(part => Mentioned(part).Count > 0);
        return mentioned.Count == 0 ? Fresh(operation) : Value.Fresh(operation, State.Round, [.. mentioned]);
    }

    private Value EvaluateStatement(IExpressionStatementOperation statement)
    {
        var value = Evaluate(statement.Operation);
        var discarded = statement.Operation is ISimpleAssignmentOperation { Target: IDiscardOperation } discard ? discard.Value : statement.Operation;
        if (value.Kind == ValueKind.Mapping && discarded is IInvocationOperation or IObjectCreationOperation)
            CheckLost(value, LossKind.Discarded, discarded);
        return value;
    }

    private Value EvaluateAwait(IAwaitOperation awaited)
    {
        var value = Evaluate(awaited.Operation);
        CalledUnknown = true;
        return value;
    }

    private Value EvaluateYield(IReturnOperation yielded)
    {
        var value = Evaluate(yielded.ReturnedValue);
        Escape(value);
        return Value.Null;
    }

    private Value EvaluateFunction(IFlowAnonymousFunctionOperation function) =>
        new(ValueKind.Function, new FunctionBody(function.Symbol, function, _frame));

    private Value EvaluateMethodGroup(IMethodReferenceOperation reference)
    {
        var receiver = reference.Instance is null ? Value.Null : Evaluate(reference.Instance);
        return new Value(ValueKind.Function, new FunctionBody(reference.Method, null, _frame), receiver);
    }

    private Value[] EvaluateAll(IEnumerable<IOperation> operations)
    {
        var values = new List<Value>();
        foreach (var operation in operations)
            values.Add(Evaluate(operation));
        return [.. values];
    }

    private Value Fresh(IOperation operation) => Value.Fresh(operation, State.Round);

    private static Value? ConstantOf(IOperation operation)
    {
        if (!operation.ConstantValue.HasValue)
            return IsZeroAddress(operation) ? Value.Int(0m) : null;
        object? constant = operation.ConstantValue.Value;
        return constant switch
        {
            null => operation.Type is { IsValueType: true } type && type.OriginalDefinition.SpecialType != SpecialType.System_Nullable_T
                ? new Value(ValueKind.Default, null) : Value.Null,
            bool flag => Value.Bool(flag),
            sbyte or byte or short or ushort or int or uint or long or ulong or char => Value.Int(ToDecimal(constant)),
            _ => new Value(ValueKind.Const, constant),
        };
    }

    /// <summary>IntPtr.Zero, which is a field and no constant.</summary>
    private static bool IsZeroAddress(IOperation operation) =>
        operation is IFieldReferenceOperation { Field: { IsStatic: true, Name: "Zero" } field }
        && field.ContainingType.SpecialType is SpecialType.System_IntPtr or SpecialType.System_UIntPtr;

    private static decimal ToDecimal(object constant) =>
        constant is char letter ? letter : System.Convert.ToDecimal(constant, System.Globalization.CultureInfo.InvariantCulture);

    private static Value DefaultOf(ITypeSymbol? type) => type switch
    {
        null => Value.Null,
        { IsReferenceType: true } or { TypeKind: TypeKind.Pointer } => Value.Null,
        { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } => Value.Null,
        { SpecialType: SpecialType.System_Boolean } => Value.False,
        { SpecialType: >= SpecialType.System_Char and <= SpecialType.System_UInt64 } or { TypeKind: TypeKind.Enum } => Value.Int(0m),
        _ => new Value(ValueKind.Default, null),
    };
}
