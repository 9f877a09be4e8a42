using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using XenDma.Analyzers.Tests.Infrastructure;
using Xunit;

namespace XenDma.Analyzers.Tests.Ide;

/// <summary>Each fix as a light bulb offers it, on the bad examples of its rule's page: title, key, preview, and all of a document, project, solution.</summary>
public sealed class CodeActionTests
{
    public static TheoryData<string> Fixable => [.. FixRunner.All.SelectMany(fix => fix.FixableDiagnosticIds).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Fixable))]
    public async Task Actions_HaveTitlesKeysAndPreviews(string id)
    {
        using var project = new IdeProject(await ExampleAsync(id));
        List<CodeAction> actions = await FixRunner.ActionsAsync(project.First, id);

        Assert.NotEmpty(actions);
        Assert.Distinct(actions.Select(action => action.Title));
        Assert.Distinct(actions.Select(action => action.EquivalenceKey));
        foreach (CodeAction action in actions)
        {
            Assert.StartsWith(id + ":", action.EquivalenceKey, StringComparison.Ordinal);
            Assert.Equal(action.Title.Trim().TrimEnd('.'), action.Title);
            string done = await ChangedAsync(project, await action.GetOperationsAsync(default));
            Assert.Equal(done, await ChangedAsync(project, await action.GetPreviewOperationsAsync(default)));
            Assert.DoesNotContain(id, (await AnalyzerRunner.RunAsync(done)).Select(found => found.Id));
        }
    }

    [Theory]
    [MemberData(nameof(Fixable))]
    public async Task FixAll_ReachesAsFarAsItIsAskedToAndNoFurther(string id)
    {
        string example = await ExampleAsync(id);
        string source = $"namespace One\n{{\n{example}}}\n\nnamespace Two\n{{\n{example}}}\n";
        var projects = new Dictionary<string, string[]> { ["Nic"] = [Renamed(source, "A"), Renamed(source, "B")], ["Disk"] = [source] };
        foreach ((FixAllScope scope, string[] reached) in new[]
        {
            (FixAllScope.Document, new[] { "Nic0.cs" }),
            (FixAllScope.Project, ["Nic0.cs", "Nic1.cs"]),
            (FixAllScope.Solution, ["Nic0.cs", "Nic1.cs", "Disk0.cs"]),
        })
        {
            foreach ((string file, string text) in await FixRunner.FixAllAsync(projects, id, scope))
            {
                bool isReached = reached.Contains(file);
                int left = (await AnalyzerRunner.RunAsync(text)).Count(found => found.Id == id);
                Assert.True(isReached ? left == 0 : left >= 2, $"{id}, {scope}, {file}: {left} left in\n{text}");
            }
        }
    }

    [Fact]
    public void Providers_HaveARuleEachAndDoAllScopes()
    {
        Assert.Distinct(FixRunner.All.SelectMany(fix => fix.FixableDiagnosticIds));
        Assert.All(FixRunner.All, static fix => Assert.Superset(
            new HashSet<FixAllScope> { FixAllScope.Document, FixAllScope.Project, FixAllScope.Solution },
            fix.GetFixAllProvider()!.GetSupportedFixAllScopes().ToHashSet()));
    }

    /// <summary>The one document's text behind the operations; no other is changed.</summary>
    private static async Task<string> ChangedAsync(IdeProject project, ImmutableArray<CodeActionOperation> operations)
    {
        Solution changed = Assert.IsType<ApplyChangesOperation>(Assert.Single(operations)).ChangedSolution;
        ProjectChanges changes = Assert.Single(changed.GetChanges(project.Project.Solution).GetProjectChanges());
        Assert.Equal(project.First.Id, Assert.Single(changes.GetChangedDocuments()));
        Assert.Empty(changes.GetAddedDocuments());
        Assert.Empty(changes.GetRemovedDocuments());
        return (await changed.GetDocument(project.First.Id)!.GetTextAsync()).ToString();
    }

    /// <summary>The first bad example that can be fixed.</summary>
    private static async Task<string> ExampleAsync(string id)
    {
        foreach (var example in RulePage.Find(id)!.Examples("Bad"))
        {
            using var project = new IdeProject(example.Source);
            if ((await FixRunner.ActionsAsync(project.First, id)).Count > 0)
                return example.Source;
        }
        Assert.Fail($"the page of {id} has no bad example that a fix is offered for");
        return "";
    }

    private static string Renamed(string source, string prefix) => source
        .Replace("namespace One", $"namespace {prefix}One", StringComparison.Ordinal)
        .Replace("namespace Two", $"namespace {prefix}Two", StringComparison.Ordinal);
}
