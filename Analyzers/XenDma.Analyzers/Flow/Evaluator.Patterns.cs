using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace XenDma.Analyzers.Flow;

internal sealed partial class Evaluator
{
    private Value EvaluateIsPattern(IIsPatternOperation pattern)
    {
        var input = Evaluate(pattern.Value);
        return Match(pattern.Pattern, input, pattern);
    }

    private Value EvaluateIsType(IIsTypeOperation isType)
    {
        var tested = new Value(ValueKind.Op, isType.TypeOperand, Evaluate(isType.ValueOperand));
        return isType.IsNegated ? Terms.Not(tested) : tested;
    }

    private Value Match(IPatternOperation? pattern, Value input, IOperation at)
    {
        switch (pattern)
        {
            case IDiscardPatternOperation:
                return Value.True;
            case IConstantPatternOperation constant:
                var expected = Evaluate(constant.Value);
                RaiseCompare(at, input, expected);
                return Terms.Equal(input, expected);
            case IRelationalPatternOperation relational:
                var bound = Evaluate(relational.Value);
                RaiseCompare(at, input, bound, relational.OperatorKind);
                MarkChecked(input);
                return Combine(relational.OperatorKind, input, bound, at);
            case INegatedPatternOperation negated:
                return Terms.Not(Match(negated.Pattern, input, at));
            case IBinaryPatternOperation { OperatorKind: BinaryOperatorKind.And } both:
                return Terms.And(Match(both.LeftPattern, input, at), Match(both.RightPattern, input, at));
            case IBinaryPatternOperation either:
                return Terms.Or(Match(either.LeftPattern, input, at), Match(either.RightPattern, input, at));
            case IDeclarationPatternOperation declaration:
                Bind(declaration.DeclaredSymbol, input, at);
                return declaration.MatchesNull ? Value.True : IsOfType(declaration.InputType, declaration.MatchedType, input);
            case ITypePatternOperation type:
                return IsOfType(type.InputType, type.MatchedType, input);
            case IRecursivePatternOperation recursive:
                return MatchRecursive(recursive, input, at);
            default:
                return Fresh(at);
        }
    }

    private Value MatchRecursive(IRecursivePatternOperation recursive, Value input, IOperation at)
    {
        Bind(recursive.DeclaredSymbol, input, at);
        var result = IsOfType(recursive.InputType, recursive.MatchedType, input);
        for (int i = 0; i < recursive.DeconstructionSubpatterns.Length; i++)
        {
            var part = input.Kind == ValueKind.Tuple && i < input.Args.Length ? input.Args[i] : Component(input, i, at);
            result = Terms.And(result, Match(recursive.DeconstructionSubpatterns[i], part, at));
        }
        foreach (var property in recursive.PropertySubpatterns)
        {
            var part = property.Member is IMemberReferenceOperation { Member: { } member } ? ReadMember(input, member, at) : Fresh(at);
            result = Terms.And(result, Match(property.Pattern, part, at));
        }
        return result;
    }

    private Value ReadMember(Value receiver, ISymbol member, IOperation at) =>
        AnswerIn(member, receiver) ?? (IsHandle(member, receiver) ? receiver : Read(Value.Member(receiver, member.OriginalDefinition), at));

    private void Bind(ISymbol? declared, Value value, IOperation at)
    {
        if (declared is ILocalSymbol)
            Write(_context.Variable(declared), value, at);
    }

    private static Value IsOfType(ITypeSymbol input, ITypeSymbol? matched, Value value)
    {
        if (input is { IsValueType: true, OriginalDefinition.SpecialType: not SpecialType.System_Nullable_T })
            return Value.True;
        var notNull = Terms.Not(Terms.Equal(value, Value.Null));
        bool certain = matched is null || SymbolEqualityComparer.Default.Equals(input, matched) || matched.IsValueType;
        return certain ? notNull : Terms.And(notNull, new Value(ValueKind.Op, matched, value));
    }
}
