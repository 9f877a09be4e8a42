using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace XenDma.Analyzers.Flow;

/// <summary>Loops by their syntax.</summary>
internal static class LoopSyntax
{
    /// <summary>Whether a node is a loop of any kind.</summary>
    public static bool IsLoop(SyntaxNode node) => node is ForStatementSyntax or CommonForEachStatementSyntax or WhileStatementSyntax or DoStatementSyntax;
}
