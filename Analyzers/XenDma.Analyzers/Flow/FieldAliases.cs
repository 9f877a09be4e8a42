using System.Collections.Generic;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace XenDma.Analyzers.Flow;

/// <summary>Which fields the locals of one body stand for: those that they were read from, and those that they are stored in.</summary>
internal sealed class FieldAliases
{
    private readonly Dictionary<ISymbol, ISymbol> _readFrom = new(SymbolEqualityComparer.Default);
    private readonly Dictionary<ISymbol, ISymbol> _storedIn = new(SymbolEqualityComparer.Default);

    public FieldAliases(IOperation body)
    {
        foreach (var operation in body.Descendants())
        {
            switch (operation)
            {
                case IVariableDeclaratorOperation { Initializer.Value: { } value } declarator:
                    Note(declarator.Symbol, value);
                    break;
                case ISimpleAssignmentOperation assignment:
                    NoteStore(assignment.Target, assignment.Value);
                    break;
                case IDeconstructionAssignmentOperation { Target: ITupleOperation targets, Value: var value } when Stripped(value) is ITupleOperation values:
                    for (int i = 0; i < targets.Elements.Length && i < values.Elements.Length; i++)
                        NoteStore(targets.Elements[i], values.Elements[i]);
                    break;
                case IIsPatternOperation { Pattern: var pattern, Value: var value }:
                    NotePattern(pattern, value);
                    break;
            }
        }
    }

    /// <summary>The field that the expression is, is an element of, or was read from.</summary>
    public ISymbol? FieldOf(IOperation? expression) => Stripped(expression) switch
    {
        IMemberReferenceOperation { Member: IFieldSymbol or IPropertySymbol } member when !IsElement(member) => member.Member.OriginalDefinition,
        IPropertyReferenceOperation { Arguments.IsEmpty: false } element => FieldOf(element.Instance),
        IArrayElementReferenceOperation element => FieldOf(element.ArrayReference),
        ILocalReferenceOperation local => _readFrom.TryGetValue(local.Local, out var field) || _storedIn.TryGetValue(local.Local, out field) ? field : null,
        _ => null,
    };

    /// <summary>The field that the call's result ends up in.</summary>
    public ISymbol? FieldHolding(IOperation call)
    {
        var use = call;
        while (use.Parent is IConversionOperation or ICoalesceOperation)
            use = use.Parent;
        return use.Parent switch
        {
            ISimpleAssignmentOperation assignment when ReferenceEquals(assignment.Value, use) =>
                Stripped(assignment.Target) is ILocalReferenceOperation local ? Stored(local.Local) : FieldOf(assignment.Target),
            IVariableInitializerOperation { Parent: IVariableDeclaratorOperation declarator } => Stored(declarator.Symbol),
            IIsPatternOperation { Pattern: var pattern } => Declared(pattern) is { } symbol ? Stored(symbol) : null,
            _ => null,
        };
    }

    private ISymbol? Stored(ISymbol local) => _storedIn.TryGetValue(local, out var field) ? field : null;

    private static bool IsElement(IMemberReferenceOperation member) => member is IPropertyReferenceOperation { Arguments.IsEmpty: false };

    private void Note(ISymbol local, IOperation value)
    {
        if (FieldOf(value) is { } field)
            _readFrom[local] = field;
    }

    private void NoteStore(IOperation target, IOperation value)
    {
        if (Stripped(target) is ILocalReferenceOperation local)
            Note(local.Local, value);
        else if (Stripped(value) is ILocalReferenceOperation stored && FieldOf(target) is { } field)
            _storedIn[stored.Local] = field;
    }

    private void NotePattern(IPatternOperation pattern, IOperation value)
    {
        if (Declared(pattern) is { } symbol)
            Note(symbol, value);
    }

    private static ISymbol? Declared(IPatternOperation pattern) => pattern switch
    {
        IDeclarationPatternOperation declaration => declaration.DeclaredSymbol,
        IRecursivePatternOperation recursive => recursive.DeclaredSymbol,
        INegatedPatternOperation negated => Declared(negated.Pattern),
        _ => null,
    };

    private static IOperation? Stripped(IOperation? operation)
    {
        while (operation is IConversionOperation or IParenthesizedOperation or IDeclarationExpressionOperation)
            operation = operation is IConversionOperation conversion ? conversion.Operand
                : operation is IParenthesizedOperation inner ? inner.Operand : ((IDeclarationExpressionOperation)operation).Expression;
        return operation;
    }
}
