using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using XenDma.Analyzers.Flow;

namespace XenDma.Analyzers.CodeFixes.Releases;

/// <summary>The array or list of one method that a loop fills with mappings, one a round.</summary>
internal sealed class Container
{
    private Container(string name, StatementSyntax store, ExpressionSyntax? index)
    {
        Name = name;
        Store = store;
        Index = index is PostfixUnaryExpressionSyntax counted ? counted.Operand.ToString() : index?.ToString();
    }

    /// <summary>The variable.</summary>
    public string Name { get; }

    /// <summary>The statement that puts a mapping in.</summary>
    public StatementSyntax Store { get; }

    /// <summary>The variable that counts the elements of an array; null for a list.</summary>
    public string? Index { get; }

    /// <summary>Null where the mapping is not put into a local array or list by the loop that maps.</summary>
    public static Container? Of(Judged judged, InvocationExpressionSyntax map)
    {
        if (Loop(map) is not { } loop)
            return null;
        string? result = Edits.ResultOf(map);
        var values = loop.DescendantNodes().OfType<ExpressionSyntax>()
            .Where(one => one == map || (result is not null && one is IdentifierNameSyntax name && name.Identifier.ValueText == result));
        var stored = values.Select(value => Stored(value)).FirstOrDefault(one => one is not null);
        return stored is not null && IsLocalOutside(judged, stored, loop) ? stored : null;
    }

    public static StatementSyntax? Loop(SyntaxNode node) => node.Ancestors().TakeWhile(one => one is not MemberDeclarationSyntax and not AnonymousFunctionExpressionSyntax)
        .OfType<StatementSyntax>().FirstOrDefault(one => LoopSyntax.IsLoop(one));

    private static Container? Stored(ExpressionSyntax value)
    {
        SyntaxNode whole = value;
        while (whole.Parent is ArgumentSyntax { Parent: TupleExpressionSyntax tuple })
            whole = tuple;
        return whole.Parent switch
        {
            AssignmentExpressionSyntax { Left: ElementAccessExpressionSyntax { Expression: IdentifierNameSyntax name } element, Parent: ExpressionStatementSyntax store } assignment
                when assignment.Right == whole && element.ArgumentList.Arguments.Count == 1 && IsCounter(element.ArgumentList.Arguments[0].Expression) =>
                new Container(name.ToString(), store, element.ArgumentList.Arguments[0].Expression),
            ArgumentSyntax
            {
                Parent.Parent: InvocationExpressionSyntax
                {
                    Expression: MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax name, Name.Identifier.ValueText: "Add" or "Push" or "Enqueue" },
                    ArgumentList.Arguments.Count: 1,
                    Parent: ExpressionStatementSyntax store,
                },
            } => new Container(name.ToString(), store, null),
            _ => null,
        };
    }

    private static bool IsCounter(ExpressionSyntax index) => index is IdentifierNameSyntax
        or PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.PostIncrementExpression, Operand: IdentifierNameSyntax };

    private static bool IsLocalOutside(Judged judged, Container container, StatementSyntax loop) =>
        judged.Model.LookupSymbols(loop.SpanStart, name: container.Name).OfType<ILocalSymbol>().Any();
}
