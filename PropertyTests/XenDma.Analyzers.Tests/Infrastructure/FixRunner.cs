using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;
using XenDma.Analyzers.CodeFixes;

namespace XenDma.Analyzers.Tests.Infrastructure;

/// <summary>Applies code fixes as an IDE does.</summary>
internal static class FixRunner
{
    public static ImmutableArray<CodeFixProvider> All { get; } = [.. typeof(DmaCodeFix).Assembly.GetTypes()
        .Where(type => !type.IsAbstract && type.IsSubclassOf(typeof(CodeFixProvider)))
        .OrderBy(type => type.Name)
        .Select(type => (CodeFixProvider)Activator.CreateInstance(type)!)];

    /// <summary>The titles of the fixes offered for the first diagnostic of the rule.</summary>
    public static async Task<IReadOnlyList<string>> TitlesAsync(string source, string id)
    {
        using var workspace = new AdhocWorkspace();
        return await TitlesAsync(CreateDocument(workspace, source), id);
    }

    /// <summary>The titles of the fixes offered for the document's first diagnostic of the rule.</summary>
    public static async Task<IReadOnlyList<string>> TitlesAsync(Document document, string id) =>
        [.. (await ActionsAsync(document, id)).Select(action => action.Title)];

    /// <summary>Each fix of each diagnostic of the rule, applied alone: its title and the source after it.</summary>
    public static async Task<IReadOnlyList<(string Title, string Source)>> EachAsync(string source, string id)
    {
        using var workspace = new AdhocWorkspace();
        var results = new List<(string, string)>();
        foreach (var fix in await EachAsync(CreateDocument(workspace, source), d => d.Id == id))
            results.Add((fix.Title, await TextAsync(fix.Fixed)));
        return results;
    }

    /// <summary>Each fix of each of the document's diagnostics, applied alone.</summary>
    public static async Task<IReadOnlyList<(Diagnostic Diagnostic, string Title, Document Fixed)>> EachAsync(Document document, Func<Diagnostic, bool> isWanted)
    {
        var results = new List<(Diagnostic, string, Document)>();
        foreach (var diagnostic in (await FindAsync(document)).Where(isWanted))
        {
            foreach (var action in await ActionsAsync(document, diagnostic))
            {
                var operations = await action.GetOperationsAsync(CancellationToken.None);
                var changed = operations.OfType<ApplyChangesOperation>().Single().ChangedSolution;
                results.Add((diagnostic, action.Title, changed.GetDocument(document.Id)!));
            }
        }
        return results;
    }

    /// <summary>A document in a project of its own that knows a library by its contract; without one, the consumer API.</summary>
    public static Document CreateDocument(AdhocWorkspace workspace, string source, IEnumerable<MetadataReference> references, string? contract)
    {
        const string File = "a.dmacontract.json";
        Project project = workspace.AddProject("Fixed", LanguageNames.CSharp)
            .WithCompilationOptions(TestCompilation.Options).WithParseOptions(TestCompilation.ParseOptions).WithMetadataReferences(references);
        if (contract is not null)
            project = project.AddAdditionalDocument(File, SourceText.From(contract), filePath: File).Project;
        return project.AddDocument("Fixed.cs", SourceText.From(source));
    }

    /// <summary>The source after one fix of all of the rule's diagnostics at once.</summary>
    public static async Task<string> FixAllAsync(string source, string id, int action = 0)
    {
        using var workspace = new AdhocWorkspace();
        var document = CreateDocument(workspace, source);
        return await TextAsync((await FixAllAsync(document, id, FixAllScope.Document, action)).GetDocument(document.Id)!);
    }

    /// <summary>All files by name after the fix of all in the scope around the first file.</summary>
    public static async Task<IReadOnlyDictionary<string, string>> FixAllAsync(
        IReadOnlyDictionary<string, string[]> projects, string id, FixAllScope scope)
    {
        using var workspace = new AdhocWorkspace();
        List<Document> documents = [.. projects.SelectMany(project => CreateProject(workspace, project.Key, project.Value))];
        // Each document is asked for again: adding one to the workspace left the earlier ones behind.
        Solution fixedOne = await FixAllAsync(workspace.CurrentSolution.GetDocument(documents[0].Id)!, id, scope, 0);
        var texts = new Dictionary<string, string>();
        foreach (Document document in documents)
            texts[document.Name] = await TextAsync(fixedOne.GetDocument(document.Id)!);
        return texts;
    }

    /// <summary>The solution after the fix of all in the scope around the document.</summary>
    public static async Task<Solution> FixAllAsync(Document document, string id, FixAllScope scope, int action)
    {
        var provider = All.Single(p => p.FixableDiagnosticIds.Contains(id));
        var chosen = (await ActionsAsync(document, id))[action];
        var context = new FixAllContext(document, provider, scope, chosen.EquivalenceKey!, [id], new Source(), CancellationToken.None);
        var all = await provider.GetFixAllProvider()!.GetFixAsync(context);
        var operations = await all!.GetOperationsAsync(CancellationToken.None);
        return operations.OfType<ApplyChangesOperation>().Single().ChangedSolution;
    }

    /// <summary>The fixes offered for the first diagnostic of the rule in the document.</summary>
    public static async Task<List<CodeAction>> ActionsAsync(Document document, string id) =>
        await ActionsAsync(document, (await FindAsync(document)).First(d => d.Id == id));

    private static async Task<List<CodeAction>> ActionsAsync(Document document, Diagnostic diagnostic)
    {
        var actions = new List<CodeAction>();
        var provider = All.Single(p => p.FixableDiagnosticIds.Contains(diagnostic.Id));
        await provider.RegisterCodeFixesAsync(
            new CodeFixContext(document, diagnostic, (action, _) => actions.Add(action), CancellationToken.None));
        return actions;
    }

    /// <summary>The comments in the source, sorted.</summary>
    public static IEnumerable<string> Comments(string source) => CSharpSyntaxTree.ParseText(source, TestCompilation.ParseOptions).GetRoot().DescendantTrivia()
        .Where(one => one.Kind() is SyntaxKind.SingleLineCommentTrivia or SyntaxKind.MultiLineCommentTrivia).Select(one => one.ToString()).Order();

    /// <summary>The rules that have fixes.</summary>
    public static ImmutableHashSet<string> Fixable { get; } = [.. All.SelectMany(fix => fix.FixableDiagnosticIds)];

    /// <summary>What our analyzers report in the document.</summary>
    public static async Task<IEnumerable<Diagnostic>> FindAsync(Document document)
    {
        SyntaxTree? tree = await document.GetSyntaxTreeAsync();
        return (await AnalyzerRunner.RunAsync((await document.Project.GetCompilationAsync())!, document.Project.AnalyzerOptions)).Where(d => d.Location.SourceTree == tree);
    }

    private static async Task<string> TextAsync(Document document) => (await document.GetTextAsync()).ToString();

    private static Document CreateDocument(AdhocWorkspace workspace, string source) => CreateProject(workspace, "Fixed", source).Single();

    private static List<Document> CreateProject(AdhocWorkspace workspace, string name, params string[] sources)
    {
        Project project = workspace.AddProject(ProjectInfo.Create(
            ProjectId.CreateNewId(), VersionStamp.Default, name, name, LanguageNames.CSharp,
            compilationOptions: TestCompilation.Options, parseOptions: TestCompilation.ParseOptions,
            metadataReferences: TestCompilation.References));
        return [.. sources.Select((source, i) => workspace.AddDocument(project.Id, $"{name}{i}.cs", SourceText.From(source)))];
    }

    /// <summary>Gives a fix-all the diagnostics of the analyzers under test.</summary>
    private sealed class Source : FixAllContext.DiagnosticProvider
    {
        public override async Task<IEnumerable<Diagnostic>> GetAllDiagnosticsAsync(Project project, CancellationToken cancellationToken)
        {
            var found = new List<Diagnostic>();
            foreach (Document document in project.Documents)
                found.AddRange(await FindAsync(document));
            return found;
        }

        public override Task<IEnumerable<Diagnostic>> GetDocumentDiagnosticsAsync(Document document, CancellationToken cancellationToken) =>
            FindAsync(document);

        public override async Task<IEnumerable<Diagnostic>> GetProjectDiagnosticsAsync(Project project, CancellationToken cancellationToken)
        {
            _ = await GetAllDiagnosticsAsync(project, cancellationToken);
            return [];
        }
    }
}
