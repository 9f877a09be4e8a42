using System;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace XenDma.Analyzers.Tests.Infrastructure;

/// <summary>A project in a workspace, as an IDE holds it: sources, .editorconfig and global configs, additional files.</summary>
internal sealed class IdeProject : IDisposable
{
    private readonly AdhocWorkspace _workspace = new();
    private readonly ProjectId _id = ProjectId.CreateNewId();

    public IdeProject(params string[] sources)
    {
        _workspace.AddProject(ProjectInfo.Create(
            _id, VersionStamp.Default, "Nic", "Nic", LanguageNames.CSharp, filePath: "/src/Nic.csproj",
            compilationOptions: TestCompilation.Options, parseOptions: TestCompilation.ParseOptions, metadataReferences: TestCompilation.References));
        for (int i = 0; i < sources.Length; i++)
            Add($"/src/Nic{i}.cs", (id, name, text, path) => Current.AddDocument(id, name, text, filePath: path), sources[i]);
    }

    public Project Project => Current.GetProject(_id)!;

    public Document First => Project.Documents.First();

    private Solution Current => _workspace.CurrentSolution;

    /// <summary>Adds an .editorconfig, which is named so, or a global config.</summary>
    public IdeProject WithConfig(string path, string text)
    {
        Add(path, (id, name, source, file) => Current.AddAnalyzerConfigDocument(id, name, source, filePath: file), text);
        return this;
    }

    public IdeProject WithAdditionalFile(string path, string text)
    {
        Add(path, (id, name, source, file) => Current.AddAdditionalDocument(id, name, source, filePath: file), text);
        return this;
    }

    /// <summary>What the analyzers report, without what is suppressed.</summary>
    public async Task<ImmutableArray<Diagnostic>> DiagnosticsAsync()
    {
        Compilation compilation = (await Project.GetCompilationAsync())!;
        return await AnalyzerRunner.RunAsync(compilation, Project.AnalyzerOptions);
    }

    /// <summary>Replaces the first document's text as typing does: what both texts have in common is kept.</summary>
    public void Type(string text)
    {
        SourceText before = First.GetTextAsync().Result;
        int common = before.ToString().AsSpan().CommonPrefixLength(text);
        SourceText after = before.Replace(TextSpan.FromBounds(common, before.Length), text[common..]);
        Apply(First.WithText(after).Project.Solution, First.Name);
    }

    /// <summary>What an editor shows of the first document: it asks for that document alone.</summary>
    public async Task<ImmutableArray<Diagnostic>> ShownAsync(CancellationToken cancellation = default)
    {
        SemanticModel model = (await First.GetSemanticModelAsync(cancellation))!;
        var run = model.Compilation.WithAnalyzers(AnalyzerRunner.All, Project.AnalyzerOptions);
        var syntax = await run.GetAnalyzerSyntaxDiagnosticsAsync(model.SyntaxTree, cancellation);
        return syntax.AddRange(await run.GetAnalyzerSemanticDiagnosticsAsync(model, filterSpan: null, cancellation));
    }

    public void Dispose() => _workspace.Dispose();

    private void Add(string path, Func<DocumentId, string, SourceText, string, Solution> add, string text)
    {
        string name = path[(path.LastIndexOf('/') + 1)..];
        Apply(add(DocumentId.CreateNewId(_id), name, SourceText.From(text), path), name);
    }

    private void Apply(Solution changed, string name)
    {
        if (!_workspace.TryApplyChanges(changed))
            throw new InvalidOperationException($"the workspace takes no change of {name}");
    }
}
