using System.Collections.Generic;
using System.Collections.Immutable;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using XenDma.Analyzers.CodeFixes.Releases;

namespace XenDma.Analyzers.CodeFixes;

/// <summary>What may be done about the diagnostics of some rules. Has no state.</summary>
internal abstract class Fix(params string[] ids)
{
    /// <summary>The rules whose diagnostics it fixes.</summary>
    public ImmutableArray<string> Ids { get; } = [.. ids];

    /// <summary>Of several mistakes with one mapping the rule tells the first: where that is gone, it may tell the next.</summary>
    public virtual bool UncoversNext => false;

    /// <summary>Titles with documents in which the diagnostic may be gone; leaks that are new in them are mended before they are judged. Without
    /// a document: the diagnostic is a leak, to be mended.</summary>
    public abstract IEnumerable<(string Title, SyntaxNode? Root)> Propose(FixContext fix);

    /// <summary>The fixes of one diagnostic that hold, or only the one of a key.</summary>
    public async Task<IReadOnlyList<(string Key, string Title, Document Fixed)>> FixesAsync(
        Judged judged, Diagnostic diagnostic, string? only, CancellationToken cancellation)
    {
        var fixes = new List<(string Key, string Title, Document Fixed)>();
        var uncovering = new List<(string Key, string Title, Document Fixed)>();
        foreach (var (title, root) in Propose(new FixContext(judged, diagnostic)))
        {
            // Of proposals of one title the first that holds is offered; one that uncovers another mistake only where none else does.
            string key = diagnostic.Id + ":" + title;
            if ((only is not null && key != only) || fixes.Exists(known => known.Key == key))
                continue;
            var attempt = root is null ? Leaks.MendAsync(judged, diagnostic, cancellation) : judged.TryAsync(root, diagnostic, UncoversNext, cancellation);
            if (await attempt.ConfigureAwait(false) is { } tried)
                (tried.Count(diagnostic.Id) < judged.Count(diagnostic.Id) ? fixes : uncovering).Add((key, title, tried.Document));
        }
        foreach (var held in uncovering)
        {
            if (!fixes.Exists(known => known.Key == held.Key))
                fixes.Add(held);
        }
        return fixes;
    }
}
