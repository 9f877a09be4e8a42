using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Formatting;
using XenDma.Analyzers.CodeFixes.Releases;
using XenDma.Analyzers.Rules;

namespace XenDma.Analyzers.CodeFixes;

/// <summary>A document with what the rules and the compiler say of it.</summary>
internal sealed class Judged
{
    private static readonly ImmutableArray<Type> Analyzers = [.. typeof(DmaFlowAnalyzer).Assembly.GetTypes()
        .Where(type => !type.IsAbstract && type.IsSubclassOf(typeof(DiagnosticAnalyzer)))];

    private readonly int _errors;
    private readonly int _comments;

    private Judged(Document document, SyntaxNode root, SemanticModel model, ImmutableArray<Diagnostic> diagnostics, int errors)
    {
        Document = document;
        Root = root;
        Model = model;
        Diagnostics = diagnostics;
        _errors = errors;
        _comments = root.DescendantTrivia().Count(Edits.IsComment);
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

    /// <summary>Where the variable is named within the node, by place.</summary>
    public IEnumerable<IdentifierNameSyntax> UsesOf(ISymbol variable, SyntaxNode within) => within.DescendantNodes().OfType<IdentifierNameSyntax>()
        .Where(one => one.Identifier.ValueText == variable.Name && SymbolEqualityComparer.Default.Equals(Model.GetSymbolInfo(one).Symbol, variable));

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

    /// <summary>The document with another root and its new leaks mended, if that has the rule's diagnostic less and nothing else more. One that
    /// uncovers the next mistake may have as many, but fewer up to the diagnostic's place.</summary>
    public async Task<Judged?> TryAsync(SyntaxNode root, Diagnostic diagnostic, bool uncoversNext, CancellationToken cancellation)
    {
        if (await WithAsync(root, cancellation).ConfigureAwait(false) is not { } changed)
            return null;
        changed = await Leaks.MendAsync(changed, this, cancellation).ConfigureAwait(false);
        if (!changed.IsNoWorseThan(this))
            return null;
        // Edits add to what is behind a place, so what is at least as far from the end as the place was is not behind it.
        int behind = Root.FullSpan.End - diagnostic.Location.SourceSpan.End;
        bool isFixed = changed.Count(diagnostic.Id) < Count(diagnostic.Id)
            || (uncoversNext && changed.Count(diagnostic.Id, behind) < Count(diagnostic.Id, behind));
        return isFixed ? changed : null;
    }

    /// <summary>No error more, no comment less, and of no rule a diagnostic more.</summary>
    public bool IsNoWorseThan(Judged before) =>
        _errors <= before._errors && _comments >= before._comments && Diagnostics.All(d => Count(d.Id) <= before.Count(d.Id));

    public int Count(string id) => Diagnostics.Count(d => d.Id == id);

    /// <summary>Those that have at least so much text behind them.</summary>
    private int Count(string id, int behind) => Diagnostics.Count(d => d.Id == id && Root.FullSpan.End - d.Location.SourceSpan.End >= behind);
}
