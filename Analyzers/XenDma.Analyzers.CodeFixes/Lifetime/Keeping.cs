using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using XenDma.Analyzers.Contracts;

namespace XenDma.Analyzers.CodeFixes.Lifetime;

/// <summary>Whether an address may outlive the scope of its variable: stored, returned, captured, or given to something that keeps it. To tell it
/// to a method whose body nobody sees is a use.</summary>
internal sealed class Keeping(Judged judged)
{
    private const int MaxDepth = 3;

    /// <summary>The expression's value, or one that is made of it, may be kept.</summary>
    public bool IsKept(SyntaxNode expression, int depth = 0)
    {
        for (var value = expression; value.Parent is { } parent; value = parent)
        {
            switch (parent)
            {
                case ParenthesizedExpressionSyntax or CastExpressionSyntax or CheckedExpressionSyntax or PrefixUnaryExpressionSyntax or ConditionalExpressionSyntax:
                case PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.SuppressNullableWarningExpression }:
                case MemberAccessExpressionSyntax access when access.Expression == value && !IsMethodOfObject(access):
                case InvocationExpressionSyntax call when call.Expression == value:
                    continue;
                case BinaryExpressionSyntax { RawKind: (int)SyntaxKind.EqualsExpression or (int)SyntaxKind.NotEqualsExpression } comparison:
                    return IsConstant(comparison.Left) || IsConstant(comparison.Right);
                case BinaryExpressionSyntax relation when IsRelation(relation):
                    return false;
                case BinaryExpressionSyntax { RawKind: not ((int)SyntaxKind.CoalesceExpression or (int)SyntaxKind.AsExpression or (int)SyntaxKind.IsExpression) }:
                    continue;
                case InterpolationSyntax or ExpressionStatementSyntax:
                    return false;
                case ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax call } argument:
                    return IsKeptBy(call, argument, depth);
                case EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax { Parent.Parent: LocalDeclarationStatementSyntax } variable }:
                    return IsCopyKept(variable, depth);
                case AssignmentExpressionSyntax assignment when assignment.Right == value && assignment.Parent is ExpressionStatementSyntax:
                    return !IsRegister(assignment.Left);
                default:
                    return true;
            }
        }
        return true;
    }

    /// <summary>A lambda or local function may run when the scope is over.</summary>
    public static bool IsCaptured(SyntaxNode use, SyntaxNode scope) => use.Ancestors().TakeWhile(node => node != scope)
        .Any(node => node is AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax or QueryExpressionSyntax);

    private bool IsKeptBy(InvocationExpressionSyntax call, ArgumentSyntax argument, int depth)
    {
        if (!argument.RefKindKeyword.IsKind(SyntaxKind.None) || judged.Model.GetSymbolInfo(call).Symbol is not IMethodSymbol method
            || IsCollection(method.ContainingType) || (IsAwaitable(method.ReturnType) && !IsAwaited(call)))
            return true;
        if (Counterpart.ContractOf(judged, call) is { } contract)
            return contract.Releases;
        var parameter = argument.NameColon is { } named ? method.Parameters.FirstOrDefault(one => one.Name == named.Name.Identifier.ValueText)
            : method.Parameters.ElementAtOrDefault(((ArgumentListSyntax)argument.Parent!).Arguments.IndexOf(argument));
        if (parameter is null || parameter.GetAttributes().Any(one => one.AttributeClass?.Name == "DmaOwnedAttribute"))
            return true;
        var original = method.ReducedFrom?.Parameters[parameter.Ordinal + 1] ?? parameter.OriginalDefinition;
        var bodies = original.ContainingSymbol.DeclaringSyntaxReferences.Select(one => one.GetSyntax());
        return bodies.Any(body => depth >= MaxDepth || body.SyntaxTree != judged.Root.SyntaxTree || IsKeptIn(body, original, depth + 1));
    }

    private bool IsCopyKept(VariableDeclaratorSyntax variable, int depth) =>
        depth >= MaxDepth || judged.Model.GetDeclaredSymbol(variable) is not { } copy
            || variable.FirstAncestorOrSelf<BlockSyntax>() is not { } block || IsKeptIn(block, copy, depth + 1);

    private bool IsKeptIn(SyntaxNode body, ISymbol variable, int depth) =>
        judged.UsesOf(variable, body).Any(use => IsCaptured(use, body) || IsKept(use, depth));

    /// <summary>What is called on an address makes another value; what is called on an object may keep it.</summary>
    private bool IsMethodOfObject(MemberAccessExpressionSyntax access) => access.Parent is InvocationExpressionSyntax call
        && judged.Model.GetSymbolInfo(access).Symbol is IMethodSymbol { IsExtensionMethod: true } && Counterpart.ContractOf(judged, call) is null;

    private bool IsConstant(ExpressionSyntax side) =>
        judged.Model.GetConstantValue(side).HasValue || side.IsKind(SyntaxKind.DefaultLiteralExpression) || side is DefaultExpressionSyntax;

    private static bool IsRelation(BinaryExpressionSyntax comparison) => comparison.Kind() is SyntaxKind.LessThanExpression
        or SyntaxKind.LessThanOrEqualExpression or SyntaxKind.GreaterThanExpression or SyntaxKind.GreaterThanOrEqualExpression;

    /// <summary>A property whose body nobody sees, of something that is no collection: to set it is to tell.</summary>
    private bool IsRegister(ExpressionSyntax target) => judged.Model.GetSymbolInfo(target).Symbol is IPropertySymbol property
        && !IsCollection(property.ContainingType) && (property.IsAbstract || property.DeclaringSyntaxReferences.Length == 0);

    private static bool IsCollection(ITypeSymbol? type) =>
        type is not null && type.SpecialType != SpecialType.System_String && type.AllInterfaces.Append(type)
            .Any(one => one.OriginalDefinition.SpecialType is SpecialType.System_Collections_IEnumerable or SpecialType.System_Collections_Generic_IEnumerable_T);

    private static bool IsAwaitable(ITypeSymbol type) => type.GetMembers("GetAwaiter").Length > 0;

    private static bool IsAwaited(SyntaxNode call)
    {
        var outer = call;
        while (outer.Parent is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ConfigureAwait" } or InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax })
            outer = outer.Parent;
        return outer.Parent is AwaitExpressionSyntax;
    }
}
