using Microsoft.CodeAnalysis;

namespace XenDma.Analyzers.CodeFixes;

/// <summary>One diagnostic to fix.</summary>
internal sealed class FixContext(Judged judged, Diagnostic diagnostic)
{
    public Judged Judged { get; } = judged;

    public SyntaxNode Root => Judged.Root;

    public Diagnostic Diagnostic { get; } = diagnostic;

    /// <summary>The node that the diagnostic stands at.</summary>
    public SyntaxNode Node => Root.FindNode(Diagnostic.Location.SourceSpan, getInnermostNodeForTie: true);

    /// <summary>The node at one of the additional locations; null when it is not there or stands in another file.</summary>
    public SyntaxNode? Other(int index) => Judged.Other(Diagnostic, index);
}
