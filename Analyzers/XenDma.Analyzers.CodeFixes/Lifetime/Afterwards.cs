using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using XenDma.Analyzers.Flow;

namespace XenDma.Analyzers.CodeFixes.Lifetime;

/// <summary>What a method does between a statement and the end of a block around it.</summary>
internal sealed class Afterwards(Judged judged)
{
    /// <summary>Nothing is called but other releases, read from memory or waited for: what the statement does may as well be done at the end of the scope. So it
    /// may where a loop would come to the statement again.</summary>
    public bool IsQuiet(StatementSyntax statement, BlockSyntax scope)
    {
        for (SyntaxNode node = statement; node != scope; node = node.Parent!)
        {
            if (LoopSyntax.IsLoop(node))
                return true;
            if (node is TryStatementSyntax { Finally.Block.Statements: var last } && !last.All(IsQuiet))
                return false;
            foreach (var next in Behind(node))
            {
                if (!IsQuiet(next))
                    return false;
                if (next is ReturnStatementSyntax or ThrowStatementSyntax)
                    return true;
                if (next is BreakStatementSyntax or ContinueStatementSyntax or GotoStatementSyntax)
                    return Leaves(next, scope);
            }
        }
        return true;
    }

    /// <summary>An expression that does nothing and asks nobody.</summary>
    public bool IsQuiet(ExpressionSyntax expression) => expression.DescendantNodesAndSelf().All(node => node switch
    {
        InvocationExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.ValueText: "nameof" } } => true,
        InvocationExpressionSyntax or ElementAccessExpressionSyntax or BaseObjectCreationExpressionSyntax or AwaitExpressionSyntax => false,
        NameSyntax name => judged.Model.GetSymbolInfo(name).Symbol is not IPropertySymbol,
        _ => true,
    });

    private bool IsQuiet(StatementSyntax statement) => statement switch
    {
        BlockSyntax block => block.Statements.All(IsQuiet),
        IfStatementSyntax choice => IsQuiet(choice.Condition) && IsQuiet(choice.Statement) && (choice.Else is null || IsQuiet(choice.Else.Statement)),
        ThrowStatementSyntax or BreakStatementSyntax or ContinueStatementSyntax or GotoStatementSyntax or EmptyStatementSyntax => true,
        ReturnStatementSyntax exit => exit.Expression is null || IsQuiet(exit.Expression),
        ExpressionStatementSyntax simple => IsQuiet(simple.Expression) || Counterpart.ContractOf(judged, simple.Expression) is { Releases: true },
        LocalDeclarationStatementSyntax { UsingKeyword.RawKind: 0 } declaration =>
            declaration.Declaration.Variables.All(one => one.Initializer is null || IsQuiet(one.Initializer.Value)),
        _ => false,
    };

    private static IEnumerable<StatementSyntax> Behind(SyntaxNode node)
    {
        var list = node.Parent switch
        {
            BlockSyntax block => block.Statements,
            SwitchSectionSyntax section => section.Statements,
            _ => default,
        };
        return list.Where(one => one.SpanStart > node.SpanStart);
    }

    /// <summary>The jump leaves the scope, not only something within.</summary>
    private static bool Leaves(StatementSyntax jump, BlockSyntax scope) => jump is not GotoStatementSyntax
        && jump.Ancestors().FirstOrDefault(node => LoopSyntax.IsLoop(node)
            || (node is SwitchStatementSyntax && jump is BreakStatementSyntax))?.Span.Contains(scope.Span) == true;
}
