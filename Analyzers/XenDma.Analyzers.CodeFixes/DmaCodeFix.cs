using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace XenDma.Analyzers.CodeFixes;

/// <summary>A fix. What it offers was tried before: the fixed document has this diagnostic less, no other one more, and no error more.</summary>
public abstract class DmaCodeFix : CodeFixProvider
{
    private protected DmaCodeFix(params string[] ids) => FixableDiagnosticIds = [.. ids];

    /// <inheritdoc/>
    public sealed override ImmutableArray<string> FixableDiagnosticIds { get; }

    /// <inheritdoc/>
    public sealed override FixAllProvider GetFixAllProvider() => OneByOne.Instance;

    /// <inheritdoc/>
    public sealed override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        if (await Judged.OfAsync(context.Document, context.CancellationToken).ConfigureAwait(false) is not { } judged)
            return;
        foreach (var diagnostic in context.Diagnostics.Where(d => d.Location.SourceTree == judged.Root.SyntaxTree))
        {
            foreach (var (key, title, fixedOne) in await FixesAsync(judged, diagnostic, null, context.CancellationToken).ConfigureAwait(false))
                context.RegisterCodeFix(CodeAction.Create(title, _ => Task.FromResult(fixedOne), key), diagnostic);
        }
    }

    /// <summary>The fixes of one diagnostic that hold, or only the one of a key.</summary>
    internal async Task<IReadOnlyList<(string Key, string Title, Document Fixed)>> FixesAsync(
        Judged judged, Diagnostic diagnostic, string? only, CancellationToken cancellation)
    {
        var fixes = new List<(string Key, string Title, Document Fixed)>();
        foreach (var (title, root) in Propose(new FixContext(judged, diagnostic)))
        {
            // Of proposals of one title the first that holds is offered.
            string key = diagnostic.Id + ":" + title;
            if ((only is not null && key != only) || fixes.Exists(known => known.Key == key))
                continue;
            var attempt = root is null ? Leaks.MendAsync(judged, diagnostic, cancellation) : judged.TryAsync(root, diagnostic.Id, cancellation);
            if (await attempt.ConfigureAwait(false) is { } tried)
                fixes.Add((key, title, tried.Document));
        }
        return fixes;
    }

    /// <summary>Titles with documents in which the diagnostic may be gone; leaks that are new in them are mended before they are judged. Without
    /// a document: the diagnostic is a leak, to be mended.</summary>
    private protected abstract IEnumerable<(string Title, SyntaxNode? Root)> Propose(FixContext fix);
}
