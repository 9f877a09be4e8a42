using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;

namespace XenDma.Analyzers.CodeFixes;

/// <summary>Fixes one after the other and judges anew in between: two fixes may meet at one return, and one may settle two.</summary>
internal sealed class OneByOne : DocumentBasedFixAllProvider
{
    /// <summary>Mistakes that come to light only when others are fixed.</summary>
    private const int MaxUncovered = 32;

    public static readonly OneByOne Instance = new();

    /// <inheritdoc/>
    protected override async Task<Document?> FixAllAsync(FixAllContext fixAllContext, Document document, ImmutableArray<Diagnostic> diagnostics)
    {
        var cancellation = fixAllContext.CancellationToken;
        for (int left = diagnostics.Length + MaxUncovered; left > 0; left--)
        {
            if (await FixNextAsync(fixAllContext, document, cancellation).ConfigureAwait(false) is not { } next)
                break;
            document = next;
        }
        return document;
    }

    private static async Task<Document?> FixNextAsync(FixAllContext context, Document document, CancellationToken cancellation)
    {
        if (await Judged.OfAsync(document, cancellation).ConfigureAwait(false) is not { } judged)
            return null;
        foreach (var diagnostic in judged.Diagnostics.Where(d => context.DiagnosticIds.Contains(d.Id)))
        {
            var fixes = await FixTable.Of(diagnostic.Id).FixesAsync(judged, diagnostic, context.CodeActionEquivalenceKey, cancellation).ConfigureAwait(false);
            if (fixes.Count > 0)
                return fixes[0].Fixed;
        }
        return null;
    }
}
