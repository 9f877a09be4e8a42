using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Text;
using XenDma.Analyzers.CodeFixes;

namespace XenDma.Analyzers.Tests.Infrastructure;

/// <summary>Applies code fixes in a workspace of one project.</summary>
internal static class FixRunner
{
    public static ImmutableArray<CodeFixProvider> All { get; } = [.. typeof(DmaCodeFix).Assembly.GetTypes()
        .Where(type => !type.IsAbstract && type.IsSubclassOf(typeof(CodeFixProvider)))
        .OrderBy(type => type.Name)
        .Select(type => (CodeFixProvider)System.Activator.CreateInstance(type)!)];

    /// <summary>The titles of the fixes offered for the first diagnostic of the rule.</summary>
    public static async Task<IReadOnlyList<string>> TitlesAsync(string source, string id)
    {
        using var workspace = new AdhocWorkspace();
        var document = CreateDocument(workspace, source);
        return [.. (await ActionsAsync(document, id)).Select(action => action.Title)];
    }

    /// <summary>The source after one fix of the rule's first diagnostic.</summary>
    public static async Task<string> FixFirstAsync(string source, string id, int action = 0)
    {
        using var workspace = new AdhocWorkspace();
        var document = CreateDocument(workspace, source);
        var chosen = (await ActionsAsync(document, id))[action];
        return await TextAsync(await ApplyAsync(document, chosen));
    }

    /// <summary>The source after one fix of all of the rule's diagnostics at once.</summary>
    public static async Task<string> FixAllAsync(string source, string id, int action = 0)
    {
        using var workspace = new AdhocWorkspace();
        var document = CreateDocument(workspace, source);
        var provider = All.Single(p => p.FixableDiagnosticIds.Contains(id));
        var chosen = (await ActionsAsync(document, id))[action];
        var context = new FixAllContext(
            document, provider, FixAllScope.Document, chosen.EquivalenceKey!, [id], new Source(), CancellationToken.None);
        var all = await provider.GetFixAllProvider()!.GetFixAsync(context);
        return await TextAsync(await ApplyAsync(document, all!));
    }

    private static async Task<List<CodeAction>> ActionsAsync(Document document, string id)
    {
        var diagnostic = (await FindAsync(document)).First(d => d.Id == id);
        var actions = new List<CodeAction>();
        var provider = All.Single(p => p.FixableDiagnosticIds.Contains(id));
        await provider.RegisterCodeFixesAsync(
            new CodeFixContext(document, diagnostic, (action, _) => actions.Add(action), CancellationToken.None));
        return actions;
    }

    private static async Task<IEnumerable<Diagnostic>> FindAsync(Document document) =>
        await AnalyzerRunner.RunAsync((await document.Project.GetCompilationAsync())!);

    private static async Task<Document> ApplyAsync(Document document, CodeAction action)
    {
        var operations = await action.GetOperationsAsync(CancellationToken.None);
        return operations.OfType<ApplyChangesOperation>().Single().ChangedSolution.GetDocument(document.Id)!;
    }

    private static async Task<string> TextAsync(Document document) => (await document.GetTextAsync()).ToString();

    private static Document CreateDocument(AdhocWorkspace workspace, string source) => workspace
        .AddProject(ProjectInfo.Create(
            ProjectId.CreateNewId(), VersionStamp.Default, "Fixed", "Fixed", LanguageNames.CSharp,
            compilationOptions: TestCompilation.Options, parseOptions: TestCompilation.ParseOptions,
            metadataReferences: TestCompilation.References))
        .AddDocument("Fixed.cs", SourceText.From(source));

    /// <summary>Gives a fix-all the diagnostics of the analyzers under test.</summary>
    private sealed class Source : FixAllContext.DiagnosticProvider
    {
        public override Task<IEnumerable<Diagnostic>> GetAllDiagnosticsAsync(Project project, CancellationToken cancellationToken) =>
            FindAsync(project.Documents.Single());

        public override Task<IEnumerable<Diagnostic>> GetDocumentDiagnosticsAsync(Document document, CancellationToken cancellationToken) =>
            FindAsync(document);

        public override async Task<IEnumerable<Diagnostic>> GetProjectDiagnosticsAsync(Project project, CancellationToken cancellationToken)
        {
            _ = await GetAllDiagnosticsAsync(project, cancellationToken);
            return [];
        }
    }
}
