using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace XenDma.Analyzers.CodeFixes.Releases;

/// <summary>How what a call made is let go of, wherever a path leaves.</summary>
internal abstract class Release
{
    /// <summary>Null where it cannot be written.</summary>
    public static Release? Of(Judged judged, InvocationExpressionSyntax map)
    {
        if (Container.Of(judged, map) is { } container)
            return Unwinding.Of(judged, map, container);
        return Counterpart.Release(judged, map, Edits.ResultOf(map)) is { } call ? new Single(call) : null;
    }

    /// <summary>The statements that do it before or behind the place; null where they cannot be written. Both nodes are of one tree, which may
    /// have been edited meanwhile.</summary>
    public abstract StatementSyntax[]? At(SyntaxNode map, StatementSyntax place);

    /// <summary>The block at whose end it is out of reach.</summary>
    public abstract BlockSyntax? ScopeOf(SyntaxNode map);

    /// <summary>One call, on what one variable holds.</summary>
    private sealed class Single(string call) : Release
    {
        public override StatementSyntax[] At(SyntaxNode map, StatementSyntax place) => [Edits.Parse(call + ";")];

        public override BlockSyntax? ScopeOf(SyntaxNode map) => map.FirstAncestorOrSelf<BlockSyntax>();
    }
}
