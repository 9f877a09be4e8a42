using System.Collections.Generic;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;
using XenDma.Analyzers.Contracts;

namespace XenDma.Analyzers.Flow;

/// <summary>Evaluates one operation on one path. Where a call can end in several ways, the choice is scripted by <see cref="ChoicePoints"/>
/// and the operation is evaluated once for each.</summary>
internal sealed partial class Evaluator(FlowContext context, Frame frame, PathState state, ChoicePoints? choices = null)
{
    /// <summary>Operations within each other, those around the calls that led here among them: the stack is one for all.</summary>
    private const int MaxDepth = 200;
    private readonly FlowContext _context = context;
    private readonly Frame _frame = frame;
    private ChoicePoints? _choices = choices;
    private int _depth = frame.Nesting;

    public PathState State { get; private set; } = state;

    /// <summary>The operation waited for a device by a call that throws where the device is not done.</summary>
    public Value? ThrownWait { get; private set; }

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

    // By kind: one jump in place of some twenty tests for interfaces.
    private Value Dispatch(IOperation operation) => operation.Kind switch
    {
        OperationKind.ExpressionStatement => EvaluateStatement((IExpressionStatementOperation)operation),
        OperationKind.LocalReference or OperationKind.ParameterReference or OperationKind.FieldReference or OperationKind.ArrayElementReference
            or OperationKind.FlowCaptureReference => Read(PlaceOf(operation)!, operation),
        OperationKind.PropertyReference => EvaluateProperty((IPropertyReferenceOperation)operation),
        OperationKind.ImplicitIndexerReference => EvaluateImplicitIndexer((IImplicitIndexerReferenceOperation)operation),
        OperationKind.InstanceReference => _frame.Receiver,
        OperationKind.FlowCapture => EvaluateCapture((IFlowCaptureOperation)operation),
        OperationKind.SimpleAssignment => EvaluateAssignment((ISimpleAssignmentOperation)operation),
        OperationKind.CompoundAssignment => EvaluateCompound((ICompoundAssignmentOperation)operation),
        OperationKind.Increment or OperationKind.Decrement => EvaluateIncrement((IIncrementOrDecrementOperation)operation),
        OperationKind.DeconstructionAssignment => EvaluateDeconstruction((IDeconstructionAssignmentOperation)operation),
        OperationKind.Tuple => new Value(ValueKind.Tuple, operation.Type, EvaluateAll(((ITupleOperation)operation).Elements)),
        OperationKind.Conversion => EvaluateConversion((IConversionOperation)operation),
        OperationKind.Binary => EvaluateBinary((IBinaryOperation)operation),
        OperationKind.Unary => EvaluateUnary((IUnaryOperation)operation),
        OperationKind.IsPattern => EvaluateIsPattern((IIsPatternOperation)operation),
        OperationKind.IsNull => Terms.Equal(Evaluate(((IIsNullOperation)operation).Operand), Value.Null),
        OperationKind.IsType => EvaluateIsType((IIsTypeOperation)operation),
        OperationKind.Invocation => EvaluateInvocation((IInvocationOperation)operation),
        OperationKind.ObjectCreation => EvaluateCreation((IObjectCreationOperation)operation),
        OperationKind.ArrayCreation => EvaluateArray((IArrayCreationOperation)operation),
        OperationKind.DefaultValue => DefaultOf(operation.Type),
        OperationKind.Await => EvaluateAwait((IAwaitOperation)operation),
        OperationKind.FlowAnonymousFunction => EvaluateFunction((IFlowAnonymousFunctionOperation)operation),
        OperationKind.DelegateCreation => Evaluate(((IDelegateCreationOperation)operation).Target),
        OperationKind.MethodReference => EvaluateMethodGroup((IMethodReferenceOperation)operation),
        OperationKind.Return or OperationKind.YieldReturn or OperationKind.YieldBreak => EvaluateYield((IReturnOperation)operation),
        OperationKind.DeclarationExpression => Evaluate(((IDeclarationExpressionOperation)operation).Expression),
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
        if (ReadPointer(operation, parts) is { } fetched)
            return fetched;
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
        operation.Kind == OperationKind.FieldReference && ((IFieldReferenceOperation)operation).Field is { IsStatic: true, Name: "Zero" } field
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
