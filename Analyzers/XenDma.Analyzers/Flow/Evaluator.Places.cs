using System.Collections.Generic;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace XenDma.Analyzers.Flow;

internal sealed partial class Evaluator
{
    /// <summary>Where an operation reads or writes; null when it is no place.</summary>
    private Value? PlaceOf(IOperation? operation)
    {
        switch (operation?.Kind)
        {
            case OperationKind.LocalReference:
                var local = ((ILocalReferenceOperation)operation).Local;
                return Resolve(_context.Variable(local), local.RefKind != RefKind.None);
            case OperationKind.ParameterReference:
                var parameter = ((IParameterReferenceOperation)operation).Parameter;
                return Resolve(_context.Variable(parameter), parameter.RefKind != RefKind.None);
            case OperationKind.FlowCaptureReference:
                var capture = ((IFlowCaptureReferenceOperation)operation).Id;
                return Resolve(CapturePlace(capture), _frame.Facts.IsPlace(capture));
            case OperationKind.FieldReference:
                var field = (IFieldReferenceOperation)operation;
                return MemberPlace(field.Instance, field.Field);
            case OperationKind.PropertyReference:
                var property = (IPropertyReferenceOperation)operation;
                return property.Arguments.IsEmpty ? MemberPlace(property.Instance, property.Property) : IndexerPlace(property);
            case OperationKind.ArrayElementReference:
                return ElementPlace((IArrayElementReferenceOperation)operation);
            case OperationKind.DeclarationExpression:
                return PlaceOf(((IDeclarationExpressionOperation)operation).Expression);
            case OperationKind.Conversion when operation is IConversionOperation { OperatorMethod: null } conversion:
                return PlaceOf(conversion.Operand);
            default:
                return null;
        }
    }

    private Value IndexerPlace(IPropertyReferenceOperation indexer)
    {
        var receiver = Evaluate(indexer.Instance);
        UseReceiver(receiver, indexer);
        return IndexedPlace(receiver, indexer);
    }

    private Value ElementPlace(IArrayElementReferenceOperation element)
    {
        var array = Evaluate(element.ArrayReference);
        if (element.Indices.Length == 1 && element.Indices[0] is IRangeOperation range)
            return CutOut(array, range);
        var index = IndexOf(element.Indices);
        JudgeTrust(index, TrustUse.Index, element, array);
        return Value.Element(array, index);
    }

    private Value IndexedPlace(Value receiver, IPropertyReferenceOperation indexer)
    {
        var index = IndexOf(indexer.Arguments);
        if (indexer.Property.Parameters.Length == 1 && indexer.Property.Parameters[0].Name == "index")
            JudgeTrust(index, TrustUse.Index, indexer, receiver);
        return Value.Element(receiver, index);
    }

    private Value CapturePlace(CaptureId id) => new(ValueKind.Capture, id, _frame.Depth);

    private Value Resolve(Value place, bool mayStandForOther) =>
        mayStandForOther && State.Memory.TryGetValue(Value.RefTo(place), out var target) ? target : place;

    private Value MemberPlace(IOperation? instance, ISymbol member)
    {
        if (instance is null)
            return Value.Member(null, member.OriginalDefinition);
        var receiver = Holder(instance, null);
        return Value.Member(receiver, member is IFieldSymbol { CorrespondingTupleField: { } element } ? element : member.OriginalDefinition);
    }

    /// <summary>A struct's fields live in the variable that holds the struct; an object's, in the object.</summary>
    private Value Holder(IOperation instance, Value? evaluated)
    {
        if (instance.Type is not { IsValueType: true } || PlaceOf(instance) is not { } place)
            return evaluated ?? Evaluate(instance);
        return State.Memory.TryGetValue(place, out var held) && held.Kind == ValueKind.Object ? held : place;
    }

    private Value IndexOf(IEnumerable<IOperation> indices)
    {
        var values = new List<Value>();
        foreach (var index in indices)
            values.Add(Evaluate(index is IArgumentOperation argument ? argument.Value : index));
        return values.Count == 1 ? values[0] : new Value(ValueKind.Tuple, null, [.. values]);
    }

    private Value Read(Value place, IOperation at)
    {
        if (place.Kind == ValueKind.Local && _context.Volatile.Contains(place.Symbol!))
            return Fresh(at);
        // What a pointer of a fixed statement points to is pinned by that statement, whatever it is.
        if (place is { Kind: ValueKind.Local, Symbol: ILocalSymbol { IsFixed: true } })
            return place;
        if (place.Kind == ValueKind.Element && TouchElement(place, isWrite: false, at) is { } fetched)
            return fetched;
        if (State.Memory.TryGetValue(place, out var value))
            return value;
        return place.Kind == ValueKind.Member && place.Args.Length == 1 ? Project(place, at) : place;
    }

    /// <summary>A member of a struct or tuple that was written as a whole.</summary>
    private Value Project(Value place, IOperation at)
    {
        var receiver = place.Args[0];
        bool held = State.Memory.TryGetValue(receiver, out var whole);
        whole ??= receiver;
        var member = place.Symbol!;
        if (whole.Kind == ValueKind.Tuple)
            return TupleElement(whole, member) ?? place;
        if (whole.Kind == ValueKind.Default)
            return DefaultOf((member as IFieldSymbol)?.Type ?? (member as IPropertySymbol)?.Type);
        if (AnswerIn(member, whole) is { } answer)
            return answer;
        if (IsHandle(member, whole))
            return whole;
        if (AddressOf(member, whole) is { } address)
            return address;
        if (!held || whole.Equals(receiver))
            return place;
        // What another variable held when the method began is not what it holds by now: two that were swapped would lead to each other for ever.
        var copied = Value.Member(whole, member);
        return State.Memory.TryGetValue(whole, out _) ? copied : Read(copied, at);
    }

    private static Value? TupleElement(Value tuple, ISymbol member)
    {
        if (member is not IFieldSymbol { ContainingType.IsTupleType: true } field)
            return null;
        for (int i = 0; i < tuple.Args.Length; i++)
        {
            if (field.Name == "Item" + (i + 1) || field.CorrespondingTupleField?.Name == "Item" + (i + 1))
                return tuple.Args[i];
        }
        return null;
    }

    /// <summary>The member stands for the same mapping as its receiver: DmaAddr.Value, DmaMapping.Address, Nullable.Value.</summary>
    private static bool IsHandle(ISymbol member, Value receiver) =>
        (member.Name == "Value" && member.ContainingType is { IsValueType: true })
        || (member.Name == "Address" && receiver.Mapping is not null);

    /// <param name="place">Where; null for nowhere.</param>
    /// <param name="value">What.</param>
    /// <param name="at">The operation that writes.</param>
    /// <param name="overwritten">Takes what the place held, where it is not lost yet.</param>
    private void Write(Value? place, Value value, IOperation at, List<Value>? overwritten = null)
    {
        if (place is null)
            return;
        bool known = State.Memory.TryGetValue(place, out var old);
        if (place.Kind is ValueKind.Local or ValueKind.Member)
            Forget(place);
        if (place.Kind is ValueKind.Member or ValueKind.Element)
            ForgetAliases(place, at);
        // What is written to memory that a device writes need not be there when it is read again.
        if (place.Kind != ValueKind.Element || TouchElement(place, isWrite: true, at) is null)
            State.Memory[place] = value;
        if (known && !old!.Equals(value) && place.Kind != ValueKind.Capture)
        {
            if (overwritten is null)
                CheckLost(old, LossKind.Overwritten, at);
            else
                overwritten.Add(old);
        }
        if (!IsOwnPlace(place))
            Hand(value, place, at);
    }

    /// <summary>The fields of a struct that is overwritten.</summary>
    private void Forget(Value place)
    {
        foreach (var pair in State.Memory.Heap)
        {
            if (pair.Key.Kind == ValueKind.Member && pair.Key.Args.Length == 1 && pair.Key.Args[0].Equals(place))
                State.Memory.Remove(pair.Key);
        }
    }

    /// <summary>Other spellings of what may be the same place are unknown now.</summary>
    private void ForgetAliases(Value place, IOperation at)
    {
        foreach (var pair in State.Memory.Heap)
        {
            if (!pair.Key.Equals(place) && MayAlias(pair.Key, place) && Mentioned(pair.Value).Count == 0)
                State.Memory[pair.Key] = Value.Fresh(at, State.Round, pair.Key);
        }
    }

    private static bool MayAlias(Value a, Value b)
    {
        if (a.Kind != b.Kind || a.Args.Length != b.Args.Length)
            return false;
        if (a.Kind == ValueKind.Member)
            return a.Args.Length == 1 && SymbolEqualityComparer.Default.Equals(a.Symbol, b.Symbol) && !AreDistinct(a.Args[0], b.Args[0]);
        return a.Kind == ValueKind.Element && a.Args[0].Equals(b.Args[0]) && !Terms.Equal(a.Args[1], b.Args[1]).Equals(Value.False);
    }

    private static bool AreDistinct(Value a, Value b) =>
        !a.Equals(b) && a.Kind is ValueKind.Object or ValueKind.This or ValueKind.Local
        && b.Kind is ValueKind.Object or ValueKind.This && (a.Kind != ValueKind.Local || b.Kind == ValueKind.Object);

    /// <summary>The place belongs to this path alone: a local, or part of an object that nobody else holds.</summary>
    private bool IsOwnPlace(Value place)
    {
        var root = place;
        while (root.Kind is ValueKind.Member or ValueKind.Element && root.Args.Length > 0)
            root = root.Args[0];
        return root.Kind switch
        {
            ValueKind.Capture => true,
            ValueKind.Object => !State.Escaped.Contains(root),
            ValueKind.Local => IsOwnVariable(root.Symbol!, isWhole: ReferenceEquals(root, place)),
            _ => false,
        };
    }

    private bool IsOwnVariable(ISymbol variable, bool isWhole)
    {
        if (_context.Volatile.Contains(variable) || IsOutside(variable))
            return false;
        var type = (variable as ILocalSymbol)?.Type ?? (variable as IParameterSymbol)?.Type;
        if (!isWhole && type is not { IsValueType: true })
            return false;
        if (variable is IParameterSymbol parameter)
            return parameter.RefKind is RefKind.None or RefKind.In;
        return variable is not ILocalSymbol { RefKind: not RefKind.None };
    }

    private bool IsOutside(ISymbol variable)
    {
        if (_context.Outermost is not { DeclaringSyntaxReferences.Length: 1 } function || variable.DeclaringSyntaxReferences.Length != 1)
            return false;
        var whole = function.DeclaringSyntaxReferences[0];
        var part = variable.DeclaringSyntaxReferences[0];
        return ReferenceEquals(whole.SyntaxTree, part.SyntaxTree) && !whole.Span.Contains(part.Span)
            && SymbolEqualityComparer.Default.Equals(_frame.Method, function);
    }
}
