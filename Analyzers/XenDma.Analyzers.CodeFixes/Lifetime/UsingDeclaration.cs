using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using XenDma.Analyzers.Contracts;

namespace XenDma.Analyzers.CodeFixes.Lifetime;

/// <summary>Turns a map, the check of its result and its unmaps into one using declaration of a mapping that owns itself.</summary>
internal static class UsingDeclaration
{
    /// <summary>Null where the address is more than a local that is mapped once, told to others and unmapped.</summary>
    public static SyntaxNode? InPlaceOf(FixContext fix, InvocationExpressionSyntax map)
    {
        if (map.Parent is not EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax { Parent.Parent: LocalDeclarationStatementSyntax made } variable }
            || made.UsingKeyword != default || made.Declaration.Variables.Count != 1 || made.Parent is not BlockSyntax block
            || Counterpart.OwningMap(fix.Judged, map) is not { } owning || Edits.FreeName(map, "mapping", variable.Identifier.Text + "Mapping") is not { } name)
            return null;
        var model = fix.Judged.Model;
        var local = model.GetDeclaredSymbol(variable);
        var uses = block.DescendantNodes().OfType<IdentifierNameSyntax>()
            .Where(one => one.Identifier.Text == variable.Identifier.Text && SymbolEqualityComparer.Default.Equals(model.GetSymbolInfo(one).Symbol, local));
        var removed = new List<StatementSyntax>();
        var renamed = new List<SyntaxNode>();
        foreach (var use in uses)
        {
            if (Removable(fix.Judged, use) is { } statement)
                removed.Add(statement);
            else if (use.Parent is ArgumentSyntax { RefKindKeyword.RawKind: not 0 } || use.Parent is AssignmentExpressionSyntax assignment && assignment.Left == use)
                return null;
            else
                renamed.Add(use);
        }
        if (!removed.All(StandsBesideOthers))
            return null;
        return Rewrite(fix.Root, made, removed, renamed, $"using var {name} = {owning};", name + ".Address");
    }

    /// <summary>The unmap, or the if that leaves when the map failed: neither is needed any longer.</summary>
    private static StatementSyntax? Removable(Judged judged, IdentifierNameSyntax use)
    {
        if (use.Parent?.Parent?.Parent is not InvocationExpressionSyntax call || Counterpart.ContractOf(judged, call) is not { } contract)
            return null;
        if (contract.Releases)
            return call.Parent as ExpressionStatementSyntax;
        return contract.Role == Role.MappingError && call.Parent is IfStatementSyntax { Else: null } check && Leaves(check.Statement) ? check : null;
    }

    private static bool Leaves(StatementSyntax branch) => branch switch
    {
        BlockSyntax block => block.Statements.Count > 0 && Leaves(block.Statements.Last()),
        _ => branch is ReturnStatementSyntax or ThrowStatementSyntax or BreakStatementSyntax or ContinueStatementSyntax,
    };

    /// <summary>A block that is left empty would say nothing.</summary>
    private static bool StandsBesideOthers(StatementSyntax statement) => statement.Parent is BlockSyntax { Statements.Count: > 1 };

    private static SyntaxNode Rewrite(
        SyntaxNode root, LocalDeclarationStatementSyntax made, List<StatementSyntax> removed, List<SyntaxNode> renamed, string declaration, string address)
    {
        root = root.TrackNodes([made, .. removed, .. renamed]);
        root = root.ReplaceNodes(
            renamed.Select(use => root.GetCurrentNode(use)!),
            (_, use) => SyntaxFactory.ParseExpression(address).WithTriviaFrom(use));
        foreach (var statement in removed)
        {
            if (root.GetCurrentNode(statement) is { } current)
                root = Edits.Remove(root, current);
        }
        var old = root.GetCurrentNode(made)!;
        return root.ReplaceNode(old, SyntaxFactory.ParseStatement(declaration).WithTriviaFrom(old));
    }
}
