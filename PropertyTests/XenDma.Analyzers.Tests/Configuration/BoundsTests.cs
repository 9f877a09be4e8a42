using System.Threading.Tasks;
using XenDma.Analyzers.Tests.Infrastructure;
using Xunit;

namespace XenDma.Analyzers.Tests.Configuration;

/// <summary>Bounds are for code that nobody writes: with the highest of them drivers get what they get with the default ones.</summary>
public sealed class BoundsTests
{
    public static TheoryData<string> Files => [.. Corpus.Files, .. Corpus.Cases];

    [Theory]
    [MemberData(nameof(Files))]
    public async Task Driver_GetsTheSameAtTheHighest(string file)
    {
        var highest = new GivenOptions(("xendma.max_blocks", "1000000"), ("xendma.max_paths", "256"), ("xendma.max_call_depth", "8"));
        string source = Corpus.Read(file);

        Assert.Equal(Markers.Read(source), AnalyzerRunner.Lines(await AnalyzerRunner.RunAsync(TestCompilation.Create(source), highest.ForAnalyzers())));
    }
}
