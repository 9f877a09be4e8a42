using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace XenDma.Analyzers.CodeFixes.Addresses;

/// <summary>XDMA5006: calls the dispatching API in place of the device's own ops.</summary>
internal sealed class CallApiFix() : Fix("XDMA5006")
{
    public override IEnumerable<(string Title, SyntaxNode? Root)> Propose(FixContext fix)
    {
        if (fix.Node is not ExpressionSyntax read || read.FirstAncestorOrSelf<MemberDeclarationSyntax>() is not { } member)
            yield break;
        if (read.Parent is EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax { Identifier.ValueText: var name, Parent.Parent: LocalDeclarationStatementSyntax declaration } })
        {
            if (Edited(fix.Root, member, declaration, name) is { } edited)
                yield return ("Call the API", edited);
        }
    }

    /// <summary>Each call goes to its first argument, the device; the variable and the test of it go. Null where more hangs on the test than to leave.</summary>
    private static SyntaxNode? Edited(SyntaxNode root, SyntaxNode member, StatementSyntax declaration, string ops)
    {
        var tests = member.DescendantNodes().OfType<IfStatementSyntax>().Where(test => test.Condition.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>()
            .Any(one => one.Identifier.ValueText == ops) && !test.Condition.DescendantNodesAndSelf().OfType<InvocationExpressionSyntax>().Any()).ToList();
        if (!tests.All(OnlyLeaves))
            return null;
        var calls = member.DescendantNodes().OfType<InvocationExpressionSyntax>().Where(call => IsOn(call, ops)).ToList();
        var doomed = tests.Cast<SyntaxNode>().Append(declaration).ToList();
        root = root.TrackNodes(calls.Concat(doomed));
        foreach (var call in calls)
        {
            if (root.GetCurrentNode(call) is { } now)
                root = root.ReplaceNode(now, OnDevice(now));
        }
        foreach (var node in doomed)
        {
            if (root.GetCurrentNode(node) is StatementSyntax statement)
                root = Edits.Remove(root, statement);
        }
        return root;
    }

    private static bool OnlyLeaves(IfStatementSyntax test) => test.Else is null
        && (test.Statement is BlockSyntax { Statements: { Count: 1 } only } ? only[0] : test.Statement) is ReturnStatementSyntax or ThrowStatementSyntax;

    private static bool IsOn(InvocationExpressionSyntax call, string ops) =>
        call is { Expression: MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax on }, ArgumentList.Arguments.Count: > 0 } && on.Identifier.ValueText == ops;

    private static InvocationExpressionSyntax OnDevice(InvocationExpressionSyntax call)
    {
        var method = (MemberAccessExpressionSyntax)call.Expression;
        var arguments = call.ArgumentList.Arguments;
        return call.WithExpression(method.WithExpression(arguments[0].Expression.WithTriviaFrom(method.Expression)))
            .WithArgumentList(call.ArgumentList.WithArguments(arguments.RemoveAt(0)));
    }
}
