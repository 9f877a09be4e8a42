using System;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;
using XenDma.Analyzers.Tests.Infrastructure;
using Xunit;

namespace XenDma.Analyzers.Tests.Configuration;

/// <summary>The profiles of the package say something of every rule, and a project's own configuration says more.</summary>
public sealed class ProfileTests
{
    public static TheoryData<string> Profiles => ["recommended", "strict", "none"];

    [Theory]
    [MemberData(nameof(Profiles))]
    public void Profile_IsOfAllRules(string profile)
    {
        string file = Read(profile);
        string owed = file[..file.IndexOf("\n\n", StringComparison.Ordinal)] + "\n" + Rules(profile);

        Assert.True(file == owed, $"profiles/{profile}.globalconfig should be:\n{owed}");
        AnalyzerConfigSet set = AnalyzerConfigSet.Create(
            new[] { AnalyzerConfig.Parse(SourceText.From(file), "/pkg/profile.globalconfig") }, out var complaints);
        Assert.Empty(complaints);
        Assert.Equal(profile == "recommended" ? 0 : AnalyzerRunner.Descriptors.Length, set.GlobalConfigOptions.TreeOptions.Count);
    }

    [Theory]
    [InlineData("recommended", DiagnosticSeverity.Warning)]
    [InlineData("strict", DiagnosticSeverity.Error)]
    [InlineData("none", null)]
    public async Task Profile_SetsSeverities(string profile, DiagnosticSeverity? expected) => Assert.Equal(expected, await SeverityAsync(profile));

    [Theory]
    [MemberData(nameof(Profiles))]
    public async Task Own_ConfigurationWins(string profile)
    {
        Assert.Equal(DiagnosticSeverity.Info, await SeverityAsync(
            profile, ("/src/.editorconfig", "root = true\n[*.cs]\ndotnet_diagnostic.XDMA1001.severity = suggestion\n")));
        Assert.Equal(DiagnosticSeverity.Info, await SeverityAsync(
            profile, ("/src/.globalconfig", "is_global = true\ndotnet_diagnostic.XDMA1001.severity = suggestion\n")));
        Assert.Equal(DiagnosticSeverity.Info, await SeverityAsync(
            profile, ("/src/team.globalconfig", "is_global = true\nglobal_level = 0\ndotnet_diagnostic.XDMA1001.severity = suggestion\n")));
    }

    /// <summary>Roslyn applies such a line only to rules that no file names, so that the recommended profile names none.</summary>
    [Theory]
    [InlineData("recommended", DiagnosticSeverity.Info)]
    [InlineData("strict", DiagnosticSeverity.Error)]
    [InlineData("none", null)]
    public async Task Own_LineForACategoryWinsOverRecommendedOnly(string profile, DiagnosticSeverity? expected) => Assert.Equal(expected, await SeverityAsync(
        profile, ("/src/.editorconfig", "root = true\n[*.cs]\ndotnet_analyzer_diagnostic.category-XenDma.Lifetime.severity = suggestion\n")));

    private static async Task<DiagnosticSeverity?> SeverityAsync(string profile, params (string Path, string Text)[] own)
    {
        using IdeProject project = new IdeProject(SeverityTests.Misuse).WithConfig($"/pkg/{profile}.globalconfig", Read(profile));
        foreach ((string path, string text) in own)
            project.WithConfig(path, text);
        return (await project.DiagnosticsAsync()).Select(found => (DiagnosticSeverity?)found.Severity).SingleOrDefault();
    }

    private static string Rules(string profile)
    {
        var text = new StringBuilder();
        foreach (var category in AnalyzerRunner.Descriptors.GroupBy(rule => rule.Category))
        {
            text.Append("\n# ").Append(category.Key).Append('\n');
            foreach (DiagnosticDescriptor rule in category)
                text.Append(profile == "recommended" ? "# " : "").Append($"dotnet_diagnostic.{rule.Id}.severity = {Severity(profile, rule)}\n");
        }
        return text.ToString();
    }

    private static string Severity(string profile, DiagnosticDescriptor rule) => (profile, rule.DefaultSeverity) switch
    {
        ("none", _) => "none",
        (_, DiagnosticSeverity.Error) or ("strict", DiagnosticSeverity.Warning) => "error",
        (_, DiagnosticSeverity.Warning) or ("strict", DiagnosticSeverity.Info) => "warning",
        _ => "suggestion",
    };

    private static string Read(string profile) =>
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "profiles", profile + ".globalconfig")).Replace("\r\n", "\n", StringComparison.Ordinal);
}
