using System;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using XenDma.Analyzers.Tests.Infrastructure;
using Xunit;

namespace XenDma.Analyzers.Tests;

/// <summary>A rule is complete when it has a page with working examples, a release row, tests and a help link.</summary>
public sealed class RuleCompletenessTests
{
    public static TheoryData<string> Rules => [.. AnalyzerRunner.Descriptors.Select(d => d.Id)];

    [Theory]
    [MemberData(nameof(Rules))]
    public void Rule_HasHelpLinkToItsPage(string id)
    {
        var rule = AnalyzerRunner.Descriptors.Single(d => d.Id == id);

        Assert.Equal($"https://github.com/xendma/xendma/blob/main/docs/rules/{id}.md", rule.HelpLinkUri);
        Assert.StartsWith("XenDma.", rule.Category, StringComparison.Ordinal);
        Assert.NotEmpty(rule.Description.ToString());
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public void Rule_HasPage(string id)
    {
        var page = RulePage.Find(id);

        Assert.True(page is not null, $"docs/rules/{id}.md is missing");
        Assert.StartsWith($"# {id}: ", page.Text, StringComparison.Ordinal);
        foreach (string heading in new[] { "What goes wrong", "Bad", "Good", "How to suppress" })
            Assert.Contains($"\n## {heading}\n", page.Text, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public void Page_TellsOfAFixWhereThereIsOne(string id)
    {
        bool fixable = FixRunner.All.Any(fix => fix.FixableDiagnosticIds.Contains(id));

        if (fixable)
            Assert.DoesNotContain("\n| Code fix | none |", RulePage.Find(id)!.Text, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public async Task Page_BadExamplesGetExactlyTheirRule(string id)
    {
        var examples = RulePage.Find(id)!.Examples("Bad");

        Assert.NotEmpty(examples);
        foreach (var example in examples)
            Assert.Equal([id], (await RunCleanlyAsync(example)).Select(d => d.Id).Distinct());
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public async Task Page_GoodExamplesGetNothing(string id)
    {
        var examples = RulePage.Find(id)!.Examples("Good");

        Assert.NotEmpty(examples);
        foreach (var example in examples)
            Assert.Empty(await RunCleanlyAsync(example));
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public void Rule_HasReleaseRow(string id)
    {
        string rows = Read("AnalyzerReleases.Shipped.md") + Read("AnalyzerReleases.Unshipped.md");

        Assert.Contains($"\n{id} |", rows, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public void Rule_HasTests(string id)
    {
        var tests = typeof(RuleCompletenessTests).Assembly.GetTypes().SingleOrDefault(type => type.Name == id + "Tests");

        Assert.True(tests is not null, $"there is no class {id}Tests");
        string[] methods = [.. tests.GetMethods().Select(m => m.Name)];
        Assert.Contains(methods, name => name.EndsWith("_Triggers", StringComparison.Ordinal));
        Assert.Contains(methods, name => name.EndsWith("_DoesNotTrigger", StringComparison.Ordinal));
    }

    [Fact]
    public void Fixes_AreOfRulesAndFixAll()
    {
        foreach (var fix in FixRunner.All)
        {
            Assert.NotEmpty(fix.FixableDiagnosticIds);
            Assert.Empty(fix.FixableDiagnosticIds.Except(AnalyzerRunner.Descriptors.Select(d => d.Id)));
            Assert.NotNull(fix.GetFixAllProvider());
        }
    }

    private static async Task<System.Collections.Immutable.ImmutableArray<Diagnostic>> RunCleanlyAsync(
        (string Source, string? Contract, string? Config) example)
    {
        using var project = new IdeProject(example.Source);
        if (example.Contract is { } contract)
            project.WithAdditionalFile("/src/example.dmacontract.json", contract);
        if (example.Config is { } config)
            project.WithConfig("/src/.editorconfig", config);
        Assert.Empty((await project.Project.GetCompilationAsync())!.GetDiagnostics().Where(d => d.Severity == DiagnosticSeverity.Error));
        return await project.DiagnosticsAsync();
    }

    private static string Read(string file) =>
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "docs", file)).Replace("\r\n", "\n", StringComparison.Ordinal);
}
