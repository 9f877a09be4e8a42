using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using XenDma.Analyzers.Flow;

namespace XenDma.Analyzers.CodeFixes;

/// <summary>Where a statement can stand so that it runs right before an expression, each time that this is computed.</summary>
internal static class Placement
{
    /// <summary>The statement that computes the node; null where none does, or one that only makes the function which will.</summary>
    public static StatementSyntax? StatementOf(SyntaxNode node)
    {
        for (SyntaxNode? at = node, below = null; at is not null; below = at, at = at.Parent)
        {
            switch (at)
            {
                case LocalFunctionStatementSyntax when at != node:
                case AnonymousFunctionExpressionSyntax or MemberDeclarationSyntax or CatchFilterClauseSyntax:
                case QueryExpressionSyntax query when below != query.FromClause || !query.FromClause.Expression.Span.Contains(node.Span):
                    return null;
                case StatementSyntax statement:
                    return statement;
            }
        }
        return null;
    }

    /// <summary>The statement before which one runs right before the node; null where a loop would come to the node without it, or something that
    /// may wait for the device is done in between.</summary>
    public static StatementSyntax? Before(Judged judged, SyntaxNode node) =>
        StatementOf(node) is { } statement && !IsComputedEachTurn(statement, node) && IsUndisturbed(judged, statement, node) ? statement : null;

    /// <summary>As <see cref="Before"/>, where the statement computes the node whatever else it finds: what is moved before it may fail.</summary>
    public static StatementSyntax? BeforeAlways(Judged judged, SyntaxNode node) =>
        Before(judged, node) is { } statement && IsUnconditional(statement, node) ? statement : null;

    /// <summary>From the start of <paramref name="around"/> to the node nobody is asked who may wait for the device, or know how far it is.</summary>
    public static bool IsUndisturbed(Judged judged, SyntaxNode around, SyntaxNode node)
    {
        var memory = MemoryTypes(judged, node);
        return !around.DescendantNodes(one => IsRun(one, node))
            .Any(one => one.SpanStart < node.SpanStart && !one.Span.Contains(node.Span) && !node.Span.Contains(one.Span) && MayWait(judged, one, memory));
    }

    /// <summary>The node stands in what a loop computes again for each turn, outside of its body.</summary>
    public static bool IsComputedEachTurn(StatementSyntax loop, SyntaxNode node) => loop switch
    {
        WhileStatementSyntax or DoStatementSyntax => true,
        ForStatementSyntax counting => counting.Condition?.Span.Contains(node.Span) == true || counting.Incrementors.Any(one => one.Span.Contains(node.Span)),
        _ => false,
    };

    private static bool IsUnconditional(StatementSyntax statement, SyntaxNode node)
    {
        SyntaxNode below = node;
        for (var at = node.Parent; at is not null && below != statement; below = at, at = at.Parent)
        {
            bool isChosen = at switch
            {
                BinaryExpressionSyntax either => below == either.Right && either.Kind() is SyntaxKind.LogicalAndExpression or SyntaxKind.LogicalOrExpression or SyntaxKind.CoalesceExpression,
                ConditionalExpressionSyntax choice => below != choice.Condition,
                ConditionalAccessExpressionSyntax access => below == access.WhenNotNull,
                AssignmentExpressionSyntax assignment => assignment.IsKind(SyntaxKind.CoalesceAssignmentExpression) && below == assignment.Right,
                SwitchExpressionSyntax choice => below != choice.GoverningExpression,
                SwitchLabelSyntax => true,
                _ => false,
            };
            if (isChosen)
                return false;
        }
        return true;
    }

    /// <summary>Neither a function that is only made here, nor the statements of a case that is not the node's.</summary>
    private static bool IsRun(SyntaxNode one, SyntaxNode node) => one switch
    {
        AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax => one.Span.Contains(node.Span),
        StatementSyntax { Parent: SwitchSectionSyntax section } => section.Span.Contains(node.Span),
        _ => true,
    };

    private static bool MayWait(Judged judged, SyntaxNode node, HashSet<ITypeSymbol> memory) => node switch
    {
        AwaitExpressionSyntax => true,
        InvocationExpressionSyntax call => !IsOfMemory(judged, (call.Expression as MemberAccessExpressionSyntax)?.Expression, memory) && MayWait(judged.Model.GetSymbolInfo(call).Symbol, call),
        ElementAccessExpressionSyntax element => !IsOfMemory(judged, element.Expression, memory) && MayWait(judged.Model.GetSymbolInfo(element).Symbol, null),
        MemberAccessExpressionSyntax access => !IsOfMemory(judged, access.Expression, memory) && MayWait(judged.Model.GetSymbolInfo(access).Symbol, null),
        IdentifierNameSyntax { Parent: not MemberAccessExpressionSyntax } name => MayWait(judged.Model.GetSymbolInfo(name).Symbol, null),
        _ => false,
    };

    private static bool MayWait(ISymbol? called, InvocationExpressionSyntax? call) => called switch
    {
        IMethodSymbol { MethodKind: MethodKind.DelegateInvoke } => true,
        IMethodSymbol method => call is not null && !IsOfBaseLibrary(method),
        IPropertySymbol property => !IsOfBaseLibrary(property) && !IsStored(property),
        null => call is { Expression: not IdentifierNameSyntax { Identifier.ValueText: "nameof" } },
        _ => false,
    };

    /// <summary>What the base library computes has nothing to do with the device, but for its waits.</summary>
    private static bool IsOfBaseLibrary(ISymbol symbol)
    {
        string name = symbol.ContainingNamespace?.ToDisplayString() ?? "";
        return (name == "System" || name.StartsWith("System.", System.StringComparison.Ordinal)) && !name.StartsWith("System.Threading", System.StringComparison.Ordinal);
    }

    /// <summary>A property that only tells what was stored.</summary>
    private static bool IsStored(IPropertySymbol property) =>
        property.ContainingType.GetMembers().OfType<IFieldSymbol>().Any(field => SymbolEqualityComparer.Default.Equals(field.AssociatedSymbol, property));

    private static bool IsOfMemory(Judged judged, ExpressionSyntax? receiver, HashSet<ITypeSymbol> memory) =>
        receiver is not null && judged.Model.GetTypeInfo(receiver).Type is { } type && memory.Contains(type);

    /// <summary>The types that the node reads the memory through.</summary>
    private static HashSet<ITypeSymbol> MemoryTypes(Judged judged, SyntaxNode node) => new(
        node.DescendantNodesAndSelf().OfType<ExpressionSyntax>().Where(one => one is not ThisExpressionSyntax).Select(one => judged.Model.GetTypeInfo(one).Type)
            .OfType<INamedTypeSymbol>().Where(type => type.SpecialType == SpecialType.None && type.TypeKind is TypeKind.Class or TypeKind.Struct),
        SymbolEqualityComparer.Default);
}
