using System.Linq;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using XenDma.Analyzers.Tests.Infrastructure;
using Xunit;

namespace XenDma.Analyzers.Tests.Configuration;

/// <summary>A rule's severity is set in .editorconfig, alone, with its category, or with all.</summary>
public sealed class SeverityTests
{
    /// <summary>Gets XDMA1001.</summary>
    internal const string Misuse = """
        using XenDma;

        public sealed class Driver
        {
            public void Run(Device dev, DmaAddr a)
            {
                dev.UnmapSingle(a, 64, DmaDirection.FromDevice);
                dev.SyncSingleForCpu(a, 64, DmaDirection.FromDevice);
            }
        }
        """;

    [Theory]
    [InlineData("error", DiagnosticSeverity.Error)]
    [InlineData("warning", DiagnosticSeverity.Warning)]
    [InlineData("suggestion", DiagnosticSeverity.Info)]
    [InlineData("silent", DiagnosticSeverity.Hidden)]
    [InlineData("default", DiagnosticSeverity.Warning)]
    [InlineData("none", null)]
    public async Task Severity_IsTheConfiguredOne(string configured, DiagnosticSeverity? expected)
    {
        foreach (string key in new[] { "dotnet_diagnostic.XDMA1001", "dotnet_analyzer_diagnostic.category-XenDma.Lifetime", "dotnet_analyzer_diagnostic" })
            Assert.Equal(expected, await SeverityAsync(Misuse, $"[*.cs]\n{key}.severity = {configured}"));
    }

    [Fact]
    public async Task Section_IsForItsFilesOnly()
    {
        Assert.Equal(DiagnosticSeverity.Error, await SeverityAsync(Misuse, "[Nic0.cs]\ndotnet_diagnostic.XDMA1001.severity = error"));
        Assert.Equal(DiagnosticSeverity.Warning, await SeverityAsync(Misuse, "[Disk*.cs]\ndotnet_diagnostic.XDMA1001.severity = error"));
    }

    [Fact]
    public async Task OwnId_CountsMoreThanItsCategoryAndAll() => Assert.Equal(DiagnosticSeverity.Info, await SeverityAsync(Misuse, """
        [*.cs]
        dotnet_analyzer_diagnostic.severity = error
        dotnet_analyzer_diagnostic.category-XenDma.Lifetime.severity = none
        dotnet_diagnostic.XDMA1001.severity = suggestion
        """));

    private static async Task<DiagnosticSeverity?> SeverityAsync(string source, string config)
    {
        using IdeProject project = new IdeProject(source).WithConfig("/src/.editorconfig", "root = true\n" + config + "\n");
        return (await project.DiagnosticsAsync()).Select(found => (DiagnosticSeverity?)found.Severity).SingleOrDefault();
    }
}
