using System.Collections.Immutable;
using System.Composition;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace XenDma.Analyzers.CodeFixes;

/// <summary>The fixes of all rules. What is offered was tried before: the fixed document has this diagnostic less, no other one more, and no error more.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(DmaCodeFix))]
[Shared]
public sealed class DmaCodeFix : CodeFixProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => FixTable.Ids;

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => OneByOne.Instance;

    /// <inheritdoc/>
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        if (await Judged.OfAsync(context.Document, context.CancellationToken).ConfigureAwait(false) is not { } judged)
            return;
        foreach (var diagnostic in context.Diagnostics.Where(d => d.Location.SourceTree == judged.Root.SyntaxTree))
        {
            var fixes = await FixTable.Of(diagnostic.Id).FixesAsync(judged, diagnostic, null, context.CancellationToken).ConfigureAwait(false);
            foreach (var (key, title, fixedOne) in fixes)
                context.RegisterCodeFix(CodeAction.Create(title, _ => Task.FromResult(fixedOne), key), diagnostic);
        }
    }
}
