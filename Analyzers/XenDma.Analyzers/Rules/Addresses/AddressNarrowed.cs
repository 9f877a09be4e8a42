using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using XenDma.Analyzers.Flow;

namespace XenDma.Analyzers.Rules.Addresses;

/// <summary>XDMA5001: a bus or guest address narrowed to 32 bits. The lower half of an address whose upper half is taken too is none.</summary>
internal sealed class AddressNarrowed() : FlowRule(Descriptors.Narrowed)
{
    public override bool OnAddress(FlowAddress address)
    {
        if (address.Step != AddressStep.Narrowed || address.Frame.ForeignCall is not null
            || address.Operation is not IConversionOperation conversion || IsBounded(address) || IsHalf(conversion, address))
            return false;
        string space = Spaces.IsBus(Spaces.Of(address.Value)) ? "bus" : "guest";
        string type = conversion.Type!.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat);
        return address.Report(new Finding(Descriptor, conversion, Wording.Text(conversion.Operand), space, type));
    }

    private static bool IsBounded(FlowAddress address)
    {
        var value = address.Value;
        while (value.Kind == ValueKind.Op && value.Payload is "+" or "-" or "unsigned")
            value = value.Args[0];
        return Solver.Range(address.Path, address.Value).High <= uint.MaxValue || address.Path.Memory.ContainsKey(Evaluator.Limited(value))
            || (address.Frame.Method is { } method && address.Context.Facts.HasNarrowMask(method));
    }

    /// <summary>The same body takes the upper half of the same address, or the type does where this is all that the method does.</summary>
    private static bool IsHalf(IConversionOperation conversion, FlowAddress address)
    {
        string text = Plain(conversion.Operand.Syntax);
        foreach (var operation in address.Frame.Graph.OriginalOperation.Descendants())
        {
            if (operation is IBinaryOperation shift && IsUpperHalf(shift) && Plain(shift.LeftOperand.Syntax) == text)
                return true;
        }
        return address.Frame.Method is IMethodSymbol { Parameters.Length: 1 } method && IsWholeBody(conversion)
            && HasSiblingWithUpperHalf(method, address.Context);
    }

    private static bool IsUpperHalf(IBinaryOperation shift) =>
        shift.OperatorKind is BinaryOperatorKind.RightShift or BinaryOperatorKind.UnsignedRightShift
        && shift.RightOperand.ConstantValue is { HasValue: true, Value: >= 16 and <= 32 };

    private static bool IsWholeBody(IConversionOperation conversion)
    {
        var node = conversion.Syntax.Parent;
        while (node is ParenthesizedExpressionSyntax or CheckedExpressionSyntax)
            node = node.Parent;
        return node is ArrowExpressionClauseSyntax or ReturnStatementSyntax;
    }

    private static bool HasSiblingWithUpperHalf(IMethodSymbol method, FlowContext context)
    {
        foreach (var member in method.ContainingType.GetMembers())
        {
            if (member is not IMethodSymbol sibling || context.Bodies.Body(sibling, default) is not { } body)
                continue;
            foreach (var operation in body.Descendants())
            {
                if (operation is IBinaryOperation shift && IsUpperHalf(shift) && Spaces.OfType(Unwrapped(shift.LeftOperand).Type) == Space.BusAddress)
                    return true;
            }
        }
        return false;
    }

    private static IOperation Unwrapped(IOperation operation) =>
        operation is IPropertyReferenceOperation { Instance: { } holder, Property.Name: "Value" } ? holder : operation;

    private static string Plain(SyntaxNode node)
    {
        while (true)
        {
            switch (node)
            {
                case ParenthesizedExpressionSyntax inner:
                    node = inner.Expression;
                    continue;
                case CastExpressionSyntax cast:
                    node = cast.Expression;
                    continue;
                case BinaryExpressionSyntax { RawKind: (int)Microsoft.CodeAnalysis.CSharp.SyntaxKind.BitwiseAndExpression } masked:
                    node = masked.Left;
                    continue;
                default:
                    return node.WithoutTrivia().ToString();
            }
        }
    }
}
