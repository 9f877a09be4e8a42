using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace XenDma.Analyzers.CodeFixes.Releases;

/// <summary>Adds the unmap or the free on each path that leaves without it. A path is told by the rule itself: an edit that does not
/// take the reported path away, or that gives rise to another diagnostic, is dropped.</summary>
internal static class Leaks
{
    private const int MaxPaths = 8;
    private const int MaxTries = 12;
    private const int ExitLocation = 1;
    private static readonly string[] Rules = ["XDMA1004", "XDMA1007"];

    /// <summary>Mends the leaks that <paramref name="before"/> did not have, as far as it can be done.</summary>
    public static async Task<Judged> MendAsync(Judged changed, Judged before, CancellationToken cancellation)
    {
        var known = before.Diagnostics.Where(d => Rules.Contains(d.Id)).Select(d => before.Root.FindNode(d.Location.SourceSpan).ToString()).ToList();
        for (int round = 0; round < MaxPaths; round++)
        {
            Judged? mended = null;
            foreach (var leak in changed.Diagnostics.Where(d => Rules.Contains(d.Id) && changed.Count(d.Id) > before.Count(d.Id)))
            {
                bool isNew = !known.Contains(changed.Root.FindNode(leak.Location.SourceSpan).ToString());
                mended ??= isNew ? await MendAsync(changed, leak, cancellation).ConfigureAwait(false) : null;
            }
            if (mended is null)
                return changed;
            changed = mended;
        }
        return changed;
    }

    /// <summary>The document without one leak; null when no edit takes it away.</summary>
    public static async Task<Judged?> MendAsync(Judged judged, Diagnostic leak, CancellationToken cancellation)
    {
        var map = judged.Root.FindNode(leak.Location.SourceSpan, getInnermostNodeForTie: true).FirstAncestorOrSelf<InvocationExpressionSyntax>();
        if (map is null || Release.Of(judged, map) is not { } release)
            return null;
        var mark = new SyntaxAnnotation();
        var current = await judged.WithAsync(
            judged.Root.ReplaceNode(map, map.WithAdditionalAnnotations(mark)), cancellation).ConfigureAwait(false);
        for (int path = 0; path < MaxPaths && current is not null; path++)
        {
            if (Find(current, mark, leak.Id) is not { } left)
                return current.Count(leak.Id) < judged.Count(leak.Id) ? current : null;
            current = await MendPathAsync(current, left, mark, release, cancellation).ConfigureAwait(false);
        }
        return null;
    }

    private static async Task<Judged?> MendPathAsync(
        Judged current, Diagnostic leak, SyntaxAnnotation mark, Release release, CancellationToken cancellation)
    {
        var left = new SyntaxAnnotation();
        var exit = current.Other(leak, ExitLocation);
        var root = exit is null ? current.Root : current.Root.ReplaceNode(exit, exit.WithAdditionalAnnotations(left));
        var map = (InvocationExpressionSyntax)root.GetAnnotatedNodes(mark).Single();
        foreach (var edited in Insertions.Of(root, map, root.GetAnnotatedNodes(left).SingleOrDefault(), release).Take(MaxTries))
        {
            if (await current.WithAsync(edited, cancellation).ConfigureAwait(false) is not { } next || !next.IsNoWorseThan(current))
                continue;
            bool sameExit = Find(next, mark, leak.Id) is { } still && next.Other(still, ExitLocation)?.HasAnnotation(left) != false;
            if (!sameExit)
                return next;
        }
        return null;
    }

    private static Diagnostic? Find(Judged judged, SyntaxAnnotation mark, string id)
    {
        var map = judged.Root.GetAnnotatedNodes(mark).FirstOrDefault();
        return judged.Diagnostics.FirstOrDefault(d => d.Id == id && d.Location.SourceSpan == map?.Span);
    }
}
