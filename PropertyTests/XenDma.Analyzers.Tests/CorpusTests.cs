using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using XenDma.Analyzers.Tests.Infrastructure;
using Xunit;

namespace XenDma.Analyzers.Tests;

/// <summary>Every driver of the corpus gets exactly the diagnostics that its markers ask for.</summary>
public sealed class CorpusTests
{
    private static readonly HashSet<string> Implemented = [.. AnalyzerRunner.Descriptors.Select(d => d.Id)];

    public static TheoryData<string> Files => [.. Corpus.Files, .. Corpus.Cases];

    [Theory]
    [MemberData(nameof(Files))]
    public async Task Driver_GetsWhatItsMarkersSay(string file)
    {
        string source = Corpus.Read(file);
        var compilation = TestCompilation.Create(source);
        Assert.Empty(compilation.GetDiagnostics().Where(d => d.Severity == DiagnosticSeverity.Error));

        var found = await AnalyzerRunner.RunAsync(compilation);

        var expected = Markers.Read(source).Where(marker => Implemented.Contains(marker.Split(": ")[1]));
        Assert.Equal(string.Join("\n", expected), string.Join("\n", AnalyzerRunner.Lines(found)));
    }

    /// <summary>The API may stand in the compilation as source, with signatures and no bodies.</summary>
    [Theory]
    [MemberData(nameof(Files))]
    public async Task Driver_GetsTheSameBesideTheApisSource(string file)
    {
        string source = Corpus.Read(file);
        var sources = new Dictionary<string, string> { ["ConsumerApi.cs"] = Corpus.ConsumerApi, ["Driver.cs"] = source };
        var compilation = TestCompilation.Create(sources, TestCompilation.ReferencesWithoutApi);
        Assert.Empty(compilation.GetDiagnostics().Where(d => d.Severity == DiagnosticSeverity.Error));

        var found = await AnalyzerRunner.RunAsync(compilation);

        Assert.Equal(string.Join("\n", Markers.Read(source)), string.Join("\n", AnalyzerRunner.Lines(found)));
    }
}
