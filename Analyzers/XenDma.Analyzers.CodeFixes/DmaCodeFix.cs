using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace XenDma.Analyzers.CodeFixes;

/// <summary>A fix of one rule. Whatever it offers is checked before it is offered; all of one kind can be applied at once.</summary>
public abstract class DmaCodeFix : CodeFixProvider
{
    private protected DmaCodeFix(string id) => FixableDiagnosticIds = ImmutableArray.Create(id);

    /// <inheritdoc/>
    public sealed override ImmutableArray<string> FixableDiagnosticIds { get; }

    /// <inheritdoc/>
    public sealed override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public sealed override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        var root = await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false);
        if (root is null)
            return;
        foreach (var diagnostic in context.Diagnostics.Where(d => d.Location.SourceTree == root.SyntaxTree))
            Register(new FixContext(context, root, diagnostic));
    }

    private protected abstract void Register(FixContext fix);
}

/// <summary>One diagnostic to fix, and the means to offer fixes.</summary>
internal sealed class FixContext(CodeFixContext context, SyntaxNode root, Diagnostic diagnostic)
{
    public SyntaxNode Root { get; } = root;

    public Diagnostic Diagnostic { get; } = diagnostic;

    /// <summary>The node that the diagnostic stands at.</summary>
    public SyntaxNode Node => Root.FindNode(Diagnostic.Location.SourceSpan, getInnermostNodeForTie: true);

    public SyntaxNode? Other(int index)
    {
        var others = Diagnostic.AdditionalLocations;
        return index < others.Count && others[index].SourceTree == Root.SyntaxTree
            ? Root.FindNode(others[index].SourceSpan, getInnermostNodeForTie: true) : null;
    }

    public void Offer(string title, SyntaxNode newRoot)
    {
        var document = context.Document;
        Task<Document> Apply(CancellationToken cancellation) => Task.FromResult(document.WithSyntaxRoot(newRoot));
        context.RegisterCodeFix(CodeAction.Create(title, Apply, equivalenceKey: Diagnostic.Id + ":" + title), Diagnostic);
    }
}
