using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Formatting;
using XenDma.Analyzers.Rules;

namespace XenDma.Analyzers.CodeFixes;

/// <summary>A document with what the rules and the compiler say of it.</summary>
internal sealed class Judged
{
    private static readonly ImmutableArray<Type> Analyzers = [.. typeof(DmaFlowAnalyzer).Assembly.GetTypes()
        .Where(type => !type.IsAbstract && type.IsSubclassOf(typeof(DiagnosticAnalyzer)))];

    private readonly int _errors;

    private Judged(Document document, SyntaxNode root, SemanticModel model, ImmutableArray<Diagnostic> diagnostics, int errors)
    {
        Document = document;
        Root = root;
        Model = model;
        Diagnostics = diagnostics;
        _errors = errors;
    }

    public Document Document { get; }

    public SyntaxNode Root { get; }

    public SemanticModel Model { get; }

    /// <summary>What our rules report in the document, by place.</summary>
    public ImmutableArray<Diagnostic> Diagnostics { get; }

    /// <summary>Null when the document has no syntax.</summary>
    public static async Task<Judged?> OfAsync(Document document, CancellationToken cancellation)
    {
        if (await document.GetSemanticModelAsync(cancellation).ConfigureAwait(false) is not { } model
            || await document.GetSyntaxRootAsync(cancellation).ConfigureAwait(false) is not { } root)
            return null;
        ImmutableArray<DiagnosticAnalyzer> analyzers = [.. Analyzers.Select(type => (DiagnosticAnalyzer)Activator.CreateInstance(type))];
        var found = await model.Compilation.WithAnalyzers(analyzers, document.Project.AnalyzerOptions)
            .GetAnalyzerSemanticDiagnosticsAsync(model, filterSpan: null, cancellation).ConfigureAwait(false);
        int errors = model.GetDiagnostics(cancellationToken: cancellation).Count(d => d.Severity == DiagnosticSeverity.Error);
        return new Judged(document, root, model, [.. found.OrderBy(d => d.Location.SourceSpan)], errors);
    }

    /// <summary>The node at one of the diagnostic's additional locations; null when it is not there or stands in another file.</summary>
    public SyntaxNode? Other(Diagnostic diagnostic, int index)
    {
        var others = diagnostic.AdditionalLocations;
        return index < others.Count && others[index].SourceTree == Root.SyntaxTree
            ? Root.FindNode(others[index].SourceSpan, getInnermostNodeForTie: true) : null;
    }

    /// <summary>The document with another root, formatted where that asks for it; lines end as they did.</summary>
    public async Task<Judged?> WithAsync(SyntaxNode root, CancellationToken cancellation)
    {
        var document = await Formatter.FormatAsync(
            Document.WithSyntaxRoot(root), Formatter.Annotation, cancellationToken: cancellation).ConfigureAwait(false);
        if (EndsOfLines(Root).FirstOrDefault().ToString() == "\r\n" && await document.GetSyntaxRootAsync(cancellation).ConfigureAwait(false) is { } edited)
        {
            var foreign = EndsOfLines(edited).Where(end => end.ToString() == "\n");
            document = document.WithSyntaxRoot(edited.ReplaceTrivia(foreign, static (_, _) => SyntaxFactory.CarriageReturnLineFeed));
        }
        return await OfAsync(document, cancellation).ConfigureAwait(false);
    }

    private static IEnumerable<SyntaxTrivia> EndsOfLines(SyntaxNode root) => root.DescendantTrivia().Where(one => one.IsKind(SyntaxKind.EndOfLineTrivia));

    /// <summary>The document with another root and its new leaks mended, if that has the rule's diagnostic less and nothing else more.</summary>
    public async Task<Judged?> TryAsync(SyntaxNode root, string id, CancellationToken cancellation)
    {
        if (await WithAsync(root, cancellation).ConfigureAwait(false) is not { } changed)
            return null;
        changed = await Leaks.MendAsync(changed, this, cancellation).ConfigureAwait(false);
        return changed.Count(id) < Count(id) && changed.IsNoWorseThan(this) ? changed : null;
    }

    /// <summary>No error more, and of no rule a diagnostic more, but perhaps of the one excepted.</summary>
    public bool IsNoWorseThan(Judged before, string? excepted = null) =>
        _errors <= before._errors && Diagnostics.All(d => d.Id == excepted || Count(d.Id) <= before.Count(d.Id));

    public int Count(string id) => Diagnostics.Count(d => d.Id == id);
}
