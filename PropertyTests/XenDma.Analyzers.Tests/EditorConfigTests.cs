using System.Collections.Immutable;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using XenDma.Analyzers.Tests.Infrastructure;
using Xunit;

namespace XenDma.Analyzers.Tests;

/// <summary>A rule's severity is set in .editorconfig.</summary>
public sealed class EditorConfigTests
{
    private const string Misuse = """
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
    [InlineData("suggestion", DiagnosticSeverity.Info)]
    [InlineData("warning", DiagnosticSeverity.Warning)]
    public async Task Severity_IsTheConfiguredOne(string configured, DiagnosticSeverity expected)
    {
        var found = await RunAsync(configured);

        Assert.Equal(expected, Assert.Single(found).Severity);
    }

    [Fact]
    public async Task None_TurnsTheRuleOff() => Assert.Empty(await RunAsync("none"));

    private static Task<ImmutableArray<Diagnostic>> RunAsync(string severity)
    {
        var file = AnalyzerConfig.Parse($"root = true\n[*.cs]\ndotnet_diagnostic.XDMA1001.severity = {severity}\n", "/.editorconfig");
        var set = AnalyzerConfigSet.Create(ImmutableArray.Create(file));
        var compilation = TestCompilation.Create([new("/Driver.cs", Misuse)], TestCompilation.References);
        return AnalyzerRunner.RunAsync(compilation.WithOptions(compilation.Options.WithSyntaxTreeOptionsProvider(new Configured(set))));
    }

    private sealed class Configured(AnalyzerConfigSet set) : SyntaxTreeOptionsProvider
    {
        public override GeneratedKind IsGenerated(SyntaxTree tree, CancellationToken cancellationToken) => GeneratedKind.NotGenerated;

        public override bool TryGetDiagnosticValue(
            SyntaxTree tree, string diagnosticId, CancellationToken cancellationToken, out ReportDiagnostic severity) =>
            set.GetOptionsForSourcePath(tree.FilePath).TreeOptions.TryGetValue(diagnosticId, out severity);

        public override bool TryGetGlobalDiagnosticValue(
            string diagnosticId, CancellationToken cancellationToken, out ReportDiagnostic severity)
        {
            severity = ReportDiagnostic.Default;
            return false;
        }
    }
}
