using System;
using System.IO;
using System.Linq;
using XenDma.Analyzers.Flow;
using XenDma.Analyzers.Tests.Infrastructure;
using Xunit;

namespace XenDma.Analyzers.Tests.Configuration;

/// <summary>docs/configuration.md tells of the options and categories that there are.</summary>
public sealed class ConfigurationPageTests
{
    private static readonly string Page = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "docs", "configuration.md"));

    [Fact]
    public void Options_AreInTheTable()
    {
        string[] rows = [.. Page.Split('\n').Where(line => line.StartsWith("| `" + FlowOption.Prefix, StringComparison.Ordinal))];

        Assert.Equal(FlowOption.All.Select(option => $"| `{option.Name}` | `{option.Default}` | {option.Expected} |"), rows.Select(row => row[..(Nth(row, 4) + 1)]));
    }

    [Fact]
    public void Categories_AreListed() =>
        Assert.All(AnalyzerRunner.Descriptors.Select(rule => rule.Category).Distinct(), category => Assert.Contains($"`{category}`", Page, StringComparison.Ordinal));

    [Fact]
    public void Profiles_AreInTheTable() => Assert.All(
        AnalyzerPackage.Files.Keys.Where(path => path.StartsWith("profiles/", StringComparison.Ordinal)),
        path => Assert.Contains($"\n| `{Path.GetFileNameWithoutExtension(path)}`", Page, StringComparison.Ordinal));

    /// <summary>Where the nth bar of a table's row stands.</summary>
    private static int Nth(string row, int bar) => Enumerable.Range(0, row.Length).Where(at => row[at] == '|').ElementAt(bar - 1);
}
